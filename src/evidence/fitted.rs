//! What was fitted to a log, in words: what it is, what a person should doubt of it, and what no log tells (T9).

mod days;

use super::words::{fine, from_to, names, percent, thousands, time_said};
use headroom_core::fit::{Estimate, Fitted, Rule, Uneven, Value, What};
use headroom_core::scenario::half_hour_said;

/// Below this a measure of fit is further off than chance.
const LEVEL: f64 = 0.01;
/// A variation written as none is worth a sentence where so much of it would fit as well.
const WIDE: f64 = 0.3;
/// An upper end from here on says no more than that nothing is known.
const ANY: f64 = 1.0;

/// A kind of fitted values, together.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedKind {
    /// What they are.
    pub what: &'static str,
    /// How many.
    pub n: u64,
    /// The least, the middle one and the largest.
    pub values: [f64; 3],
    /// The middle relative standard error, and the largest.
    pub errors: [Option<f64>; 2],
    /// Fewest days behind one.
    pub days: u64,
}

/// What values are called.
pub fn word(what: What) -> &'static str {
    match what {
        What::Amount => "requests a day",
        What::Level => "level of a kind of day",
        What::Share => "share of a half-hour",
        What::Within => "share within a half-hour",
        What::DayCv => "variation of days",
        What::SlotCv => "variation of half-hours",
        What::Correlation => "correlation of days",
        What::Retry => "retry rule",
        What::Response => "response time",
    }
}

/// The values by kind.
pub fn kinds(found: &Fitted) -> Vec<FittedKind> {
    let mut all: Vec<What> = found.values.iter().map(|v| v.what).collect();
    all.sort();
    all.dedup();
    let of = |what: What| {
        let of = found.values.iter().filter(|v| v.what == what);
        let mut values: Vec<f64> = of.clone().map(|v| v.value).collect();
        let relative =
            of.clone().filter_map(|v| Some(v.error? / v.value).filter(|e| e.is_finite()));
        let mut errors: Vec<f64> = relative.collect();
        values.sort_by(f64::total_cmp);
        errors.sort_by(f64::total_cmp);
        let middle = |all: &[f64]| all.get(all.len() / 2).copied();
        FittedKind {
            what: word(what),
            n: values.len() as u64,
            values: [values[0], values[values.len() / 2], values[values.len() - 1]],
            errors: [middle(&errors), errors.last().copied()],
            days: of.map(|v| v.days).min().unwrap_or(0) as u64,
        }
    };
    all.into_iter().map(of).collect()
}

/// The answer in a sentence.
pub fn answer(found: &Fitted) -> String {
    let law = found.variation.law();
    let own = law.own.iter().map(|o| o[0]);
    let (least, most) = own.fold((f64::INFINITY, 0.0_f64), |(a, b), x| (a.min(x), b.max(x)));
    let common = percent(law.common[0]);
    let each = match law.own.len() {
        1 => format!("by {}", percent(most)),
        _ if most <= 0.0 => format!("by {common} together, and of their own as chance has it"),
        _ => {
            format!("by {} to {} of their own and {common} together", percent(least), percent(most))
        }
    };
    let correlation = match &found.variation.correlation {
        Some(e) => format!(
            "; days follow one another with a correlation of {} (95 %: {} to {})",
            fine(e.value.clamp(0.0, 0.9)),
            fine(e.ends.0),
            fine(e.ends.1)
        ),
        None => String::new(),
    };
    let none = match untold(found, &[What::DayCv]).last() {
        Some(most) if *most >= ANY => {
            " (where that is 0, so few days tell nothing of it)".to_owned()
        }
        Some(most) => format!(" (where that is 0, up to {} would fit as well)", percent(*most)),
        None => String::new(),
    };
    let vary = match found.days.iter().sum::<usize>() {
        0 | 1 => "how days vary a single one does not tell".to_owned(),
        _ if most <= 0.0 && law.common[0] <= 0.0 => {
            format!("their days vary by no more than chance has it{none}")
        }
        _ => format!("their days vary {each}{none}{correlation}"),
    };
    format!(
        "{} requests a day on average of {} in {}; {vary}.",
        thousands(found.a_day.iter().sum()),
        several(found.users.len(), "User"),
        several(found.streams.len(), "stream"),
    )
}

