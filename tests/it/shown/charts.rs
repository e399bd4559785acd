//! Golden charts of storms and of retries, drawn of studies made by hand, and when they are drawn.

use super::made::{amplified, findings, known, ledger, sized, stormy};
use crate::charts::{golden, title};
use crate::tables::csv_of;
use headroom::evidence::Evidence;
use headroom::evidence::findings::Findings;
use headroom::evidence::study_table::study_table;
use headroom::evidence::tables::study_tables;
use headroom::report::*;
use headroom_core::engine::Plan;
use headroom_core::ledger::{Folded, Ledger, Row};
use headroom_core::scenario::{Assumed, EventKind, Scenario};
use serde_json::json;

const SIZE: &str = "/events/arwen/storm/size=[10,25,50,75,100,125]";
const SPREAD: &str = "/events/arwen/storm/poll/spread=1 min..=15 min:2 min";

/// Ledgers of three replications as `of` makes them of the plan.
fn three(scenario: &Scenario, of: impl Fn(&Plan, u32) -> Ledger) -> Vec<Ledger> {
    let plan = Plan::new(scenario).expect("a plan");
    (0..3).map(|r| of(&plan, r)).collect()
}

/// With 7.4 on the list nearly everything is known; without it, the less the larger the storm.
fn sizes(settings: &[&str]) -> Findings {
    findings(settings, &[SIZE], |setting, place| {
        let size = [10.0, 25.0, 50.0, 75.0, 100.0, 125.0][place[0]];
        let mut scenario = sized(&stormy(&[]), size);
        scenario.assumed.push(Assumed { path: "/events/0/storm".to_owned(), why: String::new() });
        let ledgers = three(&scenario, |plan, r| {
            let less = if setting == 0 { f64::max(0.0, 1.0 - 18.0 / size) } else { 0.02 };
            let chance = 1.0 - 0.03 * f64::from(r);
            let shares = [0.9 - 0.8 * less, 0.95 - 0.6 * less, 0.99 - 0.3 * less];
            known(plan, r, shares.map(|s| s * chance), 0.5 * less)
        });
        (scenario, ledgers)
    })
}

fn spreads(settings: &[&str]) -> Findings {
    findings(settings, &[SPREAD], |setting, place| {
        let minutes = 1 + 2 * place[0] as u64;
        let mut scenario = sized(&stormy(&[("/gateway/max_capacity", json!("600/s"))]), 10.0);
        if let Some(EventKind::Storm(storm)) = scenario.events.last_mut().map(|e| &mut e.kind) {
            let spread = headroom_core::domain::Span::from_s(60 * minutes);
            let polls = storm.parties.iter_mut().flat_map(|party| &mut party.poll);
            polls.for_each(|poll| poll.spread = spread);
        }
        let ledgers = three(&scenario, |plan, r| {
            let less = if setting == 0 { 1.0 / minutes as f64 } else { 0.0 };
            let chance = 1.0 - 0.04 * f64::from(r);
            let shares = [0.7 - 0.5 * less, 0.9 - 0.4 * less, 0.95].map(|s| s * chance);
            known(plan, r, shares, 0.8 * less * chance)
        });
        (scenario, ledgers)
    })
}

/// A flood that lasts the whole hour, under two policies.
fn floods(attempts: [u32; 2]) -> Findings {
    let rate = "/events/flood/denial_of_service/rate=1/s..=7/s:1/s";
    findings(&["as it stands", "patient"], &[rate], |setting, place| {
        let of = attempts[setting];
        let scenario = kit::make::small(&[("/retries/0/attempts", json!(of))]);
        let fresh = 3_600.0 * (place[0] as f64 + 1.0);
        let ledgers = three(&scenario, |plan, r| {
            let load = fresh / 14_400.0;
            let theory = headroom::evidence::overload::attempts_by_theory(load, of);
            amplified(plan, r, fresh, theory * (1.02 + 0.02 * f64::from(r)))
        });
        (scenario, ledgers)
    })
}

