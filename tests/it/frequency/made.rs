//! Courses made by hand: twenty years in which maintenance triggers once a month, storms now and then, and ordinary
//! traffic alone twice.

use headroom::evidence::Evidence;
use headroom_core::domain::Standing;
use headroom_core::engine::Plan;
use headroom_core::ledger::{
    ActivationRecord, ByStanding, Counts, Episode, Folded, HalfHour, Harm, Ledger,
};
use headroom_core::scenario::Scenario;
use kit::make::{Changes, flood, scenario, small_market};
use serde_json::json;

/// Storms of each year, by hand: 98 in twenty years.
pub const STORMS: [u64; 20] = [3, 0, 12, 1, 0, 7, 2, 0, 5, 30, 1, 0, 4, 9, 0, 2, 0, 6, 1, 15];
/// Numbers of the events: after the flood of the market, which is fixed.
pub const MAINTENANCE: usize = 1;
pub const STORM: usize = 2;

/// Cells of a day, and the cell of a day's hour.
pub const DAY: u64 = 8_640;
pub fn cell(day: u64, hour: u64) -> u64 {
    day * DAY + hour * 360
}

/// The small market for a year, with two events that occur.
pub fn course(changes: Changes) -> Scenario {
    let mut market = small_market();
    market["start"] = json!("2022-01-01T00:00");
    market["duration"] = json!("365 days");
    let events = market["events"].as_array_mut().expect("events");
    events.push(json!({ "id": "maintenance", "lasts": "1 h", "maintenance": {},
        "occurs": { "each_month": 15, "time": "02:00" } }));
    let mut storm = flood("storm", "beta", "8/s");
    let storm_at = storm.as_object_mut().expect("an object");
    storm_at.remove("at");
    storm_at.insert("occurs".to_owned(), json!({ "per_year": 5, "time": "16:00" }));
    events.push(storm);
    scenario(&market, changes)
}

/// The same over three years in which things grow.
pub fn growing(changes: Changes) -> Scenario {
    let point = |month: &str, times: f64| json!({ "month": month, "times": times });
    let points = json!([point("2022-01", 1.0), point("2025-01", 2.0)]);
    let mut all =
        vec![("/duration", json!("1096 days")), ("/plan", json!({ "requests_per_meter": points }))];
    all.extend(changes.iter().cloned());
    course(&all)
}

/// An activation of so many cells in which `throttled` attempts of the first two Users were.
pub fn activation(from: u64, cells: u64, throttled: u64, causes: &[usize]) -> ActivationRecord {
    ActivationRecord {
        from,
        to: from + cells,
        open: false,
        peak_load: 300,
        throttled,
        throttled_on: if throttled > 0 { vec![from] } else { Vec::new() },
        users: [0, 1].into(),
        causes: causes.to_vec(),
    }
}

/// A day in which that activation was, and so many requests were given up: all of the first User.
pub fn episode(day: u64, activation: &ActivationRecord, abandoned: u64) -> Episode {
    let counts = Counts { throttled: activation.throttled, abandoned, ..Counts::default() };
    let mut harm = Harm::default();
    harm.throttled[Standing::Within] = activation.throttled;
    harm.abandoned[Standing::Within] = abandoned;
    let cells = activation.to - activation.from;
    Episode {
        from: cell(day, 0),
        to: cell(day + 1, 0),
        events: activation.causes.iter().map(|c| (*c, activation.from, activation.to)).collect(),
        counts,
        harm,
        active_cells: cells,
        outage_cells: 0,
        activations: 1,
        longest_activation: cells,
        peak_load: (300, activation.from),
        users: vec![
            (0, activation.throttled, harm.never_answered()),
            (1, 0, ByStanding::default()),
        ],
    }
}

/// A replication of nothing but these episodes.
pub fn run(plan: &Plan, replication: u32, all: Vec<(ActivationRecord, Episode)>) -> Folded {
    let users = plan.scenario.users.len();
    let mut ledger = Ledger::new(replication, plan.traffic.pairs.len(), users);
    ledger.active_cells = all.iter().map(|(_, e)| e.active_cells).sum();
    let sum = all.iter().fold(Counts::default(), |sum, (_, e)| sum + e.counts);
    ledger.pairs[0] = Counts { requests: 1_000_000, attempts: 1_000_000, ..sum };
    ledger.harm[0] = all.iter().fold(Harm::default(), |sum, (_, e)| sum + e.harm);
    let mut folded = Folded::new(ledger, &plan.traffic.pairs);
    let line = &mut folded.runs[0];
    (line.activations, line.episodes) = all.into_iter().unzip();
    folded.half_hours = (0..12 * 48).map(half_hour).collect();
    folded
}

/// Ordinary traffic is busiest at five in the evening, and in January.
fn half_hour(i: usize) -> HalfHour {
    let (month, at) = (i / 48, i % 48);
    let far = |a: usize, b: usize| a.abs_diff(b) as f64;
    let load = 130.0 - 3.0 * far(at, 34) - 2.0 * far(month, 0).min(far(month, 12));
    let load = load.round() as u64;
    HalfHour { largest: load + 20, sum: 30 * load, days: 30 }
}

/// Year `y`: an hour of maintenance a month, storms of ten minutes for every hundred requests that are given up, on
/// days of their own, and ordinary traffic in January of the years 3 and 7.
pub fn year(plan: &Plan, y: usize) -> Folded {
    let mut all = Vec::new();
    for month in 0..12 {
        let day = 30 * month + 14;
        let a = activation(cell(day, 2), 360, 1_000, &[MAINTENANCE]);
        all.push((a.clone(), episode(day, &a, 0)));
    }
    for storm in 0..STORMS[y] {
        let day = 3 + 10 * storm;
        let a = activation(cell(day, 16), 60 * (storm + 1), 200, &[STORM]);
        all.push((a.clone(), episode(day, &a, 100 * (storm + 1))));
    }
    if y == 3 || y == 7 {
        let a = activation(cell(5, 17), 30, 10, &[]);
        all.push((a.clone(), episode(5, &a, 0)));
    }
    all.sort_by_key(|(a, _)| a.from);
    run(plan, y as u32, all)
}

/// The evidence of `years` of them.
pub fn evidence_of(scenario: &Scenario, years: usize) -> Evidence {
    let plan = Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let mut folded = Folded::default();
    (0..years).for_each(|y| folded.add(year(&plan, y)));
    Evidence::new(&plan, folded)
}

/// The evidence of all twenty.
pub fn evidence(changes: Changes) -> Evidence {
    evidence_of(&course(changes), 20)
}
