//! A study's folder: the resolved scenario, tables and charts.

use super::Stop;
use crate::evidence::{Evidence, sentence, tables};
use crate::experiment::{can_write, write_whole};
use crate::report::what_happened;
use serde_json::json;
use std::path::Path;

/// Tables of more rows are written as Parquet alone.
const MOST_CSV_ROWS: usize = 50_000;

/// Finds out before a run whether its folder can be written.
pub fn writable(out: &Path) -> Result<(), Stop> {
    let probe = out.join("study.json");
    can_write(&probe).map_err(|e| Stop(format!("could not write {}: {e}", probe.display())))
}

/// Writes the study of `evidence` into `out`, each file whole or not at all.
pub fn write(out: &Path, evidence: &Evidence) -> Result<(), Stop> {
    let put = |name: &str, bytes: &[u8]| {
        let path = out.join(name);
        write_whole(&path, bytes)
            .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))
    };
    for table in tables(evidence)? {
        put(&format!("tables/{}.parquet", table.name), &table.parquet()?)?;
        if table.frame().height() <= MOST_CSV_ROWS {
            put(&format!("tables/{}.csv", table.name), &table.csv()?)?;
        }
    }
    let chart = what_happened(evidence, &sentence(evidence))?;
    put("charts/what-happened.svg", chart.as_bytes())?;
    put("study.json", provenance(evidence)?.as_bytes())
}

/// What was run, so that it can be run again.
fn provenance(evidence: &Evidence) -> Result<String, Stop> {
    let scenario = &evidence.plan.scenario;
    let study = json!({
        "headroom": env!("CARGO_PKG_VERSION"),
        "platform": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "digest": scenario.digest,
        "seed": scenario.seed,
        "replications": scenario.replications,
        "scenario": scenario.resolved,
    });
    Ok(serde_json::to_string_pretty(&study)? + "\n")
}
