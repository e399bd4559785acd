//! The charts of studies: golden ones of the small market, when a chart is drawn, and what it says.

mod of_inputs;

use crate::charts::{drawn, golden, title};
use crate::tables::csv_of;
use headroom::evidence::difference::Difference;
use headroom::evidence::findings::Findings;
use headroom::evidence::protection::Protection;
use headroom::evidence::tables::study_tables;
use headroom::evidence::{Evidence, Figure, Whose};
use headroom::report::{Picture, run_charts, study_charts, who_by_axis, who_is_throttled};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Axis, Job, Running, Setting, Shard, Study};
use headroom_core::scenario::{Change, Draft};
use kit::make::{flood, small_market};
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

const THRESHOLD: &str = "/mechanism/operating_threshold=0.2..=1:0.2";

/// A study of `market`.
fn study(market: &Value, settings: Vec<Setting>, axes: &[&str], replications: u32) -> Findings {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("market.json");
    std::fs::write(&path, market.to_string()).expect("a file");
    let draft = Draft::read(path.to_str().expect("UTF-8")).unwrap_or_else(|f| panic!("{f}"));
    let set = vec![Change { pointer: "/replications".to_owned(), value: json!(replications) }];
    let axes = axes.iter().map(|a| a.parse::<Axis>().expect("an axis")).collect();
    let asked = Asked { set, settings, axes, ..Asked::default() };
    let study = Study::new(&draft, asked).unwrap_or_else(|f| panic!("{f}"));
    let job = Job::new(&study, None, Shard::WHOLE).expect("work");
    let done = job.run(Running::default(), &AtomicBool::new(false), |_| ()).expect("done");
    Findings::new(&study, done.outcomes)
}

fn alone() -> Vec<Setting> {
    vec![Setting::as_it_stands()]
}

fn setting(pointer: &str, value: Value) -> Setting {
    Setting::new(vec![Change { pointer: pointer.to_owned(), value }])
}

fn readings() -> Vec<Setting> {
    let mut all = alone();
    all.extend(["allocation", "user_maximum"].map(|r| setting("/mechanism/throttle_to", json!(r))));
    all.push(setting("/mechanism/enabled", json!(false)));
    all
}

/// Another User floods 7.4 as well, while the first still floods.
fn two_floods() -> Value {
    let mut market = small_market();
    let mut second = flood("second", "delta", "6/s");
    second["denial_of_service"]["srvs"] = json!(["7.4"]);
    market["events"].as_array_mut().expect("events").push(second);
    market
}

fn names(findings: &Findings) -> Vec<&'static str> {
    study_charts(findings).into_iter().map(|(name, _)| name).collect()
}

fn chart(findings: &Findings, name: &str) -> Picture {
    let all = study_charts(findings);
    all.into_iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no {name}")).1
}

#[test]
fn a_sweep_of_the_threshold_is_drawn_as_it_was() {
    let findings = study(&two_floods(), readings(), &[THRESHOLD], 3);
    assert_eq!(names(&findings), ["trigger-frequency", "who-by-axis", "fairness"]);
    golden("study-who-by-axis", &chart(&findings, "who-by-axis"));
    golden("study-fairness", &chart(&findings, "fairness"));
}

#[test]
fn a_comparison_is_drawn_as_it_was() {
    let mut settings = alone();
    settings.push(setting("/mechanism/prioritised/add", json!(["7.4"])));
    settings.push(setting("/mechanism/prioritised/remove", json!(["2.2"])));
    let findings = study(&two_floods(), settings, &[], 3);
    let all = ["who-by-axis", "comparison", "priority-list", "fairness"];
    assert_eq!(names(&findings), all);
    golden("study-comparison", &chart(&findings, "comparison"));
    golden("study-priority-list", &chart(&findings, "priority-list"));
}

