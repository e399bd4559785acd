//! What stands beside a study on the same traffic (C2): it says what a comparison says, changes nothing of the study
//! itself, and is run, kept and gone on with like a variant.

use super::super::commands::{folder, headroom};
use super::{bytes, change, fine, outside_runs, same, study_of};
use headroom::evidence::Evidence;
use headroom::evidence::beside::BesideFigure;
use headroom::evidence::difference::differences;
use headroom::evidence::supply::{SupplyRow, supply_rows, under_mechanism};
use headroom::evidence::words::percent;
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{Asked, Job, Running, Setting, Shard, Study};
use headroom_core::scenario::{Change, Counterpart, Draft};
use kit::make::small_market;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The evidence of `study`.
fn evidence(study: &Study) -> Vec<Evidence> {
    let job = Job::new(study, None, Shard::WHOLE).expect("nothing to read");
    let outcome = job.run(Running::default(), &AtomicBool::new(false), |_| ()).expect("threads");
    Evidence::of_study(study, outcome.outcomes)
}

/// A flood that the mechanism throttles, and today's protection rejects.
fn market(counterparts: Value) -> Value {
    let mut market = small_market();
    market["replications"] = json!(4);
    market["counterparts"] = counterparts;
    market
}

/// `scenario` with what stands beside it, and `set`.
fn study_beside(scenario: &Value, set: Vec<Change>) -> Study {
    let folder = folder();
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, scenario.to_string()).expect("a file");
    let draft = Draft::read(&path.to_string_lossy()).expect("a scenario");
    let settings = vec![Setting::as_it_stands()];
    Study::new(&draft, Asked { set, settings, beside: true, ..Asked::default() }).expect("a study")
}

#[test]
fn c5_the_difference_is_that_of_a_comparison_with_today_s_settings() {
    let anomaly = json!([{ "id": "all", "number": 500 }]);
    let named = json!([{ "id": "anomaly", "with": { "/gateway/anomaly": anomaly } }]);
    let beside = evidence(&study_beside(&market(named.clone()), Vec::new())).remove(0).beside;
    let (today, with) = (Counterpart::todays(), change("/gateway/anomaly", anomaly));
    let settings = [today.clone(), [today, vec![with]].concat()];
    let compared = evidence(&study_of(&market(named), &settings, &[]));
    let names: Vec<&str> = beside.iter().map(|b| b.id.as_str()).collect();
    assert_eq!(names, ["today", "anomaly"]);
    for (i, beside) in beside.iter().enumerate() {
        let known = differences(&compared, 0, i + 1);
        let of_users = beside.figures.iter().filter(|f| f.whose != Whose::All).count();
        assert!(beside.figures.len() - of_users >= 8 && of_users > 0, "{:?}", beside.figures);
        // F6 is of the scenario's windows, of which a setting without the mechanism knows nothing.
        let alike = |f: &&BesideFigure| ![Figure::Jain, Figure::WorstOffShare].contains(&f.figure);
        // Differences between variants are of Users, SRVs and classes, not of groups.
        let single = |f: &&BesideFigure| !matches!(f.whose, Whose::Category(_) | Whose::Others);
        for f in beside.figures.iter().filter(alike).filter(single) {
            let of = known.iter().find(|d| (d.figure, d.whose) == (f.figure, f.whose));
            assert_eq!(Some(&f.more), of.map(|d| &d.more), "{:?} {:?}", f.figure, f.whose);
            let there = compared[i + 1].estimate(f.figure, f.whose);
            assert_eq!(Some(f.mean), there.map(|i| i.mean), "{:?} {:?}", f.figure, f.whose);
        }
        let rejected = beside.figures.iter().find(|f| f.figure == Figure::Rejected);
        assert!(i > 0 || rejected.is_some_and(|f| f.more.mean < 0.0), "or nothing is tested");
    }
}

/// delta loses supply while the flood triggers the mechanism, and asks.
fn stormy(prioritised: Value) -> Evidence {
    let mut market = market(json!([]));
    market["mechanism"]["prioritised"] = json!({ "add": prioritised });
    let storm = json!({ "id": "storm", "at": "10:05", "lasts": "45 min", "storm": {
        "parties": [{ "id": "delta", "customers": 2_000, "meters": 900 }],
        "curve": [{ "at": "10:05", "off": 0 }, { "at": "10:15", "off": 1 }, { "at": "10:45", "off": 0.1 }],
        "poll": { "srv": "7.4", "every": "15 min", "spread": "5 min" } } });
    market["events"].as_array_mut().expect("a list").push(storm);
    evidence(&study_beside(&market, Vec::new())).remove(0)
}

