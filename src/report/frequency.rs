//! Charts of how often it happens (C4), of drawn courses.
//!
//! Scope: what a year exceeds (`levels.rs`), what causes it and who is affected (`rows.rs`), the headroom calendar
//! (`calendar.rs`), how far the years have come (`convergence.rs`), months of growth (`horizon.rs`), and along the
//! threshold or any other axis how often and how long (`by_axis.rs`). Checked by: golden SVG in
//! `tests/it/frequency/charts.rs`, and by looking.

mod by_axis;
mod calendar;
mod convergence;
mod horizon;
mod levels;
mod rows;

pub use by_axis::by_axis;

use super::Chart;
use super::words::{assumed, sentences};
use crate::evidence::Evidence;
use crate::evidence::frequency::Frequency;
use crate::evidence::words::years;
use crate::report::ChartHead;

/// Every chart that there is something for of `evidence`, of which `label` says which variant it is; empty where
/// its replications are no courses.
pub fn frequency_charts(evidence: &Evidence, label: &str) -> Vec<Chart> {
    let Some(f) = &evidence.frequency else { return Vec::new() };
    let of = OfYears { evidence, f, label };
    let all = [
        ("return-levels", levels::levels(&of)),
        ("days-by-cause", rows::by_cause(&of)),
        ("headroom-calendar", calendar::calendar(&of)),
        ("who-is-affected", rows::affected(&of)),
        ("convergence", convergence::convergence(&of)),
        ("horizon", horizon::horizon(&of)),
    ];
    all.into_iter().filter_map(|(stem, picture)| Some((stem, picture?))).collect()
}

/// What a chart is of.
struct OfYears<'a> {
    evidence: &'a Evidence,
    f: &'a Frequency,
    label: &'a str,
}

impl OfYears<'_> {
    /// Heading and footnote, in which `note` stands first.
    fn head(&self, title: String, note: &str) -> ChartHead {
        let scenario = &self.evidence.plan.scenario;
        let label = if self.label.is_empty() { String::new() } else { format!(", {}", self.label) };
        let run = years(self.f.years_run());
        ChartHead {
            title,
            subtitle: format!("{}{label}: {run}, seed {}", scenario.name, scenario.seed),
            footnote: sentences(&[note, assumed(scenario)]),
        }
    }
}
