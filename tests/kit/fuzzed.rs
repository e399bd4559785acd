//! What a fuzzer hands its bytes to (`tests/fuzz`), and every `cargo test` the corpus that is kept of them.
//!
//! Scope: readers of scenarios, of tables in place of their lists, of run files and of logs, and tiny whole runs; each takes any
//! bytes, and panics where something is wrong. Left out: the reader of a study's tables, before which stands their digest.

use crate::random_scenario::random_scenario;
use headroom_core::domain::Span;
use headroom_core::engine::{Plan, run};
use headroom_core::experiment::RunsFolder;
use headroom_core::ledger::Folded;
use headroom_core::recording::{Asked, Said, read, read_observed};
use headroom_core::scenario::{Scenario, load, load_text, scenario_names};
use serde_json::{Value, json};
use std::path::Path;

/// Largest runs that are tiny: attempts expected (retries come to them), cells, and pairs of User and SRV.
const MOST_CELLS: u64 = 20_000;
const MOST_REQUESTS: f64 = 1e7;
const MOST_PAIRS: usize = 400;

/// A scenario file of exactly these bytes.
pub fn scenario_text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(scenario) = load_text("fuzzed", text, &[]) {
        let _ = Plan::new(&scenario);
    }
}

/// A shipped scenario, changed as the bytes say.
pub fn scenario_changed(data: &[u8]) {
    let mut dice = Dice(data);
    let names: Vec<&str> = scenario_names().collect();
    let name = names[dice.below(names.len())];
    let mut file = json!({ "name": "fuzzed", "extends": name });
    if dice.below(2) == 0 {
        let whole = load_text("whole", &file.to_string(), &[]).expect("a shipped scenario");
        file = whole.resolved.clone();
    }
    change(&mut file, &mut dice);
    if let Ok(scenario) = load_text("fuzzed", &file.to_string(), &[]) {
        let _ = Plan::new(&scenario);
    }
}

/// A table of exactly these bytes but the first, which says in place of which list it stands: read twice it is the same, and what
/// was read of it reads as the list it stands for. Left out: Parquet, as of logs.
pub fn table(data: &[u8], folder: &Path) {
    let Some((which, data)) = data.split_first() else { return };
    if data.starts_with(b"PAR1") {
        return;
    }
    let table =
        json!({ "from": "table.csv", "units": { "hours": "h" }, "map": { "hours": "after" } });
    let plain = json!({ "from": "table.csv" });
    let storm = |parties: &Value, curve: &Value| {
        let storm = json!({ "parties": parties, "curve": curve });
        json!({ "events": [{ "id": "storm", "at": "10:00", "lasts": "2 h", "storm": storm }] })
    };
    let course = |plan: Value| json!({ "start": "2022-07-01T00:00", "duration": "365 days", "events": [], "plan": plan });
    let of = [
        json!({ "users": plain }),
        storm(&plain, &json!([{ "after": "0 h", "off": 1 }])),
        storm(&json!([{ "id": "network-c", "customers": 1000 }]), &table),
        json!({ "traffic": { "profiles": [{ "id": "day", "weekday": { "shares": plain } }] } }),
        json!({ "traffic": { "factor_law": "empirical", "factor_values": plain } }),
        json!({ "mechanism": { "allocation": { "guaranteed": plain } } }),
        course(json!({ "requests_per_meter": plain })),
        course(json!({ "capacity": plain })),
    ];
    let mut file = of[usize::from(*which) % of.len()].clone();
    file["name"] = "fuzzed".into();
    file["extends"] = "minimal".into();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a folder that can be written");
        path.to_string_lossy().into_owned()
    };
    put("table.csv", data);
    let file = put("fuzzed.json", file.to_string().as_bytes());
    let Ok(read) = load(&file, &[]) else { return };
    let _ = Plan::new(&read);
    let again = load(&file, &[]).expect("what was read is read again");
    assert_eq!(read.inputs, again.inputs);
    let list = load_text("resolved", &read.resolved.to_string(), &[]);
    assert_eq!(list.expect("lists in place of tables").inputs, read.inputs);
}

/// A file of `runs/` whose second line these bytes are, with the digest that goes with it; and one of exactly these bytes.
pub fn run_file(data: &[u8], folder: &Path) {
    let runs = RunsFolder::new(folder);
    let inputs = "0".repeat(64);
    let file = folder.join("runs").join(&inputs[..32]).join("0-1.json");
    let whole = Folded::default();
    runs.keep(&inputs, &(0..1), &whole).expect("a folder that can be written");
    assert_eq!(runs.read(&inputs, &(0..1)), Ok(whole), "what was kept is read");
    let kept = std::fs::read_to_string(&file).expect("just written");
    let mut head: Value = serde_json::from_str(kept.lines().next().expect("two lines")).unwrap();
    let text = String::from_utf8_lossy(data);
    let body = text.trim_end();
    head["digest"] = blake3::hash(body.as_bytes()).to_hex().to_string().into();
    for bytes in [format!("{head}\n{body}\n").as_bytes(), data] {
        std::fs::write(&file, bytes).expect("a folder that can be written");
        if let Ok(read) = runs.read(&inputs, &(0..1)) {
            let mut both = read.clone();
            both.add(Folded::default());
            let text = serde_json::to_string(&read).expect("what was read can be written");
            assert_eq!(serde_json::from_str::<Folded>(&text).expect("and read"), read);
        }
    }
}

