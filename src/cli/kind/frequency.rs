//! `headroom frequency`: how often will it trigger?

use super::compare::small;
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, FrequencyArgs};
use crate::evidence::Evidence;
use crate::evidence::beside::beside_tables;
use crate::evidence::findings::Findings;
use crate::evidence::frequency::{ACTIVATIONS, Length, frequency_report};
use crate::evidence::frequency::{frequency_tables, years_needed};
use crate::evidence::study_answer::study_sentences;
use crate::evidence::tables::study_tables;
use crate::report::study_charts;
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::{Change, Draft};

/// Courses with which a study that is to end by itself begins, and by which it goes on at least: whole blocks.
const FIRST: u32 = 20;
const BLOCK: u32 = 10;

impl Kind for FrequencyArgs {
    type Question = ();

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, ()), Stop> {
        let mut set = self.common.choices.all_changes();
        let scenario = draft.with(&[("--set", &set)])?;
        if !scenario.is_course() {
            return Err(no_course(&scenario.name));
        }
        if let Some(years) = self.years {
            let courses = libm::ceil(f64::from(years) / Length::new(&scenario).years - 1e-9);
            let value = serde_json::Value::from((courses as u64).max(1));
            set.push(Change { pointer: "/replications".to_owned(), value });
        }
        Ok((Asked { axes: self.vary.clone(), ..Asked::of(set, &self.with) }, ()))
    }

    fn check(&self, study: &Study) -> Result<(), Stop> {
        match study.variants.iter().find(|v| !v.plan.scenario.is_course()) {
            Some(v) => Err(no_course(&study.asked.settings[v.setting].name)),
            None => Ok(()),
        }
    }

    /// Its first variant's stand among its small tables.
    fn further(&self, _: &Findings, _folder: &str) -> Option<String> {
        None
    }

    fn begins_with(&self, most: u32) -> u32 {
        if self.until_within.is_some() { most.min(FIRST) } else { most }
    }

    /// So many courses, in whole blocks, until half of the interval of the activations of each variant is a share of
    /// their mean: what their spread asks for, at most as many again.
    fn more(&self, findings: &Findings) -> u32 {
        let Some(share) = self.until_within else { return 0 };
        let courses = findings.replications() as u32;
        let of = |e: &Evidence| {
            let f = e.frequency.as_ref()?;
            let width = f.per_year[ACTIVATIONS].rate.half_width_share();
            if width.is_some_and(|width| width <= share) {
                return None;
            }
            let counts: Vec<u64> = e.measures.runs.iter().map(|r| r.activations).collect();
            let needed = years_needed(&counts, f.length.years, share);
            let needed = needed.map_or(f64::INFINITY, |n| n as f64 / f.length.years);
            let more = (needed - f64::from(courses)).clamp(1.0, f64::from(courses));
            Some((more as u32).div_ceil(BLOCK) * BLOCK)
        };
        findings.evidence.iter().filter_map(of).max().unwrap_or(0)
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        let first = &f.evidence[0];
        let mut detail = frequency_tables(first);
        let mut all = Vec::new();
        if f.variants.len() > 1 {
            all = small(f);
            if let Some(table) = detail.first_mut() {
                table.title = format!("In detail: {}\n\n{}", f.variants[0].label, table.title);
            }
        }
        all.append(&mut detail);
        all.extend(beside_tables(first));
        Ok(StudyShown {
            sentences: study_sentences(f),
            small: all,
            tables: study_tables(f),
            charts: study_charts(f),
            json: serde_json::to_value(frequency_report(f))?,
            code: 0,
        })
    }
}

fn no_course(name: &str) -> Stop {
    Stop(format!(
        "{name} has no years to count in: none of its events `occurs`, and it has no `plan`\n  hint: headroom frequency national-year, or give an event `occurs` in place of `at`"
    ))
}
