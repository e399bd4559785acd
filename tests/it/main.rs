//! Every test that looks at the library from outside, as one binary.

mod against_judge;
mod commands;
mod faults;
mod judge;
mod make;
mod moments;
mod random_market;
mod shipped;
