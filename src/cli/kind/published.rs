//! A study as it is shown under pseudonyms: asked again of the scenario that has them, from which everything is shown.
//!
//! Scope: texts that headroom brings itself, such as who asked a question, name no User at all: they are public, and would
//! tell who is who. Left out: the pseudonyms (`cli/publish.rs`). Checked by: `tests/it/handed_on.rs`.

use super::asks::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::publish::{in_order, pseudonyms};
use crate::evidence::cautions::Caution;
use crate::evidence::findings::Findings;
use crate::evidence::names::{Alias, Names};
use crate::evidence::table::{Cells, Table};
use clap::{Args, Command};
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::Draft;
use std::path::Path;

/// What a User is called in texts that are not the scenario's.
const NOBODY: (&str, &str) = ("a-party", "a party");
/// Tables whose rows stand in another order than that of the Users, which the reader needs.
const ORDERED: [&str; 3] = ["throttled_users", "why", "frequency_by_user"];

/// The study as it is shown, and what asks it.
pub struct Published<K: Kind> {
    /// The kind of study, of arguments with pseudonyms.
    pub kind: K,
    /// What its answer needs to know besides.
    pub question: K::Question,
    /// The study, of a scenario with pseudonyms.
    pub study: Study,
    /// The command.
    pub called: Vec<String>,
    /// Users in texts that headroom brings.
    nobody: Names,
}

impl<K: Kind + Args> Published<K> {
    /// `study` of `draft`, which the command `called` asks for, under the pseudonyms of the key in the file `key`.
    pub fn new(
        (draft, study): (&Draft, &Study),
        called: &[String],
        key: &Path,
        out: &Path,
    ) -> Result<Self, Stop> {
        let log = &study.base.resolved["traffic"]["recording"];
        if log["user_names"].as_object().is_some_and(|names| !names.is_empty()) {
            return Err(Stop("--publish: the names that the log has for Users would be published with the scenario\n  hint: a log with their ids has none".to_owned()));
        }
        let names = pseudonyms((draft, study), key, out)?;
        let draft = draft.renamed(&|text| names.text(text));
        let words: Vec<String> = called.iter().map(|word| names.text(word)).collect();
        let given = K::augment_args(Command::new("headroom")).try_get_matches_from(&words)?;
        let kind = K::from_arg_matches(&given)?;
        let (asked, question) = kind.asked(&draft)?;
        let study = Study::new(&draft, Asked { beside: kind.beside(), ..asked })?;
        let nobody = names.aliases().iter().cloned().map(|alias| {
            let (as_id, as_name) = (NOBODY.0.to_owned(), NOBODY.1.to_owned());
            Alias { as_id, as_name, ..alias }
        });
        let nobody = Names::new(nobody.collect());
        Ok(Self { kind, question, study, called: words, nobody })
    }

    /// Says beside every figure what pseudonyms do not hide.
    pub fn caution(findings: &mut Findings) {
        let text = "Users stand under pseudonyms: how large they are, when they were refused what, and the scenario's own words may still tell who is who";
        for evidence in &mut findings.evidence {
            evidence.cautions.push(Caution { code: "pseudonyms", text: text.to_owned() });
        }
    }

    /// `shown` without Users in what headroom brings, its rows in the order of pseudonyms.
    pub fn shown(&self, shown: StudyShown) -> StudyShown {
        let text = |text: &String| self.nobody.text(text);
        let mut json = self.nobody.value(&shown.json);
        if let Some(users) = json.get_mut("users") {
            in_order(users, "user");
        }
        let mut small = shown.small;
        for titled in &mut small {
            titled.table.rows.iter_mut().flatten().for_each(|cell| *cell = text(cell));
            titled.note = text(&titled.note);
        }
        StudyShown {
            sentences: shown.sentences.iter().map(text).collect(),
            small,
            tables: shown.tables.into_iter().map(|table| self.table(table)).collect(),
            json,
            ..shown
        }
    }

    fn table(&self, table: Table) -> Table {
        let commands = match table.column("command") {
            Some(Cells::Texts(all)) => all.clone(),
            _ => Vec::new().into(),
        };
        let mut table = self.nobody.table(table);
        // A command without the names in it would not run.
        if let Some(place) = table.place("command")
            && let Cells::Texts(all) = &mut table.columns[place].1
        {
            let both = all.iter().zip(commands.iter());
            *all = both
                .map(|(now, was)| if now == was { now.clone() } else { String::new() })
                .collect();
        }
        if ORDERED.contains(&table.name.as_str()) || table.place("user").is_none_or(|at| at > 1) {
            return table;
        }
        let mut rows: Vec<usize> = (0..table.rows).collect();
        let place = |row: &usize| table.number(*row, "variant").unwrap_or(1.0) as usize;
        rows.sort_by_key(|row| (place(row), table.text(*row, "user").to_owned()));
        table.only(&rows)
    }
}
