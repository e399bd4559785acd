//! Facts that draws are held to, of the file that is given or those that come with headroom.
//!
//! Left out: what is in such a file (`evidence/uncertainty/facts`). Source: C6.

use super::{ALONE, Args, Stop};
use crate::evidence::uncertainty::{Observation, observations};
use headroom_core::scenario::{Fault, Faults, FigureOf, Scenario, read_file};

/// Largest file of facts that is read, bytes.
const LARGEST_FACTS: u64 = 4 << 20;

impl Args {
    /// The facts that draws are held to: they are of today's system.
    pub(super) fn facts(&self, base: &Scenario) -> Result<Vec<Observation>, Stop> {
        let Some(path) = &self.facts else {
            let ours = observations(None).map_err(|all| in_file(all, "the facts of headroom"))?;
            return Ok(if self.beside.alone { Vec::new() } else { ours });
        };
        if self.beside.alone {
            return Err(Stop(ALONE.to_owned()));
        }
        let name = path.display().to_string();
        let text = read_file(path, LARGEST_FACTS).map_err(|e| e.to_string());
        let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(|e| e.to_string()));
        let text = text.map_err(|why| {
            in_file(Fault::at("", why, "a file of facts (docs/studies.md)").into(), &name)
        })?;
        let facts = observations(Some(&text)).map_err(|all| in_file(all, &name))?;
        let unknown = |(place, fact): (usize, &Observation)| {
            let of_this = fact.scenarios.is_empty() || fact.scenarios.contains(&base.name);
            let measure: FigureOf = fact.figure.as_ref().filter(|_| of_this)?.parse().ok()?;
            let fault = measure.whose(base).err()?;
            let path = format!("/facts/{place}/figure");
            Some(Fault { path, ..fault }.hint("`scenarios` names those whose fact it is"))
        };
        let faults: Vec<Fault> = facts.iter().enumerate().filter_map(unknown).collect();
        if faults.is_empty() { Ok(facts) } else { Err(in_file(Faults(faults), &name)) }
    }
}

/// Faults of the file called `name`.
fn in_file(all: Faults, name: &str) -> Stop {
    Faults(all.0.into_iter().map(|fault| fault.in_file(name)).collect()).into()
}
