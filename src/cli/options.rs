//! `headroom compare --options` and `--each-srv`: comparisons whose settings are not typed one by one.

use super::args::{Compare, ListChange};
use super::variants::{StudyShown, carry_out};
use super::{Console, Stop};
use crate::evidence::each_srv::{list_sentences, list_table};
use crate::evidence::options::OptionsSeen;
use crate::evidence::tables::{options_json, options_tables};
use crate::report::{comparison, options as options_chart, priority_list};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Setting};
use headroom_core::scenario::{Change, Draft, Faults, Options, Scenario};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::ExitCode;

/// Runs the options of the file `given`, the first of which the others are held against.
pub fn options(args: &Compare, given: &str, console: &Console) -> Result<ExitCode, Stop> {
    let draft = Draft::read(&args.common.scenario)?;
    let options = Options::read(given)?;
    let set = args.common.choices.all_changes();
    options.check(&draft, &set)?;
    let setting = |o: &headroom_core::scenario::Choice| Setting {
        name: o.name().to_owned(),
        changes: o.changes(),
    };
    let settings = options.options.iter().map(setting).collect();
    carry_out(&args.common, &draft, Asked { set, settings, ..Asked::default() }, console, |f| {
        let seen = OptionsSeen::new(f, &options);
        let mut charts = vec![("options", options_chart(f, &seen)?)];
        charts.extend(comparison(f)?.map(|svg| ("comparison", svg)));
        Ok(StudyShown {
            sentences: seen.sentences(),
            small: vec![seen.table(), seen.by_category()],
            whole: "options",
            tables: options_tables(&seen),
            charts,
            json: Some(("options", options_json(&seen).into())),
            code: 0,
        })
    })
}

/// Runs a setting for each SRV of the scenario's traffic, put on the Prioritised list or taken off it.
pub fn each_srv(args: &Compare, change: ListChange, console: &Console) -> Result<ExitCode, Stop> {
    let draft = Draft::read(&args.common.scenario)?;
    let set = args.common.choices.all_changes();
    let base = draft.with(&[("--set", &set)])?;
    let settings = changes_of_the_list(&base, change)?;
    if settings.len() == 1 {
        return Err(Stop(
            "no SRV of the scenario's traffic could be so changed\n  hint: --each-srv both"
                .to_owned(),
        ));
    }
    carry_out(&args.common, &draft, Asked { set, settings, ..Asked::default() }, console, |f| {
        Ok(StudyShown {
            sentences: list_sentences(f),
            small: vec![list_table(f)],
            whole: "differences",
            tables: Vec::new(),
            charts: priority_list(f)?.map(|svg| ("priority-list", svg)).into_iter().collect(),
            json: None,
            code: 0,
        })
    })
}

/// The scenario as it stands, and a setting for each SRV.
fn changes_of_the_list(base: &Scenario, change: ListChange) -> Result<Vec<Setting>, Stop> {
    let plan = Plan::new(base).map_err(|f| Faults::from(f.in_file(base.name.as_str())))?;
    let sent: BTreeSet<usize> = plan.traffic.pairs.iter().map(|pair| pair.1).collect();
    let listed = |key: &str| -> Vec<Value> {
        let stands = base.stands_at(&format!("/mechanism/prioritised/{key}"));
        stands.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let to = |key: &str, value: Vec<Value>| Change {
        pointer: format!("/mechanism/prioritised/{key}"),
        value: value.into(),
    };
    let mut settings = vec![Setting::as_it_stands()];
    for s in sent {
        let (srv, on) = (&base.srvs[s], base.mechanism.prioritised[s]);
        let wanted = if on { change != ListChange::Add } else { change != ListChange::Drop };
        if !wanted {
            continue;
        }
        let id = Value::from(srv.id.clone());
        let (mut add, mut remove) = (listed("add"), listed("remove"));
        for list in [&mut add, &mut remove] {
            list.retain(|other| *other != id);
        }
        if on {
            remove.push(id);
        } else {
            add.push(id);
        }
        let title = if srv.name == srv.id { String::new() } else { format!(" {}", srv.name) };
        let name = format!("{}: {}{title}", if on { "dropped" } else { "added" }, srv.id);
        settings.push(Setting { name, changes: vec![to("add", add), to("remove", remove)] });
    }
    Ok(settings)
}
