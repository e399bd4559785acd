//! Golden charts: what each way of drawing makes of data written down here.
//!
//! `tests/golden/charts/NAME.svg` is how it looks, `NAME.txt` what it says. Where a change is meant, `HEADROOM_BLESS=1 cargo test --test it charts`
//! rewrites them; then they are to be looked at. Nothing in them depends on machine, day or version.

use headroom::report::*;
use std::fs;

const FOLDER: &str = "tests/golden/charts";

fn head(title: &str, subtitle: &str, footnote: &str) -> ChartHead {
    ChartHead {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        footnote: footnote.to_owned(),
    }
}

fn series(name: &str, points: Vec<PlotPoint>) -> Series {
    Series { name: name.to_owned(), points, ..Series::default() }
}

fn point(x: f64, y: f64, low: f64, high: f64) -> PlotPoint {
    PlotPoint { x, y: Some(y), low: Some(low), high: Some(high) }
}

fn thresholds() -> Across {
    Across::Linear {
        title: "operating threshold, requests/s".to_owned(),
        top: Some(("threshold ÷ busiest ordinary window".to_owned(), 243.0)),
    }
}

/// Trigger frequency: a share and, below it, a rate on a log axis, of a threshold.
fn trigger_frequency() -> Picture {
    let share = [
        (150.0, 1.0, 0.832, 1.0),
        (200.0, 1.0, 0.832, 1.0),
        (250.0, 0.8, 0.563, 0.943),
        (300.0, 0.35, 0.154, 0.592),
        (350.0, 0.1, 0.012, 0.317),
        (400.0, 0.0, 0.0, 0.168),
        (450.0, 0.0, 0.0, 0.168),
    ];
    let rate = [
        (150.0, 61.5, 55.2, 67.8),
        (200.0, 9.6, 7.8, 11.4),
        (250.0, 1.55, 1.06, 2.04),
        (300.0, 0.4, 0.17, 0.78),
        (350.0, 0.1, 0.012, 0.36),
        (400.0, 0.0, 0.0, 0.184),
        (450.0, 0.0, 0.0, 0.184),
    ];
    let points =
        |of: &[(f64, f64, f64, f64)]| of.iter().map(|p| point(p.0, p.1, p.2, p.3)).collect();
    let lines = Lines {
        head: head(
            "Below 300 requests/s the mechanism triggers in most replications; from 400 it was not seen to",
            "ordinary-day: 20 replications at each of 7 thresholds, seed 1",
            "The capacity, and with it the threshold's share of it, is an assumption.",
        ),
        across: thresholds(),
        marks: Vec::new(),
        panels: vec![
            Panel {
                title: "share of replications that trigger".to_owned(),
                range: Some((0.0, 1.0)),
                series: vec![series("ordinary day", points(&share))],
                ..Panel::default()
            },
            Panel {
                title: "activations a replication".to_owned(),
                log: true,
                references: vec![(1.0, "once a replication".to_owned())],
                period: Some("replications an activation".to_owned()),
                series: vec![series("ordinary day", points(&rate))],
                ..Panel::default()
            },
        ],
    };
    lines.picture()
}

/// Fairness: two panels of today's system and four readings.
fn fairness() -> Picture {
    let names = [
        "today's system",
        "reading A: allocation or equal share",
        "reading B: allocation or last month's use",
        "reading C: by window",
        "reading D: by half-hour",
    ];
    // Loss of each where the threshold is lowest.
    let losses = [0.55, 0.12, 0.18, 0.21, 0.3];
    let of = |scale: f64| {
        let each = |(name, loss): (&&str, &f64)| {
            let point = |i: i32| {
                let far = f64::from(7 - i) / 7.0;
                let y = 1.0 - scale * loss * far;
                let half = 0.08 * (1.0 - y);
                point(150.0 + 50.0 * f64::from(i), y, y - half, y + half)
            };
            series(name, (0..8).map(point).collect())
        };
        names.iter().zip(&losses).map(each).collect::<Vec<Series>>()
    };
    let panel = |title: &str, series| Panel {
        title: title.to_owned(),
        range: Some((0.0, 1.0)),
        series,
        ..Panel::default()
    };
    let lines = Lines {
        head: head(
            "Every reading leaves the worst-off User more than today's system does, until at 500 requests/s nobody is throttled",
            "denial-of-service-many-users: 20 replications at each of 8 thresholds, seed 1",
            "",
        ),
        across: thresholds(),
        marks: Vec::new(),
        panels: vec![
            panel("Jain's index of the shares served (1: all equal)", of(0.7)),
            panel("share served of the worst-off User's requests", of(1.4)),
        ],
    };
    lines.picture()
}

