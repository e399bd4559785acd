//! Which variants answer whether a comparison holds over the assumptions: a setting beside the scenario, at each end of every
//! input's range, or in every draw of all inputs at once.
//!
//! Scope: settings that a person gives, or those against which the consultation's questions on a scenario are answered. A variant that
//! several comparisons need stands once. Left out: what is found (`evidence/contrast.rs`, `evidence/uncertainty/compared.rs`). Checked by:
//! `tests/it/studies/contrasts.rs`, `tests/it/studies/uncertainty.rs`.

use crate::cli::{Stop, by_question};
use crate::evidence::contrast::Asked;
use crate::evidence::questions::questions;
use crate::evidence::uncertainty::Comparison;
use headroom_core::experiment::{Draw, Setting};
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

impl Wanted {
    /// The inputs that it leaves out: those that its setting moves, and those that come to the same.
    fn apart(&self, inputs: &[InputRange]) -> Vec<usize> {
        let moved = |i: &InputRange| self.setting.changes.iter().any(|c| i.touches(&c.pointer));
        let apart = |input: &InputRange| moved(input) || self.same.contains(&input.id);
        (0..inputs.len()).filter(|i| apart(&inputs[*i])).collect()
    }
}

/// The variant with these changes, which is put behind the others where there is none.
fn place(settings: &mut Vec<Setting>, changes: Vec<Change>, name: String) -> usize {
    if changes.is_empty() {
        return 0;
    }
    let at = settings.iter().position(|s| s.changes == changes).unwrap_or_else(|| {
        settings.push(Setting { name, changes });
        settings.len() - 1
    });
    // The scenario as it stands is before them.
    at + 1
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

/// Which of the variants in `settings`, the `draws` over `inputs` first, answer what is `wanted` in every draw, with those that are
/// added for it. An input that a setting moves stays as it stands in both.
pub(super) fn over_draws(
    (draft, set): (&Draft, &[Change]),
    (inputs, draws): (&[InputRange], &[Draw]),
    settings: &mut Vec<Setting>,
    wanted: Vec<Wanted>,
) -> Result<Vec<Comparison>, Stop> {
    let own: Vec<Vec<Change>> = settings.iter().map(|s| s.changes.clone()).collect();
    let own: Vec<(&Draw, Vec<Change>)> =
        draws.iter().zip(own).filter(|(draw, _)| draw.anew.is_none()).collect();
    let mut all = Vec::new();
    for wanted in wanted {
        let apart = wanted.apart(inputs);
        let Wanted { question, set: first, setting, figures, .. } = wanted;
        draft
            .with(&[("--set", set), ("--with", &[first.as_slice(), &setting.changes].concat())])?;
        let mut pairs = Vec::new();
        for (draw, changes) in &own {
            let drawn = changes.iter().enumerate().filter(|(i, _)| !apart.contains(i));
            let here: Vec<Change> = first.iter().chain(drawn.map(|(_, c)| c)).cloned().collect();
            let both = [here.clone(), [here.as_slice(), &setting.changes].concat()];
            let name = format!("draw {}, {}", draw.number, setting.name);
            let fine = |c: &Vec<Change>| draft.with(&[("--set", set), (&name, c)]).is_ok();
            if !both.iter().all(fine) {
                pairs.push(None);
                continue;
            }
            let of = |words: &str| match question[0].as_str() {
                "" => format!("draw {}{words} ‘{}’", draw.number, setting.name),
                id => format!("draw {}{words} ‘{id}: {}’", draw.number, setting.name),
            };
            let mut names = [of(" beside"), of(" with")].into_iter();
            pairs.push(Some(both.map(|changes| {
                let name = names.next().unwrap_or_default();
                place(settings, changes, name)
            })));
        }
        let seen = Vec::new();
        all.push(Comparison { question, setting, figures, apart, pairs, seen });
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
    for wanted in wanted {
        let apart = wanted.apart(inputs);
        let Wanted { question, set: first, setting, figures, .. } = wanted;
        let pair = |end: Option<&Change>| {
            let here: Vec<Change> = first.iter().chain(end).cloned().collect();
            let there = [here.as_slice(), &setting.changes].concat();
            [here, there]
        };
        let named = |end: &str| [end.to_owned(), format!("{}{end}", setting.name)];
        let mut places = |pair: [Vec<Change>; 2], names: [String; 2]| {
            let mut names = names.into_iter();
            pair.map(|changes| place(settings, changes, names.next().unwrap_or_default()))
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
