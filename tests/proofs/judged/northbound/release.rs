//! N5: the same queue released in different ways. 40 answers of alpha's, generated in cell 10, and 20 of
//! beta's, in cell 12, wait for a path that is down from 10 to 15.

use super::{Case, Waits, certain, judge, north, sends};
use headroom_core::scenario::{Outbound, Release, ReleasePolicy, Scenario};
use kit::make::northbound::{adapter, class, per_s, release, restricted};
use serde_json::{Value, json};

/// beta's are of 2.2, the first class.
fn first_class(number: u64, cell: u64) -> Value {
    let mut first = sends("beta", number, cell);
    first["srv"] = json!("2.2");
    first
}

fn released(release: Release, more: &[Value], set: impl Fn(&mut Scenario)) -> Case {
    let streams = [&[sends("alpha", 40, 10), first_class(20, 12)], more].concat();
    certain(&streams, &[], |s| {
        s.northbound.classes = vec![class(s, "first", &["2.2"])];
        s.northbound.release = release;
        s.events.push(restricted("down", 10, 15, 0.0));
        set(s);
    })
}

/// 10 a cell.
const RATE: f64 = 1.0;

#[test]
fn n5_all_at_once_is_oldest_first_as_fast_as_the_path_carries() {
    let all_at_once = Release { rate: Some(per_s(0.1)), ..release(ReleasePolicy::AllAtOnce) };
    let ran = released(all_at_once, &[], |_| {});
    assert_eq!((ran.delays(0, 1), ran.delays(1, 0)), (vec![(5, 40)], vec![(3, 20)]));
    let ran = released(all_at_once, &[], |s| s.northbound.outbound = Outbound::Rate(per_s(RATE)));
    assert_eq!(ran.delays(0, 1), [(5, 10), (6, 10), (7, 10), (8, 10)]);
    assert_eq!(ran.delays(1, 0), [(7, 10), (8, 10)]);
}

#[test]
fn n5_by_rate_is_the_same_at_the_release_rate() {
    let by_rate = Release { rate: Some(per_s(RATE)), ..release(ReleasePolicy::ByRate) };
    let ran = released(by_rate, &[], |_| {});
    assert_eq!(ran.delays(0, 1), [(5, 10), (6, 10), (7, 10), (8, 10)]);
    assert_eq!(ran.delays(1, 0), [(7, 10), (8, 10)]);
}

#[test]
fn n5_prioritised_is_by_class_and_then_oldest_first() {
    let prioritised = Release { rate: Some(per_s(RATE)), ..release(ReleasePolicy::Prioritised) };
    let ran = released(prioritised, &[], |_| {});
    assert_eq!(ran.delays(1, 0), [(3, 10), (4, 10)]);
    assert_eq!(ran.delays(0, 1), [(7, 10), (8, 10), (9, 10), (10, 10)]);
    // Without a rate the path alone holds it up.
    let ran = released(release(ReleasePolicy::Prioritised), &[], |s| {
        s.northbound.outbound = Outbound::Rate(per_s(2.0 * RATE));
    });
    assert_eq!((ran.delays(1, 0), ran.delays(0, 1)), (vec![(3, 20)], vec![(6, 20), (7, 20)]));
}

#[test]
fn n5_while_released_new_messages_keep_to_the_rate_and_afterwards_not() {
    let by_rate = Release { rate: Some(per_s(RATE)), ..release(ReleasePolicy::ByRate) };
    let more = [sends("gamma", 30, 17), sends("gamma", 30, 40)];
    let ran = released(by_rate, &more, |_| {});
    assert_eq!(ran.delays(2, 1), [(0, 30), (4, 10), (5, 10), (6, 10)]);
}

#[test]
fn n5_a_path_that_is_restored_with_nothing_waiting_releases_nothing() {
    let by_rate = Release { rate: Some(per_s(RATE)), ..release(ReleasePolicy::ByRate) };
    let more = [sends("gamma", 30, 35)];
    let ran = released(by_rate, &more, |s| s.events.push(restricted("again", 30, 35, 0.0)));
    assert_eq!(ran.delays(2, 1), [(0, 30)]);
}

