//! `headroom answers`: all the consultation's questions on one page, each answered by its own study.
//!
//! Scope: the command of each question, parsed as a person would have typed it, made in a folder of its own by the same
//! course as any other study (`kind.rs`); then tables and page. Left out: what an answer is (`evidence/answers.rs`) and the
//! page (`report/answers.rs`). Checked by: `tests/it/answers.rs`.

use super::args::{AnswersArgs, Command, Format};
use super::forecast::together;
use super::written::{alone, put};
use super::{Console, Stop, by_question, kind};
use crate::evidence::answers::AnswerRow;
use crate::evidence::files::{csv, parquet};
use crate::evidence::questions::{Question, questions};
use crate::evidence::shelf::reading;
use crate::evidence::tables::{answers_json, answers_tables};
use crate::evidence::words::shell_word;
use crate::report::{AnswersBook, answers_page};
use headroom_core::experiment::{SealedStudy, Shard, take_away, version};
use std::path::Path;
use std::time::Duration;

/// The page's file in the folder of the answers.
const PAGE: &str = "answers.html";

/// A year costs about as much as so many days: most of its half-hours are not opened.
const DAYS_OF_A_YEAR: u64 = 20;

/// For how long a replication of each study is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A study, and the questions that it answers.
struct Asked {
    /// Its folder's name: the id of the first question with its command.
    id: &'static str,
    command: Command,
    /// The words of the command, as its folder keeps them.
    called: Vec<String>,
    questions: Vec<&'static Question>,
}

/// Makes what is missing of every study, then the page.
pub fn answers(args: &AnswersArgs, console: &Console) -> Result<(), Stop> {
    let studies = studies(args)?;
    let (mut to_do, mut take) = (0, Vec::new());
    for study in &studies {
        let (missing, forecast) = study.kind()?.to_do(LOOK).map_err(|stop| study.stop(stop))?;
        to_do += missing * study.parts();
        take.extend(forecast);
    }
    let n = studies.len();
    console.say(&format!("{n} studies, {to_do} parts of work to do: {}", together(&take)));
    let whole = console.progress_of(to_do, "parts");
    let (mut rows, mut charts) = (Vec::new(), Vec::new());
    for study in &studies {
        let parts = Console::of_piece(&whole, study.parts());
        if args.shard.is_some() {
            study.kind()?.compute(&parts).map_err(|stop| study.stop(stop))?;
        } else {
            study.answer(&args.out, &parts, (&mut rows, &mut charts))?;
        }
    }
    whole.finish();
    if let Some(Shard { index, of }) = args.shard {
        console.say(&format!(
            "part {} of {of} is done; when the others are, the same command without --shard makes the answers",
            index + 1
        ));
        return Ok(());
    }
    // In the order of the file, whatever studies they share.
    let place = |id: &str| questions().iter().position(|q| q.id == id);
    rows.sort_by_key(|row: &AnswerRow| place(&row.question.id));
    write(args, &rows, charts)?;
    match args.format {
        Format::Json => console.json(&answers_json(&rows))?,
        Format::Table => console.answer(&printed(&rows))?,
    }
    console.say(&format!("the page is {}", args.out.join(PAGE).display()));
    Ok(())
}

/// The studies of the questions that are asked for, each once.
fn studies(args: &AnswersArgs) -> Result<Vec<Asked>, Stop> {
    let ids = || questions().iter().map(|q| q.id.as_str());
    if let Some(other) = args.only.iter().find(|id| !ids().any(|known| known == *id)) {
        let known = ids().collect::<Vec<&str>>().join(", ");
        return Err(Stop(format!("--only: found {other:?}, expected one of: {known}")));
    }
    let mut all: Vec<Asked> = Vec::new();
    for question in questions() {
        let chosen = args.only.is_empty() || args.only.contains(&question.id);
        match all.iter_mut().find(|study| study.questions[0].command == question.command) {
            _ if !chosen => {}
            Some(study) => study.questions.push(question),
            None => all.push(Asked::new(question, args)?),
        }
    }
    Ok(all)
}