fn drawn(chart: impl Fn(&Findings) -> Option<Picture>, f: &Findings) -> Picture {
    chart(f).expect("it applies")
}

#[test]
fn exposure_is_drawn_as_it_was() {
    golden("exposure", &drawn(exposure, &sizes(&["as it stands", "the list + 7.4"])));
}

#[test]
fn poll_spread_is_drawn_as_it_was() {
    golden("poll-spread", &drawn(poll_spread, &spreads(&["as it stands", "the list + 7.4"])));
}

#[test]
fn retry_amplification_is_drawn_as_it_was() {
    golden("retry-amplification", &drawn(retry_amplification, &floods([8, 3])));
}

#[test]
fn what_happened_has_layers_of_caps_buffers_and_quarantine() {
    let plan = Plan::new(&stormy(&[])).expect("a plan");
    let mut ledger = ledger(&plan, 0, 0, 0);
    ledger.timeline = (0..60)
        .map(|i| Row {
            cell: 6 * i,
            cells: 6,
            admitted_prioritised: 30,
            admitted_other: 90 + 2 * i,
            started: 12,
            throttled: if (10..30).contains(&i) { 60 } else { 0 },
            capped: if (15..40).contains(&i) { 25 } else { 0 },
            rejected: if (20..28).contains(&i) { 40 } else { 0 },
            unavailable: 0,
            quarantined: if (25..45).contains(&i) { 20 } else { 0 },
            to_buffer: if (12..35).contains(&i) { 50 } else { 0 },
            buffered: 0,
            retries: i,
            backlog: if (20..28).contains(&i) { 80 } else { 0 },
            active_cells: if (10..35).contains(&i) { 6 } else { 0 },
            messages: if (5..20).contains(&i) { 9 } else { 0 },
        })
        .collect();
    ledger.peak_load = (290, 150);
    let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
    golden("what-happened", &what_happened(&e, "Everything that can refuse an attempt did"));
}

/// The greatest `value` of the marks of a picture whose label begins with `label`.
fn greatest(picture: &Picture, label: &str) -> f64 {
    let own = picture.marks().filter(|m| m.label.starts_with(label) && m.label.contains(", "));
    let value = |m: Mark| m.value.trim_end_matches("/s").replace('\u{202f}', "").parse::<f64>();
    own.filter_map(|m| value(m).ok()).fold(0.0, f64::max)
}

#[test]
fn a_spike_of_one_cell_is_drawn_as_high_as_it_was_at_any_width() {
    let plan = Plan::new(&stormy(&[])).expect("a plan");
    let mut ledger = ledger(&plan, 0, 0, 0);
    let row = |cell| Row { cell, cells: 1, admitted_other: 40, ..Row::default() };
    ledger.timeline = (0..360).map(row).collect();
    ledger.timeline[181].admitted_other = 5_000;
    ledger.timeline[181].retries = 700;
    ledger.timeline[182].backlog = 9_000;
    ledger.peak_load = (5_200, 180);
    let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
    let wide = what_happened(&e, "A spike");
    let narrow = wide.narrow.clone().expect("a narrow one");
    for picture in [&wide, &*narrow] {
        let cell = e.plan.scenario.calendar.cell().seconds();
        assert_eq!(greatest(picture, "admitted, other"), 5_000.0 / cell);
        assert_eq!(greatest(picture, "retries"), 700.0 / cell);
        assert_eq!(greatest(picture, "backlog"), 9_000.0);
        // Nothing of it lies above the axis.
        let areas = picture.shapes.iter().filter(|s| !s.stops.is_empty());
        let tops: Vec<i32> = areas.flat_map(|s| &s.stops).map(|s| s.at.1).collect();
        let highest = tops.iter().min().expect("stops");
        assert_eq!(tops.iter().filter(|top| *top == highest).count(), 1, "clipped");
    }
}

