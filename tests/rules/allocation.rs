//! M1: an allocation worked by hand, and what it gives in whole requests.

use super::{active, outage};
use kit::bare::{Ran, bare, batch, ran, sent};
use kit::make::Changes;
use serde_json::{Value, json};

/// Θ is 600 a window. Large suppliers: alpha with 10 000 meters, 1000 of them prepayment, and beta
/// with 5000 and 2000; a network party with 5000 enrolled and 20 000 charged, and another User
/// without meters. Guaranteed to the network party a tenth, to the other User a fifth.
///
/// On an average day of the week, (5 × 1 + 2 × 0.5)/7 = 6/7 of a weekday, the large suppliers'
/// 15 000 meters submit at the gateway
///
/// - 0.7 reads of which half are DCC scheduled: 0.35 × 6/7 = 0.3 a meter, 4500;
/// - top-ups, prioritised, on every day alike: alpha 0.2 × 1000, beta 0.05 × 2000, in all 300;
/// - future-dated requests held by the device: 0.02 a meter, 300;
///
/// 5100, so 0.34 a meter; a network party's meter 0.176. With prepayment meters counted twice the
/// weights are 0.34 × 11 000 = 3740, 0.34 × 7000 = 2380, 0.176 × 5000 = 880 and nothing: 7000 in all.
fn market(changes: Changes) -> Ran {
    let profile = |id: &str, weekend: f64| {
        let shares = vec![1.0 / 48.0; 48];
        json!({ "id": id, "weekday": { "shares": shares }, "saturday": { "shares": shares, "level": weekend } })
    };
    let mut market = bare(&[("alpha", 0), ("beta", 0), ("north", 0), ("other", 0)]);
    let portfolios = [
        json!({ "electricity_credit": 6000, "electricity_prepayment": 1000, "gas_credit": 3000 }),
        json!({ "electricity_credit": 3000, "electricity_prepayment": 500, "gas_prepayment": 1500 }),
        json!({ "electricity_credit": 5000, "charged_mpans": 20000 }),
        json!({}),
    ];
    let categories =
        ["large_supplier", "large_supplier", "electricity_network_party", "other_user"];
    for (u, (portfolio, category)) in portfolios.into_iter().zip(categories).enumerate() {
        market["users"][u]["portfolio"] = portfolio;
        market["users"][u]["category"] = json!(category);
    }
    let stream = |id: &str, user: &str, srv: &str, amount: Value, profile: &str| {
        json!({ "id": id, "users": { "ids": [user] }, "srv": srv,
            "amount": amount, "profile": profile })
    };
    let mut streams = vec![
        stream("checks", "north", "7.4", json!({ "per_meter": 0.176 }), "same"),
        stream("top-ups-alpha", "alpha", "2.2", json!({ "per_prepayment_meter": 0.2 }), "same"),
        stream("top-ups-beta", "beta", "2.2", json!({ "per_prepayment_meter": 0.05 }), "same"),
    ];
    for user in ["alpha", "beta"] {
        let mut reads =
            stream(&format!("reads-{user}"), user, "4.6.1", json!({ "per_meter": 0.7 }), "half");
        reads["dcc_scheduled_share"] = json!(0.5);
        let mut future =
            stream(&format!("future-{user}"), user, "1.1", json!({ "per_meter": 0.02 }), "same");
        future["mode"] = json!("future_dated");
        streams.extend([reads, future]);
    }
    let guaranteed =
        |id: &str, users: Value, share: f64| json!({ "id": id, "users": users, "share": share });
    let mut all = vec![
        ("/gateway/max_capacity", json!("12.5/s")),
        ("/traffic/profiles", json!([profile("half", 0.5), profile("same", 1.0)])),
        ("/traffic/streams", json!(streams)),
        ("/mechanism/prioritised/add", json!(["2.2"])),
        ("/mechanism/allocation/weights", json!("expected_requests")),
        (
            "/mechanism/allocation/guaranteed",
            json!([
                guaranteed("everybody", json!({ "except": ["alpha", "beta"] }), 0.2),
                guaranteed("networks", json!({ "categories": ["electricity_network_party"] }), 0.1),
            ]),
        ),
    ];
    all.extend_from_slice(changes);
    ran(&market, &all)
}

/// Asserts allocations a window of alpha, beta, north and other.
fn allocated(changes: Changes, expected: [f64; 4]) {
    let found = market(changes).allocation();
    let near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6);
    assert!(near, "{changes:?}: {found:?}, not {expected:?}");
}

/// g(u) and what remains of `pool`, shared by `weights`.
fn shared(pool: f64, weights: [f64; 4]) -> [f64; 4] {
    let guaranteed = [0.0, 0.0, 0.1 * pool, 0.2 * pool];
    let sum: f64 = weights.iter().sum();
    std::array::from_fn(|u| guaranteed[u] + 0.7 * pool * weights[u] / sum)
}

