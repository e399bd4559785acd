//! The answer of a sweep or a comparison in sentences that can be read aloud.

use super::Evidence;
use super::findings::{Findings, Found};
use super::northbound::release_sentences;
use super::words::{decimals, listed, percent, said, time_said, upper};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{last, plain};

/// A figure that people ask for first: what it is called, and how it is said.
pub(super) struct Headline {
    pub(super) figure: Figure,
    pub(super) name: &'static str,
    pub(super) said: fn(f64) -> String,
    /// How a difference of it is said.
    pub(super) more: fn(f64) -> String,
}

const fn headline(figure: Figure, name: &'static str, said: fn(f64) -> String) -> Headline {
    Headline { figure, name, said, more: said }
}

pub(super) const HEADLINES: [Headline; 9] = [
    headline(
        Figure::NeverAnsweredNotAbove,
        "requests never answered (not above by own sending)",
        said,
    ),
    headline(Figure::NeverAnsweredAbove, "requests never answered (above by own sending)", said),
    headline(Figure::Throttled, "attempts throttled by the mechanism", said),
    headline(Figure::Rejected, "attempts rejected by today's protection", said),
    headline(Figure::RefusedWithin, "attempts refused of requests within", said),
    headline(Figure::ActiveS, "time in which the mechanism is active", minutes),
    headline(Figure::UsersThrottled, "Users throttled", decimals),
    headline(Figure::WaitSP95, "wait that 95 % of requests do not exceed", seconds),
    share(Figure::WorstOffShare, "of its entitlement, the User worst off is admitted"),
];

/// Those of processes and of storms, for studies that have them.
pub(super) const OF_STORMS_AND_PROCESSES: [Headline; 3] = [
    share(Figure::ProcessesFirstTime, "runs of processes completed first time"),
    share(Figure::SupplyKnown15Min, "losses of supply known within 15 min"),
    share(Figure::RestorationKnown15Min, "restorations of supply known within 15 min"),
];

/// Those of messages to Users.
pub(super) const OF_MESSAGES: [Headline; 3] = [
    headline(Figure::MessagesHeldBack, "alerts held back", said),
    headline(Figure::MessagesLost, "messages lost at Users' adapters", said),
    headline(
        Figure::LongestBehindS,
        "time after which the User longest behind is level",
        time_said,
    ),
];

const fn share(figure: Figure, name: &'static str) -> Headline {
    Headline { figure, name, said: percent, more: points }
}

/// The headlines of `f`.
pub(super) fn headlines(f: &Findings) -> impl Iterator<Item = &'static Headline> {
    let measured = |h: &&Headline| {
        f.evidence.iter().any(|e| e.measures.estimate(h.figure, Whose::All).is_some())
    };
    let further = OF_STORMS_AND_PROCESSES.iter().chain(&OF_MESSAGES);
    HEADLINES.iter().chain(further.filter(measured))
}

/// Minutes up to ten hours.
fn minutes(s: f64) -> String {
    if s < 36_000.0 { format!("{} min", decimals(s / 60.0)) } else { time_said(s) }
}

fn seconds(s: f64) -> String {
    format!("{} s", decimals(s))
}

/// A difference of shares.
fn points(x: f64) -> String {
    format!("{:.1} points", x * 100.0)
}

/// The answer: of a grid where it triggers, of settings what each changes; then how long messages take.
pub fn study_sentences(f: &Findings) -> Vec<String> {
    if f.of_courses() {
        return super::frequency::study_sentences(f);
    }
    let mut all: Vec<String> = if f.axes.is_empty() {
        let compared = headlines(f).filter_map(|h| compared(f, h));
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
            let ends = |end: Option<f64>| end.unwrap_or(0.0) * 100.0;
            let (low, high) = (ends(i.ci_low), ends(i.ci_high));
            format!("triggers in {k} of {n} replications (95 %: {low:.0} to {high:.0} %)")
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
        let bound = all[0].1.measures.triggered().ci_high.unwrap_or(1.0) * 100.0;
        return format!(
            "{name} triggers at none of {of} (95 % upper bound at each: {bound:.0} % of replications)."
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
fn compared(f: &Findings, h: &Headline) -> Option<String> {
    let base = f.evidence[0].measures.estimate(h.figure, Whose::All);
    let first = base.map_or("not measured".to_owned(), |i| (h.said)(i.mean));
    let mut parts: Vec<String> = Vec::new();
    let mut same: Vec<String> = Vec::new();
    for v in 1..f.variants.len() {
        let name = quoted(&f.settings[f.variants[v].setting].name);
        let ends = f.of_all(v, h.figure).map(|d| (d.more.mean, d.more.ci_low, d.more.ci_high));
        match ends {
            Some((0.0, Some(0.0) | None, _)) => same.push(name),
            _ => parts.extend(other(f, h, v).map(|text| format!("{text} with {name}"))),
        }
    }
    if !same.is_empty() {
        parts.push(format!("no difference with {}", listed(&same)));
    }
    (!parts.is_empty()).then(|| {
        format!("{}: {first} {}; {}.", upper(h.name), f.settings[0].name, parts.join("; "))
    })
}

fn other(f: &Findings, h: &Headline, variant: usize) -> Option<String> {
    let value = (h.said)(f.evidence[variant].measures.estimate(h.figure, Whose::All)?.mean);
    let Some(d) = f.of_all(variant, h.figure) else {
        return Some(value);
    };
    let more = |x: f64| (h.more)(libm::fabs(x));
    Some(match (d.more.ci_low, d.more.ci_high) {
        (Some(low), Some(high)) if low <= 0.0 && high >= 0.0 => format!(
            "{value}, no clear difference (95 %: {} to {}),",
            signed(h.more, low),
            signed(h.more, high)
        ),
        (Some(low), Some(high)) => {
            let word = if d.more.mean < 0.0 { "less" } else { "more" };
            let (near, far) = if d.more.mean < 0.0 { (high, low) } else { (low, high) };
            let ends = format!("95 %: {} to {}", more(near), more(far));
            format!("{value}, {} {word} ({ends}),", more(d.more.mean))
        }
        _ => format!("{value}, {},", signed(h.more, d.more.mean)),
    })
}

pub(super) fn signed(said: fn(f64) -> String, x: f64) -> String {
    match x {
        0.0 => "0".to_owned(),
        x if x < 0.0 => format!("−{}", said(-x)),
        x => format!("+{}", said(x)),
    }
}