#[test]
fn titles_say_what_was_found() {
    let two = ["as it stands", "the list + 7.4"];
    let of = |f: &Findings| title(&drawn(exposure, f));
    assert_eq!(
        of(&sizes(&two)),
        "With 1.5 million customers off supply the loss is known within 15 min for 91 % with ‘the list + 7.4’, for 42 % as it stands"
    );
    assert_eq!(
        of(&sizes(&two[..1])),
        "With 120 000 customers off supply the loss is known within 15 min for 92 %, with 1.5 million for 42 %"
    );
    let of = |f: &Findings| title(&drawn(poll_spread, f));
    assert_eq!(
        of(&spreads(&two)),
        "As it stands, polls spread over 1 min reach 1 667/s and 77 % of attempts of 7.4 are throttled; over 15 min, 111/s and 5 %"
    );
    assert!(of(&spreads(&two[..1])).starts_with("Polls spread over 1 min reach 1 667/s and 77 %"));
    assert_eq!(
        title(&drawn(retry_amplification, &floods([8, 3]))),
        "As it stands, a fresh load of 1.75 × capacity takes 5.91 attempts for each submission; with ‘patient’, 2.42"
    );
}

#[test]
fn they_are_drawn_where_they_apply() {
    let names =
        |f: &Findings| study_charts(f).into_iter().map(|(name, _)| name).collect::<Vec<&str>>();
    let two = ["as it stands", "the list + 7.4"];
    assert!(names(&sizes(&two)).contains(&"exposure"));
    assert!(!names(&sizes(&two)).contains(&"poll-spread"));
    assert!(names(&spreads(&two)).contains(&"poll-spread"));
    let floods = floods([8, 3]);
    assert!(
        names(&floods).contains(&"retry-amplification") && !names(&floods).contains(&"exposure")
    );
    // Without retries every submission takes one attempt.
    let none = findings(&["as it stands"], &["/gateway/max_capacity=[\"4/s\",\"8/s\"]"], |_, _| {
        let scenario = kit::make::small(&[]);
        let ledgers = three(&scenario, |plan, r| amplified(plan, r, 3_000.0, 1.0));
        (scenario, ledgers)
    });
    assert!(retry_amplification(&none).is_none());
}

#[test]
fn one_policy_of_all_series_has_one_line_of_theory() {
    let svg = crate::charts::drawn(&drawn(retry_amplification, &floods([5, 5])));
    assert_eq!(svg.matches("theory, at most").count(), 1);
    assert!(svg.contains("theory, at most 5 attempts"));
}

#[test]
fn a_study_of_a_storm_has_its_figures_in_its_tables_and_its_small_table() {
    let f = sizes(&["as it stands", "the list + 7.4"]);
    let small = study_table(&f);
    assert_eq!(
        small.head[11..],
        ["known in 15 min", "presumed wrongly", "first time", "7.4 throttled"]
    );
    assert_eq!(small.rows[5][11..], ["42.3 %", "0", "60 %", "42.8 %"]);
    let tables = study_tables(&f);
    let text = |name: &str| csv_of(&tables, name);
    let variants = text("variants");
    let row = |line: usize| {
        let line = variants.lines().nth(line).expect("a row");
        line.split(',').map(str::to_owned).collect::<Vec<String>>()
    };
    let cell = |name: &str| row(6)[row(0).iter().position(|c| c == name).expect(name)].clone();
    assert_eq!(
        (cell("customers"), cell("retry_attempts")),
        ("1500000.0".to_owned(), "4.0".to_owned())
    );
    assert!(
        cell("peak_polls_per_s").starts_with("4166.66") && cell("fresh_load").starts_with("2.2")
    );
    assert!(text("supply").starts_with("variant,storm,user,since,"));
    assert!(text("parts").contains("\n1,supply_known_15_min,delta,\"\","), "{}", text("parts"));
}
