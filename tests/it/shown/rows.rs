//! Figures, JSON and tables.

use super::made::{evidence, ledger, stormy, supply};
use crate::tables::csv_of;
use headroom::evidence::Evidence;
use headroom::evidence::assertions::{Outcome, verdicts};
use headroom::evidence::counted::Counted;
use headroom::evidence::json::report;
use headroom::evidence::overload::{fresh_load, retry_attempts};
use headroom::evidence::storms::{customers, peak_polls_per_s};
use headroom::evidence::tables::tables;
use headroom_core::domain::{Figure, Whose};
use headroom_core::engine::Plan;
use headroom_core::ledger::Folded;
use headroom_core::scenario::{Assertion, Bounds, Claim};
use serde_json::{Value, json};

fn user(e: &Evidence, id: &str) -> Whose {
    Whose::User(e.plan.scenario.users.iter().position(|u| u.id == id).expect("a User"))
}

#[test]
fn g9_supply_is_known_of_shares_of_all_who_lost_it() {
    let e = evidence(&[]);
    let share = |figure, whose| {
        e.measures().values(figure, whose).into_iter().flatten().collect::<Vec<f64>>()
    };
    // Of 5 000: 3 000 and 700, then 2 000 and 700; delta's late ones after 20 min.
    assert_eq!(share(Figure::SupplyKnown5Min, Whose::All), [0.74, 0.54]);
    assert_eq!(share(Figure::SupplyKnown15Min, user(&e, "delta")), [0.75, 0.5]);
    assert_eq!(share(Figure::SupplyKnown60Min, user(&e, "delta")), [1.0, 1.0]);
    assert_eq!(share(Figure::SupplyKnown60Min, user(&e, "epsilon")), [0.7, 0.7]);
    assert_eq!(share(Figure::RestorationKnown5Min, Whose::All), [1.0, 1.0]);
    assert_eq!(share(Figure::SupplyKnown5Min, user(&e, "alpha")), [0.0; 0]);
    // The 2 500th of 5 000 was known at once, then 3 minutes after; the 4 750th never was.
    assert_eq!(share(Figure::TimeToKnowSP50, Whose::All), [0.0, 180.0]);
    assert_eq!(share(Figure::TimeToKnowSP95, Whose::All), [0.0; 0]);
    assert_eq!(share(Figure::TimeToKnowSP95, user(&e, "delta")), [1_200.0, 1_200.0]);
}

#[test]
fn a_time_that_only_some_replications_have_has_no_mean() {
    let plan = Plan::new(&stormy(&[])).expect("a plan");
    let mut ledgers = [0, 1].map(|r| ledger(&plan, r, 0, 0));
    ledgers[1].supply[1] = supply(1_000, &[(5, 1_000)]);
    let e = Evidence::new(&plan, Folded::all(ledgers, &plan.traffic.pairs));
    assert_eq!(e.measures().runs[1].figure(Figure::TimeToKnowSP95, Whose::All), Some(50.0));
    assert!(e.estimate(Figure::TimeToKnowSP95, Whose::All).is_none());
}

#[test]
fn t7_processes_are_of_runs_begun() {
    let e = evidence(&[]);
    let mean = |figure, whose| e.estimate(figure, whose).map(|i| i.mean);
    assert_eq!(mean(Figure::ProcessesFirstTime, Whose::All), Some(0.6));
    assert_eq!(mean(Figure::ProcessesFirstTime, user(&e, "alpha")), Some(0.4));
    assert_eq!(mean(Figure::ProcessesFirstTime, user(&e, "delta")), None);
    assert_eq!(mean(Figure::ProcessesAbortedShare, user(&e, "alpha")), Some(0.2));
    assert_eq!(mean(Figure::ProcessesAbortedShare, user(&e, "delta")), Some(0.0));
}

