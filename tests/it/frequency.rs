//! How often it happens (C4), of courses made by hand, so that every number can be worked out beside the test.

mod charts;
mod growth;
pub mod made;
mod shown;

use headroom::evidence::Evidence;
use headroom::evidence::assertions::verdicts;
use headroom::evidence::frequency::{
    ACTIVATIONS, ACTIVE_DAYS, ACTIVE_H, ByCause, ByMonth, DAYS, LONGEST, Length, Level,
    MAINTENANCE_DAYS, Method, NEVER_ANSWERED, ORDINARY, Rate, THROTTLED, frequency_tables,
};
use headroom_core::domain::Standing;
use headroom_core::engine::Plan;
use made::{STORMS, evidence};
use serde_json::json;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

#[test]
fn c4_activations_a_year_are_all_of_them_over_all_years() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    assert_eq!((f.length.years, f.length.parts, f.years.len()), (1.0, 1, 20));
    // 240 of maintenance, 98 of storms and 2 of ordinary traffic in 20 years.
    assert_eq!(STORMS.iter().sum::<u64>(), 98);
    let times = &f.per_year[ACTIVATIONS].rate;
    assert!(near(times.interval.mean, 340.0 / 20.0));
    // Storms come in some years by the dozen: no Poisson numbers.
    assert_eq!(times.method, Method::Student);
    // Each on a day of its own, those after maintenance apart.
    assert!(near(f.per_year[DAYS].rate.interval.mean, 100.0 / 20.0));
    assert!(near(f.per_year[MAINTENANCE_DAYS].rate.interval.mean, 12.0));
    assert!(near(f.per_year[ACTIVE_DAYS].rate.interval.mean, 17.0));
    // An hour a month, and a storm of the k-th is of k × 10 min.
    let storms: u64 = STORMS.iter().map(|n| n * (n + 1) / 2).sum();
    let hours = (240.0 + storms as f64 / 6.0 + 2.0 / 12.0) / 20.0;
    assert!(near(f.per_year[ACTIVE_H].rate.interval.mean, hours));
    // 100 k requests given up.
    assert!(near(f.per_year[NEVER_ANSWERED].rate.interval.mean, 100.0 * storms as f64 / 20.0));
}

#[test]
fn c4_causes_are_told_apart_and_add_up() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    let causes: Vec<&str> = f.by_cause.iter().map(|c| c.cause.as_str()).collect();
    assert_eq!(causes, ["maintenance", "storm", ORDINARY]);
    let means: Vec<f64> = f.by_cause.iter().map(|c| c.activations.interval.mean).collect();
    assert!(near(means[0], 12.0) && near(means[1], 4.9) && near(means[2], 0.1));
    // Twelve every year: as sure as can be. Two in twenty years: Garwood's 0.242 to 7.225.
    assert_eq!(f.by_cause[0].activations.interval.ci_high, Some(12.0));
    let rare = f.by_cause[2].activations;
    assert_eq!(rare.method, Method::Few);
    assert!((rare.interval.ci_high.unwrap() - 7.2247 / 20.0).abs() < 1e-4);
    // Two of twenty years have one: Clopper and Pearson's 1.23 to 31.70 %.
    let chance = f.by_cause[2].chance.unwrap();
    assert!(near(chance.mean, 0.1) && (chance.ci_high.unwrap() - 0.3170).abs() < 1e-4);
    assert!(near(f.by_cause.iter().map(|c| c.share).sum::<f64>(), 1.0));
}

#[test]
fn c2_harm_is_told_by_cause_and_adds_up_to_the_year() {
    let plan = Plan::new(&made::course(&[])).expect("a plan");
    // One activation of the storm, with the maintenance later in its episode; one episode with activations of both; one
    // of the maintenance without any.
    let storm = made::activation(made::cell(5, 16), 30, 7, &[made::STORM]);
    let mut first = made::episode(5, &storm, 3);
    first.events.push((made::MAINTENANCE, made::cell(5, 20), made::cell(5, 21)));
    let again = made::activation(made::cell(9, 16), 30, 0, &[made::MAINTENANCE]);
    let both = made::activation(made::cell(9, 18), 30, 0, &[made::STORM]);
    let second = made::episode(9, &both, 10);
    let outage = made::activation(made::cell(12, 2), 30, 0, &[made::MAINTENANCE]);
    let mut third = made::episode(12, &outage, 4);
    third.harm.unavailable[Standing::Displaced] = 5;
    let mut folded = made::run(&plan, 0, vec![(storm, first), (both, second), (outage, third)]);
    folded.runs[0].activations.pop();
    folded.runs[0].activations.insert(1, again);
    let e = Evidence::new(&plan, folded);
    let f = e.frequency.as_ref().expect("courses");
    let of = |c: &ByCause| {
        let (never, refused) =
            (c.harm.not_above.interval.mean, c.harm.refused.map(|r| r.interval.mean));
        (c.cause.clone(), c.activations.interval.mean, never, refused)
    };
    let rows: Vec<_> = f.by_cause.iter().map(of).collect();
    let name = str::to_owned;
    assert_eq!(
        rows,
        [
            (name("storm"), 2.0, 3.0, [7.0, 0.0, 0.0, 0.0]),
            (name("maintenance"), 1.0, 4.0, [0.0, 5.0, 0.0, 0.0]),
            (name("maintenance + storm"), 0.0, 10.0, [0.0; 4]),
        ]
    );
    assert_eq!(f.of_activations().len(), 2);
}

