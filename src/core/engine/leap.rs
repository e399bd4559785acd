//! Half-hours that are not opened.

pub mod taken;
