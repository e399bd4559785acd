//! Scenarios that are wrong, read as `headroom check` reads them.

use headroom_core::engine::Plan;
use headroom_core::scenario::{Change, Faults, Scenario, load, load_text};

/// Reads `given` and makes it ready to run, as `headroom check` does.
pub fn check(given: &str, changes: &[Change]) -> Result<Scenario, Faults> {
    let scenario = load(given, changes)?;
    Plan::new(&scenario).map_err(|fault| fault.in_file(given))?;
    Ok(scenario)
}

/// The same of a text that stands in no file.
pub fn check_text(text: &str) -> Result<Scenario, Faults> {
    let scenario = load_text("made.json", text, &[])?;
    Plan::new(&scenario).map_err(|fault| fault.in_file("made.json"))?;
    Ok(scenario)
}

/// `minimal` with `more` keys.
pub fn minimal_with(more: &str) -> String {
    format!(r#"{{ "extends": "minimal", {more} }}"#)
}

/// The faults of a text that must have some.
pub fn faults_of(text: &str) -> Faults {
    check_text(text).expect_err("faults")
}
