//! The search: a grid, then one rule at a time from the best so far, each heat on traffic of its own.
//!
//! Scope: which candidates run, on how many replications, and kept in the study's folder so that it goes on where it was
//! stopped. Left out: who is dropped and why (`evidence/recommend`). Source: C7.

use crate::cli::args::Common;
use crate::cli::forecast::running;
use crate::cli::{Console, Stop, interrupt};
use crate::evidence::measures::Measures;
use crate::evidence::recommend::{Heat, NotTried, Objective, Race, Shown};
use headroom_core::experiment::{Asked, Job, RunsFolder, Setting, Shard, Study};
use headroom_core::scenario::{Change, Counterpart, Draft, Scenario};
use std::path::Path;

/// Replications at which a heat looks for the first time; then at twice as many, and so on.
pub const FIRST_LOOK: u32 = 10;
/// Candidates that step together.
const TOGETHER: usize = 15;
/// Heats at most.
pub const HEATS: usize = 5;
/// What today's system is called among candidates.
pub const TODAY: &str = "today's system";

/// A candidate, of parts that each change something; of none it is the scenario as it stands.
#[derive(Clone, Debug, Default)]
pub struct Rule(pub Vec<Setting>);

impl Rule {
    /// It as a setting.
    pub fn setting(&self) -> Setting {
        if self.0.is_empty() {
            return Setting::as_it_stands();
        }
        let names: Vec<&str> = self.0.iter().map(|part| part.name.as_str()).collect();
        let changes = self.0.iter().flat_map(|part| part.changes.iter().cloned());
        Setting { name: names.join(", "), changes: changes.collect() }
    }

    /// It with `step`, without parts that change what that does.
    pub fn stepped(&self, step: &Setting) -> Self {
        let other = |part: &&Setting| {
            let same = |c: &Change| step.changes.iter().any(|s| s.pointer == c.pointer);
            !part.changes.iter().any(same)
        };
        Self(self.0.iter().filter(other).chain([step]).cloned().collect())
    }
}

/// What a search needs to run.
pub struct Runner<'a> {
    pub draft: &'a Draft,
    pub common: &'a Common,
    pub objective: &'a Objective,
    /// `--set`, the seed apart.
    pub set: Vec<Change>,
    /// The seed of the first heat.
    pub seed: u64,
    /// Most replications of a candidate.
    pub most: u32,
    pub folder: &'a Path,
    pub console: &'a Console,
}

impl Runner<'_> {
    /// Those of `rules` that the scenario allows, each that decides something else than those before it; the others with the
    /// reason why not.
    pub fn allowed(&self, rules: Vec<Rule>) -> (Vec<Rule>, Vec<NotTried>) {
        let (mut seen, mut allowed, mut not_tried) = (Vec::new(), Vec::new(), Vec::new());
        for rule in rules {
            let setting = rule.setting();
            match self.draft.with(&[("--set", &self.set), ("--with", &setting.changes)]) {
                Ok(mut scenario) => {
                    // As it is meant: what is left at its default may be written out.
                    scenario.tell_apart();
                    let Scenario { beside_mechanism, calendar, mechanism, .. } = scenario;
                    let meant = (beside_mechanism, calendar.window(), mechanism);
                    if !seen.contains(&meant) {
                        seen.push(meant);
                        allowed.push(rule);
                    }
                }
                Err(faults) => {
                    let why = faults.0.first().map_or(String::new(), |fault| {
                        format!(
                            "{}: found {}, expected {}",
                            fault.path, fault.found, fault.expected
                        )
                    });
                    not_tried.push(NotTried { name: setting.name, why });
                }
            }
        }
        (allowed, not_tried)
    }

    /// Runs a heat of `rules`, the `n`-th, in which what is said is wrong with at most the chance `error`.
    pub fn heat(&self, rules: &[Rule], n: usize, error: f64) -> Result<Heat, Stop> {
        let candidates: Vec<Setting> = rules.iter().map(Rule::setting).collect();
        let changed = |(r, rule): (usize, &Rule)| match rule.0.last() {
            Some(step) if n > 0 && r > 0 => step.name.clone(),
            _ => candidates[r].name.clone(),
        };
        let labels: Vec<String> = rules.iter().enumerate().map(changed).collect();
        let seed = self.seed.wrapping_add(n as u64);
        let race = Race::new(candidates.len(), self.objective.keeps.len(), error);
        // What the one before has found begins a heat.
        let mut race = if n > 0 { race.after_another() } else { race };
        let mut replications = FIRST_LOOK;
        loop {
            let left: Vec<&Setting> = race.left().iter().map(|c| &candidates[*c]).collect();
            let before = left.len();
            let shown = self.run(&left, &[("/seed", seed)].map(to), replications)?;
            race.look(shown);
            self.console.say(&format!(
                "heat {}: {before} candidates with {replications} replications each, {} left",
                n + 1,
                race.left().len()
            ));
            if race.is_decided() || replications >= self.most {
                let choice = race.choice();
                return Ok(Heat { seed, candidates, labels, race, choice });
            }
            replications = replications.saturating_mul(2).min(self.most);
        }
    }

    /// What each of `candidates` showed in so many replications with `more` set besides, beside today's system.
    pub fn run(
        &self,
        candidates: &[&Setting],
        more: &[Change],
        replications: u32,
    ) -> Result<Vec<Shown>, Stop> {
        let stop = interrupt::watch();
        let running = running(&self.common.choices, self.common.step_all);
        let mut set = self.set.clone();
        set.extend(more.iter().cloned());
        set.push(to(("/replications", u64::from(replications))));
        let today = Setting { name: TODAY.to_owned(), changes: Counterpart::todays() };
        let mut all = Vec::new();
        for together in candidates.chunks(TOGETHER) {
            let is_today = |s: &&&Setting| s.changes == today.changes;
            let others = together.iter().filter(|s| !is_today(s)).map(|s| (*s).clone());
            let settings: Vec<Setting> = std::iter::once(today.clone()).chain(others).collect();
            let asked = Asked { set: set.clone(), settings, ..Asked::default() };
            let study = Study::new(self.draft, asked)?;
            let job = Job::new(&study, Some(RunsFolder::new(self.folder)), Shard::WHOLE)?;
            let progress = self.console.progress(job.to_do());
            let outcome = job.run(running, stop, |n| progress.done(n));
            progress.finish();
            let outcomes = outcome?.outcomes;
            if outcomes.is_empty() {
                let kept = "what was whole of blocks of ten replications is";
                return Err(interrupt::interrupted(self.folder, kept));
            }
            let measures: Vec<Measures> = study
                .variants
                .iter()
                .enumerate()
                .map(|(v, variant)| Ok(Measures::new(&variant.plan, &*outcomes.get(v)?)))
                .collect::<Result<_, String>>()?;
            let mut others = measures[1..].iter();
            for candidate in together {
                let own = if is_today(&candidate) {
                    &measures[0]
                } else {
                    others.next().expect("one each")
                };
                let shown = self.objective.shown(own, &measures[0]);
                all.push(shown.map_err(|why| Stop(format!("{}: {why}\n  hint: ask for another figure, such as requests never answered", candidate.name)))?);
            }
        }
        Ok(all)
    }
}

/// A change to a number.
pub fn to((pointer, value): (&str, u64)) -> Change {
    Change { pointer: pointer.to_owned(), value: value.into() }
}
