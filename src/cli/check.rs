//! `headroom check`: is my file right, and what will run?

mod answers;
mod arrives;
mod happens;
mod northbound;
mod years;

use super::args::Check;
use super::console::table;
use super::{Console, Stop};
use crate::evidence::cautions::cautions;
use headroom_core::domain::{Category, Weights};
use headroom_core::engine::Plan;
use headroom_core::scenario::{Faults, Scenario, load};
use headroom_core::traffic::{Expected, Ordinary, Traffic, Weight};
use std::fmt::Write;

/// Checks every scenario given; the faults of all are shown before the command stops.
pub fn check(args: &Check, console: &Console) -> Result<(), Stop> {
    let mut faults = Vec::new();
    for given in &args.scenarios {
        let checked = load(given, &args.changes).and_then(|scenario| {
            let plan = Plan::new(&scenario).map_err(|f| Faults::from(f.in_file(&**given)))?;
            let tables =
                [Weights::ExpectedRequests, Weights::Meters].map(|w| (w, plan.allocation_under(w)));
            Ok((plan, tables))
        });
        match checked {
            Ok((plan, tables)) => {
                // The plan's: what follows from the rest, as C may (R13), is filled in there.
                let scenario = &plan.scenario;
                let mut text = facts(scenario, &plan);
                for (weights, allocation) in tables {
                    match allocation {
                        Ok(allocation) => {
                            text += &allocation_table(scenario, weights, &allocation);
                        }
                        Err(fault) => {
                            text += &format!(
                                "\nAllocation with weights {}: {}\n",
                                word(weights),
                                fault.found
                            );
                        }
                    }
                }
                console.answer(&(text + &assumptions(scenario)))?;
                for caution in cautions(&plan, &ordinary(scenario), None) {
                    console.say(&format!("caution: {}", caution.text));
                }
            }
            Err(found) => faults.push(found.to_string()),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Stop(faults.join("\n"))) }
}

fn ordinary(scenario: &Scenario) -> Ordinary {
    Ordinary::new(scenario, &Traffic::ordinary(scenario))
}

fn word(weights: Weights) -> &'static str {
    match weights {
        Weights::ExpectedRequests => "expected_requests",
        Weights::Meters => "meters",
    }
}

/// A count as millions where it is large.
fn many(x: f64) -> String {
    // The sum of nothing is −0.
    let x = x + 0.0;
    if x >= 1e6 { format!("{:.2} million", x / 1e6) } else { format!("{x:.0}") }
}

/// A line of the facts: what it is about, and what it says.
type Line = (&'static str, String);

fn facts(scenario: &Scenario, plan: &Plan) -> String {
    let mut lines = vec![time(scenario)];
    lines.extend(users(scenario));
    lines.extend(arrives::traffic(scenario));
    lines.extend(arrives::processes(scenario));
    lines.extend(arrives::retries(scenario));
    lines.extend(room(scenario, plan));
    lines.extend(answers::gateway(scenario));
    lines.extend(answers::mechanism(scenario));
    lines.extend(northbound::northbound(scenario));
    lines.extend(happens::events(scenario));
    lines.extend(years::years(scenario));
    let mut text = format!("{}: {}\n\n", scenario.name, scenario.why);
    for (about, what) in lines {
        let _ = writeln!(text, "{about:<11}{what}");
    }
    text
}

fn time(scenario: &Scenario) -> Line {
    let calendar = &scenario.calendar;
    let what = format!(
        "from {} for {} half-hours, in cells of {} and windows of {}; seed {}, {} replications",
        calendar.local(0),
        calendar.blocks().len(),
        calendar.cell(),
        calendar.window(),
        scenario.seed,
        scenario.replications
    );
    ("time", what)
}

fn users(scenario: &Scenario) -> Vec<Line> {
    let line = |category: Category| {
        let of = || scenario.users.iter().filter(move |u| u.category == category);
        let meters: u64 = of().map(|u| u.portfolio.meters()).sum();
        let (n, meters) = (of().count(), many(meters as f64));
        (n > 0).then(|| ("Users", format!("{n} × {}, {meters} meters", category.word())))
    };
    Category::ALL.into_iter().filter_map(line).collect()
}

/// What ordinary traffic takes of the room there is.
fn room(scenario: &Scenario, plan: &Plan) -> [Line; 3] {
    let ordinary = ordinary(scenario);
    let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity);
    let times = theta / ordinary.busiest_window_per_s;
    let busiest = format!(
        "{:.0} requests/s are expected in the busiest ordinary window, at {}",
        ordinary.busiest_window_per_s,
        scenario.calendar.said(ordinary.cell)
    );
    let capacity = format!(
        "C = {capacity}; in a full cell the idle DSP takes {} requests, its backlog included",
        plan.full_cell()
    );
    let threshold = format!(
        "Θ = {:.2} × C = {theta:.0}/s = {times:.2} × the busiest ordinary window",
        scenario.mechanism.operating_threshold.get()
    );
    [("busiest", busiest), ("capacity", capacity), ("threshold", threshold)]
}

/// M1, row by row.
fn allocation_table(scenario: &Scenario, weights: Weights, allocation: &[f64]) -> String {
    let rows = Expected::new(scenario).weights(scenario, weights);
    let sum: f64 = rows.iter().map(|r| r.weight).sum();
    let head = [
        "User",
        "meters",
        "prepayment",
        "weight/meter",
        "w(u)",
        "w/Σw %",
        "guaranteed %",
        "a(u) /s",
        "a(u) a window",
    ];
    let cells = |(u, row): (usize, &Weight)| {
        vec![
            scenario.users[u].id.clone(),
            format!("{:.0}", row.meters),
            format!("{:.0}", row.prepayment),
            format!("{:.4}", row.per_meter),
            format!("{:.0}", row.weight),
            format!("{:.3}", if sum > 0.0 { row.weight / sum * 100.0 } else { 0.0 }),
            format!("{:.2}", scenario.mechanism.allocation.guaranteed[u].get() * 100.0),
            format!("{:.3}", allocation[u]),
            format!("{:.1}", allocation[u] * scenario.calendar.window().seconds()),
        ]
    };
    let table = table(head.map(str::to_owned).to_vec(), 1, rows.iter().enumerate().map(cells));
    let chosen = if scenario.mechanism.allocation.weights == weights { " (in force)" } else { "" };
    let total: f64 = allocation.iter().sum();
    format!(
        "\nAllocation (M1) with weights {}{chosen}, prepayment multiplier {}; together {total:.3}/s\n{table}\n",
        word(weights),
        scenario.mechanism.allocation.prepayment_multiplier
    )
}

fn assumptions(scenario: &Scenario) -> String {
    let mut text = format!("\n{} inputs are assumptions:\n", scenario.assumed.len());
    for assumed in &scenario.assumed {
        let _ = writeln!(text, "  {}: {}", assumed.path, assumed.why);
    }
    text
}
