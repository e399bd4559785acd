//! The charts. Scope: drawing what stands in a table; nothing is worked out here but the length of a
//! line. Left out: the page, which comes here. Source: the design of the charts in `docs/charts.md`.
//! Checked by: golden SVG in `tests/it/charts.rs` and `tests/it/study_charts.rs`, and by looking.

mod along;
mod columns;
mod comparison;
mod course;
mod exposure;
mod fairness;
mod forest;
mod frame;
mod heat;
mod ink;
mod lettering;
mod lines;
mod northbound;
mod poll_spread;
mod priority_list;
mod release;
mod retry_amplification;
mod scale;
mod study_charts;
mod throttled;
mod trigger_frequency;
mod what_happened;
mod who_by_axis;
mod who_is_throttled;
mod words;

pub use comparison::comparison;
pub use exposure::exposure;
pub use fairness::fairness;
pub use forest::{Forest, ForestRow, Measure};
pub use frame::{Estimate, Head};
pub use heat::{HeatColumn, HeatMap, HeatRow};
pub use lines::{Across, Drawn, Lines, Panel, Point, Series};
pub use northbound::northbound;
pub use poll_spread::poll_spread;
pub use priority_list::priority_list;
pub use release::release;
pub use retry_amplification::retry_amplification;
pub use study_charts::{Chart, run_charts, study_charts};
pub use trigger_frequency::trigger_frequency;
pub use what_happened::what_happened;
pub use who_by_axis::who_by_axis;
pub use who_is_throttled::who_is_throttled;
