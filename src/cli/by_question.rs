//! The command of a question of the consultation, as if a person had typed it, and what it sets.
//!
//! Scope: from the text in `data/questions.json` to arguments, and to the changes behind a setting's or point's name. Left out: making
//! the study (`answers.rs`), and comparing it over assumptions (`kind/contrasts.rs`). Checked by: `tests/it/questions.rs`.

use super::Stop;
use super::args::{Args, Command, Common};
use super::called::called;
use crate::evidence::answers::TODAY;
use crate::evidence::questions::Question;
use clap::{CommandFactory, FromArgMatches};
use headroom_core::experiment::{Setting, last, plain};
use headroom_core::scenario::Change;

/// The command of `question` with the words `more` behind it, and its words as a folder keeps them.
pub fn command(question: &Question, more: &[String]) -> Result<(Command, Vec<String>), Stop> {
    let line = [words(&question.command).as_slice(), more].concat();
    let matches = Args::command().try_get_matches_from(line)?;
    let called = called(&Args::command(), &matches);
    Ok((Args::from_arg_matches(&matches)?.command, called))
}

/// The words of a command line, as a shell finds them: single quotes alone.
pub fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => all.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    all.push(word);
    all
}

/// What the study of `question` sets everywhere, and its setting or point that is called `label`; none where it has none.
pub fn setting(question: &Question, label: &str) -> Result<Option<(Vec<Change>, Setting)>, Stop> {
    let (command, _) = command(question, &[])?;
    let set = |common: &Common| common.choices.all_changes();
    let today = || Setting {
        name: TODAY.to_owned(),
        changes: vec![Change { pointer: "/mechanism/enabled".to_owned(), value: false.into() }],
    };
    let named = |all: Vec<Setting>| match label {
        TODAY => Some(today()),
        _ => all.into_iter().find(|setting| setting.name == label),
    };
    Ok(match &command {
        Command::Compare(of) => named(of.with.clone()).map(|found| (set(&of.common), found)),
        Command::Run(of) => named(Vec::new()).map(|found| (set(&of.common), found)),
        Command::Sweep(of) => {
            let points = of.vary.iter().flat_map(|axis| {
                axis.values.iter().map(|value| Setting {
                    name: format!("{} = {}", last(&axis.pointer), plain(value)),
                    changes: vec![Change { pointer: axis.pointer.clone(), value: value.clone() }],
                })
            });
            named(points.collect()).map(|found| (set(&of.common), found))
        }
        _ => None,
    })
}