/// A log of exactly these bytes but the first, which says what sort of file it is, CSV or gzip'd: read twice it is the same, and
/// no request is counted outside its half-hour. Of Parquet the crate that reads it panics, and is caught: every byte of one
/// damaged is a test (`tests/rules/recordings.rs`).
pub fn log(data: &[u8], folder: &Path) {
    let Some((how, data)) = data.split_first() else { return };
    let zone = (how & 4 != 0).then(|| "Europe/London".to_owned());
    if data.starts_with(b"PAR1") {
        return;
    }
    let path = folder.join("log.csv");
    std::fs::write(&path, data).expect("a folder that can be written");
    let path = path.to_string_lossy().into_owned();
    if how & 2 != 0 {
        let _ = read_observed(&path, zone.as_deref());
        return;
    }
    let grain = Span::from_s(10);
    let map = [("Sent".to_owned(), "time".to_owned())].into();
    let (files, said, answers) = (vec![path], Said::default(), how & 1 != 0);
    let asked = Asked { files, map, zone, grain, bin: None, said, answers };
    if let Ok(log) = read(&asked) {
        let again = read(&asked).expect("what was read is read again");
        assert!(log.half_hours().eq(again.half_hours()) && log.kinds == again.kinds);
        let bins = 1_800_000 / log.bin.ms();
        for half_hour in log.half_hours() {
            assert!(log.of(half_hour).all(|(kind, bin, _)| kind < log.kinds.len() && bin < bins));
        }
    }
}

/// A small random scenario, changed as the bytes say and run: it conserves (C1), and half-hours taken whole are the same as
/// opened ones.
pub fn tiny_run(data: &[u8]) {
    let mut dice = Dice(data);
    let seed = dice.below(1 << 16) as u64;
    let mut file = random_scenario(seed);
    change(&mut file, &mut dice);
    let Ok(scenario) = load_text("fuzzed", &file.to_string(), &[]) else { return };
    let Some(plan) = tiny(&scenario) else { return };
    let ledger = run(&plan, 0, false);
    assert!(ledger == run(&plan, 0, true), "half-hours taken whole differ:\n{file:#}");
}

/// Its plan, if it is tiny.
fn tiny(scenario: &Scenario) -> Option<Plan> {
    if scenario.calendar.cells() > MOST_CELLS || scenario.is_course() {
        return None;
    }
    let plan = Plan::new(scenario).ok()?;
    let traffic = &plan.traffic;
    let requests: f64 = traffic.cohorts.iter().map(|c| traffic.mean_of_all(c)).sum();
    (requests <= MOST_REQUESTS && traffic.pairs.len() <= MOST_PAIRS).then_some(plan)
}

/// Bytes as choices; when they are used up, all choices are the first.
struct Dice<'a>(&'a [u8]);

impl Dice<'_> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.byte() << 8 | self.byte()) % n.max(1)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Changes places of `file`, at most so many.
fn change(file: &mut Value, dice: &mut Dice<'_>) {
    const MOST: usize = 12;
    for _ in 0..MOST {
        if dice.is_empty() {
            return;
        }
        let mut places = Vec::new();
        pointers(file, "", &mut places);
        let at = places[dice.below(places.len())].clone();
        let other = file.pointer(&places[dice.below(places.len())]).cloned().unwrap_or_default();
        let how = dice.byte();
        let value = file.pointer_mut(&at).expect("a place in it");
        match how % 6 {
            0 => *value = other,
            1 => *value = extreme(dice.byte()),
            2 => *value = scaled(value, dice.byte()),
            3 => match value {
                Value::Array(all) if !all.is_empty() => {
                    let again = all[dice.below(all.len())].clone();
                    all.push(again);
                }
                Value::Object(all) => all.extend([("remove".to_owned(), true.into())]),
                other => *other = Value::Null,
            },
            4 => match value {
                Value::Array(all) => all.truncate(dice.below(all.len())),
                Value::Object(all) if !all.is_empty() => {
                    let key = all.keys().nth(dice.below(all.len())).cloned();
                    key.and_then(|key| all.shift_remove(&key));
                }
                other => *other = extreme(dice.byte()),
            },
            _ => *value = scaled(value, dice.byte()),
        }
    }
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let mut further = |key: &str, value: &Value| {
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        all.push(at.clone());
        pointers(value, &at, all);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| further(key, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| further(&i.to_string(), value));
        }
        _ => {}
    }
}

/// The same sort of thing, more or less of it.
fn scaled(value: &Value, by: usize) -> Value {
    const FACTORS: [f64; 8] = [0.0, 0.001, 0.5, 0.999_999, 1.000_001, 2.0, 60.0, 1e6];
    let factor = FACTORS[by % FACTORS.len()];
    match value {
        Value::Number(n) if n.is_u64() => json!((n.as_f64().unwrap_or(0.0) * factor) as u64),
        Value::Number(n) => json!(n.as_f64().unwrap_or(0.0) * factor),
        Value::Bool(b) => json!(!b),
        Value::String(text) => {
            let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
            let (number, unit) = text.split_at(digits);
            match number.parse::<f64>() {
                Ok(n) => json!(format!("{}{unit}", n * factor)),
                Err(_) => json!(text.chars().rev().collect::<String>()),
            }
        }
        other => other.clone(),
    }
}

/// What a reader should have thought of.
fn extreme(which: usize) -> Value {
    let all = [
        Value::Null,
        json!(0),
        json!(-1),
        json!(1),
        json!(u64::MAX),
        json!(1e308),
        json!(5e-324),
        json!(0.5),
        json!("0 s"),
        json!("1 s"),
        json!("30 min"),
        json!("24 h"),
        json!("584542046 years"),
        json!("1e15/s"),
        json!("0/s"),
        json!("00:00"),
        json!("24:00"),
        json!("2022-03-27T01:30"),
        json!("2022-10-30T01:30"),
        json!(""),
        json!("\u{202e}=1"),
        json!([]),
        json!({}),
        json!(true),
    ];
    all[which % all.len()].clone()
}
