//! What was found, as a scenario: few words, each value with its `source`.

use super::fitted::{Fitted, FittedStream};
use super::profiles::{Day, KIND_WORDS, Profile, clock};
use super::retries::Rule;
use super::source::digits;
use super::value::{short, token};
use super::who::{classes, srvs, users};
use crate::domain::{Mode, Span};
use crate::scenario::{civil_date, run_said};
use serde_json::{Map, Value as Json, json};

/// The scenario `name` that `found` says.
pub fn scenario(found: &Fitted, name: &str) -> Json {
    let source = found.source();
    let start = week(found);
    let mut scenario = json!({
        "name": name,
        "why": format!("Traffic like that of a log of {} days, of which nothing is replayed: amounts, profiles, variation and retries as fitted to it (T9). What a log does not say is marked as assumed.", found.days.iter().sum::<usize>()),
        "source": source,
        "extends": "duis",
        "start": start.0,
        "duration": start.1,
        "resolution": found.bins[1].to_string(),
        "replications": 20,
    });
    let rules = found.rules.iter().filter(|r| found.is_own(r)).map(|r| retry(found, r));
    // An empty list would take away what is there.
    let lists = [
        ("holidays", found.holidays.iter().cloned().map(Json::from).collect()),
        ("users", users(found)),
        ("response_classes", classes(found)),
        ("srvs", srvs(found)),
        ("retries", rules.collect()),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list): &(_, Vec<Json>)| !list.is_empty()) {
        scenario[key] = list.into();
    }
    scenario["traffic"] = traffic(found);
    // A window is whole cells.
    if found.bins[1].ms() > 60_000 {
        scenario["mechanism"] = json!({
            "window": found.bins[1].to_string(), "assumed": true, "why": "A cell, the least there can be.",
        });
    }
    scenario["gateway"] = json!({
        "threshold_over_ordinary": 1.25,
        "assumed": true,
        "why": "A log does not say what the DSP can process: the threshold stands a quarter above the busiest ordinary window. Put in `max_capacity`.",
    });
    scenario
}

/// The first week of the log of whole days; of one that has none, all of it.
fn week(found: &Fitted) -> (String, String) {
    let (start, duration) = run_said(found.span.0, found.span.1);
    let (first, last) = found.dates;
    let first = if start.ends_with("T00:00") { first } else { first + 1 };
    if first > last {
        return (start, duration);
    }
    let (year, month, day) = civil_date(first);
    (format!("{year:04}-{month:02}-{day:02}T00:00"), "7 days".to_owned())
}

impl Fitted {
    /// Whether a rule is worth its own place: the one of all, and of a User whose differs from it.
    fn is_own(&self, rule: &Rule) -> bool {
        let all = &self.rules[0];
        let near = |a: f64, b: f64| (a - b).abs() <= 0.1 * b.abs().max(0.05);
        rule.user.is_none()
            || rule.attempts != all.attempts
            || !near(rule.first, all.first)
            || !near(rule.factor, all.factor)
            || !near(rule.jitter, all.jitter)
    }
}

fn traffic(found: &Fitted) -> Json {
    let law = found.variation.law();
    let source: Vec<String> = ["day_cv_common", "slot_cv_common", "day_correlation"]
        .into_iter()
        .filter(|of| found.places.contains_key(&format!("/traffic/{of}")))
        .map(|of| format!("{of}: {}", found.source_of(&format!("/traffic/{of}"))))
        .collect();
    json!({
        "day_cv_common": digits(law.common[0], 3),
        "day_correlation": digits(law.correlation, 3),
        "slot_cv_common": digits(law.common[1], 3),
        "why": match found.variation.common {
            Some(_) => "By how much days and half-hours of everybody vary together; each User's own stand with the Users.",
            None => "Of one User nobody can tell what is its own from what everybody's would be: all variation is its own.",
        },
        "source": source.join("; "),
        "profiles": found.profiles.iter().map(|p| profile(found, p)).collect::<Vec<Json>>(),
        "streams": found.streams.iter().map(|s| stream(found, s)).collect::<Vec<Json>>(),
    })
}

