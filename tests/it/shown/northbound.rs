//! Messages to Users (N1–N6): figures, rows, tables, JSON, sentences, and what assertions ask of them.

use super::made::planned;
use super::messages::{evidence, north, plan, policies, scenario};
use crate::tables::csv_of;
use headroom::evidence::Evidence;
use headroom::evidence::answer::{class_table, sentences};
use headroom::evidence::assertions::{Outcome, verdicts};
use headroom::evidence::json::report;
use headroom::evidence::northbound::release_table;
use headroom::evidence::study_answer::study_sentences;
use headroom::evidence::tables::{study_tables, tables};
use headroom_core::domain::{Figure, Whose};
use headroom_core::ledger::Folded;
use headroom_core::scenario::{Assertion, Bounds, Claim};
use serde_json::{Value, json};

const PREPAYMENT: Whose = Whose::Class(1);
const DEVICE: Whose = Whose::Class(3);

fn values(e: &Evidence, figure: Figure, whose: Whose) -> Vec<f64> {
    e.measures().values(figure, whose).into_iter().flatten().collect()
}

#[test]
fn figures_are_of_all_of_a_user_and_of_a_class() {
    let e = evidence();
    let beta = Whose::User(e.plan.scenario.users.iter().position(|u| u.id == "beta").expect("it"));
    assert_eq!(values(&e, Figure::MessagesGenerated, Whose::All), [14_050.0; 2]);
    assert_eq!(values(&e, Figure::MessagesGenerated, PREPAYMENT), [500.0; 2]);
    // Alpha's 1 000, beta's 8 000, and 1 000 of a defect.
    assert_eq!(values(&e, Figure::MessagesGenerated, DEVICE), [10_000.0; 2]);
    assert_eq!(values(&e, Figure::MessagesHeldBack, beta), [4_000.0; 2]);
    assert_eq!(values(&e, Figure::SupplyAlertsHeldBack, Whose::All), [30.0; 2]);
    assert_eq!(values(&e, Figure::MessagesLost, beta), [100.0, 300.0]);
    assert_eq!(values(&e, Figure::MessagesOpenAtEnd, DEVICE), [7.0; 2]);
    // Cells of 10 s: 96 of 100 take half of the longest.
    assert_eq!(values(&e, Figure::DelaySP95, PREPAYMENT), [60.0, 120.0]);
    assert_eq!(values(&e, Figure::DelaySMax, PREPAYMENT), [120.0, 240.0]);
    assert_eq!(values(&e, Figure::DelaySMax, Whose::All), [2_400.0, 3_600.0]);
    // 500 in all, of which 288 take 30 cells or fewer, and 96 each 120: the 475th takes as long.
    assert_eq!(values(&e, Figure::DelaySP95, Whose::All)[0], 1_200.0);
    assert_eq!(values(&e, Figure::LongestBehindS, Whose::All), [1_200.0, 1_800.0]);
    // No message of the first class, no delays of single Users, nothing of an SRV.
    for (figure, whose) in [
        (Figure::DelaySMax, Whose::Class(0)),
        (Figure::DelaySMax, beta),
        (Figure::MessagesLost, Whose::Srv(0)),
        (Figure::LongestBehindS, beta),
    ] {
        assert_eq!(values(&e, figure, whose), [0.0; 0], "{figure:?} {whose:?}");
    }
}

#[test]
fn rows_are_sums_over_replications_and_delays_of_all_their_messages() {
    let e = evidence();
    let all = tables(&e);
    let north = csv_of(&all, "northbound");
    let head = "user,kind,class,generated,consolidated,discarded,supply_alerts_held_back,forwarded,delivered,lost,open_at_end,delay_s_p50,delay_s_p95,delay_s_max";
    assert_eq!(north.lines().next(), Some(head));
    assert_eq!(north.lines().count(), 1 + 6);
    for line in [
        "alpha,service_response,prepayment,1000,0,0,0,1000,1000,0,0,120.0,120.0,240.0",
        "beta,device_alert,device_alerts,18000,0,8000,60,10000,9586,400,14,1800.0,1800.0,3600.0",
        "beta,dcc_alert,dcc_alerts,100,0,0,0,100,100,0,0,1200.0,1200.0,2400.0",
    ] {
        assert!(north.lines().any(|l| l == line), "{line} in\n{north}");
    }
    let classes = csv_of(&all, "northbound_classes");
    let device = "device_alert,device_alerts,20000,0,8000,60,12000,11586,400,14,";
    assert!(classes.lines().any(|l| l.starts_with(device) && l.ends_with(",0.9655")), "{classes}");
    let alerts = csv_of(&all, "alerts");
    assert!(
        alerts.lines().any(|l| l == "0x8F3F,Tamper,beta,18000,0,8000,60,10000,9586,400,14"),
        "{alerts}"
    );
    let adapters = csv_of(&all, "adapters");
    assert!(adapters.starts_with("user,adapter_per_s,adapter_bound,most_queued,"), "{adapters}");
    assert!(adapters.lines().any(|l| l.ends_with(",3000,1200,400,1800.0")), "{adapters}");
    assert_eq!(adapters.lines().count(), 1 + 2);
    let timeline = csv_of(&all, "northbound_timeline");
    assert_eq!(timeline.lines().count(), 1 + 60);
    assert!(timeline.contains("\n2022-07-06T10:10"), "{timeline}");
}

