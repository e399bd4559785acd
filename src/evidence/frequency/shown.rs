//! How often it happens, as small tables that a person reads in one look.

use super::answer::{ends, few, years};
use super::levels::Level;
use super::parts::ByCause;
use super::rate::{Method, Rate};
use super::{ACTIVE_H, ByWhom, FIGURES, Frequency, LONGEST, NARROW, PerYear, UNSERVED};
use crate::evidence::{Evidence, Interval, StudyTable};

/// Most rows of a small table; files have them all.
const MOST_ROWS: usize = 15;
/// Of what there is none.
const NONE: &str = "–";

/// A small table and what stands above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Titled {
    /// What it shows.
    pub title: String,
    /// The table.
    pub table: StudyTable,
    /// What is said below it; may be empty.
    pub note: String,
}

fn titled(title: &str, head: &[&str], words: usize, rows: Vec<Vec<String>>) -> Titled {
    let head = head.iter().map(|h| (*h).to_owned()).collect();
    let table = StudyTable { head, rows, words };
    Titled { title: title.to_owned(), table, note: String::new() }
}

/// Every small table of `evidence`; nothing where its replications are no courses.
pub fn frequency_tables(evidence: &Evidence) -> Vec<Titled> {
    let Some(f) = &evidence.frequency else { return Vec::new() };
    let mut all = vec![per_year(f)];
    all.extend([by_cause(f), by_month(f), by_user(evidence, f), levels(f), horizon(f)]);
    all.retain(|t| !t.table.rows.is_empty());
    if let Some(last) = all.last_mut() {
        last.note = still_missing(f);
    }
    all
}

/// The first of them; none where replications are no courses.
pub fn per_year_table(evidence: &Evidence) -> Option<StudyTable> {
    evidence.frequency.as_ref().map(|f| per_year(f).table)
}

/// The interval of a rate; a dash where it has none.
pub(super) fn interval(rate: &Rate) -> String {
    ends(rate).unwrap_or_else(|| NONE.to_owned())
}

pub(super) fn mean(rate: &Rate) -> String {
    if rate.method == Method::NoneSeen { "none".to_owned() } else { few(rate.interval.mean) }
}

fn chance(of: Option<&Interval>) -> String {
    let Some(of) = of else { return NONE.to_owned() };
    if of.mean == 0.0 {
        return of.ci_high.map_or(NONE.to_owned(), |high| format!("< {} %", few(high * 100.0)));
    }
    format!("{} %", few(of.mean * 100.0))
}

fn per_year(f: &Frequency) -> Titled {
    let period = |row: &PerYear| match (row.return_period(), &row.chance) {
        (Some(period), Some(chance)) if chance.mean == 0.0 => format!("> {}", years(period)),
        (Some(period), _) => years(period),
        (None, _) => NONE.to_owned(),
    };
    let row = |row: &PerYear| {
        vec![
            FIGURES[row.figure].title.to_owned(),
            mean(&row.rate),
            interval(&row.rate),
            chance(row.chance.as_ref()),
            period(row),
            few(row.most),
        ]
    };
    let head = [
        "a year",
        &format!("mean of {}", years(f.years_run())),
        "95 % interval",
        "chance of any",
        "once in",
        "largest episode",
    ];
    titled("A year", &head, 1, f.per_year.iter().map(row).collect())
}

fn by_cause(f: &Frequency) -> Titled {
    let row = |c: &ByCause| {
        vec![
            c.cause.clone(),
            mean(&c.activations),
            interval(&c.activations),
            chance(c.chance.as_ref()),
            mean(&c.active_h),
            mean(&c.throttled),
        ]
    };
    let head = [
        "in force when it began",
        "activations",
        "95 % interval",
        "chance of any",
        "hours",
        "throttled",
    ];
    cut(titled("By cause, a year", &head, 1, f.by_cause.iter().map(row).collect()))
}

/// The first rows, and how many more there are.
fn cut(mut titled: Titled) -> Titled {
    let more = titled.table.rows.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        titled.table.rows.truncate(MOST_ROWS);
        titled.note = format!("{more} more rows are in the tables");
    }
    titled
}

