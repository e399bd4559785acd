//! The answer of a sweep or a comparison in sentences that can be read aloud.

use super::along::{AlongAxis, enabled};
use super::exercised::not_exercised;
use super::findings::Findings;
use super::headlines::headlines;
use super::northbound::release_sentences;
use super::triggering::where_it_triggers;
use super::words::{differs, listed, upper, value, whole_percent};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::last;

/// The answer: of a grid where it triggers, of settings what each changes; then how long messages take.
pub fn study_sentences(f: &Findings) -> Vec<String> {
    if f.of_courses() {
        return super::frequency::study_sentences(f);
    }
    let mut all: Vec<String> = if f.axes.is_empty() {
        let compared = headlines(f).filter_map(|figure| compared(f, figure));
        std::iter::once(which_trigger(f)).chain(compared).collect()
    } else {
        (0..f.settings.len()).map(|s| triggers(f, s)).collect()
    };
    all.extend(release_sentences(f));
    all.splice(0..0, not_exercised(f));
    all
}

/// Of a comparison, in how many replications each setting triggers; those alike are named together.
fn which_trigger(f: &Findings) -> String {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    for (found, e) in f.variants.iter().zip(&f.evidence) {
        let i = e.measures.triggered();
        let n = i.n;
        let k = libm::round(i.mean * n as f64);
        let said = if !e.plan.scenario.mechanism.enabled {
            "is switched off".to_owned()
        } else if n == 1 {
            (if k > 0.0 { "triggers" } else { "does not trigger" }).to_owned()
        } else {
            let [low, high] = [i.ci_low, i.ci_high].map(|end| whole_percent(end.unwrap_or(0.0)));
            format!("triggers in {k} of {n} replications (95 %: {low} to {high} %)")
        };
        let name = quoted(&f.settings[found.setting].name);
        match alike.iter_mut().find(|(text, _)| *text == said) {
            Some((_, names)) => names.push(name),
            None => alike.push((said, vec![name])),
        }
    }
    let part = |(said, names): (String, Vec<String>)| format!("{said} with {}", listed(&names));
    format!("The mechanism {}.", alike.into_iter().map(part).collect::<Vec<String>>().join("; it "))
}

/// Where a setting triggers on the grid.
fn triggers(f: &Findings, setting: usize) -> String {
    let name = match f.settings.len() {
        1 => "The mechanism".to_owned(),
        _ => format!("With {}, the mechanism", quoted(&f.settings[setting].name)),
    };
    let mut course = AlongAxis::of_any(f, enabled);
    course.lines.retain(|line| line.setting == setting);
    if course.lines.is_empty() {
        return format!("{name} is switched off.");
    }
    let said = where_it_triggers(f, &course).replacen("The mechanism", &name, 1);
    let triggered = || course.shown(f).map(|e| e.measures.triggered());
    let bound = triggered().filter_map(|i| i.ci_high).fold(0.0, f64::max);
    let never = match triggered().all(|i| i.mean == 0.0) {
        true => format!(" (95 % upper bound at each: {} % of replications)", whole_percent(bound)),
        false => String::new(),
    };
    let axis = course.axis.map(|a| last(&f.axes[a].pointer)).unwrap_or_default();
    // What is no threshold is not named by its values.
    let along = if said.contains(axis) || said.contains("/s") { "" } else { axis };
    let off = f.of_setting(setting).filter(|(_, e)| !enabled(e)).count();
    let off = if off > 0 { format!("switched off in {off} variants") } else { String::new() };
    let notes: Vec<&str> =
        [along, &course.note, &off].into_iter().filter(|n| !n.is_empty()).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{said}{never}{notes}.")
}

fn quoted(name: &str) -> String {
    format!("‘{name}’")
}

/// How one figure differs between settings: a sentence; none where no setting has it.
fn compared(f: &Findings, figure: Figure) -> Option<String> {
    let base = f.evidence[0].measures.estimate(figure, Whose::All);
    let first = base.map_or("not measured".to_owned(), |i| value(figure, i.mean));
    let mut parts: Vec<String> = Vec::new();
    let mut same: Vec<String> = Vec::new();
    for v in 1..f.variants.len() {
        let name = quoted(&f.settings[f.variants[v].setting].name);
        let ends = f.of_all(v, figure).map(|d| (d.more.mean, d.more.ci_low));
        match ends {
            Some((0.0, Some(0.0) | None)) => same.push(name),
            _ => parts.extend(other(f, figure, v).map(|text| format!("{text} with {name}"))),
        }
    }
    if !same.is_empty() {
        parts.push(format!("no difference with {}", listed(&same)));
    }
    let called = upper(&figure.called());
    (!parts.is_empty())
        .then(|| format!("{called}: {first} {}; {}.", f.settings[0].name, parts.join("; ")))
}

fn other(f: &Findings, figure: Figure, variant: usize) -> Option<String> {
    let value = value(figure, f.evidence[variant].measures.estimate(figure, Whose::All)?.mean);
    Some(match f.of_all(variant, figure) {
        None => value,
        Some(d) => format!("{value}, {},", differs(figure, &d.more)),
    })
}
