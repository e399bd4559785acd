//! `headroom new`: a scenario to start from.

use super::args::New;
use super::{Console, Stop};
use headroom_core::experiment::write_whole;
use headroom_core::scenario::{load_text, scenario_names, template};
use std::path::PathBuf;

/// Writes NAME.json.
pub fn new(args: &New, console: &Console) -> Result<(), Stop> {
    let Some(text) = template(&args.from) else {
        let names: Vec<&str> = scenario_names().collect();
        return Err(Stop(format!(
            "no template {:?}\n  expected: one of {}",
            args.from,
            names.join(", ")
        )));
    };
    let mut value: serde_json::Value = serde_json::from_str(text)?;
    value["name"] = args.name.clone().into();
    let mut text = serde_json::to_string_pretty(&value)?;
    text.push('\n');
    let path = PathBuf::from(format!("{}.json", args.name));
    load_text(&path.display().to_string(), &text, &[])?;
    if path.exists() {
        return Err(Stop(format!(
            "{} exists\n  hint: take another name, or remove it",
            path.display()
        )));
    }
    write_whole(&path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
    console.say(&format!("wrote {0}; now: headroom check {0}; headroom run {0}", path.display()));
    Ok(())
}