/// Texts along the axis: measures of six rules.
fn by_rule() -> Picture {
    let labels = ["today", "A", "B: allocation or last month's use", "C", "D", "Buffer"];
    let points = |shift: f64| {
        let of = |i: usize| {
            let y = 12.0 + shift - 1.7 * i as f64;
            point(i as f64, y, y - 1.0 - shift / 4.0, y + 1.0)
        };
        (0..labels.len()).map(of).collect()
    };
    let lines = Lines {
        head: head(
            "The buffer halves the time in which requests are refused",
            "20 replications, seed 1",
            "",
        ),
        across: Across::Texts {
            title: "reading of the rule".to_owned(),
            labels: labels.map(str::to_owned).to_vec(),
        },
        marks: Vec::new(),
        panels: vec![Panel {
            title: "mechanism active, hours a year".to_owned(),
            series: vec![series("winter", points(0.0)), series("summer", points(3.0))],
            ..Panel::default()
        }],
    };
    lines.picture()
}

/// Who is throttled: 60 Users by hour of day.
fn who_is_throttled() -> Picture {
    let cell = |u: usize, hour: usize| {
        let distance = (hour as f64 - 10.0 - (u % 5) as f64).abs();
        let share = (1.0 - 0.04 * u as f64).max(0.0) * (1.0 - distance / 5.0).max(0.0);
        (share > 0.0 || !(u + hour).is_multiple_of(11)).then_some(share)
    };
    let row = |u: usize| HeatRow {
        label: match u {
            3 => "A Supplier of Electricity and Gas with a very long name (Northern) Limited"
                .to_owned(),
            7 => "<b>Bold & Partners</b>".to_owned(),
            _ => format!("Supplier {u:02}"),
        },
        cells: (0..24).map(|hour| cell(u, hour)).collect(),
        count: if u < 25 { 1_950_432 / (u as u64 + 1) } else { 0 },
    };
    let column = |hour: usize| HeatColumn {
        label: format!("{hour:02}"),
        count: if (6..19).contains(&hour) { 98_765 * (19 - hour as u64) } else { 0 },
    };
    let map = HeatMap {
        head: head(
            "25 of 60 Users were throttled, most between 9 and 13 o'clock, and Supplier 00 most of all",
            "denial-of-service-many-users: mean of 20 replications, seed 1",
            "The capacity is an assumption. Counts are means of a replication.",
        ),
        measure: "share of attempts throttled".to_owned(),
        counted: "attempts throttled".to_owned(),
        absent: "no attempts".to_owned(),
        across: "hour of day, Europe/London".to_owned(),
        columns: (0..24).map(column).collect(),
        rows: (0..60).map(row).collect(),
        total: 7_443_123,
        empty: "nobody was throttled".to_owned(),
        ..HeatMap::default()
    };
    map.picture()
}

fn nobody_is_throttled() -> Picture {
    let map = HeatMap {
        head: head("The mechanism did not trigger", "minimal: 2 replications, seed 1", ""),
        empty: "nobody was throttled".to_owned(),
        ..HeatMap::default()
    };
    map.picture()
}

fn measure(title: &str, unit: &str, line: f64) -> ForestMeasure {
    ForestMeasure {
        title: title.to_owned(),
        unit: unit.to_owned(),
        line: Some(line),
        signed: false,
    }
}

fn item(label: &str, cells: &[(f64, f64)]) -> ForestRow {
    let cell = |(value, half): &(f64, f64)| Estimate {
        value: Some(*value),
        low: Some(value - half),
        high: Some(value + half),
    };
    ForestRow::Item { label: label.to_owned(), cells: cells.iter().map(cell).collect() }
}