#[test]
fn m1_an_allocation_worked_by_hand() {
    // 420 remain: 0.06 for each unit of weight.
    allocated(&[], [224.4, 142.8, 60.0 + 52.8, 120.0]);
}

#[test]
fn m1_weights_are_expected_requests_or_meters() {
    allocated(
        &[("/mechanism/allocation/weights", json!("meters"))],
        shared(600.0, [11_000.0, 7_000.0, 5_000.0, 0.0]),
    );
}

#[test]
fn m1_the_prepayment_multiplier_weighs_prepayment_meters() {
    allocated(
        &[("/mechanism/allocation/prepayment_multiplier", json!(1))],
        shared(600.0, [3_400.0, 1_700.0, 880.0, 0.0]),
    );
    allocated(
        &[("/mechanism/allocation/prepayment_multiplier", json!(0))],
        shared(600.0, [3_060.0, 1_020.0, 880.0, 0.0]),
    );
    allocated(
        &[("/mechanism/allocation/prepayment_multiplier", json!(3.5))],
        shared(600.0, [4_250.0, 3_400.0, 880.0, 0.0]),
    );
}

#[test]
fn m1_prepayment_is_known_from_the_portfolio_not_at_all_or_from_top_ups() {
    let known = |how: &str| [("/mechanism/allocation/prepayment_known", json!(how))];
    allocated(&known("portfolio"), [224.4, 142.8, 112.8, 120.0]);
    allocated(&known("no"), shared(600.0, [3_400.0, 1_700.0, 880.0, 0.0]));
    // 300 top-ups a day of 3000 meters: alpha's 200 look like 2000 meters, beta's 100 like 1000.
    allocated(&known("top_ups"), [244.8, 122.4, 112.8, 120.0]);
    // At most the meters it has: alpha's 100 × 200 a day look like nearly all 3000.
    let few = [
        ("/users/alpha/portfolio", json!({ "electricity_prepayment": 1000 })),
        ("/users/beta/portfolio", json!({ "electricity_credit": 3000, "gas_prepayment": 2000 })),
        ("/mechanism/allocation/weights", json!("meters")),
        ("/mechanism/allocation/prepayment_known", json!("top_ups")),
    ];
    allocated(&few, shared(600.0, [2_000.0, 6_000.0, 5_000.0, 0.0]));
}

#[test]
fn m1_the_basis_of_network_parties_is_enrolled_meters_or_charged_mpans() {
    let basis = ("/mechanism/allocation/basis", json!("charged_mpans"));
    let meters = ("/mechanism/allocation/weights", json!("meters"));
    allocated(&[basis.clone(), meters], shared(600.0, [11_000.0, 7_000.0, 20_000.0, 0.0]));
    // What the only one of its category expects to submit is the same, whatever it is divided by.
    allocated(&[basis.clone()], [224.4, 142.8, 112.8, 120.0]);
    // Beside another with 5000 enrolled and none charged: 1760 over 25 000 meters, not 10 000.
    let second = json!({ "id": "south", "category": "electricity_network_party", "roles": ["IS"],
        "portfolio": { "electricity_credit": 5000 } });
    let both = |basis: (&'static str, Value)| {
        let changes = [
            ("/users/-", second.clone()),
            (
                "/traffic/streams/checks/users",
                json!({ "categories": ["electricity_network_party"] }),
            ),
            ("/mechanism/allocation/guaranteed", json!([])),
            basis,
        ];
        market(&changes).allocation()
    };
    let enrolled = both(("/mechanism/allocation/basis", json!("enrolled_meters")));
    assert_eq!(enrolled[2], enrolled[4]);
    let charged = both(basis);
    assert!((charged[2] / charged[4] - 4.0).abs() < 1e-9, "{charged:?}");
    assert!(
        (charged[2] + charged[4] - 2.0 * enrolled[2]).abs() < 1e-6,
        "together they weigh the same"
    );
}

#[test]
fn m1_the_pool_is_the_threshold_or_all_capacity() {
    // 750 of which 75 and 150 are guaranteed: 0.075 for each unit of weight.
    allocated(
        &[("/mechanism/allocation/pool", json!("capacity"))],
        [280.5, 178.5, 75.0 + 66.0, 150.0],
    );
    allocated(&[("/mechanism/operating_threshold", json!(0.4))], [112.2, 71.4, 56.4, 60.0]);
}

