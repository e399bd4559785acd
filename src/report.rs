//! The charts. Scope: drawing what stands in a table; nothing is worked out here but the length of a
//! line. Left out: the page, which comes here. Source: the design of the charts in `docs/charts.md`.
//! Checked by: golden SVG in `tests/it/charts.rs`, and by looking.

mod along;
mod forest;
mod frame;
mod heat;
mod ink;
mod lettering;
mod lines;
mod scale;
mod what_happened;

pub use forest::{Forest, ForestRow, Measure};
pub use frame::{Estimate, Head};
pub use heat::{HeatColumn, HeatMap, HeatRow};
pub use lines::{Across, Lines, Panel, Point, Series};
pub use what_happened::what_happened;
