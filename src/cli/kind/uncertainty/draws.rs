//! The draws of a study over assumptions, as settings of its scenario.

use crate::cli::Stop;
use crate::cli::kind::contrasts::first_of;
use crate::evidence::uncertainty::Assumptions;
use headroom_core::experiment::{Draw, Setting};
use headroom_core::scenario::{Change, Draft};

/// The draws as settings: those that the scenario's checks take, the others noted with the first fault of each.
pub(super) fn drawn(
    draft: &Draft,
    set: &[Change],
    seed: u64,
    asked: &mut Assumptions,
) -> Result<Vec<Setting>, Stop> {
    let mut settings = Vec::new();
    let mut take = |draw: Draw, asked: &mut Assumptions| {
        let setting = draw.setting(&asked.inputs, seed);
        match draft.with(&[("--set", set), (&setting.name, &setting.changes)]) {
            Ok(_) => {
                settings.push(setting);
                asked.draws.push(draw);
            }
            Err(faults) => asked.refused.push((draw, first_of(&faults))),
        }
    };
    for number in 1..=asked.asked {
        take(Draw::new(&asked.inputs, seed, number), asked);
    }
    let first = asked.draws.clone();
    for input in asked.totals.clone() {
        for draw in &first {
            take(draw.with_anew(&asked.inputs, seed, input), asked);
        }
    }
    if asked.draws.is_empty() {
        let why = asked.refused.first().map_or("", |(_, why)| why);
        return Err(Stop(format!(
            "every draw is refused by the scenario's checks, the first since {why}"
        )));
    }
    Ok(settings)
}