#[test]
fn m1_the_last_guarantee_that_matches_holds() {
    let first = json!([
        { "id": "networks", "users": { "categories": ["electricity_network_party"] }, "share": 0.1 },
        { "id": "everybody", "users": { "except": ["alpha", "beta"] }, "share": 0.2 },
    ]);
    // 360 remain, 0.6 of the pool.
    let expected = [
        360.0 * 3_740.0 / 7_000.0,
        360.0 * 2_380.0 / 7_000.0,
        120.0 + 360.0 * 880.0 / 7_000.0,
        120.0,
    ];
    allocated(&[("/mechanism/allocation/guaranteed", first)], expected);
}

#[test]
fn m1_allocations_add_up_to_the_pool_exactly() {
    for (users, theta, pool) in [
        (3, 0.8, 480_000_000_000_i128),
        (7, 0.8, 480_000_000_000),
        (11, 0.799_999_9, 479_999_940_000),
    ] {
        let names: Vec<String> = (0..users).map(|i| format!("user-{i}")).collect();
        let users: Vec<(&str, u64)> =
            names.iter().map(String::as_str).zip([1, 3, 7, 11, 1, 1, 2, 5, 9, 1, 1]).collect();
        let run = ran(&bare(&users), &[("/mechanism/operating_threshold", json!(theta))]);
        assert_eq!(run.plan.allocation.iter().sum::<i128>(), pool);
    }
}

/// Users that send one request in each window of one cell, and how many of each are let through while
/// the mechanism is active.
fn in_turn(theta: f64, users: &[(&str, u64)], windows: u64) -> Vec<u64> {
    let mut streams = Vec::new();
    for (user, _) in users {
        streams.extend((0..=windows).map(|i| batch(user, 1, &kit::bare::at(10 * i))));
    }
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/throttle_to", json!("allocation")),
        // Θ × window is `theta` requests.
        ("/mechanism/operating_threshold", json!(theta / 100.0)),
        ("/gateway/backlog_limit", json!("1 h")),
    ];
    let run = sent(&bare(users), &streams, &changes);
    // The first window is before the mechanism is active.
    users.iter().map(|(user, _)| run.user(user).admitted - 1).collect()
}

#[test]
fn m1_users_entitled_to_less_than_one_request_a_window_get_their_turn() {
    // Half a request each: two of four at a time, the first two first.
    assert_eq!(in_turn(2.0, &[("a", 1), ("b", 1), ("c", 1), ("d", 1)], 20), [10, 10, 10, 10]);
    assert_eq!(in_turn(2.0, &[("a", 1), ("b", 1), ("c", 1), ("d", 1)], 1), [1, 1, 0, 0]);
    // 0.6, 0.3 and 0.1 of one a window.
    assert_eq!(in_turn(1.0, &[("a", 6), ("b", 3), ("c", 1)], 20), [12, 6, 2]);
    // A remainder of the pool itself is carried as well: 1.5 a window for two Users.
    assert_eq!(in_turn(1.5, &[("a", 1), ("b", 2)], 20).iter().sum::<u64>(), 20 / 2 + 20);
}

#[test]
fn m1_the_first_window_of_each_activation_starts_without_carry() {
    // Half a request each. Both activations are one window long; in the first nobody sends, which is
    // calm, and had its carry lasted the second would be beta's turn.
    let streams = [
        batch("alpha", 2, "10:00"),
        batch("alpha", 2, "10:00:30"),
        batch("alpha", 1, "10:00:40"),
        batch("beta", 1, "10:00:40"),
    ];
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/operating_threshold", json!(0.01)),
    ];
    let run = sent(&bare(&[("alpha", 1), ("beta", 1)]), &streams, &changes);
    assert_eq!(run.activations()[..2], [(1, 2), (4, 6)]);
    assert_eq!((run.user("alpha").throttled, run.user("beta").throttled), (0, 1));
}

#[test]
fn m1_allocations_stay_nominal_in_a_partial_outage_unless_they_follow_it() {
    // Half of capacity is left in the window from 10:01 on: alpha's 120 become 60.
    for (follows, throttled) in [(false, 80), (true, 140)] {
        let changes = [
            ("/mechanism/throttle_to", json!("allocation")),
            ("/mechanism/threshold_follows_capacity", json!(follows)),
            ("/events", json!([outage("10:01", "1 min", 0.5)])),
        ];
        let run = active(&[batch("alpha", 200, "10:01")], &changes);
        assert_eq!(run.user("alpha").throttled, throttled);
    }
    // And Θ: 300 in a window reach half of 480 or not.
    for (follows, activations) in [(false, 0), (true, 1)] {
        let changes = [
            ("/mechanism/threshold_follows_capacity", json!(follows)),
            ("/events", json!([outage("10:01", "1 min", 0.5)])),
        ];
        let run = super::three(&[batch("alpha", 300, "10:01")], &changes);
        assert_eq!(run.ledger.activations.len(), activations);
    }
}