fn by_month(f: &Frequency) -> Titled {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let row = |m: &super::ByMonth| {
        vec![
            NAMES[m.month as usize - 1].to_owned(),
            mean(&m.activations),
            interval(&m.activations),
            mean(&m.ordinary),
            mean(&m.active_h),
            mean(&m.throttled),
            mean(&m.unserved),
        ]
    };
    let head = [
        "month",
        "activations",
        "95 % interval",
        "of ordinary traffic",
        "hours",
        "throttled",
        "unserved",
    ];
    // Nothing is said twelve times over.
    let any = f.by_month.iter().any(|m| m.activations.interval.mean > 0.0);
    let any = any || f.by_month.iter().any(|m| m.unserved.interval.mean > 0.0);
    let rows = if any { f.by_month.iter().map(row).collect() } else { Vec::new() };
    titled("By month", &head, 1, rows)
}

fn by_user(evidence: &Evidence, f: &Frequency) -> Titled {
    let row = |u: &ByWhom| {
        vec![
            evidence.plan.scenario.users[u.index].name.clone(),
            mean(&u.unserved),
            interval(&u.unserved),
            mean(&u.throttled),
            interval(&u.throttled),
            chance(u.chance.as_ref()),
        ]
    };
    let head = [
        "User",
        "unserved",
        "95 % interval",
        "throttled",
        "95 % interval",
        "chance of being throttled",
    ];
    cut(titled("By User, a year", &head, 1, f.by_user.iter().map(row).collect()))
}

fn levels(f: &Frequency) -> Titled {
    let columns = [
        &f.per_year[ACTIVE_H].aggregate,
        &f.per_year[LONGEST].occurrence,
        &f.per_year[UNSERVED].aggregate,
        &f.per_year[UNSERVED].occurrence,
    ];
    let row = |i: usize| {
        let period = columns[0][i].period;
        let head = [format!("{period} years")];
        head.into_iter().chain(columns.map(|c| level(&c[i]))).collect()
    };
    let any = columns.iter().any(|c| c.iter().any(|l| l.value.is_some_and(|x| x > 0.0)));
    let rows = if any { (0..columns[0].len()).map(row).collect() } else { Vec::new() };
    let head = [
        "once in",
        "active in a year, h",
        "longest activation, h",
        "unserved in a year",
        "unserved in an episode",
    ];
    titled("What a year exceeds", &head, 1, rows)
}

/// A level with its interval, or how many years it needs.
fn level(level: &Level) -> String {
    let Some(value) = level.value else {
        return format!("needs {}", years(level.needed as f64));
    };
    match (level.low, level.high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", few(value), few(low), few(high)),
        (Some(low), None) => format!("{} (from {})", few(value), few(low)),
        _ => few(value),
    }
}

fn horizon(f: &Frequency) -> Titled {
    let Some(h) = &f.horizon else { return titled("", &[], 0, Vec::new()) };
    let row = |m: &super::HorizonMonth| {
        vec![
            m.month.to_string(),
            mean(&m.a_year),
            interval(&m.a_year),
            mean(&m.ordinary_a_year),
            chance(Some(&m.ordinary_by_then)),
            m.following.map_or(NONE.to_owned(), |r| mean(&r)),
        ]
    };
    let head = [
        "month",
        "activations a year",
        "95 % interval",
        "of ordinary traffic",
        "… ever by then",
        "in the next 12 months",
    ];
    // Every third month; the table of the files has all.
    let rows = h.months.iter().step_by(3).map(row).collect();
    titled("Month by month", &head, 1, rows)
}

/// How many years are missing until the interval of activations is narrow.
fn still_missing(f: &Frequency) -> String {
    let c = &f.convergence;
    let Some((needed, missing)) = c.needed.zip(c.missing) else {
        return format!(
            "No activation in {}: how many years are missing cannot be said.",
            years(c.years)
        );
    };
    let percent = NARROW * 100.0;
    if missing == 0 {
        return format!("The activations a year are known to ± {percent:.0} % or better.");
    }
    format!(
        "To know the activations a year to ± {percent:.0} %, {} are needed: {} more.",
        years(needed as f64),
        crate::evidence::thousands(missing as f64)
    )
}
