//! Keyed streams of random numbers, and the exact draws that counting needs.
//!
//! Every draw comes from a stream named by what it is for, so nothing depends on the order in which
//! things are computed, on threads, or on whether a neighbouring block was opened (T5).
//! Scope: the generator (`keyed.rs`), samplers (`sample.rs`), what a random order does to counts
//! (`deal.rs`), even points (`sobol.rs`), quantiles (`quantile.rs`) and many things dropped into few places (`spread.rs`). The samplers are the standard published algorithms over `libm`, so that the same
//! seed gives the same whole numbers on every machine; `rand_distr` gives the gamma factors.
//! Checked by: `tests/proofs/samplers.rs`, against exact probabilities.

mod deal;
mod keyed;
mod quantile;
mod sample;
mod sobol;
mod spread;

pub use deal::{deal, scatter};
pub use keyed::{Draws, Keys, Purpose, name_key};
pub use quantile::{gamma_at, log_normal_at, normal_at, normal_below};
pub use sobol::{MOST_INPUTS, sobol};
pub use spread::spread;
