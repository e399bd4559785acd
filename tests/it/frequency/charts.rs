//! Golden charts of courses, and when they are drawn.

use super::made::{course, evidence, evidence_of, run};
use crate::charts::golden;
use headroom::evidence::Evidence;
use headroom::evidence::findings::{Findings, Found};
use headroom::report::*;
use headroom_core::engine::Plan;
use headroom_core::experiment::{Axis, Setting};
use headroom_core::ledger::Folded;
use headroom_core::scenario::Assumed;
use serde_json::json;

const THRESHOLD: &str = "/mechanism/operating_threshold=0.4..=0.9:0.1";

fn names(charts: &[Chart]) -> Vec<&'static str> {
    charts.iter().map(|(name, _)| *name).collect()
}

/// Twenty years at each threshold: the higher it is, the fewer of their activations are left.
fn thresholds() -> Findings {
    let axis: Axis = THRESHOLD.parse().expect("an axis");
    let one = |i: usize| {
        let share = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9][i];
        let mut scenario = course(&[("/mechanism/operating_threshold", json!(share))]);
        scenario.assumed.push(Assumed { path: "/gateway".to_owned(), why: String::new() });
        let plan = Plan::new(&scenario).expect("a plan");
        let mut folded = Folded::default();
        for y in 0..20 {
            let mut year = super::made::year(&plan, y);
            let line = &mut year.runs[0];
            // Of the highest nothing is left.
            let keep = |cell: u64| cell / 8_640 % 6 > i as u64;
            line.activations.retain(|a| keep(a.from));
            line.episodes.retain(|e| keep(e.from));
            folded.add(year);
        }
        Evidence::new(&plan, folded)
    };
    let evidence: Vec<Evidence> = (0..6).map(one).collect();
    let found = |i: usize| Found {
        label: format!("operating_threshold = {}", axis.values[i]),
        setting: 0,
        place: vec![i],
        changes: serde_json::Map::new(),
        against: None,
    };
    Findings {
        alike: std::collections::BTreeSet::new(),
        base: std::sync::Arc::clone(&evidence[0].plan.scenario),
        demands: Vec::new(),
        settings: vec![Setting::as_it_stands()],
        variants: (0..6).map(found).collect(),
        axes: vec![axis],
        evidence,
        differences: Vec::new(),
    }
}

#[test]
fn charts_of_twenty_years_are_those_on_record() {
    let charts = frequency_charts(&evidence(&[]), "");
    let want =
        ["return-levels", "days-by-cause", "headroom-calendar", "who-is-affected", "convergence"];
    assert_eq!(names(&charts), want);
    for (name, svg) in &charts {
        golden(name, svg);
    }
}

#[test]
fn the_chart_of_growth_is_the_one_on_record() {
    let charts = frequency_charts(&super::growth::evidence(), "");
    let (_, svg) = charts.iter().find(|(name, _)| *name == "horizon").expect("a horizon");
    golden("horizon", svg);
}

#[test]
fn along_the_threshold_activations_and_hours_a_year_are_drawn() {
    let f = thresholds();
    golden("frequency-by-threshold", &by_axis(&f).expect("an axis"));
    let charts = study_charts(&f);
    assert!(names(&charts).contains(&"trigger-frequency"));
    assert!(!names(&charts).contains(&"what-happened"));
}

#[test]
fn years_in_which_nothing_happens_still_have_a_calendar() {
    let plan = Plan::new(&course(&[])).unwrap();
    let mut folded = Folded::default();
    (0..3).for_each(|y| folded.add(run(&plan, y, Vec::new())));
    let charts = run_charts(&Evidence::new(&plan, folded), "");
    assert_eq!(names(&charts), ["headroom-calendar", "convergence"]);
    let one = evidence_of(&course(&[]), 1);
    assert!(!names(&run_charts(&one, "")).contains(&"convergence"));
}
