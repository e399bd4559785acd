//! What takes longer, as one binary: the engine against the judge, against itself and against theory, in many
//! scenarios and at random. Each rule by itself is in `tests/rules`.

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
mod counts_only;
mod courses;
mod fitted;
mod identity;
mod judged;
mod large_files;
mod numbers;
mod random_courses;
mod recorded;
mod samplers;
mod swarm;
mod tagged;
mod theory;
mod years_of_a_log;
