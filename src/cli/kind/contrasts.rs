//! Which variants answer whether a comparison holds over the assumptions: a setting beside the scenario, at each end of every
//! input's range, or in every draw of all inputs at once.
//!
//! Scope: settings that a person gives, or those against which the consultation's questions on a scenario are answered. A variant that
//! several comparisons need stands once. Left out: what is found (`evidence/contrast.rs`, `evidence/uncertainty/compared.rs`). Checked by:
//! `tests/it/studies/contrasts.rs`, `tests/it/studies/uncertainty.rs`.

use super::same_draws;
use crate::cli::{Stop, by_question};
use crate::evidence::contrast::Asked;
use crate::evidence::questions::questions;
use crate::evidence::stands::is_at;
use crate::evidence::uncertainty::Comparison;
use headroom_core::experiment::{Draw, Setting};
use headroom_core::scenario::{Change, Draft, Fault, Faults, FigureOf, InputRange};

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

/// What is wrong with a draw or with what is set in it, in short.
pub(super) fn first_of(Faults(all): &Faults) -> String {
    let said = |f: &Fault| format!("{}: found {}, expected {}", f.path, f.found, f.expected);
    all.first().map_or(String::new(), said)
}

/// The settings a person gives.
///
/// # Errors
/// One that has the name of the scenario as it stands or of another, or is the same as another, or draws other traffic.
pub(super) fn given(with: &[Setting]) -> Result<Vec<Wanted>, Stop> {
    let wrong = |found: String, expected: &str| {
        Err(Faults::from(Fault::at("", found, expected).in_file("--with")).into())
    };
    let stands = Setting::as_it_stands();
    for (i, setting) in with.iter().enumerate() {
        let name = &setting.name;
        let same = |other: &&Setting| other.name == *name || other.changes == setting.changes;
        match with[..i].iter().chain([&stands]).find(same) {
            Some(other) if other.name == *name => {
                return wrong(
                    format!("{name:?} twice"),
                    "each name once, and none that the scenario has",
                );
            }
            Some(other) => {
                return wrong(
                    format!("{name:?}, the same as {:?}", other.name),
                    "each setting once",
                );
            }
            None => same_draws(setting.changes.iter().map(|c| ("--with", &c.pointer)))?,
        }
    }
    let one = |setting: &Setting| Wanted {
        question: Default::default(),
        same: Vec::new(),
        set: Vec::new(),
        setting: setting.clone(),
        figures: Vec::new(),
    };
    Ok(with.iter().map(one).collect())
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

/// Whether the scenario takes every setting that is `wanted`, and each that a person gives compares something.
fn compare_something(
    (draft, set): (&Draft, &[Change]),
    inputs: &[InputRange],
    wanted: &[Wanted],
) -> Result<(), Faults> {
    let base = draft.with(&[("--set", set)])?;
    // A remark beside what stands is nothing, too.
    let stands = |c: &Change| !c.decides() || is_at(&base.resolved, &c.pointer, &c.value);
    let mut wrong = Vec::new();
    for w in wanted {
        let (by_person, name) = (w.question[0].is_empty(), &w.setting.name);
        let changes = [w.set.as_slice(), &w.setting.changes].concat();
        if let Err(Faults(faults)) = draft.with(&[("--set", set), ("--with", &changes)]) {
            wrong.extend(faults.into_iter().filter(|f| !wrong.contains(f)).collect::<Vec<_>>());
        } else if by_person && w.apart(inputs).len() == inputs.len() {
            let found = format!("{name:?}, which sets every input that is drawn");
            let fault =
                Fault::at("", found, "a setting that leaves at least one input to be drawn");
            let hint = "headroom compare holds it against the scenario as it stands";
            wrong.push(fault.in_file("--with").hint(hint));
        } else if by_person && w.setting.changes.iter().all(stands) {
            let found = format!("{name:?}, which is how it stands already");
            wrong.push(Fault::at("", found, "a setting that changes something").in_file("--with"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Faults(wrong)) }
}

/// Which of the variants in `settings`, the `draws` over `inputs` first, answer what is `wanted` in every draw, with those that are
/// added for it. An input that a setting moves stays as it stands in both.
///
/// # Errors
/// A person's setting that changes nothing, or leaves no input to be drawn.
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
    compare_something((draft, set), inputs, &wanted)?;
    for wanted in wanted {
        let apart = wanted.apart(inputs);
        if apart.len() == inputs.len() {
            continue;
        }
        let Wanted { question, set: first, setting, figures, .. } = wanted;
        let (mut pairs, mut refused) = (Vec::new(), Vec::new());
        for (draw, changes) in &own {
            let drawn = changes.iter().enumerate().filter(|(i, _)| !apart.contains(i));
            let here: Vec<Change> = first.iter().chain(drawn.map(|(_, c)| c)).cloned().collect();
            let both = [here.clone(), [here.as_slice(), &setting.changes].concat()];
            let name = format!("draw {}, {}", draw.number, setting.name);
            let checked = |c: &Vec<Change>| draft.with(&[("--set", set), (&name, c)]).map(|_| ());
            if let Err(faults) = both.iter().try_for_each(checked) {
                refused.push((draw.number, first_of(&faults)));
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
        all.push(Comparison { question, setting, figures, apart, pairs, refused, seen });
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