impl Asked {
    fn new(question: &'static Question, args: &AnswersArgs) -> Result<Self, Stop> {
        let same = |q: &&Question| q.command == question.command;
        let id = questions().iter().find(same).map_or(question.id.as_str(), |q| q.id.as_str());
        let (how_many, n) = match by_question::words(&question.command)[1].as_str() {
            "frequency" => ("--years", args.years),
            _ => ("--replications", args.replications),
        };
        let out = args.out.join(id).display().to_string();
        let mut more = vec![how_many.to_owned(), (n * question.times).to_string()];
        more.extend(["--out".to_owned(), out, "--threads".to_owned(), args.threads.to_string()]);
        if let Some(Shard { index, of }) = args.shard {
            more.extend(["--shard".to_owned(), format!("{}/{of}", index + 1)]);
        }
        let (command, called) = by_question::command(question, &more)?;
        Ok(Self { id, command, called, questions: vec![question] })
    }

    fn kind(&self) -> Result<&dyn kind::Asking, Stop> {
        kind::of(&self.command).ok_or_else(|| Stop(format!("{}: makes no study", self.id)))
    }

    /// So many parts of the whole work is a replication of it: roughly what it costs.
    fn parts(&self) -> u64 {
        if matches!(self.command, Command::Frequency(_)) { DAYS_OF_A_YEAR } else { 1 }
    }

    /// Why it stopped, with its name.
    fn stop(&self, Stop(why): Stop) -> Stop {
        Stop(format!("{}: {why}", self.id))
    }

    /// Makes the study; what it answers to each of its questions, and the charts that decide them.
    fn answer(
        &self,
        out: &Path,
        console: &Console,
        (rows, charts): (&mut Vec<AnswerRow>, &mut Vec<(String, String)>),
    ) -> Result<(), Stop> {
        let made = self.kind()?.make(&self.called, console).map_err(|stop| self.stop(stop))?;
        let said: Vec<String> = self.called.iter().map(|word| shell_word(word)).collect();
        let seed = made.findings.base.seed;
        let command = format!("headroom {} --seed {seed}", said.join(" "));
        let folder = out.join(self.id);
        let sealed = SealedStudy::read(&folder)?;
        for question in &self.questions {
            let row = || AnswerRow::new(question, &made.findings, &command, self.id);
            let mut row = reading(row)?;
            for narrow in ["", "-narrow"] {
                let file = format!("charts/{}{narrow}.svg", question.chart);
                let Some(sealed) = sealed.as_ref().filter(|s| s.files().has(&file)) else {
                    continue;
                };
                let title = sealed.study["charts"][&question.chart].as_str();
                title.unwrap_or_default().clone_into(&mut row.chart);
                let svg = String::from_utf8_lossy(&sealed.file(&file)?).into_owned();
                charts.push((format!("{}{narrow}", question.id), svg));
            }
            rows.push(row);
        }
        Ok(())
    }
}

/// Writes tables and page, each whole or not at all.
fn write(
    args: &AnswersArgs,
    rows: &[AnswerRow],
    charts: Vec<(String, String)>,
) -> Result<(), Stop> {
    let _lock = alone(&args.out, "the answers")?;
    let put = |name: String, bytes: &[u8]| put(&args.out.join(name), bytes);
    // Until the new one is made, none is better than one of other tables.
    take_away(&args.out.join(PAGE));
    let tables = answers_tables(rows);
    for table in &tables {
        put(format!("tables/{}.parquet", table.name), &parquet(table)?)?;
        put(format!("tables/{}.csv", table.name), &csv(table)?)?;
    }
    let book = AnswersBook { version: version(), tables, charts, of: questions().len() };
    put(PAGE.to_owned(), answers_page(&book).as_bytes())
}

/// For a terminal: who asks, then each question with its verdict and its answer.
fn printed(rows: &[AnswerRow]) -> String {
    let said = |row: &AnswerRow| {
        let AnswerRow { question, judged, lead, answer, .. } = row;
        let verdict = judged.verdict.said();
        let lead = if lead.is_empty() { String::new() } else { format!("{lead} ") };
        format!(
            "{} ({}, {})\n  {}\n  {verdict}: {lead}{answer}\n  {}",
            question.id, question.who, question.document, question.question, judged.because
        )
    };
    rows.iter().map(said).collect::<Vec<String>>().join("\n\n")
}
