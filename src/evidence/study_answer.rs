//! The answer of a sweep or a comparison in sentences that can be read aloud.

use super::Evidence;
use super::along::{AlongAxis, enabled};
use super::exercised::not_exercised;
use super::findings::{Findings, Found};
use super::headlines::headlines;
use super::northbound::release_sentences;
use super::triggering::where_it_triggers;
use super::turning::turning;
use super::words::{
    differs, key_said, listed, no_difference, so_many, upper, value, whole_percent,
};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::last;
use headroom_core::scenario::Counterpart;

/// The answer: of a grid where it triggers, of settings what each changes; then how long messages take.
pub fn study_sentences(f: &Findings) -> Vec<String> {
    if f.of_courses() {
        return super::frequency::study_sentences(f);
    }
    let mut all: Vec<String> = if f.axes.is_empty() {
        let compared = headlines(f).filter_map(|figure| compared(f, figure));
        compared.chain(std::iter::once(which_trigger(f))).chain(without_today(f)).collect()
    } else {
        let settings = 0..f.settings.len();
        settings
            .flat_map(|s| never_answered_along(f, s).into_iter().chain([triggers(f, s)]))
            .collect()
    };
    all.extend(turns_along(f));
    all.extend(release_sentences(f));
    all.splice(0..0, not_exercised(f));
    all
}

/// Where variants are better than today's system on their traffic, and others worse: with collapse on or off, or along
/// whatever the study varies.
fn turns_along(f: &Findings) -> Option<String> {
    let all = turning(|figure| {
        let of = |(found, e): (&Found, &Evidence)| {
            let today = e.beside.iter().find(|b| b.id == Counterpart::TODAY)?;
            Some((format!("than today at {}", found.said()), today.of_all(figure)?.more))
        };
        f.variants.iter().zip(&f.evidence).filter_map(of).collect()
    });
    (!all.is_empty()).then(|| format!("The sign turns within the study: {}.", all.join("; ")))
}

/// Where no setting of a comparison is today's system, and none stands beside them, that there is none to hold them against.
fn without_today(f: &Findings) -> Option<String> {
    let today = |e: &Evidence| {
        e.plan.scenario.is_today() || e.beside.iter().any(|b| b.id == Counterpart::TODAY)
    };
    let none = !f.evidence.iter().any(today);
    none.then(|| {
        "No setting is today's system: --with /mechanism/enabled=false adds it.".to_owned()
    })
}

/// Of a comparison, in how many replications each setting triggers; those alike are named together.
fn which_trigger(f: &Findings) -> String {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    for (found, e) in f.variants.iter().zip(&f.evidence) {
        let Some(i) = e.estimate(Figure::Triggered, Whose::All) else { continue };
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
        let name = quoted(&f.setting(found.setting));
        match alike.iter_mut().find(|(text, _)| *text == said) {
            Some((_, names)) => names.push(name),
            None => alike.push((said, vec![name])),
        }
    }
    let part = |(said, names): (String, Vec<String>)| format!("{said} with {}", listed(&names));
    format!("The mechanism {}.", alike.into_iter().map(part).collect::<Vec<String>>().join("; it "))
}

/// Who is left without an answer with a setting on the grid, today's system beside it; none where it is everywhere the same
/// as none.
fn never_answered_along(f: &Findings, setting: usize) -> Option<String> {
    const OF: Figure = Figure::NeverAnsweredNotAbove;
    let mean = |e: &Evidence| e.estimate(OF, Whose::All).map(|i| i.mean);
    let todays = |e: &Evidence| {
        e.beside.iter().find_map(|b| (b.id == Counterpart::TODAY).then(|| b.mean(OF))?)
    };
    let range = |of: &dyn Fn(&Evidence) -> Option<f64>, placed: bool| -> Option<String> {
        let all = f.of_setting(setting).filter_map(|(found, e)| Some((of(e)?, found.said())));
        let mut all: Vec<(f64, String)> = all.collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Of equals the first of the study is named.
        let (least, last) = (all.first()?, all.last()?);
        let most = all.iter().find(|of| of.0 == last.0)?;
        Some(match value(OF, least.0) == value(OF, most.0) {
            true => value(OF, least.0),
            // Some axes say nothing of it.
            false if !placed => format!("from {} to {}", value(OF, least.0), value(OF, most.0)),
            false => format!(
                "from {} (at {}) to {} (at {})",
                value(OF, least.0),
                least.1,
                value(OF, most.0),
                most.1
            ),
        })
    };
    let name = match f.settings.len() {
        1 => String::new(),
        _ => format!("With {}: ", quoted(&f.setting(setting))),
    };
    let today = range(&todays, false).map_or(String::new(), |today| format!("; today {today}"));
    let here = range(&mean, true)?;
    let called = if name.is_empty() { upper(&OF.called()) } else { OF.called() };
    Some(format!("{name}{called}: {here}{today}."))
}

/// Where a setting triggers on the grid.
fn triggers(f: &Findings, setting: usize) -> String {
    let name = match f.settings.len() {
        1 => "The mechanism".to_owned(),
        _ => format!("With {}, the mechanism", quoted(&f.setting(setting))),
    };
    let mut course = AlongAxis::of_any(f, enabled);
    course.lines.retain(|line| line.setting == setting);
    if course.lines.is_empty() {
        return format!("{name} is switched off.");
    }
    let said = where_it_triggers(f, &course).replacen("The mechanism", &name, 1);
    let triggered = || course.shown(f).filter_map(|e| e.estimate(Figure::Triggered, Whose::All));
    let bound = triggered().filter_map(|i| i.ci_high).fold(0.0, f64::max);
    let never = match triggered().all(|i| i.mean == 0.0) {
        true => format!(" (95 % upper bound at each: {} % of replications)", whole_percent(bound)),
        false => String::new(),
    };
    let axis = course.axis.map(|a| key_said(last(&f.axes[a].pointer))).unwrap_or_default();
    // What is no threshold is not named by its values.
    let along = if said.contains(&axis) || said.contains("/s") { "" } else { axis.as_str() };
    let off = f.of_setting(setting).filter(|(_, e)| !enabled(e)).count();
    let off = match off {
        0 => String::new(),
        off => format!("switched off in {}", so_many("variant", off)),
    };
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
    let first = f.borne(0, figure).map_or("not measured".to_owned(), |x| value(figure, x));
    let mut parts: Vec<String> = Vec::new();
    let mut same: Vec<String> = Vec::new();
    for v in 1..f.variants.len() {
        let name = quoted(&f.setting(f.variants[v].setting));
        let ends = f.of_all(v, figure).map(|d| d.more);
        match ends {
            Some(more) if no_difference(figure, &more) => same.push(name),
            _ => parts.extend(other(f, figure, v).map(|text| format!("{text} with {name}"))),
        }
    }
    if !same.is_empty() {
        parts.push(format!("no difference to speak of with {}", listed(&same)));
    }
    let called = upper(&figure.called());
    (!parts.is_empty())
        .then(|| format!("{called}: {first} {}; {}.", f.setting(0), parts.join("; ")))
}

fn other(f: &Findings, figure: Figure, variant: usize) -> Option<String> {
    let value = value(figure, f.borne(variant, figure)?);
    Some(match f.of_all(variant, figure) {
        None => value,
        Some(d) => format!("{value}, {},", differs(figure, &d.more)),
    })
}
