//! Recorded traffic (T8): logs of Service Requests read into counts, and a replication written as such a log.
//!
//! Scope: which logs, and how (`asked.rs`), what a log's columns mean (`columns.rs`), its times (`moment.rs`, `digits.rs`), its text (`input.rs`, `gzip.rs`, `lines.rs`, `parquet.rs`), rows read one after the
//! other (`read.rs`, `row.rs`, `rows.rs`, `entry.rs`, `kinds.rs`, `seconds.rs`), how long its counts last (`bins.rs`), counted by half-hour (`tally.rs`) and looked up where one may come twice (`seen.rs`, `lately.rs`), names of Users (`names.rs`), how requests were answered (`answers.rs`, `status.rs`), what was observed besides (`observed.rs`), what is to be
//! said of a log (`remarks.rs`, `holes.rs`) and of its wrong rows (`wrong_rows.rs`), and the log that is written of a replication (`written.rs`); besides tables of an analyst's own, whatever they hold (`sheet.rs`, `encoding.rs`). Memory grows with the
//! counts that are kept, never with rows. Left out: which Users and SRVs a scenario knows, and what its cells are, which is
//! `scenario`'s. Source: `docs/recordings.md`. Checked by: `tests/rules/recordings.rs`.

mod answers;
mod asked;
mod bins;
mod columns;
mod digits;
mod encoding;
mod entry;
mod fields;
mod gzip;
mod holes;
mod input;
mod kinds;
mod lately;
mod lines;
mod moment;
mod names;
mod observed;
mod parquet;
mod read;
mod remarks;
mod row;
mod rows;
mod seconds;
mod seen;
mod sheet;
mod status;
mod tally;
mod written;
mod wrong;
mod wrong_rows;

pub use answers::{Answers, Attempts, Responses, Sums};
pub use asked::{Asked, Kind, Said};
pub use digits::shown;
pub use names::{names_in_vain, read_names};
pub use observed::{Observed, ObservedTable, read_observed};
pub use read::{Recording, read};
pub use remarks::Remarks;
pub use sheet::{Sheet, SheetRow};
pub use written::{LogWriter, Noted, Outcome};
pub use wrong::{Key, Wrong};
