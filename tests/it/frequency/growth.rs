//! Courses of several years in which things grow.

use super::made::{activation, cell, episode, growing, run};
use headroom::evidence::Evidence;
use headroom::evidence::frequency::{ACTIVATIONS, frequency_sentences};
use headroom_core::engine::Plan;
use headroom_core::ledger::Folded;

/// Of ten courses of three years the k-th has its first activation of ordinary traffic in month 12 + k, and from then
/// on one a month.
pub fn evidence() -> Evidence {
    let plan = Plan::new(&growing(&[])).unwrap_or_else(|fault| panic!("{fault:?}"));
    let mut folded = Folded::default();
    for k in 0..10 {
        let months = (12 + k)..36;
        let days = months.map(|m| (f64::from(m) * 30.4375 + 15.0) as u64);
        let all = days.map(|day| {
            let a = activation(cell(day, 17), 30, 10, &[]);
            (a.clone(), episode(day, &a, 5))
        });
        folded.add(run(&plan, k, all.collect()));
    }
    Evidence::new(&plan, folded)
}

#[test]
fn m2_the_month_by_which_ordinary_traffic_triggers_with_an_even_chance() {
    let e = evidence();
    let h = e.frequency.as_ref().and_then(|f| f.horizon.clone()).expect("growth over years");
    assert_eq!((h.months.len(), h.months[0].month.to_string().as_str()), (36, "2022-01"));
    // The fifth of ten begins in month 12 + 4: May 2023.
    assert_eq!(h.even_chance, Some(16));
    assert_eq!(h.months[16].month.said(), "May 2023");
    assert_eq!(h.months[16].ordinary_by_then.mean, 0.5);
    // One of ten has one in January 2023: 0.1 in 31 days, more than one a year.
    assert_eq!(h.once_a_year, Some(12));
    assert!((h.months[12].a_year.interval.mean - 0.1 / (31.0 / 365.25)).abs() < 1e-9);
    // In the twelve months of 2023 the k-th course has 12 − k: 12 + 11 + … + 3 = 75 of ten.
    assert_eq!(h.months[12].following.unwrap().interval.mean, 7.5);
    assert_eq!(h.months[25].following, None);
    let said = frequency_sentences(&e).join(" ");
    assert!(
        said.contains("By the end of May 2023") && said.contains("ordered in May 2022"),
        "{said}"
    );
    // Clopper and Pearson, of five of ten.
    assert!(said.contains("an even chance (in 5 of 10 courses, 95 %: 18.7 to 81.3 %)"), "{said}");
}

#[test]
fn m2_years_that_are_not_alike_have_no_return_levels() {
    let e = evidence();
    let f = e.frequency.as_ref().expect("courses");
    assert_eq!((f.years.len(), f.length.parts), (30, 3));
    assert!(f.per_year.iter().all(|row| row.aggregate.is_empty() && row.chance.is_none()));
    // 24 − k activations of the k-th course: 195 in 30 years.
    assert!((f.per_year[ACTIVATIONS].rate.interval.mean - 6.5).abs() < 1e-9);
    // The first years have none.
    assert!(f.years.iter().filter(|y| y.year == 0).all(|y| y.values[ACTIVATIONS] == 0.0));
}

#[test]
fn a_single_year_has_no_horizon_even_if_things_grow() {
    let scenario = growing(&[("/duration", serde_json::json!("365 days"))]);
    let e = super::made::evidence_of(&scenario, 3);
    assert!(e.frequency.expect("courses").horizon.is_none());
}
