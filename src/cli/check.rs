//! `headroom check`: is my file right, and what will run?

use super::args::Check;
use super::console::table;
use super::{Console, Stop};
use crate::domain::{Category, Mode, Weights};
use crate::engine::Plan;
use crate::evidence::cautions;
use crate::scenario::{Faults, Scenario, load};
use crate::traffic::{Expected, Ordinary, Traffic, Weight};
use std::fmt::Write;

/// Checks every scenario given; the faults of all are shown before the command stops.
pub fn check(args: &Check, console: &Console) -> Result<(), Stop> {
    let mut faults = Vec::new();
    for given in &args.scenarios {
        let checked = load(given, &args.changes).and_then(|scenario| {
            let plan = Plan::new(&scenario).map_err(|f| Faults::from(f.in_file(&**given)))?;
            let tables =
                [Weights::ExpectedRequests, Weights::Meters].map(|w| (w, plan.allocation_under(w)));
            Ok((scenario, plan, tables))
        });
        match checked {
            Ok((scenario, plan, tables)) => {
                let mut text = facts(&scenario, &plan);
                for (weights, allocation) in tables {
                    match allocation {
                        Ok(allocation) => {
                            text += &allocation_table(&scenario, weights, &allocation);
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
                console.answer(&(text + &assumptions(&scenario)))?;
                for caution in cautions(&plan, &ordinary(&scenario), None) {
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
    if x >= 1e6 { format!("{:.2} million", x / 1e6) } else { format!("{x:.0}") }
}

fn facts(scenario: &Scenario, plan: &Plan) -> String {
    let (calendar, users) = (&scenario.calendar, &scenario.users);
    let mut text = format!("{}: {}\n\n", scenario.name, scenario.why);
    let mut line = |name: &str, what: String| {
        let _ = writeln!(text, "{name:<11}{what}");
    };
    line(
        "time",
        format!(
            "from {} for {} half-hours, in cells of {} and windows of {}; seed {}, {} replications",
            calendar.local(0),
            calendar.blocks().len(),
            calendar.cell(),
            calendar.window(),
            scenario.seed,
            scenario.replications
        ),
    );
    for category in Category::ALL {
        let of = || users.iter().filter(move |u| u.category == category);
        if of().next().is_some() {
            let meters: u64 = of().map(|u| u.portfolio.meters()).sum();
            line(
                "Users",
                format!("{} × {}, {} meters", of().count(), category.word(), many(meters as f64)),
            );
        }
    }
    for (when, days) in [
        (format!("in {}", calendar.month_name()), calendar.month_days()),
        ("on a weekday".to_owned(), [1.0, 0.0, 0.0]),
    ] {
        line("traffic", traffic(scenario, &when, days));
    }
    let ordinary = ordinary(scenario);
    let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity);
    line(
        "busiest",
        format!(
            "{:.0} requests/s are expected in the busiest ordinary window, at {}",
            ordinary.busiest_window_per_s,
            calendar.said(ordinary.cell)
        ),
    );
    line(
        "capacity",
        format!(
            "C = {capacity}; in a full cell the idle DSP takes {} requests, its backlog included",
            plan.full_cell()
        ),
    );
    let times = theta / ordinary.busiest_window_per_s;
    line(
        "threshold",
        format!(
            "Θ = {:.2} × C = {theta:.0}/s = {times:.2} × the busiest ordinary window",
            scenario.mechanism.operating_threshold.get()
        ),
    );
    let listed = (0..scenario.srvs.len())
        .filter(|s| scenario.mechanism.prioritised[*s])
        .map(|s| scenario.srvs[s].id.as_str());
    line(
        "mechanism",
        format!(
            "{}, throttle_to {}; prioritised: {}",
            if scenario.mechanism.enabled { "on" } else { "off" },
            scenario.mechanism.throttle_to.word(),
            listed.collect::<Vec<_>>().join(" ")
        ),
    );
    for event in &scenario.events {
        line(
            "event",
            format!(
                "{}: from {} to {}",
                event.id,
                calendar.said(event.from),
                calendar.said(event.to)
            ),
        );
    }
    text
}

/// Expected requests and submissions over so many days of each kind.
fn traffic(scenario: &Scenario, when: &str, days: [f64; 3]) -> String {
    let expected = Expected::new(scenario);
    let requests = expected.over(|_, _, _| true, days);
    let scheduled = expected.over(|_, _, m| m == Mode::DccScheduled, days);
    let critical = expected.over(
        |_, s, m| m != Mode::DccScheduled && scenario.srvs[s].submissions_per_request() == 2,
        days,
    );
    format!(
        "{} Service Requests are expected {when} ({} DCC scheduled); {} submissions, critical ones counted twice",
        many(requests),
        many(scheduled),
        many(requests + critical)
    )
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