#[test]
fn n5_a_rate_of_each_user_holds_up_each_by_itself() {
    let each = Release { rate_per_user: Some(per_s(RATE)), ..release(ReleasePolicy::ByRate) };
    let ran = released(each, &[], |_| {});
    assert_eq!(ran.delays(0, 1), [(5, 10), (6, 10), (7, 10), (8, 10)]);
    assert_eq!(ran.delays(1, 0), [(3, 10), (4, 10)]);
    // Fractions: 2.5 a cell.
    let each = Release { rate_per_user: Some(per_s(RATE / 4.0)), ..each };
    let ran = released(each, &[], |_| {});
    assert_eq!(ran.delays(1, 0)[..4], [(3, 2), (4, 3), (5, 2), (6, 3)]);
}

#[test]
fn n5_what_all_users_are_offered_is_no_more_than_the_release_rate() {
    // Twice 10 are offered, of which 12 leave, whoever's they are; in the third cell perhaps only alpha's.
    let streams = [sends("alpha", 40, 10), first_class(20, 12)];
    let scenario = north(&streams, &[], |s| {
        s.northbound.release = Release {
            rate: Some(per_s(1.2 * RATE)),
            rate_per_user: Some(per_s(RATE)),
            ..release(ReleasePolicy::ByRate)
        };
        s.events.push(restricted("down", 10, 15, 0.0));
    });
    let first: Vec<u64> = (0..20).map(|seed| judge(&scenario, seed).northbound[2].sent).collect();
    assert!(first.iter().all(|sent| (34..=36).contains(sent)), "{first:?}");
    let mut beta: Vec<Waits> =
        (0..20).map(|seed| judge(&scenario, seed).delays[1].by_class[0].clone()).collect();
    beta.dedup();
    assert!(beta.len() > 10, "whose is random");
}

#[test]
fn n5_an_abnormal_queue_is_released_from_the_next_cell_on() {
    // 10 a cell; alpha's 50 that wait at the end of cell 0 are more than 30. beta's come in cell 1.
    let abnormal = |most| Release { abnormal: most, ..release(ReleasePolicy::Prioritised) };
    let ran = |most| {
        certain(&[sends("alpha", 60, 0), first_class(20, 1)], &[], |s| {
            s.northbound.classes = vec![class(s, "first", &["2.2"])];
            s.northbound.release = abnormal(most);
            s.northbound.outbound = Outbound::Rate(per_s(RATE));
        })
    };
    assert_eq!(ran(Some(49)).delays(1, 0), [(0, 10), (1, 10)]);
    assert_eq!(ran(Some(50)).delays(1, 0), [(5, 10), (6, 10)]);
    assert_eq!(ran(None).delays(1, 0), [(5, 10), (6, 10)]);
}

#[test]
fn n6_an_adapter_may_take_by_class() {
    // alpha sends 40 of 4.6.1 in cell 0 and 20 of 2.2 in cell 1; its adapter takes 10 a cell.
    let mut first = first_class(20, 1);
    first["users"] = json!({ "ids": ["alpha"] });
    let ran = |by_class| {
        certain(&[sends("alpha", 40, 0), first.clone()], &[], |s| {
            s.northbound.classes = vec![class(s, "first", &["2.2"])];
            s.northbound.adapters[0] = adapter(RATE, 600);
            s.northbound.adapters[0].by_class = by_class;
        })
    };
    assert_eq!(ran(false).delays(0, 0), [(3, 10), (4, 10)]);
    assert_eq!(ran(true).delays(0, 0), [(0, 10), (1, 10)]);
    assert_eq!(ran(true).delays(0, 1), [(0, 10), (3, 10), (4, 10), (5, 10)]);
}
