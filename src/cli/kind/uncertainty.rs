//! `headroom uncertainty`: what holds whatever is assumed, and what would knowing an input change?

mod draws;
mod facts;
mod record;

use super::contrasts::{given, of_questions, over_draws};
use super::sensitivity::inputs;
use super::{Kind, StudyShown, same_draws};
use crate::cli::Stop;
use crate::cli::args::{Common, UncertaintyArgs as Args};
use crate::evidence::findings::Findings;
use crate::evidence::first::of_uncertainty;
use crate::evidence::questions;
use crate::evidence::study_json::report_as_it_stands;
use crate::evidence::tables::{uncertainty_json, uncertainty_tables};
use crate::evidence::told::Told;
use crate::evidence::uncertainty::{
    Assumptions, Drawn, KeptOver, Statement, Uncertainty, kept_over_path, shipped_statements,
};
use crate::evidence::{Figure, Whose};
use crate::report::uncertainty as charts;
use draws::drawn;
use headroom_core::experiment::{Asked, Study, Variant};
use headroom_core::random::MOST_INPUTS;
use headroom_core::scenario::{Change, Draft, Faults, InputRange, Keep, Scenario};
use record::Record;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

impl Kind for Args {
    type Question = (Scenario, Assumptions, Option<Record>);

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn further(&self, _: &Findings, _: &str) -> Option<String> {
        None
    }

    /// The scenario as it stands, then with so many draws at a time, then what is compared: what is kept of them stays, what
    /// they showed need not.
    fn parts(&self, (_, asked, _): &Self::Question, _: &Study) -> Vec<Vec<usize>> {
        let draws: Vec<usize> = asked.to_run.iter().map(|draw| draw + 1).collect();
        let of = |some: &[usize]| [&[0], some].concat();
        let groups = asked.groups(AT_ONCE).into_iter().map(|group| of(&group));
        std::iter::once(of(&[])).chain(draws.chunks(AT_ONCE).map(of)).chain(groups).collect()
    }

    fn note(
        &self,
        (_, asked, record): &mut Self::Question,
        part: usize,
        f: &Findings,
    ) -> Result<(), Stop> {
        let of_draws = 1 + asked.to_run.len().div_ceil(AT_ONCE);
        if part >= of_draws {
            let group = asked.groups(AT_ONCE).swap_remove(part - of_draws);
            asked.compare(f, &group);
            return Ok(());
        }
        let Some(before) = part.checked_sub(1) else { return Ok(()) };
        let places = asked.to_run.iter().copied().skip(before * AT_ONCE);
        let places: Vec<usize> = places.take(f.variants.len() - 1).collect();
        for (v, place) in (1..).zip(&places) {
            asked.seen[*place] = Drawn::new(f, asked, v);
        }
        record.as_mut().map_or(Ok(()), |record| record.keep(asked, &places))
    }

    fn files(
        &self,
        (base, asked, _): &Self::Question,
        f: &Findings,
    ) -> Result<Vec<(PathBuf, String)>, Stop> {
        if !self.keep {
            return Ok(Vec::new());
        }
        let Some(path) = kept_over_path(&base.name) else {
            return Err(Stop(format!("--keep: {} is no shipped scenario", base.name)));
        };
        let found = Uncertainty::new(f, asked);
        let mut command = format!(
            "headroom uncertainty {} --keep --draws {} --replications {}",
            base.name,
            self.draws,
            f.replications()
        );
        asked.held.iter().for_each(|id| command += &format!(" --hold '{id}'"));
        Ok(vec![(PathBuf::from(path), KeptOver::new(f, &found, command).text()?)])
    }

    fn known(&self, (base, asked, record): &mut Self::Question, study: &Study) -> Result<(), Stop> {
        let Some(path) = &self.tried else { return Ok(()) };
        let inputs = |v: &Variant| v.plan.inputs.clone();
        let draws = study.variants.iter().skip(1).take(asked.draws.len()).map(inputs);
        let out = self.common.folder(&base.name);
        let known = Record::read((path, &out), (base, asked), !self.beside.alone, draws.collect())?;
        known.tell(asked);
        *record = Some(known);
        Ok(())
    }

