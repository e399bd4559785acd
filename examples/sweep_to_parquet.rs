//! Sweeps the operating threshold and writes every table of the study as a Parquet file.
//!
//! `cargo run --example sweep_to_parquet -- [FOLDER]`, else a folder among the system's temporary ones. `headroom sweep minimal
//! --vary /mechanism/operating_threshold=0.5..=0.9:0.1` has the same tables, with charts and a page beside them.

#![allow(clippy::print_stdout, reason = "an example says what it found")]

use headroom::evidence::files::{parquet, read};
use headroom::evidence::findings::Findings;
use headroom::evidence::tables::study_tables;
use headroom_core::experiment::{Asked, Running, Study, run_study};
use headroom_core::scenario::Draft;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| std::env::temp_dir().join("headroom-sweep"));
    std::fs::create_dir_all(&folder)?;

    // A draft is read once; every variant is a change of it.
    let draft = Draft::read("minimal")?;
    let asked = Asked {
        axes: vec!["/mechanism/operating_threshold=0.5..=0.9:0.1".parse()?],
        // Today's system stands beside every point, once for all of them.
        beside: true,
        ..Asked::of(vec!["/replications=10".parse()?], &[])
    };
    let study = Study::new(&draft, asked)?;
    let findings = Findings::new(&study, run_study(&study, Running::default(), |_| ())?);

    let tables = study_tables(&findings);
    for table in &tables {
        std::fs::write(folder.join(format!("{}.parquet", table.name)), parquet(table)?)?;
    }
    println!("{} tables in {}", tables.len(), folder.display());

    // As any reader of Parquet has it; docs/tables.md says what each column is.
    let variants = read("variants", &std::fs::read(folder.join("variants.parquet"))?)?;
    println!("threshold  throttled (95 %)");
    for row in 0..variants.rows {
        let number = |head: &str| variants.number(row, head).unwrap_or(f64::NAN);
        let threshold = number("/mechanism/operating_threshold");
        let [mean, low, high] = ["throttled", "throttled_ci_low", "throttled_ci_high"].map(number);
        println!("{threshold:9}  {mean:.0} ({low:.0} to {high:.0})");
    }
    Ok(())
}
