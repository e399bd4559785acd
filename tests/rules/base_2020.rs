//! The consultation's own base of March 2020, its plan of growth, and Annex C's illustrative 270: held against what is
//! published, and against what comes of it by hand.

use headroom_core::domain::Weights;
use headroom_core::engine::{Plan, run};
use headroom_core::scenario::{Change, Scenario, load};
use headroom_core::traffic::Expected;
use kit::TOP;
use std::collections::BTreeMap;

fn read(name: &str, changes: &[&str]) -> Scenario {
    let changes: Vec<Change> = changes.iter().map(|change| change.parse().unwrap()).collect();
    load(name, &changes).unwrap_or_else(|faults| panic!("{faults}"))
}

/// An ordinary day of March 2020.
fn march() -> Scenario {
    read(
        "when-to-build",
        &[
            "/plan=null",
            "/events=[]",
            "/start=2020-03-04T00:00",
            "/duration=1 day",
            "/assertions=[]",
        ],
    )
}

#[test]
fn march_2020_has_the_meters_of_april_and_the_requests_per_meter_of_the_october_before() {
    let scenario = march();
    let suppliers = scenario.users.iter().filter(|u| u.category.word().contains("supplier"));
    let meters: u64 = suppliers.map(|u| u.portfolio.meters()).sum();
    // F1.14: 4.2 million SMETS2 and 0.126 million SMETS1.
    assert_eq!(meters, 4_326_000);
    assert_eq!(scenario.calendar.month_days(), [22.0, 4.0, 5.0]);
    let requests = Expected::new(&scenario).over(|_, _, _| true, scenario.calendar.month_days());
    // F1.2: 86 million of 3 million meters in a month of 31 days.
    let wanted = 86.0 / 3.0 * meters as f64;
    assert!((requests / wanted - 1.0).abs() < 0.001, "{requests} for {wanted}");
}

#[test]
fn the_seven_respondents_are_users_and_electricity_north_west_has_its_own_figures() {
    let scenario = march();
    for id in [
        "eon",
        "ssen-distribution",
        "edf",
        "electricity-north-west",
        "western-power-distribution",
        "npower",
        "sse",
    ] {
        let user = scenario.users.iter().find(|u| u.id == id).unwrap_or_else(|| panic!("no {id}"));
        let is_one =
            |name: &String| scenario.users.iter().any(|u| [&u.id, &u.name].contains(&name));
        let lower = user.formerly.iter().map(|name| name.to_lowercase());
        let others = user.formerly.iter().cloned().chain(lower);
        assert!(!others.into_iter().any(|name| is_one(&name)), "{id} stands for nobody else");
    }
    let ours = scenario.users.iter().find(|u| u.id == "electricity-north-west").unwrap();
    // F4.12.
    assert_eq!(
        (ours.portfolio.electricity_credit, ours.portfolio.charged_mpans),
        (60_000, 2_400_000)
    );
    // Every electricity meter lies behind one of the six networks.
    let of = |networks: bool| {
        let all = scenario.users.iter();
        let those =
            all.filter(move |u| (u.category.word() == "electricity_network_party") == networks);
        those
            .map(|u| u.portfolio.electricity_credit + u.portfolio.electricity_prepayment)
            .sum::<u64>()
    };
    assert_eq!(of(true), of(false));
    // A2: the threshold stands a quarter above the busiest ordinary window.
    let busiest = headroom_core::traffic::Ordinary::new(
        &scenario,
        &headroom_core::traffic::Traffic::ordinary(&scenario),
    );
    let ratio = 0.8 * 427.0 / busiest.busiest_window_per_s;
    assert!((ratio - 1.25).abs() < 0.05, "{ratio}");
}