#[test]
fn json_has_the_names_that_stay() {
    let e = evidence(&[]);
    let json = serde_json::to_value(report(&e)).expect("JSON");
    let row = |list: &str, fits: &dyn Fn(&Value) -> bool| {
        json[list].as_array().expect(list).iter().find(|r| fits(r)).expect("a row").clone()
    };
    let run = &json["per_replication"][0];
    for name in Counted::ALL.iter().map(|(name, ..)| *name) {
        assert!(run[name].is_u64() && json["totals"][name].is_u64(), "{name}");
    }
    assert_eq!(
        (run["no_response"].clone(), json["totals"]["no_response"].clone()),
        (json!(2_000), json!(4_000))
    );
    assert_eq!(
        (run["supply_known_5_min"].clone(), run["time_to_know_s_p95"].clone()),
        (json!(0.74), json!(null))
    );
    assert_eq!(json["intervals"]["supply_known_15_min"]["n"], 2);
    let delta = row("supply", &|r| r["user"] == "delta" && r["since"] == "loss");
    assert_eq!(
        (delta["storm"].clone(), delta["customers_off"].clone()),
        (json!("arwen"), json!(8_000))
    );
    assert_eq!(
        (delta["known_15_min"].clone(), delta["known_60_min"].clone()),
        (json!(0.625), json!(1.0))
    );
    // Of delta's 3 000 and 2 000 known at once a tenth was presumed; 500 of the second run's losses fell into an activation.
    assert_eq!(
        (delta["known_15_min_told"].clone(), delta["known_15_min_presumed"].clone()),
        (json!(0.5625), json!(0.0625))
    );
    assert_eq!(
        (delta["customers_off_while_active"].clone(), delta["known_15_min_while_active"].clone()),
        (json!(500), json!(0.8))
    );
    assert_eq!(
        (
            delta["time_to_know_s_p50_while_active"].clone(),
            delta["time_to_know_s_p95_while_active"].clone()
        ),
        (json!(0.0), json!(1_200.0))
    );
    let epsilon = row("supply", &|r| r["user"] == "epsilon" && r["since"] == "loss");
    for absent in ["customers_off_while_active", "known_15_min_while_active"] {
        assert_eq!(epsilon[absent], json!(null), "{absent}");
    }
    assert!(delta["known_15_min_ci_low"].as_f64() < Some(0.625), "{delta}");
    assert_eq!(
        (delta["time_to_know_s_p50"].clone(), delta["never_known"].clone()),
        (json!(0.0), json!(0))
    );
    assert_eq!(
        (delta["polls"].clone(), delta["neighbour_polls"].clone()),
        (json!(24_000), json!(24_000))
    );
    let all = row("supply", &|r| r["since"] == "restoration");
    assert_eq!((all["user"].clone(), all["customers_off"].clone()), (json!(null), json!(10_000)));
    let all = row("processes", &|r| r["process"] == "install");
    assert_eq!(
        (all["user"].clone(), all["begun"].clone(), all["open_at_end"].clone()),
        (json!(null), json!(300), json!(20))
    );
    let beta = row("processes", &|r| r["user"] == "beta");
    assert_eq!(
        (beta["first_time"].clone(), beta["first_time_share_ci_high"].clone()),
        (json!(100), json!(1.0))
    );
    let step = row("steps", &|r| r["step"] == "read");
    assert_eq!((step["srv"].clone(), step["refused"].clone()), (json!("4.6.1"), json!(62)));
}

