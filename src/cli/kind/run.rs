//! `headroom run`: what happens?

use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Run};
use crate::cli::written::not_there;
use crate::evidence::answer::{answer_table, class_table, sentence, sentences};
use crate::evidence::beside::beside_tables;
use crate::evidence::explain::first_question;
use crate::evidence::findings::Findings;
use crate::evidence::first::of_run;
use crate::evidence::frequency::per_year_table;
use crate::evidence::json::report;
use crate::evidence::table::Titled;
use crate::evidence::tables::tables;
use crate::evidence::words::shell_word;
use crate::report::run_charts;
use headroom_core::experiment::{Asked, Study, record};
use headroom_core::scenario::{Draft, Event, EventKind, Scenario};

impl Kind for Run {
    type Question = ();

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn asked(&self, _: &Draft) -> Result<(Asked, ()), Stop> {
        let set = self.common.choices.all_changes();
        Ok((Asked::of(set, &[]), ()))
    }

    fn check(&self, study: &Study) -> Result<(), Stop> {
        let Some(path) = &self.record else {
            return Ok(());
        };
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
            return Err(Stop(format!(
                "--record: found {}; expected the name of a CSV file, such as {}",
                path.display(),
                path.with_extension("csv.gz").display()
            )));
        }
        match study.base.is_course() {
            true => Err(Stop("--record: expected a scenario of days, without a plan and events that occur: a course runs only what could act".to_owned())),
            // Nor the scenario itself, or a log that it reads.
            false => not_there(path),
        }
    }

    fn records(&self, study: &Study, called: &[String]) -> Result<Option<String>, Stop> {
        let Some(path) = &self.record else {
            return Ok(None);
        };
        let plan = study.variants[0].plan.clone().recording();
        let written = record(&plan, 0, path);
        let (_, rows) =
            written.map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
        let folder = self.common.folder(&study.base.name).display().to_string();
        let files = [path.display().to_string(), folder + "-replayed"];
        let again = replay_command(&study.base, called, files.each_ref().map(String::as_str));
        let is_in = format!("the first replication is in {}, {rows} rows", path.display());
        Ok(Some(format!("{is_in}; to replay it in the same cells: {again}")))
    }

    fn further(&self, f: &Findings, folder: &str) -> Option<String> {
        first_question(&f.evidence[0], folder)
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        of_one(f)
    }
}

/// The command that replays `log`, written of `scenario` as `run` was `called`, into the folder `out`: a log does not say how long its
/// cells are. Events go where all that they do is in it.
fn replay_command(scenario: &Scenario, called: &[String], [log, out]: [&str; 2]) -> String {
    use EventKind::{Campaign, DenialOfService, Surge};
    let cell = scenario.calendar.cell().to_string();
    let mut words = vec!["headroom", "replay"];
    words.extend(called.iter().skip(1).map(String::as_str));
    words.extend(["--log", log, "--bin", cell.as_str(), "--out", out]);
    let sends = |e: &Event| matches!(e.kind, DenialOfService { .. } | Campaign { .. } | Surge(_));
    if !scenario.events.is_empty() && scenario.events.iter().all(sends) {
        words.extend(["--set", "/events=[]"]);
    }
    words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}

/// What is shown of one scenario.
pub fn of_one(f: &Findings) -> Result<StudyShown, Stop> {
    let evidence = &f.evidence[0];
    let first = per_year_table(evidence).unwrap_or_else(|| answer_table(evidence));
    let further = class_table(evidence).into_iter().map(Titled::from);
    let further = further.chain(beside_tables(evidence));
    Ok(StudyShown {
        first: of_run(evidence),
        sentences: sentences(evidence),
        small: std::iter::once(Titled::from(first)).chain(further).collect(),
        tables: tables(evidence),
        charts: run_charts(evidence, &sentence(evidence)),
        json: serde_json::to_value(report(evidence))?,
        code: 0,
    })
}