#[test]
fn c5_a_comparison_s_title_says_first_that_what_answers_begin_with_cannot_be_told_apart() {
    let mut settings = alone();
    settings.push(setting("/mechanism/prioritised/add", json!(["7.4"])));
    let mut findings = study(&two_floods(), settings, &[], 3);
    let first =
        |d: &&mut Difference| d.figure == Figure::NeverAnsweredNotAbove && d.whose == Whose::All;
    assert!(title(&chart(&findings, "comparison")).contains("are never answered"));
    let more = &mut findings.differences.iter_mut().find(first).expect("a difference").more;
    (more.ci_low, more.ci_high) = (Some(-500.0), Some(700.0));
    let said = title(&chart(&findings, "comparison"));
    let begins = "Requests never answered (not above by own sending) cannot be told apart; with ‘the list + 7.4’, ";
    assert!(said.starts_with(begins), "{said}");
}

#[test]
fn m6_the_list_has_a_column_of_each_srv_put_on_it_and_a_title_of_no_other_change() {
    let mut settings = alone();
    settings.push(setting("/mechanism/prioritised/add", json!(["4.6.1"])));
    settings.push(setting("/mechanism/enabled", json!(false)));
    let picture = chart(&study(&two_floods(), settings, &[], 3), "priority-list");
    let svg = drawn(&picture);
    let shown = ["4.6.1 throttled", "7.4 throttled"].iter().all(|column| svg.contains(column));
    assert!(shown && !svg.contains("top-ups (2.2)"));
    // Without the mechanism as little is throttled, but that is no list.
    let said = title(&picture);
    assert!(said.starts_with("With ‘the list + 4.6.1’"), "{said}");
}

#[test]
fn charts_are_drawn_of_what_they_apply_to() {
    let market = small_market();
    assert_eq!(names(&study(&market, alone(), &[], 1)), [] as [&str; 0]);
    // Nothing triggers at a threshold of the whole of a great capacity.
    let mut quiet = market.clone();
    quiet["gateway"]["max_capacity"] = json!("400/s");
    let findings = study(&quiet, alone(), &["/mechanism/operating_threshold=[0.8,0.9]"], 2);
    assert_eq!(names(&findings), ["trigger-frequency"]);
    let said = title(&chart(&findings, "trigger-frequency"));
    assert_eq!(said, "The mechanism does not trigger at any threshold tried from 320/s to 360/s");
    // Without the mechanism there is nothing that could, and no window in which it is active (F6).
    let off = vec![setting("/mechanism/enabled", json!(false))];
    assert_eq!(names(&study(&market, off, &[THRESHOLD], 1)), [] as [&str; 0]);
    // Texts have no place along an axis of numbers.
    let axis = r#"/mechanism/throttle_to=["allocation","until_total"]"#;
    assert_eq!(names(&study(&market, alone(), &[axis], 1)), ["who-by-axis", "fairness"]);
    // A list is compared setting by setting.
    assert!(!names(&study(&market, readings(), &[], 1)).contains(&"priority-list"));
}

#[test]
fn titles_say_what_was_found() {
    let findings =
        study(&small_market(), alone(), &["/mechanism/operating_threshold=[0.8,12.5]"], 2);
    let said = title(&chart(&findings, "trigger-frequency"));
    assert!(
        said.starts_with("The mechanism triggers in every replication up to 3.2/s ("),
        "{said}"
    );
    assert!(
        said.contains("× the busiest ordinary window); in no replication from 50/s ("),
        "{said}"
    );
    assert_eq!(title(&chart(&findings, "who-by-axis")), "beta and omega are throttled up to 3.2/s");
    let rate = "/events/flood/denial_of_service/rate=1/s..=9/s:4/s";
    let rising = study(&small_market(), alone(), &[rate], 1);
    let said = title(&chart(&rising, "trigger-frequency"));
    assert_eq!(said, "The mechanism triggers from 5/s on; not up to 1/s");
    let one = run_charts(&findings.evidence[0], "what happened");
    assert_eq!(
        one.iter().map(|c| c.0).collect::<Vec<&str>>(),
        ["what-happened", "who-is-throttled"]
    );
    let said = title(&one[1].1);
    assert!(
        said.starts_with("2 of 5 Users are throttled, ")
            && said.contains("beta has more than 99.9"),
        "{said}"
    );
    assert_eq!(run_charts(&findings.evidence[1], "what happened").len(), 1);
}

