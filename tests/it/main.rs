//! Every test that looks at the library from outside, as one binary.

mod against_judge;
mod bare;
mod commands;
mod faults;
mod golden;
mod house;
mod identity;
mod judge;
mod make;
mod moments;
mod random_market;
mod random_scenario;
mod rules;
mod samplers;
mod shipped;
mod swarm;
mod theory;
