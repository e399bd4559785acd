//! What was found, as a scenario: few words, each value with its `source`.

use super::fitted::{Fitted, FittedStream, short, token};
use super::profiles::{Day, KIND_WORDS, Profile, clock};
use super::retries::Rule;
use super::value::Value;
use crate::domain::{Mode, Span};
use crate::scenario::{civil_date, data_text, half_hour_said, span_said};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What no log says: what a User's meters are taken for.
const METERS: &str = "A log does not say how many meters a User has. One for each request a day, so that allocations are in proportion to what each sends: put in its own.";

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
    let (start, duration) = span_said(found.span.0, found.span.1);
    let (first, last) = found.dates;
    let first = if start.ends_with("T00:00") { first } else { first + 1 };
    if first > last {
        return (start, duration);
    }
    let (year, month, day) = civil_date(first);
    (format!("{year:04}-{month:02}-{day:02}T00:00"), "7 days".to_owned())
}

impl Fitted {
    /// The log's digest and span.
    fn source(&self) -> String {
        let files = &self.remarks.files;
        let digest: String = files.iter().map(|(_, d)| d.as_str()).collect();
        let digest = match files[..] {
            [_] => digest,
            _ => blake3::hash(digest.as_bytes()).to_hex().to_string(),
        };
        let [from, to] = [self.span.0, self.span.1].map(half_hour_said);
        format!("fitted to the log {}, {from} to {to}", &digest[..16.min(digest.len())])
    }

    /// The log, the value's standard error and the days behind it.
    fn source_of(&self, pointer: &str) -> String {
        let of = self.values.iter().find(|v| v.pointer == pointer);
        format!("{}{}", self.source(), of.map(error_said).unwrap_or_default())
    }

    /// The same of all values below a place.
    fn source_below(&self, place: &str) -> String {
        let of = self.values.iter().filter(|v| v.pointer.starts_with(place));
        let relative = |v: &Value| Some(v.error? / v.value);
        let mut all: Vec<f64> = of.clone().filter_map(relative).filter(|e| e.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let days = of.map(|v| v.days).max().unwrap_or(0);
        let Some(largest) = all.last() else {
            return self.source();
        };
        let per_cent = |x: f64| digits(100.0 * x, 2);
        format!(
            "{}; relative standard error of a share {} % in the middle, {} % at most; {days} days",
            self.source(),
            per_cent(all[all.len() / 2]),
            per_cent(*largest)
        )
    }

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

/// `; standard error 0.2, 90 days`.
fn error_said(v: &Value) -> String {
    let error = v.error.map(|e| format!("; standard error {}", digits(e, 2)));
    format!("{}, {} days", error.unwrap_or_default(), v.days)
}

/// `x` to so many digits that count.
fn digits(x: f64, n: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return 0.0;
    }
    let grain = libm::pow(10.0, f64::from(n - 1) - libm::floor(libm::log10(x.abs())));
    libm::round(x * grain) / grain
}

fn users(found: &Fitted) -> Vec<Json> {
    let known = known();
    let of = |(u, name): (usize, &String)| {
        let roles = roles(found, u, &known);
        let category = match () {
            () if roles.iter().any(|r| r == "IS" || r == "GS" || r == "ES") => "large_supplier",
            () if roles.iter().any(|r| r == "ED") => "electricity_network_party",
            () if roles.iter().any(|r| r == "GT") => "gas_network_party",
            () => "other_user",
        };
        let meters = libm::ceil(found.a_day[u]).max(1.0) as u64;
        let law = found.variation.law().own[u];
        let place = format!("/users/{}", token(name));
        let said = |of: &str| found.source_of(&format!("{place}/{of}"));
        json!({
            "id": short(name),
            "category": category,
            "roles": roles,
            "portfolio": { "electricity_credit": meters, "assumed": true, "why": METERS },
            "day_cv": digits(law[0], 3),
            "slot_cv": digits(law[1], 3),
            "assumed": true,
            "why": "Category and roles are such as what it sends needs; the coefficients are fitted.",
            "source": format!("day_cv: {}; slot_cv: {}", said("day_cv"), said("slot_cv")),
        })
    };
    found.users.iter().enumerate().map(of).collect()
}

/// The SRVs that come with the program.
fn known() -> BTreeMap<String, Json> {
    let duis: Json = serde_json::from_str(data_text("duis").unwrap_or("{}")).unwrap_or_default();
    let all = duis["srvs"].as_array().cloned().unwrap_or_default();
    all.into_iter().map(|srv| (srv["id"].as_str().unwrap_or_default().to_owned(), srv)).collect()
}

/// As few roles as let a User send what it sends.
fn roles(found: &Fitted, user: usize, known: &BTreeMap<String, Json>) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for stream in found.streams.iter().filter(|s| s.user == user) {
        let may = known.get(&stream.srv).and_then(|srv| srv["roles"].as_array());
        let may: Vec<&str> = may.into_iter().flatten().filter_map(Json::as_str).collect();
        let may = if may.is_empty() { vec!["OU"] } else { may };
        if !may.iter().any(|role| roles.iter().any(|r| r == role)) {
            roles.push(may[0].to_owned());
        }
    }
    if roles.is_empty() { vec!["OU".to_owned()] } else { roles }
}

fn classes(found: &Fitted) -> Vec<Json> {
    let of = |(mode, id): (usize, &str)| {
        let (half, most, n) = found.responses[mode]?;
        Some(json!({
            "id": id,
            "response_time": Span::from_ms(libm::round(half * 1_000.0) as u64).to_string(),
            "source": format!("{}; half of {n} answers came within it, 95 of 100 within {} s", found.source(), digits(most, 3)),
        }))
    };
    [(0, "on_demand"), (1, "scheduled")].into_iter().filter_map(of).collect()
}

fn srvs(found: &Fitted) -> Vec<Json> {
    let known = known();
    let sent: BTreeSet<&String> = found.streams.iter().map(|s| &s.srv).collect();
    let of = |id: &String| {
        let modes: BTreeSet<&str> =
            found.streams.iter().filter(|s| s.srv == *id).map(|s| s.mode.word()).collect();
        let future = modes.contains(Mode::FutureDated.word());
        let Some(srv) = known.get(id) else {
            let mut new = json!({
                "id": id, "roles": ["OU"], "modes": modes,
                "assumed": true, "why": "Not an SRV that comes with the program: anybody may send it.",
            });
            if future {
                new["future_dated"] = "device".into();
            }
            return Some(new);
        };
        let mut change = json!({ "id": id });
        let has = srv["modes"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let has: BTreeSet<&str> = has.collect();
        if !modes.is_subset(&has) {
            change["modes"] =
                modes.union(&has).collect::<Vec<_>>().into_iter().map(|m| Json::from(*m)).collect();
        }
        if future {
            change["future_dated"] = "device".into();
        }
        if srv["critical"] == true && !found.remarks.tells_seconds {
            change["critical"] = false.into();
            change["why"] = "Nothing in the log tells signed second submissions (T6): they are among its requests, and are not made again.".into();
        }
        (change.as_object().map_or(0, Map::len) > 1).then_some(change)
    };
    sent.into_iter().filter_map(of).collect()
}

fn traffic(found: &Fitted) -> Json {
    let law = found.variation.law();
    let source: Vec<String> = ["day_cv_common", "slot_cv_common", "day_correlation"]
        .into_iter()
        .filter(|of| found.values.iter().any(|v| v.pointer == format!("/traffic/{of}")))
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
