//! The charts and the page. Scope: drawing and saying what stands in a table; nothing is worked out here but the length
//! of a line. Source: the design of the charts in `docs/charts.md`, of the page in `docs/report.md`.
//! Checked by: golden SVG in `tests/it/charts.rs` and `tests/it/study_charts.rs`, `tests/it/page.rs`, a real browser
//! in `tests/it/browser.rs`, and by looking.

mod along;
mod answers;
mod candidates;
mod columns;
mod comparison;
mod course;
mod early_warning;
mod exposure;
mod fairness;
mod forest;
mod frame;
mod frequency;
mod frontier;
mod heat;
mod ink;
mod layout;
mod lettering;
mod lines;
mod northbound;
mod options;
mod page;
mod palette;
mod picture;
mod poll_spread;
mod priority_list;
mod protection;
mod release;
mod retry_amplification;
mod scale;
mod sizing;
mod study_charts;
mod throttled;
mod tornado;
mod trigger_frequency;
mod uncertainty;
mod user_timeline;
mod what_happened;
mod who_by_axis;
mod who_is_throttled;
mod words;

pub use answers::{AnswersBook, answers_page};
pub use candidates::candidates;
pub use comparison::comparison;
pub use early_warning::early_warning;
pub use exposure::exposure;
pub use fairness::fairness;
pub use forest::{Forest, ForestMeasure, ForestRow};
pub use frame::{ChartHead, Estimate};
pub use frequency::{by_axis, frequency_charts};
pub use frontier::frontier;
pub use heat::{HeatColumn, HeatMap, HeatRow};
pub use ink::svg;
pub use lines::{Across, Lines, Panel, PlotPoint, Series, SeriesStyle};
pub use northbound::northbound;
pub use options::options;
pub use page::{Dossier, command, page, user_page};
pub use palette::style;
pub use picture::{Colour, Form, Letters, Mark, Pen, Picture, Place, Shape, Stand, Stop, Text};
pub use poll_spread::poll_spread;
pub use priority_list::priority_list;
pub use protection::protection;
pub use release::release;
pub use retry_amplification::retry_amplification;
pub use sizing::sizing;
pub use study_charts::{run_charts, study_charts};
pub use tornado::tornado;
pub use trigger_frequency::trigger_frequency;
pub use uncertainty::uncertainty;
pub use what_happened::what_happened;
pub use who_by_axis::who_by_axis;
pub use who_is_throttled::who_is_throttled;

/// A chart: the stem of its file's name, and what is on it.
pub type Chart = (&'static str, Picture);
