//! Every test that looks at the library from outside, as one binary.

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

mod against_judge;
mod assertions;
mod bare;
mod browser;
mod charts;
mod commands;
mod counts_only;
mod courses;
mod explain;
mod faults;
mod frequency;
mod golden;
mod house;
mod identity;
mod judge;
mod judged;
mod make;
mod moments;
mod options;
mod page;
mod random_market;
mod random_scenario;
mod rules;
mod samplers;
mod shipped;
mod shown;
mod studies;
mod study_charts;
mod swarm;
mod theory;
