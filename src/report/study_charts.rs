//! All charts of a study, and all of a single scenario.

use super::Chart;
use super::frequency::{by_axis, frequency_charts};
use super::{
    comparison, early_warning, exposure, fairness, northbound, poll_spread, priority_list,
    protection,
};
use super::{
    release, retry_amplification, trigger_frequency, what_happened, who_by_axis, who_is_throttled,
};
use crate::evidence::Evidence;
use crate::evidence::findings::Findings;

/// Every chart that `f` has something for.
pub fn study_charts(f: &Findings) -> Vec<Chart> {
    let courses = f.of_courses();
    let all = [
        ("trigger-frequency", if courses { by_axis(f) } else { trigger_frequency(f) }),
        ("who-by-axis", who_by_axis(f)),
        ("comparison", comparison(f)),
        ("priority-list", priority_list(f)),
        ("fairness", fairness(f)),
        ("exposure", exposure(f)),
        ("poll-spread", poll_spread(f)),
        ("retry-amplification", retry_amplification(f)),
        ("protection", protection(f)),
        ("early-warning", early_warning(f)),
        ("release", release(f)),
    ];
    let mut all: Vec<Chart> =
        all.into_iter().filter_map(|(stem, picture)| Some((stem, picture?))).collect();
    let label = if f.variants.len() > 1 { f.variants[0].said() } else { String::new() };
    all.extend(frequency_charts(&f.evidence[0], &label));
    all
}

/// What happened in `evidence`, under `title`; if anybody was throttled, who; and messages to Users, if there are any.
pub fn run_charts(evidence: &Evidence, title: &str) -> Vec<Chart> {
    // Of a course no timeline is kept.
    if evidence.frequency.is_some() {
        return frequency_charts(evidence, "");
    }
    let mut all = vec![("what-happened", what_happened(evidence, title))];
    all.extend(who_is_throttled(evidence).map(|picture| ("who-is-throttled", picture)));
    all.extend(northbound(evidence).map(|picture| ("northbound", picture)));
    all
}