#[test]
fn json_has_the_names_that_stay() {
    let json = serde_json::to_value(report(&evidence())).expect("JSON");
    let row = |list: &str, fits: &dyn Fn(&Value) -> bool| {
        json[list].as_array().expect(list).iter().find(|r| fits(r)).expect("a row").clone()
    };
    let beta = row("northbound", &|r| r["user"] == "beta" && r["class"] == "device_alerts");
    for (name, value) in [
        ("kind", json!("device_alert")),
        ("generated", json!(18_000)),
        ("consolidated", json!(0)),
        ("discarded", json!(8_000)),
        ("forwarded", json!(10_000)),
        ("delivered", json!(9_586)),
        ("lost", json!(400)),
        ("open_at_end", json!(14)),
        ("delay_s_p50", json!(1_800.0)),
        ("delay_s_p95", json!(1_800.0)),
        ("delay_s_max", json!(3_600.0)),
    ] {
        assert_eq!(beta[name], value, "{name}");
    }
    let all = row("northbound_classes", &|r| r["class"] == "other_responses");
    assert_eq!((&all["user"], &all["generated"]), (&json!(null), &json!(7_000)));
    assert_eq!(row("alerts", &|r| r["alert"] == "N53")["generated"], 100);
    assert_eq!(row("adapters", &|r| r["user"] == "beta")["most_at_adapter"], 1_200);
    assert_eq!(json["per_replication"][1]["messages_lost"], 300);
    assert_eq!(json["intervals"]["delay_s_max"]["mean"], 3_000.0);
}

#[test]
fn without_messages_there_is_nothing_of_them() {
    let e = super::made::evidence(&[]);
    let all = tables(&e);
    for name in ["northbound", "northbound_classes", "alerts", "adapters", "northbound_timeline"] {
        assert!(all.iter().all(|t| t.name != name), "{name}");
    }
    let json = serde_json::to_value(report(&e)).expect("JSON");
    assert_eq!(json["northbound"], json!([]));
    assert_eq!(json["per_replication"][0]["messages_lost"], json!(null));
    assert!(class_table(&e).is_none());
    assert!(sentences(&e).iter().all(|s| !s.contains("adapter") && !s.contains("alerts was")));
}

#[test]
fn messages_are_answered_in_two_sentences_and_a_table_by_class() {
    let said = sentences(&evidence());
    let n = said.len();
    assert_eq!(
        said[n - 2..],
        [
            "Alert Storm Protection discarded 39.8 % of 10 050 alerts, 30 that told of a loss or return of supply among them; 200 (95 %: 0 to 1 470) messages were lost at the adapters of beta.",
            "The outbound path came back at 10:30 on Wed 6 Jul 2022. The longest delays in all of the run, of the responses that the scenario names: prepayment responses 3 min (95 %: 0 s to 15.7 min); the User longest behind was so for 25 min (95 %: 0 s to 88.5 min) or more, and 7 messages were still under way at the end.",
        ]
    );
    let table = class_table(&evidence()).expect("a table");
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            ["prepayment responses", "500", "0", "500", "0", "0", "90 s", "90 s", "3 min"],
            ["other responses", "3 500", "0", "3 500", "0", "0", "5 min", "5 min", "10 min"],
            ["Device Alerts", "10 000", "4 000", "5 793", "200", "7", "25 min", "25 min", "50 min"],
            ["DCC Alerts", "50", "0", "50", "0", "0", "20 min", "20 min", "40 min"],
        ]
    );
}

