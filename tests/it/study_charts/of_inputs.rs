//! The charts of options, of sensitivity and of sizing, golden ones of the small market.

use super::{alone, chart, study, two_floods};
use crate::charts::{drawn, golden};
use headroom::evidence::options::OptionsSeen;
use headroom::evidence::sensitivity::Sensitivity;
use headroom::evidence::sizing::Sizing;
use headroom::evidence::told::Told;
use headroom::report::{options, sizing, tornado};
use headroom_core::experiment::Setting;
use headroom_core::scenario::{InputRange, Keep, Options};
use serde_json::json;

/// Prices side by side: none, one, a range, two alike that would hide each other, and one that nobody gives.
const PRICED: &str = r#"{
  "options": [
    { "id": "today", "name": "today's system", "with": { "/mechanism/enabled": false }, "cost": { "low_gbp": 0 } },
    { "id": "on", "name": "the mechanism", "with": {}, "cost": { "low_gbp": 1646355 } },
    { "id": "list", "name": "7.4 listed", "with": { "/mechanism/prioritised/add": ["7.4"] }, "cost": { "low_gbp": 1646355 } },
    { "id": "buffer", "with": { "/mechanism/buffer/enabled": true }, "cost": { "low_gbp": 1996355, "high_gbp": 2396355 } },
    { "id": "held", "name": "anomaly detection, mechanism off", "with": {
        "/mechanism/enabled": false,
        "/gateway/anomaly": [{ "id": "all", "number": 400, "period": "1 h" }]
    } }
  ]
}"#;

#[test]
fn options_are_drawn_as_they_were_and_what_is_quarantined_stands_in_the_footnote() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("options.json");
    std::fs::write(&path, PRICED).expect("a file");
    let read = Options::read(path.to_str().expect("UTF-8")).unwrap_or_else(|f| panic!("{f}"));
    let settings: Vec<Setting> = read
        .options
        .iter()
        .map(|o| Setting { name: o.name().to_owned(), changes: o.changes() })
        .collect();
    let findings = study(&two_floods(), settings, &[], 3);
    let seen = OptionsSeen::new(&findings, &read);
    assert!(seen.options[4].quarantined > 0.0 && seen.options[0].quarantined == 0.0);
    let picture = options(&findings, &seen);
    golden("study-options", &picture);
    let svg = drawn(&picture);
    assert!(svg.contains("Attempts held by anomaly detection"), "a footnote");
    assert!(svg.contains(" with 5."), "its number");
    // Nothing of the key is cut: what is cut has a title.
    assert!(!svg.contains('…'), "{svg}");
}

#[test]
fn a_tornado_is_drawn_as_it_was() {
    let inputs: Vec<InputRange> = [
        "threshold: /mechanism/operating_threshold=0.6..0.9",
        "reading: /mechanism/throttle_to=allocation..user_maximum",
        "rate: /events/flood/denial_of_service/rate=4/s..16/s",
    ]
    .map(|text| text.parse().expect("a range"))
    .to_vec();
    let ends = inputs.iter().flat_map(|range| {
        let name = |i: usize| format!("{} {i}", range.id);
        let changes = range.ends().into_iter().enumerate();
        changes.map(|(i, c)| Setting { name: name(i), changes: vec![c] }).collect::<Vec<_>>()
    });
    let settings = alone().into_iter().chain(ends).collect();
    let findings = study(&two_floods(), settings, &[], 3);
    let found = Sensitivity::new(&findings, &inputs, Told::headlines(&findings));
    golden("study-tornado", &tornado(&findings, &found).expect("they move"));
}

#[test]
fn a_sizing_is_drawn_as_it_was() {
    let keeps: Vec<Keep> =
        ["throttled<=3000", "active_s<=3600"].map(|k| k.parse().expect("a bound")).to_vec();
    let mut market = two_floods();
    let name = |i: usize| format!("keep-{}", i + 1);
    let forms = [("throttled", 3_000), ("active_s", 3_600)].into_iter().enumerate();
    let form = |(i, (figure, most))| json!({ "id": name(i), "mean": figure, "at_most": most });
    market["assertions"] = forms.map(form).collect();
    let findings = study(&market, alone(), &[super::THRESHOLD], 3);
    let found = Sizing::new(&findings, &keeps, false);
    golden("study-sizing", &sizing(&findings, &found).expect("bounds"));
    // The charts of any sweep stand beside it.
    assert!(drawn(&chart(&findings, "trigger-frequency")).contains("share of replications"));
}