#[test]
fn many_series_become_those_of_the_first_values() {
    let market = small_market();
    let holds = "/mechanism/hold=[1,2,3]";
    let findings = study(&market, readings(), &[THRESHOLD, holds], 1);
    let svg = drawn(&chart(&findings, "trigger-frequency"));
    assert!(svg.contains("only windows until release = 1") && !svg.contains("release = 2"));
    let findings = study(&market, alone(), &[THRESHOLD, holds], 1);
    let svg = drawn(&chart(&findings, "trigger-frequency"));
    assert!(svg.contains("windows until release = 3") && !svg.contains("only windows"));
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let twice = [1, 2].map(|_| study_charts(&study(&two_floods(), readings(), &[THRESHOLD], 2)));
    let [a, b] = twice;
    assert_eq!(a, b);
}

#[test]
fn users_never_throttled_are_left_out_of_a_large_market_and_counted() {
    let mut market = small_market();
    let users = market["users"].as_array_mut().expect("users");
    let more = |i: usize| json!({ "id": format!("other-{i}"), "category": "small_supplier", "roles": ["IS"] });
    users.extend((0..30).map(more));
    let findings = study(&market, alone(), &[THRESHOLD], 1);
    let svg = drawn(&who_by_axis(&findings).expect("somebody is throttled"));
    assert!(svg.contains("beta") && !svg.contains("other-7"), "{svg}");
    assert!(svg.contains(" Users are never throttled and not shown."));
    let small = study(&small_market(), alone(), &["/mechanism/operating_threshold=[0.8]"], 1);
    let svg = drawn(&who_is_throttled(&small.evidence[0]).expect("beta is"));
    assert!(svg.contains("omega") && !svg.contains("not shown"));
}

#[test]
fn hostile_names_of_users_and_settings_stay_text() {
    let mut market = small_market();
    market["users"][1]["name"] = json!("<script>alert(1)</script> & \"beta\"");
    let mut settings = readings();
    settings[0].name = "<b>&amp;\u{202e}</b>".to_owned();
    settings[1].name = "</text><script>".to_owned();
    let grid = study(&market, settings.clone(), &[THRESHOLD], 1);
    let flat = study(&market, settings, &[], 1);
    let one = |e: &Evidence| run_charts(e, "<i>what</i>");
    let all = [&grid, &flat].map(study_charts);
    for (name, picture) in all.into_iter().flatten().chain(one(&flat.evidence[0])) {
        let svg = drawn(&picture);
        for wrong in ["<script", "<b>", "<i>", "\u{202e}"] {
            assert!(!svg.contains(wrong), "{name}: {wrong:?}");
        }
    }
}

#[test]
fn what_a_chart_shows_of_an_srv_stands_in_a_table() {
    let findings = study(&two_floods(), alone(), &["/mechanism/operating_threshold=[0.6,0.8]"], 2);
    let tables = study_tables(&findings);
    let text = |name: &str| csv_of(&tables, name);
    let parts = text("parts");
    assert!(parts.starts_with("variant,figure,user,srv,class,mean,ci_low,ci_high,n\n"), "{parts}");
    assert!(parts.lines().any(|l| l.starts_with("2,throttled,\"\",7.4,")), "{parts}");
    assert!(parts.lines().any(|l| l.starts_with("1,throttled,beta,\"\",")), "{parts}");
    let head = text("variants");
    assert!(head.contains(",operating_threshold_per_s,busiest_ordinary_window_per_s,"), "{head}");
}

