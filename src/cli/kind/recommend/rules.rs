//! Which rules are tried where nobody says which.
//!
//! Scope: the grid of readings and thresholds, the rules that are changed one at a time, what a User can do itself, and the bounds that
//! hold whatever the standing. Source: C7; ranges of A2, A3 and A12. Checked by: `tests/it/recommend.rs`.

use headroom_core::experiment::{Axis, Setting};
use headroom_core::scenario::{Change, Keep, Scenario};
use serde_json::{Value, json};

/// The grid that is searched whole.
const GRID: [&str; 2] = [
    "/mechanism/throttle_to=[\"allocation\",\"until_total\",\"share_unused\",\"user_maximum\"]",
    "/mechanism/operating_threshold=[0.7,0.75,0.8,0.85,0.9,0.95,1]",
];

/// Rules that are changed one at a time.
const STEPS: [&str; 18] = [
    "window 10 s: /mechanism/window=\"10 s\"",
    "window 60 s: /mechanism/window=\"60 s\"",
    "window 5 min: /mechanism/window=\"5 min\"",
    "hold 1: /mechanism/hold=1",
    "hold 5: /mechanism/hold=5",
    "hold 15: /mechanism/hold=15",
    "release 0.7: /mechanism/release=0.7",
    "release 0.9: /mechanism/release=0.9",
    "release 1: /mechanism/release=1",
    "pace window: /mechanism/pace=\"window\"",
    "pace cell: /mechanism/pace=\"cell\"",
    "detect at once: /mechanism/detect=\"immediate\"",
    "prioritised beside the allocation: /mechanism/prioritised_use_allocation=false",
    "plain 503: /mechanism/signal=\"plain_503\"; /mechanism/retry_after=false",
    "distinct signal: /mechanism/signal=\"distinct\"; /mechanism/retry_after=false",
    "Retry-After: /mechanism/signal=\"distinct\"; /mechanism/retry_after=true",
    "buffer: /mechanism/buffer/enabled=true",
    "early warning: /mechanism/early_warning/enabled=true",
];

/// What a User's own policy of retries may be: attempts in all, and the first delay; each further one is twice as long.
const ATTEMPTS: [u32; 4] = [2, 4, 6, 10];
const FIRST: [&str; 4] = ["30 s", "2 min", "5 min", "15 min"];
/// How often a network party may ask in a storm.
const POLLS: [&str; 6] = ["2 min", "5 min", "10 min", "15 min", "30 min", "1 h"];

/// The axes of the grid.
pub fn grid() -> Vec<Axis> {
    GRID.iter().map(|axis| axis.parse().expect("an axis of ours")).collect()
}

/// The rules that are changed one at a time in `base`: those above, and its lists.
pub fn steps(base: &Scenario) -> Vec<Setting> {
    let of = |text: &&str| text.parse().expect("a setting of ours");
    let mut all: Vec<Setting> = STEPS.iter().map(of).collect();
    let lists = base.stands_at("/mechanism/prioritised/lists").and_then(Value::as_array);
    for list in lists.into_iter().flatten().filter_map(|list| list["id"].as_str()) {
        let value = list.into();
        let pointer = "/mechanism/prioritised/list".to_owned();
        all.push(Setting {
            name: format!("list {list}"),
            changes: vec![Change { pointer, value }],
        });
    }
    if base.srvs.iter().any(|srv| srv.id == "7.4") {
        all.push("7.4 on the list: /mechanism/prioritised/add=[\"7.4\"]".parse().expect("ours"));
        all.push(
            "7.4 off the list: /mechanism/prioritised/remove=[\"7.4\"]".parse().expect("ours"),
        );
    }
    all
}

/// Where in `base` a storm says how `user` asks: pointers of its own `poll`.
pub fn polls(base: &Scenario, user: &str) -> Vec<String> {
    let events = base.resolved["events"].as_array();
    let of = |event: &Value| {
        let parties = event["storm"]["parties"].as_array()?;
        let asks = |p: &&Value| {
            p["id"] == user && (p["poll"].is_object() || event["storm"]["poll"].is_object())
        };
        let party = parties.iter().find(asks)?["id"].as_str()?;
        Some(format!("/events/{}/storm/parties/{party}/poll/every", event["id"].as_str()?))
    };
    events.into_iter().flatten().filter_map(of).collect()
}

/// Whether what stands at `pointer` may be a User's own doing: its portfolio, traffic, retries, processes, and what it does in events.
pub fn is_own(pointer: &str, user: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    match (tokens.next(), tokens.next()) {
        (Some("users"), Some(id)) => id == user,
        (Some(of), _) => matches!(of, "traffic" | "retries" | "processes" | "events"),
        _ => false,
    }
}

/// Pointers of `axes` to what is, in `base`, not of `user` alone: nothing on the way to it says so.
pub fn shared(base: &Scenario, axes: &[Axis], user: Option<&str>) -> Vec<String> {
    let Some(user) = user else { return Vec::new() };
    let is_own = |at: &str| {
        let stands = base.stands_at(at).unwrap_or(&Value::Null);
        stands["id"] == user || stands["users"]["ids"] == json!([user])
    };
    let is_alone = |pointer: &&String| {
        let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
        ends.chain([pointer.len()]).any(|end| is_own(&pointer[..end]))
    };
    let all = axes.iter().map(|axis| &axis.pointer);
    all.filter(|pointer| !is_alone(pointer)).cloned().collect()
}

/// What `user` can do itself: how often it asks in storms, where it does, else how it tries again.
pub fn own(base: &Scenario, user: &str) -> Vec<Setting> {
    let polls = polls(base, user);
    if !polls.is_empty() {
        let of = |every: &&str| {
            let change =
                |pointer: &String| Change { pointer: pointer.clone(), value: (*every).into() };
            Setting {
                name: format!("polls every {every}"),
                changes: polls.iter().map(change).collect(),
            }
        };
        return POLLS.iter().map(of).collect();
    }
    let rules = base.resolved["retries"].as_array().cloned().unwrap_or_default();
    let of = |attempts: u32, first: &str| {
        let mut all = rules.clone();
        all.push(json!({
            "id": "its-own", "users": { "ids": [user] }, "attempts": attempts, "first": first, "factor": 2, "jitter": 0.5,
        }));
        let change = Change { pointer: "/retries".to_owned(), value: all.into() };
        Setting {
            name: format!("{attempts} attempts, the second after {first}"),
            changes: vec![change],
        }
    };
    ATTEMPTS
        .iter()
        .flat_map(|a| FIRST.iter().map(move |f| (*a, *f)))
        .map(|(a, f)| of(a, f))
        .collect()
}

/// What is kept where nobody says what: of the SRVs that are followed, of processes, and of service.
pub fn bounds(base: &Scenario) -> Vec<Keep> {
    let followed = base.srvs.iter().zip(&base.followed).filter(|(_, followed)| **followed);
    let srvs = followed.map(|(srv, _)| format!("never_answered of srv {} - today<=0", srv.id));
    let processes =
        (!base.processes.is_empty()).then(|| "processes_aborted_share - today<=0.001".to_owned());
    let service = std::iter::once("outage_s - today<=60".to_owned());
    let all = srvs.chain(processes).chain(service);
    all.map(|keep| keep.parse().expect("a bound of ours")).collect()
}