fn profile(found: &Fitted, of: &Profile) -> Json {
    let mut profile = json!({ "id": of.id });
    if found.utc {
        profile["clock"] = "utc".into();
    }
    let place = format!("/traffic/profiles/{}", token(&of.id));
    // A weekday is a must: where the log has none, the next kind that there is stands for it.
    let first = of.days.iter().flatten().next();
    for (kind, word) in KIND_WORDS.into_iter().enumerate() {
        let day = of.days[kind].as_ref().or(if kind == 0 { first } else { None });
        if let Some(day) = day {
            profile[word] = self::day(found, day, &format!("{place}/{word}"));
        }
    }
    if of.streams.len() > 1 {
        profile["why"] = format!(
            "Of {} SRVs of which too few were sent for a profile of their own.",
            of.streams.len()
        )
        .into();
    }
    profile
}

fn day(found: &Fitted, of: &Day, place: &str) -> Json {
    let mut day = json!({ "shares": rounded(&of.shares), "level": digits(of.level, 5) });
    if !of.within.is_empty() {
        let shapes = of.within.iter().map(|(slot, shape)| (clock(*slot), rounded(shape).into()));
        day["within"] = shapes.collect::<Map<String, Json>>().into();
    }
    day["source"] = found.source_below(&format!("{place}/shares")).into();
    day
}

/// Shares of a millionth's grain that sum to 1.
fn rounded(shares: &[f64]) -> Vec<f64> {
    const GRAIN: f64 = 1e6;
    let mut whole: Vec<i64> = shares.iter().map(|s| libm::round(s * GRAIN) as i64).collect();
    let over = GRAIN as i64 - whole.iter().sum::<i64>();
    if let Some(largest) = whole.iter_mut().max() {
        *largest += over;
    }
    whole.into_iter().map(|n| n as f64 / GRAIN).collect()
}

fn stream(found: &Fitted, of: &FittedStream) -> Json {
    let pointer = format!("/traffic/streams/{}/amount/per_user", token(&of.id));
    let mut stream = json!({
        "id": of.id,
        "users": { "ids": [short(&found.users[of.user])] },
        "srv": of.srv,
        "amount": { "per_user": digits(of.a_day, 6), "source": found.source_of(&pointer) },
    });
    if of.mode != Mode::OnDemand {
        stream["mode"] = of.mode.word().into();
    }
    if let Some(profile) = of.profile {
        stream["profile"] = found.profiles[profile].id.clone().into();
    }
    if let Some(batch) = of.batch.map(|b| &found.batches[b]) {
        let start = batch.start.ms() / 1_000;
        let time = format!("{:02}:{:02}:{:02}", start / 3_600, start / 60 % 60, start % 60);
        stream["batch"] = json!({
            "start": time.strip_suffix(":00").unwrap_or(&time),
            "spread": batch.spread.to_string(),
            "why": "A burst at the same time of every day.",
            "source": found.source(),
        });
        if found.utc {
            stream["batch"]["clock"] = "utc".into();
        }
        if batch.exact {
            stream["exact"] = true.into();
        }
    }
    stream
}

fn retry(found: &Fitted, of: &Rule) -> Json {
    let id = of.user.map_or("default", |u| &found.users[u]);
    let place = format!("/retries/{}", token(id));
    let seconds = |s: f64| Span::from_ms(libm::round(s * 10.0) as u64 * 100).to_string();
    let mut rule = json!({ "id": short(id), "attempts": of.attempts });
    if let Some(user) = of.user {
        rule["users"] = json!({ "ids": [short(&found.users[user])] });
    }
    if of.attempts > 1 {
        rule["first"] = seconds(of.first).into();
        rule["factor"] = digits(of.factor.max(1.0), 3).into();
        rule["jitter"] = digits(of.jitter, 2).into();
        if let Some(cap) = of.cap {
            rule["cap"] = seconds(cap).into();
        }
    }
    rule["source"] = format!(
        "{}; {} refused attempts, {} further ones; {} of 100 refused requests gave up before the last attempt",
        found.source_of(&format!("{place}/first")), of.refused, of.retries, digits(100.0 * of.given_up, 2)
    ).into();
    rule
}
