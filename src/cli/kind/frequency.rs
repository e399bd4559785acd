//! `headroom frequency`: how often will it trigger?

use super::compare::small;
use super::{Kind, StudyShown};
use crate::cli::args::{Common, FrequencyArgs};
use crate::cli::{Console, Stop};
use crate::evidence::Evidence;
use crate::evidence::beside::beside_tables;
use crate::evidence::findings::Findings;
use crate::evidence::first::of_study;
use crate::evidence::frequency::{DAYS, Length, at_rates, frequency_report};
use crate::evidence::frequency::{frequency_tables, years_needed};
use crate::evidence::study_answer::study_sentences;
use crate::evidence::tables::study_tables;
use crate::evidence::words::{decimals, so_many};
use crate::report::study_charts;
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::{Change, Draft, Fault, Faults, Scenario};

/// Courses with which a study that is to end by itself begins, and by which it goes on at least: whole blocks.
const FIRST: u32 = 20;
const BLOCK: u32 = 10;

impl Kind for FrequencyArgs {
    type Question = Vec<(String, f64)>;

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    /// Why other years than were asked for are run.
    fn begin(&self, draft: &Draft, console: &Console) -> Result<(), Stop> {
        let set = self.common.choices.all_changes();
        let scenario = draft.with(&[("--set", &set)])?;
        if let Some(years) = self.years.filter(|_| scenario.is_course()) {
            let length = Length::new(&scenario);
            let courses = courses(years, &length);
            // A few days more are no other number of years.
            if courses as f64 * length.years - f64::from(years) > 0.02 {
                console.say(&format!(
                    "--years {years}: {} of {} days each are run, the fewest whole courses that are no shorter",
                    so_many("course", courses as usize),
                    decimals(scenario.calendar.blocks().len() as f64 / 48.0)
                ));
            }
        }
        Ok(())
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, Self::Question), Stop> {
        let mut set = self.common.choices.all_changes();
        let scenario = draft.with(&[("--set", &set)])?;
        if !scenario.is_course() {
            return Err(no_course(&scenario.name));
        }
        if let Some(years) = self.years {
            let value = serde_json::Value::from(courses(years, &Length::new(&scenario)));
            set.push(Change { pointer: "/replications".to_owned(), value });
        }
        let rates = rates(&self.rate, &scenario)?;
        let by_itself = !self.beside.alone && !self.not_by_itself;
        Ok((Asked { axes: self.vary.clone(), by_itself, ..Asked::of(set, &self.with) }, rates))
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

    /// So many courses, in whole blocks, until half of the interval of each variant's days is a share of their mean: what their spread asks for, at most as many again.
    fn more(&self, findings: &Findings) -> u32 {
        let Some(share) = self.until_within else { return 0 };
        let courses = findings.replications() as u32;
        let of = |e: &Evidence| {
            let f = e.frequency.as_ref()?;
            let width = f.per_year[DAYS].rate.half_width_share();
            if width.is_some_and(|width| width <= share) {
                return None;
            }
            let counts: Vec<u64> = e.measures().runs.iter().map(|r| r.days[0]).collect();
            let needed = years_needed(&counts, f.length.years, share);
            let needed = needed.map_or(f64::INFINITY, |n| n as f64 / f.length.years);
            let more = (needed - f64::from(courses)).clamp(1.0, f64::from(courses));
            Some((more as u32).div_ceil(BLOCK) * BLOCK)
        };
        findings.evidence.iter().filter_map(of).max().unwrap_or(0)
    }

    fn shown(&self, rates: &Self::Question, f: &Findings) -> Result<StudyShown, Stop> {
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
        let at_rates = at_rates(first, rates);
        let mut json = serde_json::to_value(frequency_report(f))?;
        if let Some(answer) = json["answer"].as_array_mut() {
            answer.extend(at_rates.iter().map(|said| said.as_str().into()));
        }
        Ok(StudyShown {
            first: of_study(f),
            sentences: study_sentences(f).into_iter().chain(at_rates).collect(),
            small: all,
            tables: study_tables(f),
            charts: study_charts(f),
            json,
            code: 0,
        })
    }
}

/// The rates given, each of an event of `scenario` that occurs, once.
fn rates(given: &[(String, f64)], scenario: &Scenario) -> Result<Vec<(String, f64)>, Stop> {
    let known: Vec<&str> = scenario.occurring.iter().map(|e| e.id.as_str()).collect();
    let mut faults = Vec::new();
    for (i, (id, _)) in given.iter().enumerate() {
        if !known.contains(&id.as_str()) {
            let expected = format!("an event that occurs: {}", known.join(", "));
            faults.push(Fault::at("", format!("{id:?}"), expected).in_file("--rate"));
        } else if given[..i].iter().any(|(other, _)| other == id) {
            faults
                .push(Fault::at("", format!("{id:?} twice"), "each event once").in_file("--rate"));
        }
    }
    if known.len() < 2 && !given.is_empty() && faults.is_empty() {
        let fault = Fault::at("", "the only event that occurs", "one of several");
        let fault = fault.hint(format!("--set /events/{}/occurs/per_year=…", known[0]));
        faults.push(fault.in_file("--rate"));
    }
    if faults.is_empty() { Ok(given.to_vec()) } else { Err(Faults(faults).into()) }
}

/// How many whole courses are no shorter than so many years.
fn courses(years: u32, length: &Length) -> u64 {
    (libm::ceil(f64::from(years) / length.years - 1e-9) as u64).max(1)
}

fn no_course(name: &str) -> Stop {
    Stop(format!(
        "{name} has no years to count in: none of its events `occurs`, and it has no `plan`\n  hint: headroom frequency national-year, or give an event `occurs` in place of `at`"
    ))
}
