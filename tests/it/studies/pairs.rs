//! Settings that change who is there: Users and SRVs are compared by name, not by their place.

use super::super::commands::folder;
use super::{change, fine, study_of};
use headroom::evidence::difference::Difference;
use headroom::evidence::findings::Findings;
use headroom::evidence::stands::stands;
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{Job, Running, Shard, Study};
use headroom_core::scenario::Change;
use kit::make::small_market;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

fn findings(study: &Study) -> Findings {
    let job = Job::new(study, None, Shard::WHOLE).expect("nothing to read");
    let outcome = job.run(Running::default(), &AtomicBool::new(false), |_| ()).expect("threads");
    Findings::new(study, outcome.outcomes)
}

/// The differences of single Users, by name.
fn of_users(f: &Findings) -> Vec<(String, &Difference)> {
    let name = |d: &Difference| match d.whose {
        Whose::User(u) => Some(f.evidence[d.variant].plan.scenario.users[u].id.clone()),
        _ => None,
    };
    f.differences.iter().filter_map(|d| Some((name(d)?, d))).collect()
}

fn market() -> Value {
    let mut market = small_market();
    market["replications"] = json!(4);
    market
}

#[test]
fn c5_the_point_that_stands_is_found_where_the_file_says_nothing_of_an_axis() {
    let mut market = market();
    market["replications"] = json!(1);
    let mechanism = market["mechanism"].as_object_mut().expect("settings");
    mechanism.remove("throttle_to");
    mechanism.insert("window".to_owned(), json!("1 min"));
    let axes = [
        r#"/mechanism/throttle_to=["allocation","until_total"]"#,
        r#"/mechanism/window=["30 s","60 s"]"#,
    ];
    let study = study_of(&market, &[], &axes);
    assert_eq!(stands(&findings(&study)), Some(3), "both their last values");
}

#[test]
fn users_in_another_order_are_compared_with_themselves() {
    let mut turned = market()["users"].clone();
    turned.as_array_mut().unwrap().reverse();
    let harder = change("/mechanism/operating_threshold", json!(0.6));
    let study =
        study_of(&market(), &[vec![harder.clone()], vec![harder, change("/users", turned)]], &[]);
    let findings = findings(&study);
    let known = of_users(&findings);
    for variant in [1, 2] {
        let beta = known.iter().find(|(name, d)| d.variant == variant && name == "beta");
        assert!(beta.expect("it is throttled").1.more.mean.abs() > 100.0);
    }
    // By hand: what the User of that name has more, in the mean of all replications.
    for (name, d) in known {
        let sum = |v: usize| {
            let e = &findings.evidence[v];
            let user = e.plan.scenario.users.iter().position(|u| u.id == name).expect("the User");
            e.measures().values(d.figure, Whose::User(user)).into_iter().flatten().sum::<f64>()
        };
        let more = (sum(d.variant) - sum(0)) / 4.0;
        assert!((d.more.mean - more).abs() < 1e-9, "{name}: {d:?}, {more}");
    }
}

#[test]
fn a_figure_of_one_user_is_found_by_name_and_is_none_where_no_user_has_it() {
    let mut turned = market()["users"].clone();
    turned.as_array_mut().unwrap().reverse();
    let findings = findings(&study_of(&market(), &[vec![change("/users", turned)]], &[]));
    let users = |v: usize| &findings.evidence[v].plan.scenario.users;
    let place = |v: usize| users(v).iter().position(|u| u.id == "beta").expect("beta");
    assert_ne!(place(0), place(1), "or nothing is tested");
    let beta = |v: usize, figure| findings.estimate(v, figure, Whose::User(place(0)));
    let own = findings.evidence[1].estimate(Figure::Throttled, Whose::User(place(1)));
    assert_eq!(beta(1, Figure::Throttled), own);
    assert!(own.expect("a figure").mean > 0.0);
    assert_eq!(beta(1, Figure::Admitted), None, "only what is refused is known of one User");
}

#[test]
fn a_user_that_only_one_of_them_has_is_compared_with_nobody() {
    let zed = json!({ "id": "zed", "category": "large_supplier", "roles": ["IS"],
        "portfolio": { "electricity_credit": 9000 } });
    let mut renamed = market()["users"].clone();
    renamed[0]["id"] = json!("zed");
    let more: Vec<Change> = vec![change("/users/-", zed), flooded("zed")];
    let study = study_of(&market(), &[more, vec![change("/users", renamed)]], &[]);
    let findings = findings(&study);
    let known = of_users(&findings);
    assert!(known.iter().any(|(name, _)| name == "beta"), "those of both are compared");
    assert!(known.iter().all(|(name, _)| name != "zed"));
    assert!(known.iter().all(|(name, d)| d.variant == 1 || name != "alpha"));
}

fn flooded(user: &str) -> Change {
    change("/events/flood/denial_of_service/users", json!({ "ids": ["beta", user] }))
}

/// The tables and the JSON name them too.
#[test]
fn a_setting_with_one_more_user_has_its_tables() {
    let folder = folder();
    let user = r#"/users/-={"id":"zed","category":"large_supplier","roles":["IS","GS"],"portfolio":{"electricity_credit":900000}}"#;
    let all = r#"/events/runaway-adapter/denial_of_service/users={"roles":["IS"]}"#;
    for format in ["table", "json"] {
        let more = ["--with", user, "--set", all, "--replications", "2", "--format", format];
        let ran = fine(folder.path(), "compare", &more);
        assert!(!ran.out.is_empty());
    }
    let table = folder.path().join("reports/minimal/tables/differences.csv");
    let table = std::fs::read_to_string(table).unwrap();
    assert!(table.contains(",supplier-b,") && !table.contains(",zed,"), "{table}");
}
