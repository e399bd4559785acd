//! Whether a scenario exercises what a study changes in it: a setting under which every count of every replication is what
//! it was compares nothing with nothing, and is not to be read as "it makes no difference".
//!
//! Scope: which settings are such, of a comparison and of a sweep; the sentence and the caution that say so; the shipped
//! command that does exercise what was changed. Left out: which questions there are (`questions.rs`). Source: C5, paired
//! differences on the same traffic. Checked by: `tests/it/questions.rs`.

use super::cautions::caution;
use super::findings::Findings;
use super::questions::exercising;
use super::stands::sets_what_stands;
use super::words::{listed, upper};

/// A setting in which nothing differs.
struct Idle {
    /// Its variant.
    variant: usize,
    /// The pointers that it changes, and to what.
    changes: Vec<(String, String)>,
}

/// The variants in which nothing happens otherwise than in the one that they are held against, and why that is said.
fn idle(f: &Findings) -> Vec<Idle> {
    let same = |pair: (usize, usize)| f.alike.contains(&pair);
    // Where not one point of the grid differs from another, no axis is exercised; where one does, the others say where.
    let held: Vec<(usize, usize)> = match f.axes.is_empty() {
        true => {
            f.variants.iter().enumerate().filter_map(|(v, at)| Some((v, at.against?))).collect()
        }
        false => {
            let points: Vec<(usize, usize)> = (1..f.variants.len()).map(|v| (v, 0)).collect();
            if points.iter().all(|point| same(*point)) { points } else { Vec::new() }
        }
    };
    let one = |(variant, against): (usize, usize)| {
        let (here, there) = (&f.variants[variant].changes, &f.variants[against].changes);
        let differs = here.iter().filter(|(pointer, value)| there.get(*pointer) != Some(*value));
        let gone = there.iter().filter(|(pointer, _)| !here.contains_key(*pointer));
        let changes = differs.chain(gone).map(|(pointer, v)| (pointer.clone(), v.to_string()));
        Idle { variant, changes: changes.collect() }
    };
    held.into_iter().filter(|pair| same(*pair)).map(one).collect()
}

/// What is said of settings in which nothing differs; none where each changes something.
pub fn not_exercised(f: &Findings) -> Option<String> {
    let (already, idle) = told_apart(f);
    let all = [stands_already(f, &already), said(f, &idle)];
    let all: Vec<String> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Settings that are what already stands, and those in which nothing happens otherwise.
fn told_apart(f: &Findings) -> (Vec<Idle>, Vec<Idle>) {
    let inputs = |v: usize| &f.evidence[v].plan.scenario.inputs;
    let against = |i: &Idle| f.variants[i.variant].against.unwrap_or(0);
    let all_stands = |i: &Idle| sets_what_stands(f, i.variant) && sets_what_stands(f, against(i));
    idle(f).into_iter().partition(|i| inputs(i.variant) == inputs(against(i)) || all_stands(i))
}

/// That a setting asks for what already stands.
fn stands_already(f: &Findings, already: &[Idle]) -> Option<String> {
    let name = |i: &Idle| format!("‘{}’", f.setting(f.variants[i.variant].setting));
    let names: Vec<String> = already.iter().map(name).collect();
    let is = if names.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!("{} {is} how it stands already.", listed(&names)))
}

fn said(f: &Findings, idle: &[Idle]) -> Option<String> {
    if idle.is_empty() {
        return None;
    }
    let names: Vec<String> = match f.axes.is_empty() {
        true => std::iter::once(f.setting(0))
            .chain(idle.iter().map(|i| f.setting(f.variants[i.variant].setting)))
            .map(|name| format!("‘{name}’"))
            .collect(),
        false => Vec::new(),
    };
    let between = match names.is_empty() {
        true => format!("the {} variants", f.variants.len()),
        false => listed(&names),
    };
    let mut commands: Vec<String> = Vec::new();
    for (pointer, value) in idle.iter().flat_map(|i| &i.changes) {
        let found = exercising(pointer, value, &f.base.name).map(str::to_owned);
        commands.extend(found.filter(|command| !commands.contains(command)));
    }
    let does = match commands.is_empty() {
        true => String::new(),
        false => format!("; one that does: `{}`", commands.join("`, `")),
    };
    Some(upper(&format!(
        "this scenario does not exercise it: nothing differs between {between} in any {}{does}.",
        f.one()
    )))
}

/// Adds the caution to each variant in which nothing differs.
pub fn caution_idle(f: &mut Findings) {
    let (_, all) = told_apart(f);
    let text = said(f, &all).unwrap_or_default();
    let text = text.trim_end_matches('.');
    for i in all {
        f.evidence[i.variant].cautions.push(caution("not_exercised", text));
    }
}
