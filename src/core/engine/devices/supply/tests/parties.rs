//! Storms of a scenario, and single customers whose course can be read off.

use super::super::{Silence, Supplies};
use super::case;
use super::case::StormCase;
use super::gateway::ToyGateway;
use crate::engine::Plan;
use crate::ledger::Supply;
use crate::random::Keys;
use crate::scenario::{Event, EventKind, Scenario, load};

/// The minimal market, whose only network party has 90,000 electricity meters, with these storms over it: first
/// cell, cell after the last, meters, share of them off.
fn market(storms: &[(u64, u64, u64, f64)]) -> Scenario {
    let mut scenario = load("minimal", &[]).unwrap();
    let user = scenario.users.iter().position(|u| u.id == "network-c").unwrap();
    let srv = scenario.srvs.iter().position(|s| s.id == "7.4").unwrap();
    scenario.events = storms
        .iter()
        .map(|&(from, to, meters, share)| {
            let case = StormCase { from, to, off: vec![(from, share)], ..case() };
            let mut storm = case.storm();
            storm.parties[0].user = user;
            storm.parties[0].meters = meters;
            let poll = storm.parties[0].poll.as_mut().unwrap();
            (poll.srv, poll.every, poll.spread) =
                (srv, crate::domain::Span::from_s(80), crate::domain::Span::from_s(30));
            Event { id: format!("storm-{from}"), from, to, kind: EventKind::Storm(storm) }
        })
        .collect();
    scenario
}

#[test]
fn g9_polls_begin_in_their_cohorts_and_are_superseded_by_the_next_round() {
    let plan = Plan::new(&market(&[(100, 120, 500, 0.5), (110, 140, 900, 1.0)])).unwrap();
    let keys = Keys::new(1, 0);
    let mut supplies = Supplies::new(&plan);
    assert!(!supplies.touches(0, 100) && supplies.touches(99, 101));
    assert!(supplies.touches(140, 150), "everybody is back in cell 140");
    assert!(!supplies.touches(141, 150));
    let (mut begun, mut of_first) = (Vec::new(), [0; 2]);
    for cell in 100..108 {
        begun.clear();
        supplies.begin_cell(&keys, cell, false, &mut begun);
        for &(cohort, n) in &begun {
            let poll = plan.traffic.cohorts[cohort as usize].poll.unwrap();
            assert_eq!((poll.party, cell < 103), (0, true));
            of_first[usize::from(poll.neighbours)] += n;
        }
    }
    assert_eq!(of_first, [250, 500], "each with two neighbours");
    assert!(!supplies.is_superseded(0, 102, 107) && supplies.is_superseded(0, 102, 108));
    assert!(!supplies.is_superseded(0, 116, 200), "no round follows the last");
    supplies.admitted(0, 102, 200);
    let none = Silence::new(0.0, || unreachable!("nobody is silent"));
    let off = supplies.processed(&keys, (0, 102, 150), none, 107, (1, 3));
    assert_eq!(off, 150, "all of them are off");
    let learnt = supplies.finish();
    let polls = learnt.iter().map(|supply| (supply.lost, supply.polls, supply.neighbour_polls));
    assert_eq!(polls.collect::<Vec<_>>(), [(250, 250, 500), (0, 0, 0)]);
}

#[test]
fn g9_devices_are_dark_as_their_network_is() {
    let plan = Plan::new(&market(&[(100, 120, 45_000, 0.5), (110, 140, 90_000, 1.0)])).unwrap();
    let user = |id: &str| plan.scenario.users.iter().position(|u| u.id == id).unwrap();
    let mut supplies = Supplies::new(&plan);
    let mut shares = |cells: std::ops::Range<u64>| {
        cells.for_each(|cell| supplies.begin_cell(&Keys::new(1, 0), cell, false, &mut Vec::new()));
        [user("network-c"), user("supplier-a")].map(|u| {
            let (off, meters) = supplies.without_power(u);
            off as f64 / meters as f64
        })
    };
    assert_eq!(shares(0..100), [0.0; 2]);
    assert_eq!(shares(100..110), [0.25; 2]);
    assert_eq!(shares(110..120), [1.0; 2], "at most all");
    assert_eq!(shares(120..141), [0.0; 2]);
}

/// One meter that is off from cell 3 and back in cell 20. Alerts of loss arrive, of restoration they do not.
/// Polled at once in cells 0, 8 and so on; the result is what was learnt, and of how many polls that it was off.
fn single(change: impl Fn(StormCase) -> StormCase) -> (Supply, u64) {
    let at_once = ToyGateway { refused: [0.0; 2], served: [100; 2], attempts: 1 };
    let off = vec![(0, 0.0), (2, 0.0), (3, 1.0), (19, 1.0), (20, 0.0)];
    let case = StormCase { from: 0, to: 60, end: 70, meters: 1, off, spread: 1, ..case() };
    let case = StormCase { gateway: at_once, outage_lost: 0.0, restore_lost: 1.0, ..case };
    super::count(&change(case), 0)
}

fn waits(supply: &Supply) -> [Vec<(u64, u64)>; 2] {
    [&supply.from_loss, &supply.from_restoration].map(|waits| waits.bins().collect())
}

#[test]
fn g9_the_first_to_tell_of_a_loss_is_the_alert_or_the_time_out() {
    // Polled in 8 and 16 it is off, in 24 it answers.
    let (supply, dark) = single(|case| case);
    assert_eq!(waits(&supply), [vec![(3, 1)], vec![(5, 1)]], "an alert after 3, an answer in 25");
    assert_eq!((supply.lost, supply.restored, supply.alerts, supply.polls, dark), (1, 1, 1, 3, 2));
    let (supply, _) = single(|case| StormCase { after: 9, ..case });
    assert_eq!(waits(&supply)[0], [(9, 1)], "both in cell 12");
    let (supply, _) = single(|case| StormCase { after: 10, ..case });
    assert_eq!((waits(&supply)[0].clone(), supply.alerts), (vec![(9, 1)], 1));
    let (supply, _) = single(|case| StormCase { after: 17, ..case });
    assert_eq!(supply.alerts, 0, "it is back before that");
    let (supply, _) = single(|case| StormCase { after: 10, timeout: 13, ..case });
    assert_eq!((waits(&supply)[0].clone(), supply.polls), (vec![(10, 1)], 2), "not asked in 16");
}

#[test]
fn g9_a_restoration_tells_of_the_loss_too() {
    let unknown = |case: StormCase| StormCase { every: 40, outage_lost: 1.0, ..case };
    let (supply, _) = single(unknown);
    assert_eq!(waits(&supply), [vec![(38, 1)], vec![(21, 1)]], "asked in 40, answered in 41");
    let (supply, _) = single(|case| StormCase { restore_lost: 0.0, ..unknown(case) });
    assert_eq!((waits(&supply), supply.polls), ([vec![(17, 1)], vec![(0, 1)]], 0));
    let (supply, _) = single(|case| StormCase { end: 41, ..unknown(case) });
    assert_eq!((waits(&supply), supply.polls), ([vec![], vec![]], 1), "the run ends before");
}

#[test]
fn g9_who_is_known_to_be_back_is_asked_on_only_where_that_does_not_stop() {
    // In the rounds of the cells 8, 16 and 24; and in those of 32, 40, 48 and 56.
    assert_eq!(single(|case| case).0.polls, 3);
    assert_eq!(single(|case| StormCase { stop_when_known: false, ..case }).0.polls, 7);
}
