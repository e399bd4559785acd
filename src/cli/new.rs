//! `headroom new`: a scenario to start from.

use super::args::New;
use super::written::not_there;
use super::{Console, Stop};
use headroom_core::experiment::write_whole;
use headroom_core::scenario::{load_text, party_template, party_words, scenario_names, template};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Writes NAME.json.
pub fn new(args: &New, console: &Console) -> Result<(), Stop> {
    let mut value: Value = serde_json::from_str(start(args)?)?;
    if args.party.is_some() {
        // First, so that the file says at once what it is.
        let mut named = json!({ "name": args.name });
        let object = named.as_object_mut().expect("just made");
        object.extend(value.as_object().cloned().into_iter().flatten());
        value = named;
    } else {
        value["name"] = args.name.clone().into();
    }
    let mut text = serde_json::to_string_pretty(&value)?;
    text.push('\n');
    let path = PathBuf::from(format!("{}.json", args.name));
    load_text(&path.display().to_string(), &text, &[])?;
    not_there(&path)?;
    write_whole(&path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
    console.say(&format!("wrote {0}; now: headroom check {0}; headroom run {0}", path.display()));
    Ok(())
}

/// The text that it starts from.
fn start(args: &New) -> Result<&'static str, Stop> {
    if let Some(party) = &args.party {
        let names: Vec<String> = party_words().collect();
        return party_template(party).ok_or_else(|| {
            Stop(format!("--for: found {party:?}\n  expected: one of {}", names.join(", ")))
        });
    }
    template(&args.from).ok_or_else(|| {
        let names: Vec<&str> = scenario_names().collect();
        Stop(format!("no template {:?}\n  expected: one of {}", args.from, names.join(", ")))
    })
}