    fn says(&self, (_, asked, record): &Self::Question) -> Option<String> {
        record.as_ref().map(|record| record.said(asked))
    }

    /// A draw may be what stands there.
    fn asks_each(&self) -> bool {
        false
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, Self::Question), Stop> {
        if self.common.files.publish.is_some() {
            return Err(Stop("--publish: draws are named by inputs, whose names would be others under pseudonyms\n  hint: leave it out, or publish a run of the scenario itself".to_owned()));
        }
        let set = self.common.choices.all_changes();
        let base = draft.with_ranges(&[("--set", &set)])?;
        let inputs = self.inputs(draft, &set, &base)?;
        for measure in &self.figures {
            measure.whose(&base).map_err(|fault| Faults::from(fault.in_file("--figures")))?;
        }
        let mut asked = Assumptions {
            asked: self.draws,
            statements: self.statements(&base)?,
            facts: self.facts(&base)?,
            totals: self.totals(&inputs)?,
            inputs,
            held: self.held(),
            ..Assumptions::default()
        };
        asked.figures = self.figures(&base);
        let assertions = self.assertions(&base, &mut asked)?;
        draft.with(&[("--set", &set), ("--that", std::slice::from_ref(&assertions))])?;
        let mut settings = drawn(draft, &set, base.seed, &mut asked)?;
        let mut wanted = given(&self.with)?;
        if self.keep {
            wanted.extend(of_questions(&base.name)?);
        }
        asked.comparisons =
            over_draws((draft, &set), (&asked.inputs, &asked.draws), &mut settings, wanted)?;
        asked.seen = vec![Drawn::default(); asked.draws.len()];
        asked.to_run = (0..asked.draws.len()).collect();
        let set = set.into_iter().chain([assertions]).collect();
        let bare = settings.len() - asked.draws.len();
        Ok((Asked { apart: true, bare, ..Asked::of(set, &settings) }, (base, asked, None)))
    }

    fn shown(&self, (_, asked, _): &Self::Question, f: &Findings) -> Result<StudyShown, Stop> {
        let found = Uncertainty::new(f, asked);
        Ok(StudyShown {
            first: of_uncertainty(&found),
            small: found.small(),
            tables: uncertainty_tables(f, &found),
            charts: charts(f, &found),
            json: report_as_it_stands(
                f,
                &found.sentences(),
                ("uncertainty", uncertainty_json(&found)),
            ),
            sentences: found.sentences(),
            code: 0,
        })
    }
}

impl Args {
    /// The inputs, each read at both ends where it was given; no more than there are even points for.
    fn inputs(
        &self,
        draft: &Draft,
        set: &[Change],
        base: &Scenario,
    ) -> Result<Vec<InputRange>, Stop> {
        let mut inputs = inputs(base, &self.range)?;
        for id in self.held() {
            let place = place_of("--hold", &inputs, &id)?;
            inputs.remove(place);
        }
        if inputs.is_empty() {
            return Err(Stop("--hold: no input is left to draw".to_owned()));
        }
        same_draws(inputs.iter().map(|i| ("--range", &i.pointer)))?;
        for change in self.range.iter().flat_map(InputRange::ends) {
            draft.with(&[("--set", set), ("--range", &[change])])?;
        }
        if inputs.len() > MOST_INPUTS {
            return Err(Stop(format!(
                "/ranges: {} inputs\n  expected: at most {MOST_INPUTS}, drawn jointly\n  hint: take some out with `\"remove\": true`",
                inputs.len()
            )));
        }
        Ok(inputs)
    }

    /// What `--hold` names, once each.
    fn held(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.hold.iter().filter(|id| seen.insert(id.as_str())).cloned().collect()
    }

