//! What a race is held to (C7).

use super::*;

/// Values that go up and down by `by` about `mean`.
fn about(mean: f64, by: f64, n: usize) -> Vec<f64> {
    (0..n).map(|i| if i % 2 == 0 { mean + by } else { mean - by }).collect()
}

fn unbounded(mean: f64, n: usize) -> Shown {
    Shown { least: about(mean, 0.0, n), ..Shown::default() }
}

#[test]
fn c7_a_candidate_that_is_surely_worse_is_dropped_and_one_that_breaks_a_bound_cannot_win() {
    let mut race = Race::new(4, 1, 0.05);
    let shown = |least: f64, broken: Vec<f64>| Shown {
        least: about(least, 1.0, 40),
        broken: vec![broken],
        cost: Vec::new(),
    };
    race.look(vec![
        shown(10.0, about(-1.0, 0.5, 40)),
        // The least of all, and a bound is broken.
        shown(1.0, about(1.0, 0.5, 40)),
        // Less, and nobody knows whether it keeps the bound: not dropped, and not chosen.
        shown(9.0, about(0.0, 0.5, 40)),
        shown(30.0, about(-1.0, 0.5, 40)),
    ]);
    assert_eq!(
        race.standings,
        [Standing::Keeps, Standing::Breaks(0), Standing::Open, Standing::Beaten(0)]
    );
    let choice = race.choice().unwrap();
    assert_eq!((choice.best, &choice.left[..]), (0, &[2][..]));
    assert_eq!(choice.open, Some(2), "what leaves less may keep the bound: nothing is decided");
    // They go up and down together: what the other leaves less is 1 in every replication.
    assert_eq!(choice.slack, Some(1.0));
    assert!(!race.is_decided());
}

#[test]
fn c7_of_those_that_leave_as_much_the_surely_cheaper_is_named_and_what_is_all_the_same_runs_once() {
    let mut race = Race::new(4, 0, 0.05);
    let shown = |least, cost| Shown { cost: vec![cost; 10], ..unbounded(least, 10) };
    race.look(vec![shown(5.0, 9.0), shown(5.0, 8.0), shown(6.0, 0.0), shown(5.0, 9.0)]);
    let choice = race.choice().unwrap();
    assert_eq!((choice.best, choice.cheaper, choice.same), (0, Some(1), vec![1]));
    assert_eq!((choice.left, choice.slack, choice.open), (vec![], Some(0.0), None));
    assert_eq!(race.standings[2..], [Standing::Beaten(0), Standing::Same(0)]);
}

#[test]
fn c7_what_stands_is_left_only_for_what_is_surely_better() {
    let mut race = Race::new(2, 0, 0.05);
    let shown = |mean| Shown { least: about(mean, 1.0, 20), ..Shown::default() };
    // Half a deviation less in the mean, but up where the other is down.
    let mut other = shown(4.5);
    other.least.rotate_left(1);
    race.look(vec![shown(5.0), other]);
    let choice = race.choice().unwrap();
    assert_eq!((choice.best, &choice.left[..]), (0, &[1][..]));
    assert!(choice.slack.unwrap() > 0.5);
}

#[test]
fn c7_what_an_earlier_race_has_found_to_keep_the_bounds_is_not_left_for_what_leaves_more() {
    let shown = |least, broken| Shown {
        least: about(least, 0.1, 20),
        broken: vec![broken],
        cost: Vec::new(),
    };
    let look = |mut race: Race| {
        // It goes up and down about its bound here, and another that leaves more keeps it.
        race.look(vec![shown(5.0, about(-0.1, 2.0, 20)), shown(6.0, about(-5.0, 0.1, 20))]);
        race.choice().expect("one keeps it").best
    };
    assert_eq!(look(Race::new(2, 1, 0.05)), 1);
    assert_eq!(look(Race::new(2, 1, 0.05).after_another()), 0);
    // What breaks it here has lost that.
    let mut race = Race::new(3, 1, 0.05).after_another();
    let breaks = shown(5.0, about(5.0, 0.1, 20));
    race.look(vec![breaks.clone(), shown(6.0, about(-5.0, 0.1, 20)), breaks]);
    assert_eq!(race.choice().expect("one keeps it").best, 1);
    assert_eq!([0, 1, 2].map(|c| race.breaks(c)), [Some(0), None, Some(0)], "a clone too");
}

#[test]
fn c7_nothing_is_chosen_where_no_candidate_is_known_to_keep_the_bounds() {
    let mut race = Race::new(2, 1, 0.05);
    let open = |mean| Shown {
        least: about(mean, 0.5, 10),
        broken: vec![about(0.0, 1.0, 10)],
        cost: Vec::new(),
    };
    race.look(vec![open(1.0), open(2.0)]);
    assert_eq!((race.choice(), race.left().len()), (None, 2));
}
