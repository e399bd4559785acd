//! The scenarios and data that come with the program are complete, load, and add up to what is
//! published.

use headroom_core::domain::MessageKind;
use headroom_core::engine::Plan;
use headroom_core::scenario::{Scenario, data_names, load, scenario_names, template};
use headroom_core::traffic::Expected;
use kit::TOP;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// Names of the JSON files in `folder`, in order.
fn files(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(format!("{TOP}{folder}")).expect("a folder");
    let paths = entries
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"));
    let mut names: Vec<String> =
        paths.map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn read(given: &str) -> Scenario {
    load(given, &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A shipped scenario; they are read once for all tests.
fn shipped(name: &str) -> &'static Scenario {
    static ALL: LazyLock<BTreeMap<&str, Scenario>> =
        LazyLock::new(|| scenario_names().map(|name| (name, read(name))).collect());
    &ALL[name]
}

#[test]
fn every_file_in_data_and_scenarios_comes_with_the_program() {
    let sorted = |mut names: Vec<&'static str>| {
        names.sort_unstable();
        names
    };
    // The questions are no fragment: evidence reads them.
    let data = sorted(data_names().chain(["questions"]).collect());
    assert_eq!(files("data"), data);
    assert_eq!(files("scenarios"), sorted(scenario_names().collect()));
}

#[test]
fn every_shipped_scenario_loads_is_ready_to_run_and_says_why() {
    for name in scenario_names() {
        let scenario = shipped(name);
        assert_eq!(scenario.name, name);
        Plan::new(scenario).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert!(!scenario.why.is_empty(), "{name}");
        let own: serde_json::Value = serde_json::from_str(template(name).unwrap()).unwrap();
        assert!(
            own["why"].as_str().is_some_and(|why| why.contains('?')),
            "{name} begins with its own question"
        );
    }
}

/// Whether they hold is for `headroom test` to say, which `.ci/run` asks of the quick ones.
#[test]
fn every_shipped_scenario_ends_with_what_it_asserts() {
    for name in scenario_names() {
        assert!(shipped(name).assertions.len() >= 4, "{name}");
        let own: serde_json::Value = serde_json::from_str(template(name).unwrap()).unwrap();
        assert_eq!(own.as_object().unwrap().keys().next_back().unwrap(), "assertions", "{name}");
    }
}

#[test]
fn a_shipped_name_and_its_file_are_the_same_scenario() {
    for name in scenario_names() {
        let path = format!("{TOP}scenarios/{name}.json");
        assert!(Path::new(&path).exists());
        assert_eq!(read(&path).digest, shipped(name).digest, "{name}");
    }
}

#[test]
fn every_assumption_has_its_reason() {
    for name in scenario_names() {
        for assumed in &shipped(name).assumed {
            assert!(
                !["no reason given", ""].contains(&assumed.why.as_str()),
                "{name}: {}",
                assumed.path
            );
        }
    }
}

#[test]
fn data_are_fragments_that_say_what_they_lack() {
    for name in data_names() {
        let faults = load(name, &[]).expect_err("a fragment");
        assert!(
            faults.0.iter().all(|f| f.found == "nothing" && f.file == format!("data/{name}.json")),
            "{name}: {faults}"
        );
        assert!(faults.0.iter().any(|f| f.path == "/start"), "{name}: {faults}");
    }
}

/// F1.9: 1.0 billion messages in July 2022, one message one Service Request (A1). 3 % is what the
/// sums of the base may miss by rounding and by the choices that its README lists.
#[test]
fn the_base_month_has_a_billion_requests() {
    let scenario = shipped("ordinary-day");
    assert_eq!(scenario.calendar.month_name(), "July 2022");
    let days = scenario.calendar.month_days();
    assert_eq!(days, [21.0, 5.0, 5.0]);
    let requests = Expected::new(scenario).over(|_, _, _| true, days);
    assert!((requests / 1.0e9 - 1.0).abs() < 0.03, "{requests}");
}

/// F1.9, D1.2: 1.6 billion Device Alerts and 86 million DCC Alerts in July 2022. A10: 0.2 % of the devices
/// send half of the former.
#[test]
fn the_base_has_the_alerts_that_are_published() {
    let scenario = shipped("ordinary-day");
    let a_second = |kind: MessageKind, share: fn(f64) -> f64| {
        let of_kind = scenario.northbound.alerts.iter().filter(|a| a.kind == kind);
        let a_day = of_kind.map(|alert| {
            let users = scenario.users.iter().zip(&alert.users).filter(|(_, gets)| **gets);
            let meters: u64 = users.map(|(user, _)| user.portfolio.of(alert.fuel)).sum();
            share(alert.faulty_alerts.get()) * meters as f64 * alert.per_meter
        });
        a_day.sum::<f64>() / 86_400.0
    };
    let devices = a_second(MessageKind::DeviceAlert, |_| 1.0);
    let dcc = a_second(MessageKind::DccAlert, |_| 1.0);
    assert!(
        (devices / 597.0 - 1.0).abs() < 0.01 && (dcc / 32.0 - 1.0).abs() < 0.01,
        "{devices} {dcc}"
    );
    let faulty = a_second(MessageKind::DeviceAlert, |faulty| faulty);
    assert!((faulty / devices - 0.5).abs() < 0.001, "{faulty} of {devices}");
}
