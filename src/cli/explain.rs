//! `headroom explain`: why was this User throttled then?

use super::args::{Explain, Format};
use super::console::table;
use super::{Console, Stop};
use crate::evidence::explain::{Case, explain as explained};
use headroom_core::domain::User;
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

/// The User called `given`, by its id, its name or a former one: by a name that is of one alone.
fn user(scenario: &Scenario, given: &str) -> Result<usize, Stop> {
    let users = &scenario.users;
    let by_id = users.iter().position(|u| u.id == given);
    let named: Vec<usize> =
        (0..users.len()).filter(|u| users[*u].name.eq_ignore_ascii_case(given)).collect();
    if let (None, [_, _, ..]) = (by_id, named.as_slice()) {
        let ids: Vec<&str> = named.iter().map(|u| users[*u].id.as_str()).collect();
        let found = format!("{given:?}, which {} Users are called", ids.len());
        let fault = Fault::at("", found, format!("the id of one of them: {}", ids.join(", ")));
        return Err(Stop(Faults::from(fault.in_file("--user")).to_string()));
    }
    let by_name = || named.first().copied();
    let formerly = || {
        let was = |u: &User| u.formerly.iter().any(|name| name.eq_ignore_ascii_case(given));
        users.iter().position(was)
    };
    by_id.or_else(by_name).or_else(formerly).ok_or_else(|| {
        let ids: Vec<&str> = users.iter().map(|u| u.id.as_str()).collect();
        let fault = Fault::at("", format!("{given:?}"), format!("one of: {}", ids.join(", ")));
        let names = scenario.users.iter().flat_map(|u| [u.id.as_str(), u.name.as_str()]);
        let fault = fault.did_you_mean(given, names).in_file("--user");
        Stop(Faults::from(fault).to_string())
    })
}