#[test]
fn the_chart_of_a_run_and_its_table_have_the_same_sum() {
    let plan = Plan::new(&kit::make::small(&[])).expect("a plan");
    let folded =
        headroom_core::experiment::replicate(&plan, Running::default(), || ()).expect("runs");
    let evidence = Evidence::new(&plan, folded);
    let throttled = evidence.measures().totals().throttled / evidence.replications() as u64;
    let svg = drawn(&who_is_throttled(&evidence).expect("somebody is throttled"));
    let said = headroom::evidence::words::thousands(throttled as f64).replace(' ', "\u{202f}");
    assert!(throttled > 0 && svg.contains(&format!(">{said}<")), "{said}");
}

/// Alpha and beta flood together what `srvs` says, at `rate`, under the strict reading.
fn where_protection_ends() -> Findings {
    let mut market = small_market();
    market["events"][0]["denial_of_service"]["users"] = json!({ "ids": ["alpha", "beta"] });
    market["events"][0]["denial_of_service"]["reacts"] = json!(false);
    market["mechanism"]["throttle_to"] = json!("allocation");
    // Else a window's allocation in its first cells is more than the DSP has room for.
    market["mechanism"]["pace"] = json!("cell");
    market["mechanism"]["prioritised_use_allocation"] = json!(false);
    let at = "/events/flood/denial_of_service";
    let srvs = format!(r#"{at}/srvs=[["4.6.1"],["4.6.1","7.4","2.2"],["4.6.1","2.2"],["2.2"]]"#);
    let rates = format!(r#"{at}/rate=["0.5/s","1.5/s","3/s","6/s","12/s"]"#);
    study(&market, alone(), &[&srvs, &rates], 1)
}

#[test]
fn where_protection_ends_is_drawn_as_it_was_and_theory_agrees() {
    let findings = where_protection_ends();
    let picture = chart(&findings, "protection");
    golden("study-protection", &picture);
    assert!(title(&picture).starts_with("Protection ends in "), "{}", title(&picture));
    // Of 20 variants those active are on the side that theory has them on, but next to the boundary.
    let of_each = findings.demands.iter().flatten().zip(&findings.evidence);
    let both = of_each.map(|(demand, e)| (demand.passes(), Protection::of(e).expect("it is on")));
    let active: Vec<_> = both.filter(|(_, became)| *became != Protection::Normal).collect();
    for (passes, became) in &active {
        let near = (passes - 1.0).abs() < 0.15;
        let over = *became == Protection::Overloaded;
        assert!(near || over == (*passes > 1.0), "{passes}: {became:?}");
    }
    assert!(active.len() >= 10, "{active:?}");
}

#[test]
fn protection_is_not_drawn_where_it_says_nothing() {
    // One axis; two of which none moves the share; no mechanism.
    let rates = r#"/events/flood/denial_of_service/rate=["3/s","6/s"]"#;
    let holds = "/mechanism/hold=[3,4]";
    for findings in [
        study(&small_market(), alone(), &[rates], 1),
        study(&small_market(), alone(), &[rates, holds], 1),
    ] {
        assert!(!names(&findings).contains(&"protection"));
    }
}

#[test]
fn early_warning_is_drawn_as_it_was() {
    let mut market = small_market();
    market["mechanism"]["early_warning"] = json!({ "enabled": true, "warn_for": "2 min" });
    let at = "/mechanism/early_warning/warn_at=0.2..=1:0.2";
    let load = "/mechanism/early_warning/warn_load=[0.2,0.8]";
    let findings = study(&market, alone(), &[at, load], 3);
    let picture = chart(&findings, "early-warning");
    golden("study-early-warning", &picture);
    assert!(title(&picture).contains("false warnings a month"), "{}", title(&picture));
    let far = "/mechanism/early_warning/warn_at=[500,1000]";
    let seen = names(&study(&market, alone(), &[far], 1));
    assert!(!seen.contains(&"early-warning"), "nobody is warned");
}