#[test]
fn what_does_not_happen_is_said_as_such() {
    let plan = plan(&scenario());
    let mut one = north(&plan, 0, 0, [0; 5]);
    one.messages[4] = one.messages[5];
    let e = Evidence::new(&plan, Folded::all([one], &plan.traffic.pairs));
    let said = sentences(&e);
    let n = said.len();
    assert_eq!(
        said[n - 2],
        "None of 2 100 alerts was held back; nothing was lost at Users' adapters."
    );
    assert!(
        said[n - 1].ends_with("responses 0 s; nothing waited while the path was up."),
        "{}",
        said[n - 1]
    );
}

#[test]
fn assertions_may_ask_for_a_class() {
    let mut asked = scenario();
    let one = |id: &str, claim| Assertion { id: id.to_owned(), why: String::new(), claim };
    let most = |x| Bounds { at_least: None, at_most: Some(x) };
    asked.assertions = vec![
        one("late", Claim::Mean(Figure::DelaySMax, PREPAYMENT, most(3_600.0))),
        one("lost", Claim::Never(Figure::MessagesLost, PREPAYMENT)),
        one("alerts", Claim::Never(Figure::MessagesLost, DEVICE)),
    ];
    let plan = plan(&asked);
    let ledgers = [0, 1].map(|r| north(&plan, r, 5, [0, 12 + u64::from(r), 60, 240, 240]));
    let e = Evidence::new(&plan, Folded::all(ledgers, &plan.traffic.pairs));
    let judged: Vec<(String, Outcome)> =
        verdicts(&e).into_iter().map(|v| (v.text, v.verdict)).collect();
    let judged: Vec<(&str, Outcome)> = judged.iter().map(|(t, v)| (t.as_str(), *v)).collect();
    assert_eq!(
        judged,
        [
            (
                "prepayment responses: on average the longest delay of a message is at most 3 600 s",
                Outcome::Holds
            ),
            ("prepayment responses: no message is lost", Outcome::Holds),
            ("Device Alerts: no message is lost", Outcome::Fails),
        ]
    );
}

#[test]
fn a_study_of_policies_is_answered_by_class() {
    let f = policies();
    let table = release_table(&f).expect("a table");
    assert_eq!(
        table.head,
        [
            "messages released",
            "prepayment responses delivered: 95 % / longest",
            "other responses delivered: 95 % / longest",
            "Device Alerts delivered: 95 % / longest",
            "DCC Alerts delivered: 95 % / longest",
            "lost",
            "held back",
            "level after"
        ]
    );
    assert_eq!(table.rows[2][..2], ["the most important first", "90 s / 3 min"]);
    let said = study_sentences(&f);
    assert!(
        said.iter().any(|s| s.starts_with(
            "Prepayment responses delivered: the longest delay is 3 min (95 % within 90 s) with ‘messages released: the most important first’, 51 min"
        )),
        "{said:?}"
    );
    let all = study_tables(&f);
    let classes = csv_of(&all, "northbound_classes");
    assert!(classes.starts_with("variant,kind,class,"), "{classes}");
    assert_eq!(classes.lines().count(), 1 + 3 * 4);
    let parts = csv_of(&all, "parts");
    assert!(parts.starts_with("variant,figure,user,srv,class,mean,"), "{parts}");
    assert!(parts.contains("\n3,delay_s_max,\"\",\"\",prepayment,180.0,"), "{parts}");
}

#[test]
fn a_study_in_which_only_some_variants_have_messages_has_their_tables() {
    let f = planned(&["as it stands", "northbound"], &[], |setting, _| {
        let mut scenario = scenario();
        scenario.northbound.enabled = setting == 1;
        let mut plan = plan(&scenario);
        let mut ledger = north(&plan, 0, 0, [0, 12, 60, 240, 240]);
        if setting == 0 {
            std::sync::Arc::make_mut(&mut plan.traffic).flows.clear();
            (ledger.messages, ledger.delays, ledger.northbound) = Default::default();
        }
        (plan, vec![ledger])
    });
    let all = study_tables(&f);
    assert!(csv_of(&all, "northbound").lines().skip(1).all(|l| l.starts_with("2,")));
    assert!(csv_of(&all, "cautions").lines().any(|l| l.starts_with("1,")));
}

#[test]
fn messages_still_under_way_at_the_end_call_for_caution() {
    let plan = plan(&scenario());
    let codes = |queued: u64| {
        let mut ledger = north(&plan, 0, 0, [0; 5]);
        ledger.messages[0].delivered -= queued;
        ledger.messages[0].queued = queued;
        let e = Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs));
        e.cautions.iter().map(|c| c.code).collect::<Vec<&str>>()
    };
    // Of 500 responses to top-ups 5 are not more than one in a hundred.
    assert!(!codes(5).contains(&"messages_open_at_end"));
    assert!(codes(6).contains(&"messages_open_at_end"));
}