/// Where nothing is throttled, today's system knows the same of what is lost and restored while the mechanism acts.
#[test]
fn c2_supply_while_active_is_shown_of_today_s_system_at_the_same_moments() {
    let e = stormy(json!(["2.2", "4.6.1", "7.4", "6.15", "1.1"]));
    let today = |row| SupplyRow { counterpart: Counterpart::TODAY.to_owned(), ..row };
    let own = supply_rows(&e);
    assert!(own[0].while_active.customers > 0, "or nothing is tested");
    assert_eq!(e.beside[0].supply_rows, own.iter().cloned().map(today).collect::<Vec<_>>());
    // Throttled, delta knows less under the mechanism, of as many.
    let e = stormy(json!([]));
    let (own, there) = (&supply_rows(&e)[0], &e.beside[0].supply_rows[0]);
    assert_eq!(own.while_active.customers, there.while_active.customers);
    let [of, with] = [own, there].map(|r| r.while_active.share(1).expect("some are lost"));
    assert!(of < with, "{of} {with}");
    let srv = e.plan.scenario.srvs.iter().position(|s| s.id == "7.4").expect("7.4");
    let said = under_mechanism(&e, srv);
    let losses = said.split("; of ").next().expect("losses first");
    for part in [
        format!("{} were known within 15 min", percent(of)),
        format!(", with today's system {}", percent(with)),
    ] {
        assert!(losses.contains(&part), "{part}: {said}");
    }
}

/// Its mechanism only says what would be an allocation or a threshold: whatever it is, what happens is the same.
#[test]
fn c2_what_happens_in_today_s_system_hangs_on_no_setting_of_the_mechanism() {
    const HAPPENS: [Figure; 8] = [
        Figure::Attempts,
        Figure::Rejected,
        Figure::Throttled,
        Figure::Abandoned,
        Figure::OutageS,
        Figure::PeakLoadPerS,
        Figure::WaitSP95,
        Figure::WaitSMax,
    ];
    let off = |more: Option<Change>| Counterpart::todays().into_iter().chain(more).collect();
    let changes = [
        ("/mechanism/operating_threshold", json!(0.3)),
        ("/mechanism/release", json!(0.5)),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/pace", json!("cell")),
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/allocation/weights", json!("expected_requests")),
        ("/mechanism/prioritised_use_allocation", json!(false)),
        ("/mechanism/prioritised/add", json!(["4.6.1"])),
    ];
    let mut settings: Vec<Vec<Change>> = vec![off(None)];
    settings.extend(changes.map(|(pointer, value)| off(Some(change(pointer, value)))));
    let all = evidence(&study_of(&market(json!([])), &settings, &[]));
    for (i, e) in all.iter().enumerate().skip(2) {
        for figure in HAPPENS {
            let of = |e: &Evidence| e.measures().values(figure, Whose::All);
            assert_eq!(of(e), of(&all[1]), "{figure:?} of {:?}", settings[i - 1]);
        }
    }
}

/// Tables, charts and runs of the study itself, without what shows what stands beside it: its table, sentences and tiles.
fn own(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = bytes(folder);
    files.retain(|file, _| {
        let shows = [
            "counterparts.",
            "by_event.",
            "sizing_today.",
            "/answer.",
            "/study_answer.",
            "/headlines.",
            "/first_",
            "/board.",
            "/printed.",
        ];
        !shows.iter().any(|name| file.contains(name))
            && !["study.json", "report.html"].contains(&file.as_str())
    });
    files
}

const GRID: [&str; 4] =
    ["--vary", "/mechanism/operating_threshold=[0.6,0.8]", "--replications", "12"];

#[test]
fn c2_a_study_is_the_same_to_the_byte_alone_and_beside() {
    let folder = folder();
    let keep = ["--keep", "users_throttled<=1", "--thresholds", "0.6..=0.8:0.2"];
    let commands = [
        ("run", &["--replications", "12"][..]),
        ("sweep", &GRID[..]),
        ("size", &[&keep[..], &["--replications", "12"]].concat()[..]),
    ];
    for (command, more) in commands {
        let out = |name: &str| format!("{command}-{name}");
        let ran = |more: &[&str]| {
            let ran = super::study(folder.path(), command, more);
            assert!([Some(0), Some(1), Some(3)].contains(&ran.code), "{}", ran.err);
            ran
        };
        let (with, alone) = (out("with"), out("alone"));
        let beside = ran(&[more, &["--out", &with]].concat());
        let by_itself = ran(&[more, &["--out", &alone, "--alone"]].concat());
        let here = |name: &str| folder.path().join(name);
        assert!(!here(&alone).join("tables/counterparts.csv").exists());
        assert!(here(&with).join("tables/counterparts.csv").exists(), "{}", beside.err);
        let (theirs, ours) = (own(&here(&with)), own(&here(&alone)));
        let todays = theirs.keys().filter(|file| !ours.contains_key(*file)).count();
        let pairs = if command == "run" { 2 } else { 4 };
        assert_eq!(
            todays,
            2 + pairs,
            "two blocks of today's system, once, and beside each variant"
        );
        for (file, bytes) in ours {
            assert!(theirs.get(&file) == Some(&bytes), "{command}: {file} differs");
        }
        if command == "size" {
            // What each threshold does against today stands in its answer.
            assert!(beside.out.contains("against today") && !by_itself.out.contains("today"));
            continue;
        }
        let of_mechanism = |out: &str| -> Vec<String> {
            out.lines().filter(|l| l.starts_with("The mechanism ")).map(str::to_owned).collect()
        };
        assert_eq!(of_mechanism(&beside.out), of_mechanism(&by_itself.out));
        let (todays, none) = (beside.out.contains("; today "), by_itself.out.contains("; today "));
        assert!(!none && todays, "{}", beside.out);
    }
}

