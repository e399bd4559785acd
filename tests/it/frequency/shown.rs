//! Sentences, small tables and JSON of courses.

use super::made::{course, evidence, evidence_of, run};
use crate::tables::csv_of;
use headroom::evidence::Evidence;
use headroom::evidence::answer::sentences;
use headroom::evidence::findings::{Findings, Found};
use headroom::evidence::frequency::{frequency_report, frequency_sentences, frequency_tables};
use headroom::evidence::study_answer::study_sentences;
use headroom::evidence::study_table::study_table;
use headroom::evidence::table::Titled;
use headroom::evidence::tables::tables;
use headroom_core::engine::Plan;
use headroom_core::experiment::Setting;
use headroom_core::ledger::Folded;
use serde_json::json;

/// A small table as lines.
fn lines(of: &Titled) -> String {
    let rows = std::iter::once(&of.table.head).chain(&of.table.rows);
    let rows: Vec<String> = rows.map(|row| row.join(" | ")).collect();
    format!("# {}\n{}\n{}\n", of.title, rows.join("\n"), of.note)
}

#[test]
fn the_answer_of_years_reads_aloud() {
    let e = evidence(&[]);
    let text: String = frequency_tables(&e).iter().map(lines).collect();
    insta::assert_snapshot!(format!("{}\n\n{text}", sentences(&e).join("\n")));
}

#[test]
fn c4_years_without_any_say_at_most_and_never_nothing() {
    let plan = Plan::new(&course(&[])).unwrap();
    let mut folded = Folded::default();
    (0..20).for_each(|y| folded.add(run(&plan, y, Vec::new())));
    let e = Evidence::new(&plan, folded);
    let text: String = frequency_tables(&e).iter().map(lines).collect();
    insta::assert_snapshot!(format!("{}\n\n{text}", sentences(&e).join("\n")));
}

#[test]
fn c4_a_few_years_that_are_alike_are_not_known_without_error() {
    let tables = frequency_tables(&evidence_of(&course(&[]), 3));
    let nights = tables[0].table.rows.iter().find(|r| r[0].contains("after maintenance alone"));
    // Twelve in each of three years: Garwood's 0.619 to 8.767 of three, twelve times; 0.025^(1/3) is 29.2 %.
    let nights = nights.expect("a row");
    assert_eq!(nights[1..5], ["12.0", "2.5 to 35.1", "> 29.2 %", "< 3.4 years"]);
}

#[test]
fn without_the_mechanism_it_is_said_what_is_rejected() {
    let e = evidence_of(&course(&[("/mechanism/enabled", json!(false))]), 3);
    let said = frequency_sentences(&e).join(" ");
    assert!(
        said.starts_with(
            "The mechanism is switched off, and today's protection rejects nothing in 3 years."
        ),
        "{said}"
    );
}

/// A study of the year as it stands and without its storms.
fn compared() -> Findings {
    let plan = Plan::new(&course(&[])).unwrap();
    let (mut all, mut calm) = (Folded::default(), Folded::default());
    for y in 0..20 {
        all.add(super::made::year(&plan, y));
        let mut year = super::made::year(&plan, y);
        year.runs[0].activations.retain(|a| a.causes != [super::made::STORM]);
        year.runs[0]
            .episodes
            .retain(|e| e.events.iter().all(|event| event.0 != super::made::STORM));
        calm.add(year);
    }
    let evidence = vec![Evidence::new(&plan, all), Evidence::new(&plan, calm)];
    let names = ["as it stands", "without storms"];
    let found = |setting: usize| Found {
        label: names[setting].to_owned(),
        setting,
        place: Vec::new(),
        changes: serde_json::Map::new(),
        against: (setting > 0).then_some(0),
    };
    Findings {
        alike: std::collections::BTreeSet::new(),
        base: std::sync::Arc::clone(&evidence[0].plan.scenario),
        demands: Vec::new(),
        settings: names.map(|n| Setting { name: n.to_owned(), changes: Vec::new() }).to_vec(),
        axes: Vec::new(),
        variants: vec![found(0), found(1)],
        evidence,
        differences: Vec::new(),
    }
}

#[test]
fn settings_stand_beside_each_other_with_what_they_change_a_year() {
    let f = compared();
    let table = study_table(&f);
    let rows = std::iter::once(&table.head).chain(&table.rows);
    let rows: Vec<String> = rows.map(|row| row.join(" | ")).collect();
    insta::assert_snapshot!(format!("{}\n\n{}", study_sentences(&f).join("\n"), rows.join("\n")));
}

#[test]
fn names_of_the_json_stay() {
    let report = serde_json::to_value(frequency_report(&compared())).expect("JSON");
    let names: Vec<&String> = report.as_object().expect("an object").keys().collect();
    let want = [
        "scenario",
        "digest",
        "version",
        "seed",
        "replications",
        "years",
        "years_a_course",
        "answer",
        "operating_threshold_per_s",
        "busiest_ordinary_window_per_s",
        "per_year",
        "chance_of_any",
        "return_levels",
        "by_cause",
        "by_event",
        "sum_of_parts",
        "by_month",
        "by_user",
        "by_srv",
        "convergence",
        "horizon",
        "variants",
        "assertions",
        "cautions",
    ];
    assert_eq!(names, want);
    assert_eq!(report["per_year"]["activations"]["mean"], json!(17.0));
    assert_eq!(
        report["return_levels"]["never_answered.not_above"]["occurrence"][0]["value"],
        json!(200.0)
    );
    assert_eq!(report["by_cause"][0]["causes"], json!("maintenance"));
}

#[test]
fn tables_of_years_and_none_of_days() {
    let all = tables(&evidence(&[]));
    let names: Vec<&str> = all.iter().map(|t| t.name.as_str()).collect();
    for name in [
        "frequency",
        "frequency_by_cause",
        "frequency_by_month",
        "frequency_by_user",
        "frequency_by_srv",
        "return_levels",
        "convergence",
        "years",
        "episodes",
        "calendar",
    ] {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    assert!(["timeline", "user_timeline", "waits", "horizon"].iter().all(|n| !names.contains(n)));
    let height = |name: &str| all.iter().find(|t| t.name == name).expect("a table").rows;
    assert_eq!((height("years"), height("episodes"), height("calendar")), (20, 340, 576));
    let first = csv_of(&all, "episodes").lines().take(3).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(format!("{}\n{first}", csv_of(&all, "frequency")));
}
