//! The one place that prints: answers on stdout, talk on stderr.

use super::Stop;
use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Where a command speaks.
pub struct Console {
    quiet: bool,
    /// Of a piece of a longer work the progress of the whole.
    whole: Option<Progress>,
}

impl Console {
    /// A console that, if `quiet`, says nothing on stderr but errors.
    pub fn new(quiet: bool) -> Self {
        Self { quiet, whole: None }
    }

    /// Whether it says nothing on stderr but errors.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints an answer on stdout. A reader that has gone away (`| head`) is no fault.
    pub fn answer(&self, text: &str) -> Result<(), Stop> {
        self.print(&inert(text, |c| c.escape_unicode().to_string()))
    }

    fn print(&self, text: &str) -> Result<(), Stop> {
        let mut out = io::stdout().lock();
        match out
            .write_all(text.as_bytes())
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush())
        {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
                Err(Stop(format!("could not write the answer: {e}")))
            }
            _ => Ok(()),
        }
    }

    /// Prints a value as JSON on stdout.
    pub fn json(&self, value: &impl Serialize) -> Result<(), Stop> {
        let text = serde_json::to_string_pretty(value)?;
        self.print(&inert(&text, |c| format!("\\u{:04x}", c as u32)))
    }

    /// Says something on stderr.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", inert(text, |c| c.escape_unicode().to_string()));
        }
    }

    /// Says what stopped the command.
    pub fn error(&self, text: &str) {
        let prefix = if text.starts_with("error:") { "" } else { "error: " };
        let text = inert(text, |c| c.escape_unicode().to_string());
        let _ = writeln!(io::stderr(), "{prefix}{text}");
    }

    /// A console for a piece of the work `whole`, of which a replication is so many parts: it says nothing else.
    pub fn of_piece(whole: &Progress, parts: u64) -> Self {
        Self { quiet: true, whole: Some(Progress { shown: Arc::clone(&whole.shown), parts }) }
    }

    /// Progress of `total` replications: one bar with time left, or a line every ten seconds where
    /// stderr is no terminal.
    pub fn progress(&self, total: u64) -> Progress {
        self.progress_of(total, "replications")
    }

    /// The same of `total` of what is counted.
    pub fn progress_of(&self, total: u64, what: &'static str) -> Progress {
        if let Some(whole) = &self.whole {
            return Progress { shown: Arc::clone(&whole.shown), parts: whole.parts };
        }
        let target = if self.quiet || !io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        if let Ok(style) = ProgressStyle::with_template(&format!(
            "{{bar:30}} {{pos}}/{{len}} {what}, {{eta}} left"
        )) {
            bar.set_style(style);
        }
        let lines = !self.quiet && bar.is_hidden();
        let now = Instant::now();
        let said = Mutex::new(now);
        let done = AtomicU64::new(0);
        Progress {
            shown: Arc::new(Shown {
                bar,
                lines,
                what,
                total: AtomicU64::new(total),
                done,
                began: now,
                said,
            }),
            parts: 1,
        }
    }
}

/// `text` without what would steer a terminal or turn its lines round.
fn inert(text: &str, escaped: fn(char) -> String) -> String {
    let steers = |c: char| c != '\n' && headroom_core::scenario::steers(c);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.push_str(&escaped(c)) } else { out.push(c) }
    }
    out
}

/// A table with one line under its head; all columns but the first `words` are numbers.
pub fn table(
    head: Vec<String>,
    words: usize,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Table {
    const STYLE: TableStyle =
        TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    let columns = head.len();
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_header(head);
    for row in rows {
        table.add_row(row);
    }
    for column in words..columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// How often a line is said.
const EVERY: Duration = Duration::from_secs(10);

/// Progress of a command, or of a piece of it.
pub struct Progress {
    shown: Arc<Shown>,
    /// So many parts of the command's work is a replication.
    parts: u64,
}

/// How far a command is.
struct Shown {
    bar: ProgressBar,
    lines: bool,
    /// What is counted.
    what: &'static str,
    total: AtomicU64,
    done: AtomicU64,
    began: Instant,
    said: Mutex<Instant>,
}

impl Progress {
    /// So many more replications are to be done than was foreseen.
    pub fn expect(&self, more: u64) {
        let more = more * self.parts;
        self.shown.total.fetch_add(more, Ordering::Relaxed);
        self.shown.bar.inc_length(more);
    }

    /// So many more replications are done.
    pub fn done(&self, more: u64) {
        let Shown { bar, lines, what, total, done: so_far, began, said } = &*self.shown;
        let more = more * self.parts;
        bar.inc(more);
        let done = so_far.fetch_add(more, Ordering::Relaxed) + more;
        if !lines {
            return;
        }
        if let Ok(mut said) = said.try_lock()
            && said.elapsed() >= EVERY
        {
            let total = total.load(Ordering::Relaxed);
            let left = total.saturating_sub(done) as f64 / done.max(1) as f64;
            let left = indicatif::HumanDuration(began.elapsed().mul_f64(left));
            let _ = writeln!(io::stderr(), "{done} of {total} {what} done, {left} left");
            *said = Instant::now();
        }
    }

    /// Does what prints, without the bar.
    pub fn beside(&self, print: impl FnOnce()) {
        self.shown.bar.suspend(print);
    }

    /// All is done.
    pub fn finish(&self) {
        // That of the whole goes on.
        if Arc::strong_count(&self.shown) == 1 {
            self.shown.bar.finish_and_clear();
        }
    }
}