#[test]
fn c4_months_add_up_to_the_year() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    assert_eq!(
        f.by_month.iter().map(|m| m.month).collect::<Vec<i8>>(),
        (1..=12).collect::<Vec<_>>()
    );
    let sum =
        |of: fn(&ByMonth) -> Rate| f.by_month.iter().map(|m| of(m).interval.mean).sum::<f64>();
    assert!(near(sum(|m| m.activations), 17.0));
    assert!(near(sum(|m| m.harm.not_above), f.per_year[NEVER_ANSWERED].rate.interval.mean));
    assert!(near(f.by_month[0].ordinary.interval.mean, 0.1));
    assert!(near(sum(|m| m.ordinary), 0.1));
}

#[test]
fn c4_a_year_in_two_is_the_tenth_of_twenty_and_rarer_ones_need_more_years() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    // In order the storms of a year are six of 0, three of 1, 2, …: the largest of two leaves 200 unanswered, both 300.
    let at =
        |levels: &[Level], period| levels.iter().find(|l| l.period == period).copied().unwrap();
    assert_eq!(at(&f.per_year[NEVER_ANSWERED].occurrence, 2).value, Some(200.0));
    assert_eq!(at(&f.per_year[NEVER_ANSWERED].aggregate, 2).value, Some(300.0));
    assert_eq!(at(&f.per_year[NEVER_ANSWERED].aggregate, 5).value, None);
    // Its longest activation is that of maintenance, 60 min.
    assert!(near(at(&f.per_year[LONGEST].occurrence, 2).value.unwrap(), 1.0));
    assert_eq!(f.per_year[NEVER_ANSWERED].most, 3_000.0);
}

#[test]
fn c4_whoever_is_throttled_every_year_has_a_chance_of_one() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    // The second User was in every episode and lost nothing.
    assert_eq!(f.by_user.iter().map(|u| u.index).collect::<Vec<_>>(), [0]);
    assert_eq!(f.by_user[0].chance.unwrap().mean, 1.0);
    // All of it is of the first pair's SRV.
    assert_eq!(f.by_srv.len(), 1);
    let of = |rate: Rate| rate.interval.mean;
    assert!(near(of(f.by_srv[0].throttled), of(f.per_year[THROTTLED].rate)));
}

#[test]
fn c4_the_calendar_is_the_mean_of_days_over_the_threshold() {
    let e = evidence(&[]);
    let f = e.frequency.as_ref().expect("courses");
    assert_eq!(f.calendar.len(), 12 * 48);
    // Θ × window is 192 requests; at five in January 130 are expected, 150 at most.
    let five = f.calendar[34];
    assert_eq!(
        (five.month.to_string().as_str(), five.time().as_str(), five.days),
        ("2022-01", "17:00", 600)
    );
    assert!(near(five.mean, 130.0 / 192.0) && near(five.largest, 150.0 / 192.0));
}

#[test]
fn years_are_calendar_years_where_they_are_whole_ones() {
    let length = |changes: kit::make::Changes| Length::new(&made::course(changes));
    let days = |d: u64| length(&[("/duration", json!(format!("{d} days")))]);
    assert_eq!((days(365).years, days(365).parts, days(365).is_a_year()), (1.0, 1, true));
    // 2022, 2023 and 2024, which has 366.
    assert_eq!((days(1_096).years, days(1_096).parts), (3.0, 3));
    let half = days(182);
    // Civil days: the clocks go forward in them.
    assert_eq!((half.years, half.is_a_year()), ((182.0 - 1.0 / 24.0) / 365.25, false));
    // Half a year has a rate, and no chance of anything in a year.
    let e = made::evidence_of(&made::course(&[("/duration", json!("182 days"))]), 4);
    let f = e.frequency.as_ref().expect("courses");
    assert!(
        f.per_year[ACTIVATIONS].chance.is_none() && f.per_year[ACTIVATIONS].aggregate.is_empty()
    );
}

#[test]
fn assertions_of_years_speak_of_years() {
    let claims = json!([
        { "id": "often", "mean": "activations", "at_most": 12 },
        { "id": "long", "mean": "active_s", "at_most": 1000000 },
        { "id": "share", "mean": "triggered", "at_least": 0.5 },
        { "id": "always", "some": "throttled" },
        { "id": "kept", "none": "throttled", "user": "beta" }
    ]);
    let e = evidence(&[("/assertions", claims)]);
    let said: Vec<String> =
        verdicts(&e).iter().map(|v| format!("{}: {}", v.text, v.found)).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn cautions_of_years_say_what_they_hinge_on() {
    let e = evidence(&[]);
    let codes: Vec<&str> = e.cautions.iter().map(|c| c.code).collect();
    assert_eq!(
        codes,
        [
            "until_total_by_window",
            "allocations_exceed_cell",
            "years_missing",
            "by_choice_of_capacity",
            "frequency_hinges"
        ]
    );
}

#[test]
fn a_day_has_no_frequency() {
    let plan = headroom_core::engine::Plan::new(&kit::make::small(&[])).unwrap();
    let ledger = headroom_core::ledger::Ledger::new(0, plan.traffic.pairs.len(), 5);
    let folded = headroom_core::ledger::Folded::new(ledger, &plan.traffic.pairs);
    let e = Evidence::new(&plan, folded);
    assert!(e.frequency.is_none() && frequency_tables(&e).is_empty());
}
