//! Golden results of every shipped scenario: a change that moves a figure shows which, and from what
//! to what.
//!
//! `tests/golden/NAME.txt` holds seed 1 in two replications (one of `storm-all-day`; of `national-year` eight days, of `when-to-build` five, of `growth-as-published` sixty). Where a change
//! is meant, `HEADROOM_BLESS=1 cargo test --test it golden` rewrites them, and the commit's diff says
//! what the change did. Counts and civil times only, and two indices to six places: nothing in them
//! depends on machine, day or version.

use headroom::evidence::Evidence;
use headroom::evidence::harm::WHOLE;
use headroom::evidence::measures::UserMeasures;
use headroom_core::domain::Standing;
use headroom_core::engine::Plan;
use headroom_core::experiment::{Running, replicate};
use headroom_core::ledger::{Messages, Runs, Supply, Waits};
use headroom_core::scenario::{Change, EventKind, OTHER_RESPONSES, Process, load, scenario_names};
use headroom_core::traffic::Message;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FOLDER: &str = "tests/golden";

/// A table of texts; the first column names the row.
struct Table {
    name: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(name: &'static str, columns: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { name, columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows }
    }

    /// Names right of which numbers stand, in columns at least two spaces apart.
    fn text(&self) -> String {
        let lines = || std::iter::once(&self.columns).chain(&self.rows);
        let width = |c: usize| lines().map(|l| l[c].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = format!("[{}]\n", self.name);
        for line in lines() {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(c, (cell, width))| match c {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            text += cells.collect::<Vec<String>>().join("  ").trim_end();
            text.push('\n');
        }
        text
    }
}

/// Cells of a golden text: (table, row, column) → value. A row seen twice gets its number.
fn cells(text: &str) -> BTreeMap<(String, String, String), String> {
    let mut cells = BTreeMap::new();
    let (mut table, mut columns) = (String::new(), Vec::new());
    let mut rows: BTreeMap<String, u32> = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split("  ").map(str::trim).filter(|w| !w.is_empty()).collect();
        if line.starts_with('[') {
            (table, columns) = (line.to_owned(), Vec::new());
            rows.clear();
        } else if columns.is_empty() {
            columns = words.iter().map(|w| (*w).to_owned()).collect();
        } else if let Some((name, values)) = words.split_first() {
            let seen = rows.entry((*name).to_owned()).or_default();
            *seen += 1;
            let row = if *seen == 1 { (*name).to_owned() } else { format!("{name} ({seen})") };
            for (column, value) in columns[1..].iter().zip(values) {
                cells.insert((table.clone(), row.clone(), column.clone()), (*value).to_owned());
            }
        }
    }
    cells
}

/// What differs: table, row, column, old → new.
fn differences(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (cells(old), cells(new));
    let places: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let differs = places.into_iter().filter(|p| old.get(*p) != new.get(*p));
    let said = |p: &(String, String, String)| {
        let value =
            |of: &BTreeMap<_, String>| of.get(p).map_or("nothing".to_owned(), String::clone);
        format!("{} {}, {}: {} → {}", p.0, p.1, p.2, value(&old), value(&new))
    };
    differs.map(said).collect()
}

/// The golden text of `name` as it is now.
fn result(name: &str) -> String {
    let replications = if name == "storm-all-day" { 1 } else { 2 };
    let set = |pointer: &str, value| Change { pointer: pointer.to_owned(), value };
    let mut changes = vec![set("/seed", json!(1)), set("/replications", json!(replications))];
    if name == "national-year" {
        // A change of prices and a night of maintenance, and what occurs so often that some of it does.
        changes.extend([
            set("/start", json!("2022-09-30T00:00")),
            set("/duration", json!("8 days")),
            set("/events/outage/occurs/per_year", json!(40)),
            set("/events/clashing-batches/occurs/per_year", json!(40)),
        ]);
    }
    if name == "when-to-build" {
        // Two months, nights in which ordinary traffic triggers it, and clashes of batches.
        changes.extend([
            set("/start", json!("2022-05-29T00:00")),
            set("/duration", json!("5 days")),
            set("/events/clashing-batches/occurs/per_year", json!(90)),
        ]);
    }
    if name == "growth-as-published" {
        changes.push(set("/duration", json!("60 days")));
    }
    let scenario = load(name, &changes).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Plan::new(&scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let folded = replicate(&plan, Running::default(), || ()).expect("threads to be had");
    let evidence = Evidence::new(&plan, folded);
    let mut tables =
        vec![totals(&evidence), users(&evidence), activations(&evidence), fairness(&evidence)];
    tables.extend(
        [supply(&evidence), processes(&evidence), messages(&evidence)]
            .into_iter()
            .filter(|t| !t.rows.is_empty()),
    );
    tables.iter().map(Table::text).collect::<Vec<String>>().join("\n")
}

/// A row for each count, a column for each replication.
fn totals(e: &Evidence) -> Table {
    let measures = e.measures();
    let runs = &measures.runs;
    let counted = |run: usize| serde_json::to_value(runs[run].counted).expect("whole numbers");
    let names = counted(0).as_object().expect("an object").keys().cloned().collect::<Vec<String>>();
    let each = |of: &dyn Fn(usize) -> String| (0..runs.len()).map(of).collect::<Vec<String>>();
    let row = |name: &str, values: Vec<String>| [vec![name.to_owned()], values].concat();
    let mut rows: Vec<Vec<String>> =
        names.iter().map(|name| row(name, each(&|r| counted(r)[name].to_string()))).collect();
    for kind in &WHOLE {
        let of = |r: usize, s: Standing| (kind.of)(&runs[r].counted.harm)[s].to_string();
        let part = |s: Standing| row(&format!("{}.{}", kind.word, s.word()), each(&|r| of(r, s)));
        rows.extend(Standing::ALL.map(part));
    }
    let folded = e.folded();
    let ledgers = &folded.runs;
    rows.push(row("peak_load", each(&|r| ledgers[r].peak_load.0.to_string())));
    let calendar = &e.plan.scenario.calendar;
    rows.push(row("peak_at", each(&|r| calendar.local(ledgers[r].peak_load.1))));
    rows.push(row("active_cells", each(&|r| ledgers[r].active_cells.to_string())));
    for (i, name) in ["wait_s_p50", "wait_s_p95", "wait_s_p99", "wait_s_max"].iter().enumerate() {
        rows.push(row(
            name,
            each(&|r| runs[r].wait_s[i].map_or("–".to_owned(), |s| s.to_string())),
        ));
    }
    let columns: Vec<String> = (1..=runs.len()).map(|r| format!("replication {r}")).collect();
    let columns: Vec<&str> =
        std::iter::once("count").chain(columns.iter().map(String::as_str)).collect();
    Table::new("totals", &columns, rows)
}

/// What network parties know in storms, summed over replications.
fn supply(e: &Evidence) -> Table {
    let folded = e.folded();
    let parties = e.plan.traffic.parties.iter().zip(&folded.supply);
    let row = |(&(event, party), s): (&(usize, usize), &Supply)| {
        let EventKind::Storm(storm) = &e.plan.scenario.events[event].kind else {
            panic!("parties are those of storms");
        };
        let cells = |waits: &Waits| waits.bins().map(|(cells, n)| cells * n).sum::<u64>();
        let counts = [
            s.lost,
            s.from_loss.count(),
            cells(&s.from_loss),
            s.restored,
            s.from_restoration.count(),
            cells(&s.from_restoration),
            s.polls,
            s.alerts,
        ];
        let user = e.plan.scenario.users[storm.parties[party].user].id.clone();
        [vec![user], counts.iter().map(u64::to_string).collect()].concat()
    };
    let columns = [
        "party",
        "lost",
        "known",
        "cells until",
        "restored",
        "known back",
        "cells until back",
        "polls",
        "alerts",
    ];
    Table::new("supply", &columns, parties.map(row).collect())
}

/// Northbound messages by class of responses and code of alerts, summed over Users and replications.
fn messages(e: &Evidence) -> Table {
    let north = &e.plan.scenario.northbound;
    let mut sums: BTreeMap<Message, Messages> = BTreeMap::new();
    for (flow, m) in e.plan.traffic.flows.iter().zip(&e.folded().messages) {
        let sum = sums.entry(flow.what).or_default();
        *sum = *sum + *m;
    }
    let row = |(what, m): (Message, Messages)| {
        let name = match what {
            Message::Response(c) => north.classes.get(c).map_or(OTHER_RESPONSES, |c| &c.id),
            Message::Alert(a) => &north.alerts[a].id,
        };
        let counts = <[u64; 8]>::from(m).map(|n| n.to_string());
        [vec![name.to_owned()], counts.to_vec()].concat()
    };
    let columns = [
        "messages",
        "generated",
        "consolidated",
        "discarded",
        "told of supply",
        "delivered",
        "lost",
        "queued",
        "at adapter",
    ];
    Table::new("messages", &columns, sums.into_iter().map(row).collect())
}

/// Runs of processes, summed over Users and replications.
fn processes(e: &Evidence) -> Table {
    let folded = e.folded();
    let row = |(p, process): (usize, &Process)| {
        let of = e.plan.traffic.runs.iter().zip(&folded.processes).filter(|(r, _)| r.0 == p);
        let runs = of.fold(Runs::default(), |sum, (_, runs)| sum + *runs);
        let counts = <[u64; 5]>::from(runs).map(|n| n.to_string());
        [vec![process.id.clone()], counts.to_vec()].concat()
    };
    let columns = ["process", "begun", "first time", "late", "aborted", "retriggered"];
    Table::new(
        "processes",
        &columns,
        e.plan.scenario.processes.iter().enumerate().map(row).collect(),
    )
}

/// Users who were refused anything, summed over replications.
fn users(e: &Evidence) -> Table {
    let refused =
        |m: &UserMeasures| m.counted.throttled + m.counted.rejected + m.counted.unavailable > 0;
    let measures = e.measures();
    let users = e.plan.scenario.users.iter().zip(&measures.users).filter(|(_, m)| refused(m));
    let row = |(user, m): (&headroom_core::domain::User, &UserMeasures)| {
        let c = &m.counted;
        let counts =
            [c.attempts, c.throttled, c.rejected, c.unavailable, c.abandoned, m.windows_throttled];
        [vec![user.id.clone()], counts.iter().map(u64::to_string).collect()].concat()
    };
    let columns = [
        "user",
        "attempts",
        "throttled",
        "rejected",
        "unavailable",
        "abandoned",
        "windows throttled",
    ];
    Table::new("users", &columns, users.map(row).collect())
}

fn activations(e: &Evidence) -> Table {
    let calendar = &e.plan.scenario.calendar;
    let mut rows = Vec::new();
    for ledger in &e.folded().runs {
        for (i, a) in ledger.activations.iter().enumerate() {
            let causes = e.causes(&a.causes).join(" ");
            rows.push(vec![
                format!("{}.{}", ledger.replication + 1, i + 1),
                calendar.local(a.from),
                calendar.local(a.to),
                a.peak_load.to_string(),
                a.throttled.to_string(),
                a.users.len().to_string(),
                if causes.is_empty() { "–".to_owned() } else { causes },
            ]);
        }
    }
    let columns =
        ["replication.activation", "start", "end", "peak load", "throttled", "users", "causes"];
    Table::new("activations", &columns, rows)
}

fn fairness(e: &Evidence) -> Table {
    let or_dash = |text: Option<String>| text.unwrap_or("–".to_owned());
    let rows = e.fairness.iter().map(|p| {
        vec![
            p.property.to_owned(),
            or_dash(p.violations.map(|v| v.to_string())),
            or_dash(p.first_at.clone()),
            or_dash(p.jain.map(|j| format!("{j:.6}"))),
            or_dash(p.worst_off.as_ref().map(|w| w.0.clone())),
            or_dash(p.worst_off.as_ref().map(|w| format!("{:.6}", w.1))),
        ]
    });
    let columns = ["property", "violations", "first", "jain", "worst off", "its share"];
    Table::new("fairness", &columns, rows.collect())
}

fn blessing() -> bool {
    std::env::var_os("HEADROOM_BLESS").is_some_and(|v| v == "1")
}

/// Compares, or rewrites where that is asked for.
fn golden(name: &str) {
    let path = format!("{FOLDER}/{name}.txt");
    let new = result(name);
    if blessing() {
        fs::create_dir_all(FOLDER).expect("a folder");
        return fs::write(&path, new).expect("a file");
    }
    let old = fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("{path}: {e}; HEADROOM_BLESS=1 writes it"));
    let old = old.replace("\r\n", "\n");
    let mut differences = differences(&old, &new);
    if differences.is_empty() && old != new {
        differences.push("the order of rows, or the form".to_owned());
    }
    let many = differences.len();
    differences.truncate(40);
    assert!(
        many == 0,
        "{path}: {many} differences (HEADROOM_BLESS=1 accepts them)\n{}",
        differences.join("\n")
    );
}

#[test]
fn golden_files_and_shipped_scenarios_are_the_same_list() {
    if blessing() {
        return;
    }
    let entries = fs::read_dir(FOLDER).expect("run from the project's folder");
    // Charts have a folder of their own.
    let entries = entries.map(|e| e.expect("an entry")).filter(|e| e.path().is_file());
    let mut files: Vec<String> =
        entries.map(|e| e.file_name().into_string().expect("UTF-8")).collect();
    files.sort();
    let mut names: Vec<String> = scenario_names().map(|name| format!("{name}.txt")).collect();
    names.sort();
    assert_eq!(files, names);
    let source = include_str!("golden.rs");
    for name in scenario_names() {
        assert!(source.contains(&format!("golden(\"{name}\")")), "{name} has no test here");
    }
}

#[test]
fn a_difference_is_said_with_row_column_old_and_new() {
    let old = "[users]\nuser   throttled  rejected\nalpha          1         2\nbeta           3         4\n";
    let new = "[users]\nuser   throttled  rejected\nalpha         10         2\n";
    let said = [
        "[users] alpha, throttled: 1 → 10",
        "[users] beta, rejected: 4 → nothing",
        "[users] beta, throttled: 3 → nothing",
    ];
    assert_eq!(differences(old, new), said);
}

#[test]
fn beast_from_the_east_is_as_it_was() {
    golden("beast-from-the-east");
}

#[test]
fn beast_from_the_east_tight_is_as_it_was() {
    golden("beast-from-the-east-tight");
}

#[test]
fn clashing_batches_is_as_it_was() {
    golden("clashing-batches");
}

#[test]
fn denial_of_service_is_as_it_was() {
    golden("denial-of-service");
}

#[test]
fn denial_of_service_many_users_is_as_it_was() {
    golden("denial-of-service-many-users");
}

#[test]
fn denial_of_service_not_reacting_is_as_it_was() {
    golden("denial-of-service-not-reacting");
}

#[test]
fn denial_of_service_prioritised_is_as_it_was() {
    golden("denial-of-service-prioritised");
}

#[test]
fn dispersion_is_as_it_was() {
    golden("dispersion");
}

#[test]
fn half_hourly_settlement_is_as_it_was() {
    golden("half-hourly-settlement");
}

#[test]
fn install_day_is_as_it_was() {
    golden("install-day");
}

#[test]
fn metastable_is_as_it_was() {
    golden("metastable");
}

#[test]
fn minimal_is_as_it_was() {
    golden("minimal");
}

#[test]
fn national_year_is_as_it_was() {
    golden("national-year");
}

#[test]
fn ordinary_day_is_as_it_was() {
    golden("ordinary-day");
}

#[test]
fn price_change_1_april_is_as_it_was() {
    golden("price-change-1-april");
}

#[test]
fn restart_by_day_is_as_it_was() {
    golden("restart-by-day");
}

#[test]
fn storm_all_day_is_as_it_was() {
    golden("storm-all-day");
}

#[test]
fn storm_arwen_is_as_it_was() {
    golden("storm-arwen");
}

#[test]
fn storm_arwen_tight_is_as_it_was() {
    golden("storm-arwen-tight");
}

#[test]
fn batches_ordered_ahead_are_as_they_were() {
    golden("batches-ordered-ahead");
}

#[test]
fn when_to_build_is_as_it_was() {
    golden("when-to-build");
}

#[test]
fn growth_as_published_is_as_it_was() {
    golden("growth-as-published");
}

#[test]
fn load_control_is_as_it_was() {
    golden("load-control");
}

#[test]
fn storm_arwen_by_night_is_as_it_was() {
    golden("storm-arwen-by-night");
}

#[test]
fn vends_fail_1_april_as_they_did() {
    golden("vends-fail-1-april");
}

#[test]
fn alert_storm_is_as_it_was() {
    golden("alert-storm");
}

#[test]
fn restart_at_0200_is_as_it_was() {
    golden("restart-at-0200");
}
