//! The answer of a sweep or a comparison in sentences that can be read aloud.

use super::Evidence;
use super::findings::{Findings, Found};
use super::headlines::headlines;
use super::northbound::release_sentences;
use super::words::{differs, listed, upper, value, whole_percent};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{last, plain};

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
    let name = if f.settings.len() > 1 {
        format!("With {}, the mechanism", quoted(&f.settings[setting].name))
    } else {
        "The mechanism".to_owned()
    };
    let all: Vec<(&Found, &Evidence)> = f.of_setting(setting).collect();
    if all.iter().all(|(_, e)| !e.plan.scenario.mechanism.enabled) {
        return format!("{name} is switched off.");
    }
    let share = |e: &Evidence| e.measures.triggered().mean;
    let n = f.replications();
    let runs =
        if n == 1 { "the one replication".to_owned() } else { format!("all {n} replications") };
    let count = |of: fn(f64) -> bool| all.iter().filter(|(_, e)| of(share(e))).count();
    let (always, never) = (count(|s| s == 1.0), count(|s| s == 0.0));
    let of = format!("{} settings of {}", all.len(), axes(f));
    if always == all.len() {
        return format!("{name} triggers in {runs} at every one of {of}.");
    }
    if never == all.len() {
        let bound = all[0].1.measures.triggered().ci_high.unwrap_or(1.0);
        return format!(
            "{name} triggers at none of {of} (95 % upper bound at each: {} % of replications).",
            whole_percent(bound)
        );
    }
    let falls = all.windows(2).all(|w| share(w[0].1) >= share(w[1].1));
    if f.axes.len() == 1 && falls {
        let value = |i: usize| at(f, all[i].0);
        let mut parts = Vec::new();
        if always > 0 {
            parts.push(format!("in {runs} up to {}", value(always - 1)));
        }
        if always + never < all.len() {
            let (from, to) = (value(always), value(all.len() - never - 1));
            let span =
                if from == to { format!("at {from}") } else { format!("from {from} to {to}") };
            parts.push(format!("in some {span}"));
        }
        if never > 0 {
            parts.push(format!("in none from {} on", value(all.len() - never)));
        }
        return format!("{name} triggers {} ({of}).", parts.join(", "));
    }
    format!(
        "{name} triggers in {runs} at {always} of {of}, in some at {}, in none at {never}.",
        all.len() - always - never
    )
}

fn quoted(name: &str) -> String {
    format!("‘{name}’")
}

fn axes(f: &Findings) -> String {
    f.axes.iter().map(|a| last(&a.pointer)).collect::<Vec<&str>>().join(" × ")
}

/// The values of a variant on the axes.
fn at(f: &Findings, found: &Found) -> String {
    let values = f.axes.iter().zip(&found.place).map(|(a, i)| plain(&a.values[*i]));
    values.collect::<Vec<String>>().join(", ")
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