/// So many of them.
fn several(n: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(n as f64), if n == 1 { "" } else { "s" })
}

/// What a person has to know of it, a sentence each: what was found of the log, what is to be doubted, what it does not tell.
pub fn said(found: &Fitted) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(days::days(found));
    all.extend(refused(found));
    all.extend(fits(found));
    all.extend(differ(found));
    all.extend(uneven(found));
    all.extend(not_told(found));
    all.extend(found.in_vain.clone());
    let left_out = ["nothing tells", "of its span are missing"];
    let of_log = found.remarks.said(half_hour_said).into_iter();
    all.extend(of_log.filter(|said| !left_out.iter().any(|of| said.contains(of))));
    all
}

fn refused(found: &Fitted) -> Vec<String> {
    if !found.answered {
        return vec!["answers are not recorded: what was refused, when it came again and how long answers took is not known; no retry rule is written".to_owned()];
    }
    let (busiest, refused) = found.busiest;
    let share = percent(refused as f64 / busiest.max(1) as f64);
    let mut said = Vec::new();
    if found.remarks.identity {
        said.push(format!("in {refused} of the {busiest} busiest half-hours (the busiest 5 %) something was refused, {share}; first attempts are told from retries, so all of them count in full and none is censored"));
    } else {
        said.push(format!("of the {busiest} busiest half-hours (the busiest 5 %) {share} are censored: requests were refused in them and nothing tells retries apart, so that of the first attempts of such a half-hour only bounds are known, at least what was accepted and at most all that arrived; {} half-hours of Users in all", found.censored));
    }
    if refused == 0 && found.rules.is_empty() && found.remarks.further > 0 {
        said.push(format!("{} are further attempts, though no refusal stands in the busiest half-hours and too few elsewhere to make a rule of: where refusals were left out of the log, Users send more than is written, and how they retry is not known", several(found.remarks.further as usize, "request")));
    }
    if found.silent > 0 {
        said.push(format!("{} do not say how they were answered: whether they were refused is not known, and no retry rule is made of them", several(found.silent as usize, "row")));
    }
    if found.rules.is_empty() && found.remarks.identity {
        said.push(
            "too few requests were refused to say when they come again; no retry rule is written"
                .to_owned(),
        );
    }
    if let Some(rule) = found.rules.iter().find(|r| r.user.is_none()) {
        said.push(format!(
            "{} of all attempts were refused{}",
            percent(rule.shares[1]),
            came_again(rule),
        ));
    }
    said
}

/// When refused requests came again, by `rule`.
fn came_again(rule: &Rule) -> String {
    let longer = match rule.attempts {
        1 => return "; refused requests did not come again".to_owned(),
        2 => ", once".to_owned(),
        n => format!(", each time {} times as long, in {n} attempts at most", fine(rule.factor)),
    };
    format!(
        "; refused requests came again after {}{longer}; {} of them gave up before that",
        time_said(rule.first),
        percent(rule.given_up)
    )
}

fn fits(found: &Fitted) -> Vec<String> {
    let [transforms, dispersion, correlation] = found.variation.goodness;
    let of = |p: f64| if p < LEVEL { "further off than chance" } else { "as chance has it" };
    vec![format!(
        "fit: counts stand in their laws {} (distance {}, p {}); index of dispersion of what is left {} ({}, p {}); correlation of half-hours that follow one another {} where {} is expected ({}, p {})",
        of(transforms.p),
        fine(transforms.found),
        fine(transforms.p),
        fine(dispersion.found),
        of(dispersion.p),
        fine(dispersion.p),
        fine(correlation.found),
        fine(correlation.expected),
        of(correlation.p),
        fine(correlation.p),
    )]
}

/// How weekdays differ, where it is more than chance.
fn differ(found: &Fitted) -> Option<String> {
    const NAMES: [&str; 5] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays"];
    let of = found.weekdays.filter(|w| w.p < LEVEL)?;
    let each = NAMES.iter().zip(of.levels);
    let each = each.map(|(name, level)| format!("{name} {}", fine(level))).collect::<Vec<_>>();
    Some(format!(
        "weekdays differ: {} of an average one; a scenario has one kind of weekday, so {} of their variance is that and no chance: about their own levels weekdays vary by {} and with the next weekday have a correlation of {}, and half-hours vary about their weekday's profile with a variance μ + φμ² of φ {}",
        each.join(", "),
        percent(of.share),
        percent(of.cv),
        fine(of.correlation),
        fine(of.phi),
    ))
}