/// Requests expected by month, from April 2020 to August 2024, as courses have them.
fn by_month() -> BTreeMap<String, f64> {
    let scenario = read("when-to-build", &["/duration=1614 days", "/events=[]", "/assertions=[]"]);
    let blocks = scenario.calendar.blocks();
    let month = |date: i32| {
        let (year, month, _) = headroom_core::scenario::civil_date(date);
        format!("{year:04}-{month:02}")
    };
    let mut all = BTreeMap::new();
    let mut from = 0;
    while from < blocks.len() {
        let name = month(blocks[from].local.date);
        let days = blocks[from..].iter().take_while(|b| month(b.local.date) == name);
        let mut kinds = [0.0; 3];
        days.for_each(|b| kinds[b.local.kind as usize] += 1.0 / 48.0);
        let to = from + (48.0 * kinds.iter().sum::<f64>()).round() as usize;
        let episode = scenario.episode(from, to, &[]);
        all.insert(name, Expected::new(&episode).over(|_, _, _| true, kinds));
        from = to;
    }
    all
}

/// One message is one Service Request with its response (A1). 3 % is what the plan's straight lines may miss.
#[test]
fn m2_the_plan_of_growth_comes_to_the_totals_that_are_published() {
    let months = by_month();
    assert_eq!(months.len(), 53);
    let sum = |from: &str, to: &str| -> f64 {
        months.range(from.to_owned()..=to.to_owned()).map(|(_, n)| n).sum()
    };
    for (source, from, to, published) in [
        ("F1.6", "2021-01", "2021-12", 6.3e9),
        ("F1.7", "2021-04", "2022-03", 7.6e9),
        ("F1.6", "2022-01", "2022-12", 12.1e9),
        ("F1.9", "2022-07", "2022-07", 1.0e9),
        ("F1.11", "2023-02", "2023-02", 1.3e9),
    ] {
        let modelled = sum(from, to);
        println!("{source} {from} to {to}: {:.1} million, published {published:e}", modelled / 1e6);
        assert!((modelled / published - 1.0).abs() < 0.03, "{source}: {modelled}");
    }
    // F1.5: ten billion in all by January 2022. Before April 2020 there were about 1.05 billion, by a straight line through the
    // 30 million of April 2019 and the 86 million of October (F1.1, F1.2).
    let all = 1.05e9 + sum("2020-04", "2022-01");
    assert!((all / 10e9 - 1.0).abs() < 0.05, "{all}");
    assert!(months.values().zip(months.values().skip(1)).all(|(a, b)| *b > 0.88 * a));
}

#[test]
fn m1_annex_c_s_270_shared_by_three_users_is_what_it_comes_to_by_hand() {
    let scenario = read(&format!("{TOP}examples/annex-c.json"), &[]);
    let plan = Plan::new(&scenario).unwrap();
    // Guaranteed to C a twentieth of 270, 13.5; the other 256.5 by 800 000 + 2 × 200 000, 500 000 and 300 000 of 2 000 000.
    let by_hand = [153.9, 64.125, 13.5 + 38.475];
    let found = plan.allocation_under(Weights::Meters).unwrap();
    assert!(found.iter().zip(by_hand).all(|(f, h)| (f - h).abs() < 1e-9), "{found:?}");
    assert!((found.iter().sum::<f64>() - 270.0).abs() < 1e-9);
    // Without a prepayment multiplier: by 1 000 000, 500 000 and 300 000 of 1 800 000.
    let once = read(
        &format!("{TOP}examples/annex-c.json"),
        &["/mechanism/allocation/prepayment_multiplier=1", "/assertions=[]"],
    );
    let found = Plan::new(&once).unwrap().allocation_under(Weights::Meters).unwrap();
    assert!(
        found.iter().zip([142.5, 71.25, 56.25]).all(|(f, h)| (f - h).abs() < 1e-9),
        "{found:?}"
    );
    // 18 000 at 10:00 are above Θ × window = 12 960, and at 10:01 A has 12 000 where 60 × 153.9 = 9 234 are allocated.
    let run = kit::bare::Ran { ledger: run(&plan, 0, false), scenario, plan };
    assert_eq!(run.ledger.activations.len(), 1);
    assert_eq!(
        ["supplier-a", "supplier-b", "network-c"].map(|u| run.user(u).throttled),
        [2_766, 0, 0]
    );
    assert_eq!(run.user("supplier-a").admitted, 12_000 + 9_234);
}