/// Priority list: what adding or dropping a Service Request does.
fn priority_list() -> Picture {
    let forest = Forest {
        head: head(
            "With 7.4 on the list its requests are no longer throttled, and the others lose one in 300 more",
            "arwen: 20 replications of each list on the same traffic, seed 1",
            "The capacity is an assumption.",
        ),
        line: "as it stands".to_owned(),
        measures: vec![
            measure("activations", "a replication", 1.4),
            measure("7.4 throttled", "requests a replication", 12_345.0),
            measure("top-ups throttled", "requests a replication", 43.0),
            measure("cost to the others", "% of their requests", 0.0),
        ],
        rows: vec![
            item("as it stands", &[(1.4, 0.3), (12_345.0, 900.0), (43.0, 8.0), (0.0, 0.0)]),
            ForestRow::Group("added to the list".to_owned()),
            item("+ 7.4", &[(1.45, 0.3), (0.0, 0.0), (45.2, 8.4), (0.31, 0.04)]),
            item("+ 2.2", &[(1.4, 0.3), (12_401.0, 910.0), (3.1, 1.1), (0.02, 0.01)]),
            ForestRow::Group("dropped from it".to_owned()),
            item("− 8.11", &[(1.35, 0.28), (12_100.0, 870.0), (41.5, 7.9), (-0.05, 0.02)]),
        ],
        ..Forest::default()
    };
    forest.picture()
}

/// The heading of a chart, with plain spaces.
pub fn title(picture: &Picture) -> String {
    let plain = |c: char| if matches!(c, '\u{202f}' | '\u{a0}') { ' ' } else { c };
    picture.title.chars().map(plain).collect()
}

/// `picture` as its file has it.
pub fn drawn(picture: &Picture) -> String {
    svg(picture)
}

/// What a reader finds in `picture`: its title, then what each shape stands for.
fn listed(picture: &Picture) -> String {
    let marks = picture.marks().map(|mark| format!("{}: {}\n", mark.label, mark.value));
    format!("{}\n\n{}", picture.title, marks.collect::<String>())
}

/// Compares with the golden files, or writes them: how it looks, and what it says.
pub fn golden(name: &str, picture: &Picture) {
    kept(&format!("{FOLDER}/{name}.txt"), &listed(picture));
    let narrow = picture.narrow.as_ref().expect("a narrow one");
    for (file, picture) in [(name.to_owned(), picture), (format!("{name}-narrow"), narrow)] {
        let svg = drawn(picture);
        has_only_declared_colours(&svg);
        kept(&format!("{FOLDER}/{file}.svg"), &svg);
    }
}

/// Every colour has its counterpart in the dark.
fn has_only_declared_colours(svg: &str) {
    let rules = style();
    for attribute in svg.split_whitespace().filter(|a| a.contains("=\"#")) {
        let rule = attribute.split(['>', '/']).next().unwrap_or_default();
        assert!(rules.contains(&format!(".chart [{rule}] ")), "{rule}");
    }
}

fn kept(path: &str, new: &str) {
    if std::env::var_os("HEADROOM_BLESS").is_some_and(|v| v == "1") {
        fs::create_dir_all(FOLDER).expect("a folder");
        return fs::write(path, new).expect("a file");
    }
    let old = fs::read_to_string(path)
        .unwrap_or_else(|e| panic!("{path}: {e}; HEADROOM_BLESS=1 writes it"));
    let old = old.replace("\r\n", "\n");
    let differ = old.lines().zip(new.lines()).enumerate().find(|(_, (old, new))| old != new);
    if let Some((n, (old, new))) = differ {
        panic!("{path}:{}: {old} → {new} (HEADROOM_BLESS=1 accepts it)", n + 1);
    }
    assert!(old == new, "{path}: longer or shorter than it was (HEADROOM_BLESS=1 accepts it)");
}

#[test]
fn trigger_frequency_is_drawn_as_it_was() {
    golden("trigger-frequency", &trigger_frequency());
}

#[test]
fn fairness_is_drawn_as_it_was() {
    golden("fairness", &fairness());
}

#[test]
fn values_by_rule_are_drawn_as_they_were() {
    golden("by-rule", &by_rule());
}

#[test]
fn who_is_throttled_is_drawn_as_it_was() {
    golden("who-is-throttled", &who_is_throttled());
}

#[test]
fn nobody_throttled_is_said_as_it_was() {
    golden("nobody-is-throttled", &nobody_is_throttled());
}

#[test]
fn the_priority_list_is_drawn_as_it_was() {
    golden("priority-list", &priority_list());
}