    /// What is to hold: what was asked for, then what comes with the scenario.
    fn statements(&self, base: &Scenario) -> Result<Vec<Statement>, Stop> {
        if self.beside.alone && self.that.iter().any(|keep| keep.more_than_today) {
            return Err(Stop(ALONE.to_owned()));
        }
        let mut all: Vec<Statement> = self.that.iter().cloned().map(Statement::bare).collect();
        all.extend(shipped_statements(&base.name));
        // Without today's system nothing is more than it.
        all.retain(|s| !(self.beside.alone && s.keep.more_than_today));
        Ok(all)
    }

    /// The places of the inputs whose total shares are asked for.
    fn totals(&self, inputs: &[InputRange]) -> Result<Vec<usize>, Stop> {
        if self.total.len() > MOST_TOTALS {
            return Err(Stop(format!(
                "--total: {} inputs\n  expected: at most {MOST_TOTALS}, since each takes all draws again",
                self.total.len()
            )));
        }
        let places = self.total.iter().map(|id| place_of("--total", inputs, id));
        let mut places = places.collect::<Result<Vec<usize>, Stop>>()?;
        // Given twice it is asked once.
        let mut seen = BTreeSet::new();
        places.retain(|place| seen.insert(*place));
        Ok(places)
    }

    /// Statements, then facts that this scenario can be held to, as its assertions: they are read and judged as such.
    fn assertions(&self, base: &Scenario, asked: &mut Assumptions) -> Result<Change, Stop> {
        let form = |keep: &Keep, id: String| {
            keep.assertion(base, &id)
                .map_err(|fault| Stop::from(Faults::from(fault.in_file("--that"))))
        };
        let keeps = asked.statements.iter().enumerate();
        let mut all: Vec<Value> = keeps
            .map(|(i, s)| form(&s.keep, format!("that-{}", i + 1)))
            .collect::<Result<_, Stop>>()?;
        for (i, fact) in asked.facts.iter().enumerate() {
            let Ok(keep) = fact.keep(base) else { continue };
            all.push(form(&keep, format!("fact-{}", i + 1))?);
            asked.asserted.push(i);
        }
        Ok(Change { pointer: "/assertions".to_owned(), value: all.into() })
    }

    /// The figures asked for, or what may be headlines, how often first.
    fn figures(&self, base: &Scenario) -> Vec<Told> {
        let told = |m: &headroom_core::scenario::FigureOf| {
            let (whose, _) = m.whose(base).ok()?;
            Some(Told::of(m, whose))
        };
        let mut seen = BTreeSet::new();
        let mut first = |told: &Told| seen.insert((told.figure, told.whose));
        let asked: Vec<Told> = self.figures.iter().filter_map(told).filter(&mut first).collect();
        if !asked.is_empty() {
            return asked;
        }
        let kept = questions::figures(base);
        let kept = kept.iter().filter(|_| self.keep).filter_map(told);
        let often = base.is_course().then(|| Told::new(Figure::ThrottledDays, Whose::All, ""));
        let all = often.into_iter().chain(Told::may_be_headlines()).chain(kept);
        all.filter(first).collect()
    }
}

/// Draws that are held at once: of national years, some gigabytes.
const AT_ONCE: usize = 16;
/// Total shares asked for, at most.
const MOST_TOTALS: usize = 5;

/// Why what is of today's system cannot be told alone.
const ALONE: &str = "--alone leaves today's system out, of which facts and what ends in `- today` are\n  hint: leave --alone out";

/// The place of the input called `id`, which `option` names.
fn place_of(option: &str, inputs: &[InputRange], id: &str) -> Result<usize, Stop> {
    inputs.iter().position(|range| range.id == id).ok_or_else(|| {
        let all: Vec<&str> = inputs.iter().map(|range| range.id.as_str()).collect();
        Stop(format!("{option}: {id:?}\n  expected: one of {}", all.join(", ")))
    })
}
