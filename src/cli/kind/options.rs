//! `headroom compare --options` and `--each-srv`: comparisons whose settings are not typed one by one.

use super::StudyShown;
use crate::cli::Stop;
use crate::cli::args::ListChange;
use crate::evidence::each_srv::{list_sentences, list_table};
use crate::evidence::findings::Findings;
use crate::evidence::first;
use crate::evidence::options::OptionsSeen;
use crate::evidence::study_json::{study_report, study_report_of};
use crate::evidence::table::Titled;
use crate::evidence::tables::{options_json, options_tables, study_tables};
use crate::report::{comparison, options as options_chart, priority_list};
use headroom_core::engine::Plan;
use headroom_core::experiment::Setting;
use headroom_core::scenario::{
    Change, Choice, Cost, Counterpart, Draft, Faults, Options, Scenario,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The options of the file `given`, the first of which the others are held against.
pub(super) fn options(
    draft: &Draft,
    set: &[Change],
    given: &str,
) -> Result<(Vec<Setting>, Options), Stop> {
    let mut options = Options::read(given)?;
    options.check(draft, set)?;
    with_today(draft, set, &mut options)?;
    let setting = |o: &headroom_core::scenario::Choice| Setting {
        name: o.name().to_owned(),
        changes: o.changes(),
    };
    Ok((options.options.iter().map(setting).collect(), options))
}

/// Puts today's system at the end where no option is it: costs are held against it.
fn with_today(draft: &Draft, set: &[Change], options: &mut Options) -> Result<(), Stop> {
    for option in &options.options {
        let of_mechanism = option.with.keys().all(|k| k.starts_with("/mechanism/"));
        if of_mechanism
            && draft.with(&[("--set", set), ("--options", &option.changes())])?.is_today()
        {
            return Ok(());
        }
    }
    let id =
        if options.options.iter().any(|o| o.id == "today") { "today's system" } else { "today" };
    options.options.push(Choice {
        id: id.to_owned(),
        name: Some("today's system".to_owned()),
        with: Counterpart::todays().into_iter().map(|c| (c.pointer, c.value)).collect(),
        cost: Some(Cost { low_gbp: 0.0, high_gbp: None }),
    });
    Ok(())
}

/// What is shown of options.
pub(super) fn of_options(f: &Findings, options: &Options) -> Result<StudyShown, Stop> {
    let seen = OptionsSeen::new(f, options);
    let mut charts = vec![("options", options_chart(f, &seen))];
    charts.extend(comparison(f).map(|svg| ("comparison", svg)));
    Ok(StudyShown {
        first: first::of_options(f, &seen),
        small: [seen.table(), seen.by_category()].map(Titled::from).into(),
        tables: study_tables(f).into_iter().chain(options_tables(&seen)).collect(),
        charts,
        json: study_report_of(f, &seen.sentences(), ("options", options_json(&seen).into())),
        sentences: seen.sentences(),
        code: 0,
    })
}

/// What is shown of changes of the list.
pub(super) fn of_list(f: &Findings) -> Result<StudyShown, Stop> {
    Ok(StudyShown {
        first: first::of_list(f, list_sentences(f)),
        sentences: list_sentences(f),
        small: vec![Titled { part_of: Some("differences"), ..list_table(f).into() }],
        tables: study_tables(f),
        charts: priority_list(f).map(|svg| ("priority-list", svg)).into_iter().collect(),
        json: serde_json::to_value(study_report(f))?,
        code: 0,
    })
}

/// The scenario as it stands, and a setting for each SRV.
pub(super) fn changes_of_the_list(
    base: &Scenario,
    change: ListChange,
) -> Result<Vec<Setting>, Stop> {
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
    if settings.len() == 1 {
        let none = "no SRV of the scenario's traffic could be so changed\n  hint: --each-srv both";
        return Err(Stop(none.to_owned()));
    }
    Ok(settings)
}
