//! What the tests of both packages, and the bench, are made with: small scenarios and changes to
//! them, random ones, exact chances, and the judge, which goes through one request at a time.

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

/// The project's folder: the tests of the two packages run in different ones.
pub const TOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");

pub mod bare;
pub mod chance;
pub mod fuzzed;
pub mod judge;
pub mod make;
pub mod moments;
pub mod random_market;
pub mod random_scenario;
pub mod recorded;
pub mod wrong;
