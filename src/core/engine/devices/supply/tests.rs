//! Counting against a simulation of each customer by itself.

mod case;
mod customers;
mod gateway;
mod parties;

use super::silence::Silence;
use crate::ledger::{Supply, Waits};
use crate::random::{Keys, Purpose};
use case::StormCase;
use gateway::{Polls, ToyGateway};
use kit::moments::{Moments, apart};

/// The same by counts.
fn count(case: &StormCase, replication: u32) -> (Supply, u64) {
    let keys = Keys::new(7, replication);
    let mut draws = Keys::new(78, replication).draws(Purpose::Storm, 0, 0);
    let mut silent = Keys::new(78, replication).draws(Purpose::Answer, 0, 0);
    let mut party = case.counting();
    let mut polls = Polls::default();
    let mut dark = 0;
    for cell in 0..case.end {
        let [begun, _] = party.begin_cell(&keys, cell, case.active(cell));
        (0..begun).for_each(|_| polls.begin(cell, None));
        let rounds = party.rounds.unwrap();
        let (admitted, processed) = polls.step(&case.gateway, &mut draws, cell, |token| {
            rounds.last(token.first) < rounds.last(cell)
        });
        admitted.iter().for_each(|token| party.admitted(token.first, 1));
        for same in processed.chunk_by(|a, b| a.first == b.first) {
            let (first, n) = (same[0].first, same.len() as u64);
            let silence = Silence::new(case.silent, || &mut silent);
            let times = (case.response, case.timeout);
            dark += party.processed(&keys, first, (n, silence), cell, times);
        }
    }
    assert!(party.pools.iter().all(|pool| pool.admitted <= pool.open()));
    (party.finish(), dark)
}

/// What is compared: numbers, waits, and how waits go together.
fn measures((supply, dark): &(Supply, u64)) -> Vec<f64> {
    let sum = |waits: &Waits, of: fn(f64) -> f64| -> f64 {
        waits.bins().map(|(bin, n)| of(bin as f64) * n as f64).sum()
    };
    let waits = [&supply.from_loss, &supply.from_restoration];
    let [loss, restoration] = waits.map(|w| sum(w, |x| x));
    let active = &supply.while_active;
    let [loss_squares, restoration_squares] = waits.map(|w| sum(w, |x| x * x));
    let polls = supply.polls as f64;
    vec![
        supply.lost as f64,
        supply.restored as f64,
        supply.alerts as f64,
        supply.from_loss.count() as f64,
        supply.from_restoration.count() as f64,
        loss,
        restoration,
        loss_squares,
        restoration_squares,
        loss * restoration,
        polls,
        polls * restoration,
        supply.neighbour_polls as f64,
        *dark as f64,
        *dark as f64 * restoration,
        supply.presumed.count() as f64,
        sum(&supply.presumed, |x| x),
        active.lost as f64,
        active.restored as f64,
        active.from_loss.count() as f64,
        sum(&active.from_loss, |x| x),
        sum(&active.from_restoration, |x| x),
        supply.presumed_wrongly as f64,
    ]
}

fn compare(name: &str, case: &StormCase) {
    const RUNS: u32 = 4_000;
    let all = |simulate: fn(&StormCase, u32) -> (Supply, u64)| -> Vec<Vec<f64>> {
        (0..RUNS).map(|r| measures(&simulate(case, r))).collect()
    };
    let (slow, fast) = (all(customers::simulate), all(count));
    for m in 0..slow[0].len() {
        let of = |runs: &[Vec<f64>]| Moments::of(&runs.iter().map(|r| r[m]).collect::<Vec<_>>());
        let (slow, fast) = (of(&slow), of(&fast));
        let (mean, variance) = apart(&slow, &fast);
        // Some 450 z-tests in all: by chance one in 500 such suites goes beyond 4.5.
        let message =
            format!("{name}, measure {m}: z {mean:.1}, {variance:.1}\n{slow:?}\n{fast:?}");
        assert!(mean.abs() < 4.5 && variance.abs() < 4.5, "{message}");
    }
}

/// Thirty meters over eighty cells: up, down, up again, and away.
fn case() -> StormCase {
    StormCase {
        from: 5,
        to: 70,
        end: 85,
        meters: 30,
        off: vec![(6, 0.0), (18, 0.9), (34, 0.3), (44, 0.7), (62, 0.1)],
        every: 8,
        spread: 3,
        stop_when_known: true,
        after: 3,
        outage_lost: 0.4,
        restore_lost: 0.4,
        response: 1,
        timeout: 4,
        silent: 0.0,
        gateway: ToyGateway { refused: [0.2, 0.6], served: [4, 2], attempts: 4 },
    }
}

#[test]
fn g9_counting_knows_what_each_customer_by_itself_would_show() {
    compare("as it is", &case());
    compare("asked on", &StormCase { stop_when_known: false, ..case() });
}

#[test]
fn g9_so_it_does_where_polls_last_longer_than_rounds() {
    let long = StormCase { every: 4, spread: 4, timeout: 11, response: 6, ..case() };
    compare("long", &long);
    let gateway = ToyGateway { refused: [0.1, 0.1], served: [5, 0], attempts: 3 };
    compare("stuck", &StormCase { gateway, ..long.clone() });
    compare(
        "stuck and asked on",
        &StormCase { gateway, stop_when_known: false, timeout: 2, ..long },
    );
}

#[test]
fn g9_so_it_does_where_meters_with_supply_are_silent() {
    let silent = StormCase { silent: 0.3, ..case() };
    compare("silent", &silent);
    compare("silent and asked on", &StormCase { stop_when_known: false, ..silent.clone() });
    let long = StormCase { every: 4, spread: 4, timeout: 11, response: 6, ..silent };
    compare("silent and long", &StormCase { stop_when_known: false, ..long.clone() });
    compare("mostly silent", &StormCase { silent: 0.8, timeout: 3, ..long });
}

#[test]
fn g9_so_it_does_at_the_ends() {
    let at_once = ToyGateway { refused: [0.0; 2], served: [100; 2], attempts: 1 };
    compare("at once", &StormCase { gateway: at_once, response: 0, timeout: 1, ..case() });
    compare("no alerts", &StormCase { outage_lost: 1.0, restore_lost: 1.0, ..case() });
    compare("all alerts", &StormCase { outage_lost: 0.0, restore_lost: 0.0, after: 6, ..case() });
    compare("cut off", &StormCase { end: 57, to: 90, every: 11, spread: 11, ..case() });
    let off = vec![(5, 0.5), (9, 0.5), (10, 0.0), (12, 1.0), (15, 0.2), (17, 0.9), (40, 0.9)];
    compare("flickering", &StormCase { off, after: 1, ..case() });
}
