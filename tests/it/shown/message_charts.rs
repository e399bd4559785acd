//! Golden charts of messages to Users, drawn of ledgers made by hand, and when they are drawn.

use super::messages::{evidence, north, plan, policies, scenario};
use crate::charts::{golden, title};
use headroom::evidence::Evidence;
use headroom::evidence::findings::Findings;
use headroom::report::*;
use headroom_core::ledger::{Folded, NorthRow};

#[test]
fn northbound_is_drawn_as_it_was() {
    let picture = northbound(&evidence()).expect("it applies");
    golden("northbound", &picture);
    assert_eq!(
        title(&picture),
        "Alerts reach 500 a minute at 10:05, of which 53 % are held back; up to 4 230 messages wait for Users, until 10:46; 100 messages are lost"
    );
}

#[test]
fn what_waits_again_after_the_largest_heap_is_said_with_its_end() {
    let plan = plan(&scenario());
    let said = |windows: std::ops::Range<usize>| {
        let mut ledger = north(&plan, 0, 0, [0; 5]);
        ledger.northbound[windows].iter_mut().for_each(|row| row.queued = 40);
        let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
        title(&northbound(&e).expect("it applies"))
    };
    let (ends, stays) = (said(50..56), said(50..60));
    assert!(ends.contains("wait for Users, until 10:4"), "{ends}");
    assert!(ends.contains(", and up to 40 again, the last until 10:57; no"), "{ends}");
    assert!(stays.contains(", and up to 40 again, 40 still at the end; no"), "{stays}");
}

#[test]
fn a_window_of_many_alerts_among_thousands_is_drawn_as_high_as_it_was() {
    let plan = plan(&scenario());
    let mut ledger = north(&plan, 0, 0, [0; 5]);
    let first = ledger.northbound[0];
    ledger.northbound = (0..3_600).map(|i| NorthRow { cell: i / 10, alerts: 1, ..first }).collect();
    ledger.northbound[1_777].alerts = 4_321;
    let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
    let wide = northbound(&e).expect("it applies");
    let narrow = wide.narrow.clone().expect("a narrow one");
    let minutes = e.plan.scenario.calendar.window().seconds() / 60.0;
    let said = headroom::evidence::words::figure(4_321.0 / minutes);
    for picture in [&wide, &*narrow] {
        assert!(
            picture.marks().any(|m| m.label.contains(", alerts, ") && m.value == said),
            "{said}"
        );
    }
}

#[test]
fn release_is_drawn_as_it_was() {
    let picture = release(&policies()).expect("it applies");
    golden("release", &picture);
    assert_eq!(
        title(&picture),
        "With ‘messages released: the most important first’ prepayment responses are delayed 3 min at most, with ‘messages released: at a rate’ 51 min; DCC Alerts 71 min and 51 min"
    );
}

#[test]
fn a_difference_that_is_said_alike_is_not_the_title_of_a_release() {
    let f = super::made::planned(&["as it stands", "twice"], &[], |setting, _| {
        let plan = plan(&scenario());
        // Device Alerts take 6 h with both, DCC Alerts 40 min and 20.
        let last = [[0, 12, 60, 2_160, 240], [0, 12, 60, 2_161, 120]][setting];
        let ledgers = (0..3).map(|r| north(&plan, r, 0, last)).collect();
        (plan, ledgers)
    });
    assert_eq!(
        title(&release(&f).expect("it applies")),
        "With ‘twice’ DCC Alerts are delayed 20 min at most, with ‘as it stands’ 40 min"
    );
}

#[test]
fn rows_of_a_study_along_two_axes_have_the_values_alone() {
    let policy = r#"/northbound/release/policy=["all_at_once","by_rate"]"#;
    let share = "/gateway/scheduled_share=[0.25,0.5]";
    let f = super::made::planned(&["as it stands"], &[policy, share], |_, place| {
        let plan = plan(&scenario());
        let cells = 60 * (1 + place[0] + 2 * place[1]) as u64;
        let ledger = north(&plan, 0, 0, [0, cells, 60, 240, 240]);
        (plan, vec![ledger])
    });
    let svg = crate::charts::drawn(&release(&f).expect("it applies"));
    assert!(svg.contains(">all at once, 0.25<") && svg.contains(">at a rate, 0.5<"), "{svg}");
    assert!(svg.contains("are by messages released and"), "{svg}");
}

#[test]
fn they_are_drawn_where_there_is_something_to_see() {
    let run = |e: &Evidence| run_charts(e, "").into_iter().map(|(n, _)| n).collect::<Vec<&str>>();
    assert_eq!(run(&evidence()), ["what-happened", "northbound"]);
    assert!(!run(&super::made::evidence(&[])).contains(&"northbound"));
    let study = |f: &Findings| study_charts(f).iter().any(|c| c.0 == "release");
    assert!(study(&policies()));
    let alike = super::made::planned(&["as it stands", "other"], &[], |_, _| {
        let plan = plan(&scenario());
        let ledger = north(&plan, 0, 0, [0, 12, 60, 240, 240]);
        (plan, vec![ledger])
    });
    assert!(!study(&alike));
}

#[test]
fn a_quiet_day_is_said_to_be_one() {
    let plan = plan(&scenario());
    let mut ledger = north(&plan, 0, 0, [0; 5]);
    for row in &mut ledger.northbound {
        (row.queued, row.at_adapters, row.held_back, row.lost) = (0, 0, 0, 0);
    }
    let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
    assert_eq!(
        title(&northbound(&e).expect("it applies")),
        "Alerts reach 500 a minute at 10:05, none of which is held back; nothing waits for Users at the end of any window; no message is lost"
    );
}