/// Eight days with a night of maintenance, in which anomaly detection has guards that go on from day to day.
#[test]
fn c2_a_course_is_the_same_to_the_byte_alone_and_beside() {
    let folder = folder();
    let days = ["--set", "/start=2022-09-30T00:00", "--set", "/duration=8 days"];
    let more = [&["frequency", "national-year", "--replications", "1"], &days[..]].concat();
    for way in [&["--out", "with"][..], &["--out", "alone", "--alone"]] {
        let ran = headroom(folder.path(), &[&more[..], way].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    let [theirs, ours] = ["with", "alone"].map(|name| own(&folder.path().join(name)));
    // Three systems beside it, and each of seven events by itself with today's.
    assert_eq!(theirs.len(), ours.len() + 3 + 2 * 7);
    for (file, bytes) in ours {
        assert!(theirs.get(&file) == Some(&bytes), "{file} differs");
    }
}

#[test]
fn c2_today_s_system_is_gone_on_with_and_done_in_parts_like_a_variant() {
    let folder = folder();
    let here = |name: &str| folder.path().join(name);
    let sweep = |more: &[&str]| fine(folder.path(), "sweep", &[&GRID[..], more].concat());
    sweep(&["--out", "once"]);
    let once = bytes(&here("once"));
    sweep(&["--out", "later", "--alone"]);
    sweep(&["--out", "later"]);
    same(&once, &bytes(&here("later")), "after the study alone");
    for way in [&["--shard", "2/2"][..], &["--shard", "1/2"], &[]] {
        sweep(&[&["--out", "parts"], way].concat());
    }
    let (parts, whole) = (bytes(&here("parts")), once.clone());
    same(&outside_runs(whole), &outside_runs(parts), "in parts");
    // Alone again: its tables are those of a study that never stood beside anything.
    sweep(&["--out", "later", "--alone"]);
    sweep(&["--out", "never", "--alone"]);
    let (later, never) = (bytes(&here("later")), bytes(&here("never")));
    same(&outside_runs(never), &outside_runs(later), "alone again");
}

#[test]
fn c2_json_and_page_have_today_s_system_where_there_is_one_and_nothing_where_there_is_none() {
    let folder = folder();
    let named =
        r#"/counterparts=[{"id":"capped","with":{"/gateway/caps":[{"id":"all","rate":"2/s"}]}}]"#;
    let json = |command: &str, more: &[&str]| -> Value {
        let more = [&["--replications", "2", "--format", "json"], more].concat();
        serde_json::from_str(&fine(folder.path(), command, &more).out).expect("JSON")
    };
    let page = || std::fs::read_to_string(folder.path().join("reports/minimal/report.html"));
    let run = json("run", &["--set", named]);
    for beside in [&run["today"], &run["counterparts"]["capped"]] {
        let of = &beside["throttled.above"];
        assert_eq!((&of["mean"], &of["n"]), (&json!(0.0), &json!(2)));
        let all = run["intervals"]["throttled"]["mean"].as_f64();
        assert!(all > Some(0.0) && of["difference"].as_f64() == all, "{of}");
        assert!(of["ci_low"].as_f64() < of["ci_high"].as_f64());
    }
    assert!(run["counterparts"].get("today").is_none());
    assert!(page().unwrap().contains("today's system</th>"));
    assert!(!page().unwrap().contains("--alone"));
    fine(folder.path(), "run", &["--replications", "2", "--alone"]);
    assert!(page().unwrap().contains(" --alone"), "which makes the same study again");
    let off = json("run", &["--set", "/mechanism/enabled=false"]);
    assert!(off.get("today").is_none() && off.get("counterparts").is_none());
    assert!(!page().unwrap().contains("Beside today's system"));
    let sweep = json("sweep", &["--vary", "/mechanism/enabled=[true,false]"]);
    assert!(sweep["variants"][0]["today"].is_object());
    assert!(sweep["variants"][1].get("today").is_none(), "absent, not 0");
}

#[test]
fn c2_whose_requests_are_never_answered_is_said_of_each_system_by_itself() {
    let folder = folder();
    let flood = ["--set", "/start=2022-07-06T09:30", "--set", r#"/duration="1 h 30 min""#];
    let all =
        [&["run", "denial-of-service", "--replications", "2", "--quiet"], &flood[..]].concat();
    let said = headroom(folder.path(), &all).out;
    let first = said.lines().next().unwrap_or_default();
    let own = first.split("; ").collect::<Vec<&str>>();
    assert!(own[1].starts_with("today ") && own[1].ends_with(", none of British Gas"), "{first}");
    assert!(own[2].starts_with("with anomaly detection "), "{first}");
    assert!(own[2].ends_with(", all of British Gas."), "{first}");
}
