//! `headroom explain`: why was this User throttled then?

use super::args::{Explain, Format};
use super::console::table;
use super::{Console, Stop};
use crate::evidence::explain::{Case, explain as explained};
use headroom_core::experiment::{Known, watch};
use headroom_core::scenario::{Fault, Faults, Scenario};

/// Runs the replication again with the User watched, and prints why it was throttled or was not.
pub fn explain(args: &Explain, console: &Console) -> Result<(), Stop> {
    let known = Known::read(&args.given)?;
    let one = known.variant(args.variant.as_deref())?;
    let scenario = &one.plan.scenario;
    if scenario.is_course() {
        return Err(Stop(format!(
            "{}: replications are courses of drawn events, which explain does not look into\n  hint: explain a scenario whose events happen at a given time",
            args.given
        )));
    }
    let user = user(scenario, &args.user)?;
    let at = |fault: Fault| Stop(Faults::from(fault.in_file("--at")).to_string());
    let cell = scenario.calendar.cell_of(&args.at).map_err(at)?;
    let replications = known.replications.unwrap_or(scenario.replications);
    if args.replication == 0 || args.replication > replications {
        let fault = Fault::at(
            "",
            args.replication.to_string(),
            format!("a replication from 1 to {replications}"),
        );
        return Err(Stop(Faults::from(fault.in_file("--replication")).to_string()));
    }
    let ledger = watch(one.plan.clone(), user, args.replication - 1);
    let case = Case { plan: &one.plan, ledger: &ledger, user, cell, around: args.windows };
    let found = explained(&case);
    match args.format {
        Format::Json => {
            let mut json = found.json;
            json["variant"] = one.number.into();
            json["label"] = one.label.into();
            console.json(&json)
        }
        Format::Table => {
            let windows = table(found.table.head, found.table.words, found.table.rows);
            console.answer(&format!("{}\n\n{windows}", found.sentences.join("\n")))
        }
    }
}

/// The User called `given`, by its id or its name, or else by a former one, which may have been that of several.
fn user(scenario: &Scenario, given: &str) -> Result<usize, Stop> {
    let users = &scenario.users;
    let is = |name: &String| name.eq_ignore_ascii_case(given);
    let by_id = users.iter().position(|u| u.id == given);
    let by_name = users.iter().position(|u| is(&u.name));
    let was = |u: &usize| users[*u].formerly.iter().any(is);
    let formerly: Vec<usize> = (0..users.len()).filter(was).collect();
    let known = by_id.or(by_name);
    if let (None, [_, _, ..]) = (known, formerly.as_slice()) {
        let ids: Vec<&str> = formerly.iter().map(|u| users[*u].id.as_str()).collect();
        let found = format!("{given:?}, which {} Users were called", ids.len());
        let fault = Fault::at("", found, format!("the id of one of them: {}", ids.join(", ")));
        return Err(Stop(Faults::from(fault.in_file("--user")).to_string()));
    }
    known.or(formerly.first().copied()).ok_or_else(|| {
        let ids: Vec<&str> = users.iter().map(|u| u.id.as_str()).collect();
        let fault = Fault::at("", format!("{given:?}"), format!("one of: {}", ids.join(", ")));
        let names = scenario.users.iter().flat_map(|u| [u.id.as_str(), u.name.as_str()]);
        let fault = fault.did_you_mean(given, names).in_file("--user");
        Stop(Faults::from(fault).to_string())
    })
}
