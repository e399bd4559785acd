//! A scenario's ranges read at both ends, and its counterparts, before anything depends on them.

use super::Draft;
use crate::scenario::fault::{Fault, Faults};
use crate::scenario::json::escape;
use crate::scenario::merge::{self, Change};
use crate::scenario::range::too_much;
use crate::scenario::{Counterpart, InputRange, Scenario};
use serde_json::Value;

impl Draft {
    /// The scenario with `changes`, as [`Draft::with`], after every one of its ranges has been read at both ends, and
    /// every one of its counterparts. A range that it has of what it extends, and that does not fit it, is left out: the base
    /// names what decides in most scenarios, not in each.
    ///
    /// # Errors
    /// Faults of the scenario; then those at the ends of its ranges and of its counterparts, and ranges whose ends are
    /// the same.
    pub fn with_ranges(&self, changes: &[(&str, &[Change])]) -> Result<Scenario, Faults> {
        let mut scenario = self.with(changes)?;
        let mut faults = Vec::new();
        let all = std::mem::take(&mut scenario.ranges);
        // Its ranges are none of what is read at their ends.
        let mut without = self.merged.clone();
        if let Some(all) = without.as_object_mut() {
            all.shift_remove("ranges");
        }
        if let Some(fault) = too_much(all.len(), &without) {
            return Err(fault.in_file(scenario.name).into());
        }
        for range in all {
            match self.range_fits(&without, &range, changes, &scenario.name) {
                Ok(()) => scenario.ranges.push(range),
                Err(found) if self.gives(&range, changes) => faults.extend(found),
                Err(_) => {}
            }
        }
        for counterpart in &scenario.counterparts {
            let label = format!("/counterparts/{}", escape(&counterpart.id));
            let (today, further) = (Counterpart::todays(), counterpart.changes());
            let made = [(Counterpart::TODAY, &today[..]), (label.as_str(), &further[..])];
            if let Err(Faults(found)) = self.with(&[changes, &made].concat()) {
                // Without it the scenario has none, so that they are its own, wherever they show.
                faults.extend(found.into_iter().map(|f| f.in_file(label.as_str())));
            }
        }
        if faults.is_empty() { Ok(scenario) } else { Err(Faults(faults)) }
    }

    /// Whether the file itself, or a change, gives `range`, and not only what the file extends.
    fn gives(&self, range: &InputRange, changes: &[(&str, &[Change])]) -> bool {
        let own = self.chain.first().and_then(|file| file.value["ranges"].as_array());
        let mut changed = changes.iter().flat_map(|(_, list)| list.iter());
        own.into_iter().flatten().any(|r| merge::id(r) == Some(&range.id))
            || changed.any(|change| change.pointer.starts_with("/ranges"))
    }

    /// Reads the scenario that `merged` says at both ends of `range`; every fault there, or that both ends are the same.
    fn range_fits(
        &self,
        merged: &Value,
        range: &InputRange,
        changes: &[(&str, &[Change])],
        name: &str,
    ) -> Result<(), Vec<Fault>> {
        let (mut inputs, mut faults) = (Vec::new(), Vec::new());
        for (end, change) in ["low", "high"].into_iter().zip(range.ends()) {
            let label = format!("/ranges/{}/{end}", escape(&range.id));
            let here = [change];
            let all: Vec<(&str, &[Change])> =
                changes.iter().copied().chain([(label.as_str(), &here[..])]).collect();
            match self.changed(merged, &all) {
                Ok(at_end) => inputs.push(at_end.inputs),
                Err(Faults(found)) => faults.extend(found),
            }
        }
        if inputs.len() == 2 && inputs[0] == inputs[1] {
            let path = format!("/ranges/{}", escape(&range.id));
            let found = format!("the same scenario at both ends of {}", range.pointer);
            let expected = "an input that decides what a replication shows, and two values of it";
            faults.push(Fault::at(path, found, expected).in_file(name));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}
