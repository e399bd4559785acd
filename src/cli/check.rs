//! `headroom check`: is my file right, and what will run?

mod answers;
mod arrives;
mod differs;
mod doubts;
mod happens;
mod northbound;
mod years;

use super::args::Check;
use super::console::table;
use super::forecast::foresee;
use super::{Console, Stop};
use crate::evidence::cautions::cautions;
use crate::evidence::words::{a_second, fine, fixed, said, so_many, thousands};
use headroom_core::domain::{Category, Weights};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::{Draft, Faults, Scenario, load};
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
                let differs = Draft::read(given).map_or(String::new(), |d| differs::differs(&d));
                console.answer(&(text + &differs + &assumptions(scenario)))?;
                if !console.is_quiet() {
                    foresee(&of_a_run(given, args)?, &format!("headroom run {given}"), console)?;
                }
                for caution in cautions(&plan, &ordinary(scenario), None) {
                    console.say(&format!("caution: {}", caution.text));
                }
            }
            Err(found) => faults.push(found.to_string()),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Stop(faults.join("\n"))) }
}

/// What `headroom run` would make.
fn of_a_run(given: &str, args: &Check) -> Result<Study, Stop> {
    let asked = Asked { beside: true, ..Asked::of(args.changes.clone(), &[]) };
    Ok(Study::new(&Draft::read(given)?, asked)?)
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

/// A line of the facts: what it is about, and what it says.
type Line = (&'static str, String);

fn facts(scenario: &Scenario, plan: &Plan) -> String {
    let mut lines = vec![time(scenario)];
    lines.extend(users(scenario));
    lines.extend(arrives::tables(scenario));
    lines.extend(arrives::recorded(scenario));
    lines.extend(arrives::traffic(scenario));
    lines.extend(arrives::processes(scenario));
    lines.extend(arrives::retries(scenario));
    lines.extend(room(scenario, plan));
    lines.extend(answers::gateway(scenario));
    lines.extend(answers::mechanism(scenario));
    lines.extend(northbound::northbound(scenario));
    lines.extend(happens::events(scenario));
    lines.extend(doubts::doubts(scenario));
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
        "from {} for {}, in cells of {} and windows of {}; seed {}, {}",
        calendar.local(0),
        so_many("half-hour", calendar.blocks().len()),
        calendar.cell(),
        calendar.window(),
        scenario.seed,
        so_many("replication", scenario.replications as usize)
    );
    ("time", what)
}

fn users(scenario: &Scenario) -> Vec<Line> {
    let line = |category: Category| {
        let of = || scenario.users.iter().filter(move |u| u.category == category);
        let meters: u64 = of().map(|u| u.portfolio.meters()).sum();
        let (n, meters) = (of().count(), said(meters as f64));
        (n > 0).then(|| ("Users", format!("{n} × {}, {meters} meters", category.word())))
    };
    Category::ALL.into_iter().filter_map(line).collect()
}

/// What ordinary traffic takes of the room there is.
fn room(scenario: &Scenario, plan: &Plan) -> [Line; 3] {
    let ordinary = ordinary(scenario);
    let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity);
    let times = theta / ordinary.busiest_window_per_s;
    let window = match scenario.recorded {
        None => "the busiest ordinary window",
        // What of it is ordinary nothing tells.
        Some(_) => "the log's busiest window",
    };
    let busiest = format!(
        "{} requests/s are expected in {window}, at {}",
        fine(ordinary.busiest_window_per_s),
        scenario.calendar.said(ordinary.cell)
    );
    let capacity = format!(
        "C = {capacity}; in a full cell the idle DSP takes {} requests, its backlog included",
        thousands(plan.full_cell() as f64)
    );
    let threshold = format!(
        "Θ = {} × C = {} = {} × {window}",
        fixed(scenario.mechanism.operating_threshold.get(), 2),
        a_second(theta),
        fixed(times, 2)
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
            fixed(row.meters, 0),
            fixed(row.prepayment, 0),
            fixed(row.per_meter, 4),
            fixed(row.weight, 0),
            fixed(if sum > 0.0 { row.weight / sum * 100.0 } else { 0.0 }, 3),
            fixed(scenario.mechanism.allocation.guaranteed[u].get() * 100.0, 2),
            fixed(allocation[u], 3),
            fixed(allocation[u] * scenario.calendar.window().seconds(), 1),
        ]
    };
    let table = table(head.map(str::to_owned).to_vec(), 1, rows.iter().enumerate().map(cells));
    let chosen = if scenario.mechanism.allocation.weights == weights { " (in force)" } else { "" };
    let total: f64 = allocation.iter().sum();
    format!(
        "\nAllocation (M1) with weights {}{chosen}, prepayment multiplier {}; together {}/s\n{table}\n",
        word(weights),
        scenario.mechanism.allocation.prepayment_multiplier,
        fixed(total, 3)
    )
}

fn assumptions(scenario: &Scenario) -> String {
    let mut text = match scenario.assumed.len() {
        0 => "\nno input is said to be an assumption\n".to_owned(),
        1 => "\n1 input is an assumption:\n".to_owned(),
        n => format!("\n{n} inputs are assumptions:\n"),
    };
    for assumed in &scenario.assumed {
        let _ = writeln!(text, "  {}: {}", assumed.path, assumed.why);
    }
    text
}