#[test]
fn tables_hold_the_same_rows_and_are_there_without_any() {
    let csv = |e: &Evidence, name: &str| csv_of(&tables(e), name);
    let e = evidence(&[]);
    let supply = csv(&e, "supply");
    let head = "storm,user,since,counterpart,customers_off,known_5_min,known_5_min_ci_low,known_5_min_ci_high,";
    assert!(supply.starts_with(head), "{supply}");
    assert_eq!(supply.lines().count(), 1 + 2 * 3);
    assert!(
        supply.lines().any(|l| l.starts_with("arwen,epsilon,loss,\"\",2000,0.7,0.7,0.7,")),
        "{supply}"
    );
    let processes = csv(&e, "processes");
    assert!(processes.contains("\ninstall,\"\",300,180,60,40,20,20,"), "{processes}");
    let steps = csv(&e, "steps");
    assert!(steps.contains("\ninstall,join,1.1,300,280,240,16,88\n"), "{steps}");
    let summary = csv(&e, "summary");
    assert!(
        summary.lines().next().is_some_and(|l| l.contains(",supply_known_5_min,")),
        "{summary}"
    );
    let plain = Plan::new(&kit::make::small(&[])).expect("a plan");
    let mut ledger = headroom_core::ledger::Ledger::new(
        0,
        plain.traffic.pairs.len(),
        plain.scenario.users.len(),
    );
    ledger.users = vec![headroom_core::ledger::UserRow::default(); 2 * plain.scenario.users.len()];
    let e = Evidence::new(&plain, Folded::all([ledger], &plain.traffic.pairs));
    for name in ["supply", "processes", "steps"] {
        assert_eq!(csv(&e, name).lines().count(), 1, "{name}");
    }
}

#[test]
fn what_was_never_known_is_later_than_any_bound() {
    let judged = |figure, whose: &str, bounds| {
        let mut scenario = stormy(&[]);
        let user = scenario.users.iter().position(|u| u.id == whose);
        let claim = Claim::Mean(figure, user.map_or(Whose::All, Whose::User), bounds);
        scenario.assertions = vec![Assertion { id: "one".to_owned(), why: String::new(), claim }];
        let plan = Plan::new(&scenario).expect("a plan");
        let ledgers = [0, 1].map(|r| ledger(&plan, r, 0, 0));
        let e = Evidence::new(&plan, Folded::all(ledgers, &plan.traffic.pairs));
        let verdict = verdicts(&e).remove(0);
        (verdict.verdict, verdict.found, verdict.text)
    };
    let most = |x| Bounds { at_least: None, at_most: Some(x) };
    let (verdict, found, text) = judged(Figure::TimeToKnowSP95, "everybody", most(1e9));
    assert_eq!(
        (verdict, found.as_str()),
        (Outcome::Fails, "so many were never known in 2 of 2 replications")
    );
    assert_eq!(
        text,
        "on average 95 % of the losses of supply are known after at most 1 000 000 000 s"
    );
    let least = Bounds { at_least: Some(60.0), at_most: None };
    assert_eq!(judged(Figure::TimeToKnowSP95, "epsilon", least).0, Outcome::Holds);
    assert_eq!(judged(Figure::TimeToKnowSP95, "delta", most(60.0)).0, Outcome::Holds);
    let (verdict, found, _) = judged(Figure::TimeToKnowSP95, "alpha", most(60.0));
    assert_eq!((verdict, found.as_str()), (Outcome::Undecided, "no replication has this figure"));
    let (verdict, _, text) =
        judged(Figure::SupplyKnown15Min, "delta", Bounds { at_least: Some(0.9), at_most: None });
    assert_eq!(verdict, Outcome::Holds);
    assert_eq!(text, "delta: on average at least 90 % of losses of supply are known within 15 min");
}

#[test]
fn what_storms_ask_for_is_customers_and_polls_a_second() {
    let plan = Plan::new(&stormy(&[])).expect("a plan");
    // All 5 000 meters and a neighbour each within five minutes.
    assert_eq!(customers(&plan), Some(12_000));
    assert_eq!(peak_polls_per_s(&plan), Some(10_000.0 / 300.0));
    let none = Plan::new(&kit::make::small(&[])).expect("a plan");
    assert_eq!((customers(&none), peak_polls_per_s(&none)), (None, None));
}

#[test]
fn fresh_load_is_of_submissions_due() {
    let e = evidence(&[]);
    // 32 000 submissions at 4 a second in an hour.
    assert_eq!(fresh_load(&e), Some(32_000.0 / 14_400.0));
    assert_eq!(retry_attempts(&e.plan), 4);
    assert_eq!(retry_attempts(&evidence(&[("/retries", json!([]))]).plan), 1);
}
