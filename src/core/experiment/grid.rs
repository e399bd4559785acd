//! The grid of a study: its points, each a variant, and that no axis is idle.

use super::asked::Asked;
use super::axis::Axis;
use super::memory::in_bytes;
use super::setting::plain;
use crate::engine::Plan;
use crate::scenario::{Change, Fault, Faults};
use std::collections::{BTreeMap, BTreeSet};

/// Most variants of a study.
const MOST_VARIANTS: usize = 100_000;
/// After so many it is looked at what one takes.
pub(super) const LOOKED_AT: usize = 8;
/// What a variant cannot change: it decides nothing, or what all of them are.
const NOT_VARIED: [&str; 3] = ["/replications", "/name", "/extends"];
/// What it can.
const DECIDES: &str = "a value that decides what a replication shows";
/// One point of a study.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Which setting.
    pub setting: usize,
    /// Which value on each axis.
    pub place: Vec<usize>,
    /// What it changes of the scenario that was asked for.
    pub changes: Vec<Change>,
    /// The scenario with these changes, ready to run.
    pub plan: Plan,
}

/// Refuses `all` variants, kept whole, where the first `made` of them took so many bytes that there is not the room.
pub(super) fn fit_in(made: u64, all: u64, took: u64, there_is: u64) -> Result<(), Faults> {
    let needed = (took / made).saturating_mul(all);
    if needed <= there_is {
        return Ok(());
    }
    let found = format!("{all} variants, which take {} or more", in_bytes(needed));
    let expected = format!("at most {}, which this machine has for them now", in_bytes(there_is));
    let fault = Fault::at("", found, expected).in_file("--vary");
    Err(fault.hint("fewer values or axes; a scenario of fewer Users or streams").into())
}

/// Setting and place on the axes of every variant.
pub(super) fn points(asked: &Asked) -> Result<Vec<(usize, Vec<usize>)>, Faults> {
    let fault = |option: &str, path: &str, found: String, expected: &str| {
        Err(Faults::from(Fault::at(path, found, expected).in_file(option)))
    };
    for setting in &asked.settings {
        // What decides nothing may stand beside what does.
        let idle = setting.changes.iter().all(|change| !change.decides());
        let refused = |c: &&Change| idle || NOT_VARIED.contains(&c.pointer.as_str());
        if let Some(change) = setting.changes.iter().find(refused) {
            return fault("--with", &change.pointer, plain(&change.value), DECIDES);
        }
    }
    let mut names = BTreeSet::new();
    for setting in &asked.settings {
        if !names.insert(setting.name.as_str()) {
            return fault("--with", "", format!("{:?} twice", setting.name), "each name once");
        }
    }
    let mut seen = BTreeSet::new();
    for axis in &asked.axes {
        let pointer = axis.pointer.as_str();
        if NOT_VARIED.contains(&pointer) {
            return fault("--vary", pointer, "an axis".into(), DECIDES);
        }
        if !seen.insert(pointer) {
            return fault("--vary", pointer, "two axes".into(), "each pointer once");
        }
    }
    let mut sizes = asked.axes.iter().map(|a| a.values.len());
    let all = sizes.try_fold(asked.settings.len(), usize::checked_mul);
    if all.is_none_or(|n| n > MOST_VARIANTS) {
        let found =
            all.map_or("more variants than can be counted".into(), |n| format!("{n} variants"));
        return fault("--vary", "", found, "at most 100 000: fewer values or fewer axes");
    }
    let mut points: Vec<(usize, Vec<usize>)> =
        (0..asked.settings.len()).map(|s| (s, Vec::new())).collect();
    for axis in &asked.axes {
        let each = |(s, place): (usize, Vec<usize>)| {
            (0..axis.values.len()).map(move |i| (s, [place.as_slice(), &[i]].concat()))
        };
        points = points.into_iter().flat_map(each).collect();
    }
    Ok(points)
}

/// Refuses an axis that changes nothing: it varies a remark, or what another axis sets again, by
/// another name of the same place; and beside axes a setting that comes to the same as another at every point, as
/// where the axes set again what it sets.
pub(super) fn each_once(variants: &[Variant], axes: &[Axis]) -> Result<(), Faults> {
    let mut seen: BTreeMap<(usize, &str), &Variant> = BTreeMap::new();
    for variant in variants {
        let same = (variant.setting, variant.plan.scenario.inputs.as_str());
        if let Some(other) = seen.insert(same, variant) {
            let idle = (0..axes.len()).find(|a| variant.place[*a] != other.place[*a]);
            let pointer = idle.map_or("", |a| axes[a].pointer.as_str());
            let fault = Fault::at(pointer, "an axis that changes nothing", DECIDES);
            let fault =
                fault.hint("no other axis may set the same place, and `why` decides nothing");
            return Err(fault.in_file("--vary").into());
        }
    }
    let points: Vec<Vec<&str>> =
        variants.chunk_by(|a, b| a.setting == b.setting).map(inputs).collect();
    let known = |n: usize| points[..n].contains(&points[n]);
    match (1..points.len()).find(|n| !axes.is_empty() && known(*n)) {
        None => Ok(()),
        Some(n) => {
            let own = variants[n * points[n].len()].changes.first();
            let pointer = own.map_or("", |change| change.pointer.as_str());
            let fault = Fault::at(pointer, "a setting that changes nothing", DECIDES);
            let fault = fault.hint(
                "at every point it is the same as another: no axis may set again what it sets",
            );
            Err(fault.in_file("--with").into())
        }
    }
}

/// What decides the results of each.
fn inputs(variants: &[Variant]) -> Vec<&str> {
    variants.iter().map(|v| v.plan.scenario.inputs.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_for_which_there_is_no_room_are_refused_by_what_the_first_took() {
        assert!(fit_in(8, 100, 240_000_000, 3_000_000_000).is_ok());
        let faults = fit_in(8, 101, 240_000_000, 3_000_000_000).expect_err("30 MB each");
        let said = faults.to_string();
        assert!(said.contains("101 variants, which take 3.0 GB or more"), "{said}");
    }
}
