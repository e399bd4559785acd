//! Every test that looks at what is shown from outside, as one binary.

#![allow(
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    clippy::cloned_ref_to_slice_refs,
    clippy::redundant_closure_for_method_calls,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test reads best when it is written down as it is thought"
)]

mod answers;
mod assertions;
mod browser;
mod bytes;
mod charts;
mod commands;
mod explain;
mod figures;
mod frequency;
mod golden;
mod handed_on;
mod kept;
mod measures;
mod month;
mod options;
mod page;
mod questions;
mod recommend;
mod shown;
mod studies;
mod study_charts;
mod tables;
mod uncertainty;
mod workbook;