/// How counts fall within half-hours, where it is more unevenly than the model has it.
fn uneven(found: &Fitted) -> Option<String> {
    let known: Vec<_> = found.uneven.iter().flatten().collect();
    let more = known.iter().filter(|u| u.phi > 3.0 * u.error);
    let (n, largest) = (more.clone().count(), more.map(|u| u.phi).fold(0.0, f64::max));
    if n == 0 && known.len() == 1 {
        let Uneven { phi, error, .. } = known[0];
        return Some(format!(
            "within half-hours counts vary as chance has it: φ of a variance μ + φμ² is {} (standard error {})",
            fine(*phi),
            fine(*error)
        ));
    }
    (n > 0).then(|| {
        format!(
            "within half-hours counts of {n} of {} vary more from day to day than the model has it, which places each request by itself (T4): variance μ + φμ² of a part with φ up to {}; peaks of single windows are higher than the scenario's, doubt them",
            several(known.len(), "User"),
            fine(largest),
        )
    })
}

/// How much of the variation `of` a kind that is written as none would fit as well, where that is much; in rising order.
fn untold(found: &Fitted, of: &[What]) -> Vec<f64> {
    let none = |v: &&Value| of.contains(&v.what) && v.value <= 0.0;
    let most = |v: &Value| v.ends.map(|ends| ends.1).filter(|most| *most >= WIDE);
    let mut all: Vec<f64> = found.values.iter().filter(none).filter_map(most).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Variation that is written as none, though much of it would fit as well.
fn wide(found: &Fitted) -> Option<String> {
    let all = untold(found, &[What::DayCv, What::SlotCv]);
    let which = match all.len() {
        0 => return None,
        1 => "one variation is".to_owned(),
        n => format!("{n} variations are"),
    };
    let up_to = match [all[0], all[all.len() - 1]] {
        [_, most] if most >= ANY => String::new(),
        ends => format!(": up to {} would fit as well", from_to(ends.map(percent))),
    };
    Some(format!(
        "{which} written as 0 because so few days tell nothing of it, not because there is none{up_to}"
    ))
}

fn not_told(found: &Fitted) -> Vec<String> {
    let mut said = Vec::new();
    let [transforms, _, correlation] = found.variation.goodness;
    if correlation.p < LEVEL && correlation.found > correlation.expected {
        said.push("half-hours of a day resemble their neighbours more than the model has it: it draws each half-hour by itself, so what lasts for hours is in it either of the whole day or of a half-hour".to_owned());
    }
    if transforms.p < LEVEL {
        said.push("the law of counts is not quite what the model has: tails beyond the days observed are an extrapolation, doubt them first".to_owned());
    }
    if found.users.len() == 1 {
        said.push("of one User nobody can tell its own variation from everybody's: all is written as its own".to_owned());
    }
    let whole =
        |(user, own): (&String, &[Estimate; 2])| (own[1].error <= 0.0).then(|| user.clone());
    let whole: Vec<String> =
        found.users.iter().zip(&found.variation.own).filter_map(whole).collect();
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    // Of one day neither can be told, which is said of it.
    if found.days.iter().sum::<usize>() > 1 && !whole.is_empty() {
        said.push(format!("what {} sends is in one half-hour of the day for the most part, so that how half-hours vary cannot be told from how days do: all is written as its days'", names(&whole)));
    }
    if found.variation.correlation.is_none() {
        said.push("days vary by no more than can be told from chance, so whether they follow one another is not known; it is written as 0".to_owned());
    }
    said.extend(wide(found));
    if !found.remarks.identity {
        said.push("nothing tells first submissions from retries (request_id or attempt): where requests were refused, more is taken for fresh than was".to_owned());
    }
    said.push("not in a log, and written as assumed: meters, categories and roles of Users, what the DSP can process, the mechanism; rarer things than its days saw (storms, maintenance, floods) are no part of what is fitted".to_owned());
    said
}
