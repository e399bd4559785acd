//! How often it happens, as small tables that a person reads in one look.

use super::levels::Level;
use super::{ACTIVE_H, DAYS, Frequency, LONGEST, NARROW, NEVER_ANSWERED};
use crate::evidence::table::{SmallTable, Titled};
use crate::evidence::words::{fine, thousands, whole_percent, years};
use crate::evidence::{Evidence, tables};

/// Most rows of a small table; files have them all.
const MOST_ROWS: usize = 15;

fn titled(title: &str, table: SmallTable) -> Titled {
    Titled { title: title.to_owned(), ..table.into() }
}

/// Every small table of `evidence`; nothing where its replications are no courses.
pub fn frequency_tables(evidence: &Evidence) -> Vec<Titled> {
    let Some(f) = &evidence.frequency else { return Vec::new() };
    let mut all = vec![titled("A year", per_year(f)), by_cause(f), by_event(f), by_month(f)];
    all.extend([by_user(evidence, f), levels(f)]);
    all.extend(horizon(f));
    all.retain(|t| !t.table.rows.is_empty());
    if let Some(last) = all.last_mut() {
        let notes = [std::mem::take(&mut last.note), still_missing(f)];
        last.note =
            notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("\n");
    }
    all
}

/// The first of them; none where replications are no courses.
pub fn per_year_table(evidence: &Evidence) -> Option<SmallTable> {
    evidence.frequency.as_ref().map(per_year)
}

fn per_year(f: &Frequency) -> SmallTable {
    const SHOWN: [&str; 6] = [
        "figure",
        "a_year",
        "a_year_ci",
        "chance_of_any",
        "return_period_years",
        "largest_episode",
    ];
    let mut table = tables::per_year().small(&SHOWN, &tables::per_year_rows(f));
    table.head[1] = format!("mean of {}", years(f.years_run()));
    table
}

fn by_cause(f: &Frequency) -> Titled {
    const SHOWN: [&str; 7] =
        ["causes", "days", "days_ci", "active_h", "throttled", "activations", "idle_activations"];
    cut(titled("By cause, a year", tables::by_cause().small(&SHOWN, f.of_activations())))
}

fn by_event(f: &Frequency) -> Titled {
    const SHOWN: [&str; 9] = [
        "event",
        "a_year",
        "days_each",
        "days_each_ci",
        "days_a_year",
        "active_h_each",
        "never_answered_each",
        "more_than_today_each",
        "more_than_today_each_ci",
    ];
    titled("Each event by itself: an occurrence", tables::by_event().small(&SHOWN, &f.by_event))
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
    const SHOWN: [&str; 7] = [
        "month",
        "days",
        "days_ci",
        "maintenance_days",
        "active_h",
        "throttled",
        "never_answered_not_above",
    ];
    // Nothing is said twelve times over.
    let any = f.by_month.iter().any(|m| m.activations.interval.mean > 0.0);
    let any = any || f.by_month.iter().any(|m| m.harm.not_above.interval.mean > 0.0);
    let rows = if any { f.by_month.as_slice() } else { &[] };
    titled("By month", tables::by_month().small(&SHOWN, rows))
}

fn by_user(evidence: &Evidence, f: &Frequency) -> Titled {
    const SHOWN: [&str; 7] = [
        "user",
        "never_answered_not_above",
        "never_answered_not_above_ci",
        "never_answered_above",
        "throttled",
        "throttled_ci",
        "chance_of_throttled",
    ];
    let rows = tables::user_rows(evidence, f);
    cut(titled("By User, a year", tables::by_user().small(&SHOWN, &rows)))
}

fn levels(f: &Frequency) -> Titled {
    let columns = [
        &f.per_year[DAYS].aggregate,
        &f.per_year[ACTIVE_H].aggregate,
        &f.per_year[LONGEST].occurrence,
        &f.per_year[NEVER_ANSWERED].aggregate,
        &f.per_year[NEVER_ANSWERED].occurrence,
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
        "days in a year",
        "active in a year, h",
        "longest activation, h",
        "never answered in a year, not above",
        "never answered in an episode, not above",
    ];
    let head = head.map(str::to_owned).to_vec();
    titled("What a year exceeds", SmallTable { head, rows, words: 1 })
}

/// A level with its interval, or how many years it needs.
fn level(level: &Level) -> String {
    let Some(value) = level.value else {
        return format!("needs {}", years(level.needed as f64));
    };
    match (level.low, level.high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", fine(value), fine(low), fine(high)),
        (Some(low), None) => format!("{} (from {})", fine(value), fine(low)),
        _ => fine(value),
    }
}

/// Every third month; the table of the files has all.
fn horizon(f: &Frequency) -> Option<Titled> {
    const SHOWN: [&str; 6] = [
        "month",
        "activations_a_year",
        "activations_a_year_ci",
        "ordinary_a_year",
        "ordinary_by_then",
        "next_12_months",
    ];
    let months: Vec<_> = f.horizon.as_ref()?.months.iter().step_by(3).copied().collect();
    Some(titled("Month by month", tables::horizon().small(&SHOWN, &months)))
}

/// How many years are missing until the interval of days is narrow.
fn still_missing(f: &Frequency) -> String {
    let c = &f.convergence;
    let Some((needed, missing)) = c.needed.zip(c.missing) else {
        return format!(
            "No such day in {}: how many years are missing cannot be said.",
            years(c.years)
        );
    };
    let percent = whole_percent(NARROW);
    if missing == 0 {
        return format!(
            "The days a year on which somebody is throttled, maintenance nights apart, are known to ± {percent} % or better."
        );
    }
    format!(
        "To know the days a year on which somebody is throttled, maintenance nights apart, to ± {percent} %, {} are needed: {} more.",
        years(needed as f64),
        thousands(missing as f64)
    )
}
