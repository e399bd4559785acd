//! Which variants answer whether a comparison holds over the assumptions: a setting beside the scenario, at each end of every
//! input's range.
//!
//! Scope: settings that a person gives, or those against which the consultation's questions on a scenario are answered. A variant that
//! several comparisons need stands once. Left out: what is found (`evidence/contrast.rs`). Checked by:
//! `tests/it/studies/contrasts.rs`.

use crate::cli::{Stop, by_question};
use crate::evidence::contrast::Asked;
use crate::evidence::questions::questions;
use headroom_core::experiment::Setting;
use headroom_core::scenario::{Change, Draft, FigureOf, InputRange};

/// A comparison that is wanted.
pub(super) struct Wanted {
    /// The question that asks it, and its command; empty of a person's.
    question: [String; 2],
    /// Inputs by name that it leaves out.
    same: Vec<String>,
    /// What its study sets everywhere.
    set: Vec<Change>,
    /// What the scenario is held against.
    setting: Setting,
    /// Which figures; none of a person's.
    figures: Vec<FigureOf>,
}

/// The settings a person gives.
pub(super) fn given(with: &[Setting]) -> Vec<Wanted> {
    let one = |setting: &Setting| Wanted {
        question: Default::default(),
        same: Vec::new(),
        set: Vec::new(),
        setting: setting.clone(),
        figures: Vec::new(),
    };
    with.iter().map(one).collect()
}

/// Those against which the questions are answered that the scenario `name` exercises.
pub(super) fn of_questions(name: &str) -> Result<Vec<Wanted>, Stop> {
    let mut all: Vec<Wanted> = Vec::new();
    for question in questions().iter().filter(|q| q.exercised_by == name) {
        for (label, figure) in question.held() {
            let asked = |w: &&mut Wanted| w.question[0] == question.id && w.setting.name == label;
            if let Some(wanted) = all.iter_mut().find(asked) {
                wanted.figures.push(figure);
                continue;
            }
            let (set, setting) = by_question::setting(question, label)?.ok_or_else(|| {
                Stop(format!("{}: its study has no setting {label:?}", question.id))
            })?;
            let (same, figures) = (question.apart.clone(), vec![figure]);
            let question = [question.id.clone(), question.command.clone()];
            all.push(Wanted { question, same, set, setting, figures });
        }
    }
    Ok(all)
}

/// The variants, those of the scenario and its ends first in `settings`, and which of them answer what is `wanted` over `inputs`. An
/// end that the scenario's checks refuse together with a setting is left out of that comparison.
pub(super) fn variants(
    (draft, set): (&Draft, &[Change]),
    inputs: &[InputRange],
    settings: &mut Vec<Setting>,
    wanted: Vec<Wanted>,
) -> Result<Vec<Asked>, Stop> {
    let mut all = Vec::new();
    for Wanted { question, same, set: first, setting, figures } in wanted {
        let moved = |input: &InputRange| setting.changes.iter().any(|c| input.touches(&c.pointer));
        let apart = |input: &InputRange| moved(input) || same.contains(&input.id);
        let apart: Vec<usize> = (0..inputs.len()).filter(|i| apart(&inputs[*i])).collect();
        let pair = |end: Option<&Change>| {
            let here: Vec<Change> = first.iter().chain(end).cloned().collect();
            let there = [here.as_slice(), &setting.changes].concat();
            [here, there]
        };
        let mut place = |changes: Vec<Change>, name: String| {
            if changes.is_empty() {
                return 0;
            }
            let at = settings.iter().position(|s| s.changes == changes).unwrap_or_else(|| {
                settings.push(Setting { name, changes });
                settings.len() - 1
            });
            // The scenario as it stands is before them.
            at + 1
        };
        let named = |end: &str| [end.to_owned(), format!("{}{end}", setting.name)];
        let mut places = |pair: [Vec<Change>; 2], names: [String; 2]| {
            let mut names = names.into_iter();
            pair.map(|changes| place(changes, names.next().unwrap_or_default()))
        };
        let stands = pair(None);
        draft.with(&[("--set", set), ("--with", &stands[1])])?;
        let of = match &question[0] {
            id if id.is_empty() => String::new(),
            id => format!("{id}: "),
        };
        let here = places(stands, named("").map(|n| format!("{of}{n}")));
        let (mut ends, mut refused) = (Vec::new(), 0);
        for (i, input) in inputs.iter().enumerate().filter(|(i, _)| !apart.contains(i)) {
            for (end, change) in input.ends().iter().enumerate() {
                let both = pair(Some(change));
                let fine = |changes: &Vec<Change>| {
                    draft.with(&[("--set", set), ("--with", changes)]).is_ok()
                };
                if !both.iter().all(fine) {
                    refused += 1;
                } else {
                    let name = format!("{} = {}", input.id, crate::evidence::plain(&change.value));
                    let names = [format!("{of}{name}"), format!("{of}{}, {name}", setting.name)];
                    ends.push((i, end, places(both, names)));
                }
            }
        }
        all.push(Asked { question, set: first, setting, figures, here, ends, apart, refused });
    }
    Ok(all)
}
