//! The house: which module may know which, which package lives where, who prints, and how long a
//! file may be.
//!
//! Everything is read from the source text, comments left out: paths beginning with `crate`, or
//! climbing to it with `super`, and names of packages. A complaint names file and line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Module → modules it may import. Everything not said is forbidden; `main.rs` knows `cli` alone.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("random", &["domain"]),
    ("scenario", &["domain"]),
    ("traffic", &["domain", "scenario", "random"]),
    ("mechanism", &["domain"]),
    ("ledger", &["domain"]),
    ("engine", &["domain", "scenario", "random", "traffic", "mechanism", "ledger"]),
    ("experiment", &["engine", "ledger", "scenario"]),
    // Allocations, and the busiest window ordinary traffic is expected to have, are evidence too.
    ("evidence", &["ledger", "experiment", "engine", "scenario", "traffic", "domain", "mechanism"]),
    // It draws the rows of the ledger's timeline.
    ("report", &["evidence", "ledger", "scenario"]),
    (
        "cli",
        &[
            "domain",
            "random",
            "scenario",
            "traffic",
            "mechanism",
            "ledger",
            "engine",
            "experiment",
            "evidence",
            "report",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Package, or part of the standard library → the only modules in which it may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("rayon", &["experiment"]),
    ("polars", &["evidence"]),
    ("plotters", &["report"]),
    ("maud", &["report"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("comfy_table", &["cli"]),
    ("tempfile", &["experiment"]),
    ("jiff", &["scenario"]),
    // Files are read where scenarios are, and written whole or not at all.
    ("std::fs", &["scenario", "experiment"]),
    // Evidence reads its tables back from bytes.
    ("std::io", &["scenario", "experiment", "evidence", "cli"]),
    ("std::time", &["cli"]),
    ("std::env", &["cli"]),
    ("std::thread", &["experiment", "cli"]),
    ("std::process", &["cli", "main"]),
];

/// Only `cli` prints.
const PRINTING: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Their order is not part of the answer.
const UNORDERED: &[&str] = &["HashMap", "HashSet"];

/// Names of files that say nothing.
const EMPTY_NAMES: &[&str] =
    &["mod.rs", "util.rs", "utils.rs", "common.rs", "types.rs", "helpers.rs"];

/// Past this a file has more than one reason to change.
const LONGEST: usize = 300;

/// A file of `src`.
struct Source {
    path: String,
    /// Module path, such as `["scenario", "meaning", "events"]`.
    module: Vec<String>,
    /// Lines without comments.
    lines: Vec<String>,
}

impl Source {
    fn new(path: &Path, text: &str) -> Self {
        let inside = path.strip_prefix("src").expect("a path in src").with_extension("");
        let module = inside.iter().map(|part| part.to_str().expect("UTF-8").to_owned()).collect();
        let path = path.to_str().expect("UTF-8").replace('\\', "/");
        Self { path, module, lines: text.lines().map(without_comment).collect() }
    }

    /// The top-level module it belongs to.
    fn family(&self) -> &str {
        &self.module[0]
    }

    /// What `complain` says of its lines, each with file and line.
    fn complaints(&self, complain: impl Fn(&str) -> Vec<String>) -> Vec<String> {
        let of_line = |(i, line): (usize, &String)| {
            complain(line).into_iter().map(move |what| (i + 1, what)).collect::<Vec<_>>()
        };
        let all = self.lines.iter().enumerate().flat_map(of_line);
        all.map(|(line, what)| format!("{}:{line}: {what}", self.path)).collect()
    }
}

/// `line` up to `//`, unless that stands in a text (`"https://…"`).
fn without_comment(line: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    for (i, c) in line.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '/' if !quoted && line[i..].starts_with("//") => return line[..i].to_owned(),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    line.to_owned()
}

/// Every file of `src`, in the order of paths.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, into: &mut Vec<Source>) {
        let entries = fs::read_dir(folder).expect("run from the project's folder");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(Source::new(&path, &fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let mut all = Vec::new();
    walk(Path::new("src"), &mut all);
    assert!(all.len() > 50, "the walk found {} files only", all.len());
    all
}

fn none(complaints: impl IntoIterator<Item = String>) {
    let complaints: Vec<String> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Places in `line` where `word` stands by itself.
fn words<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let after = line[at + word.len()..].chars().next();
        !line[..at].ends_with(part) && !after.is_some_and(part)
    })
}

/// The names that follow a path: one, or those of a group `{a::b, c}`, as far as the line goes.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0;
    let parts = group.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.map(|part| name(part.trim_start())).collect()
}

/// Top-level modules that `line` of a file `deep` modules down refers to.
fn imports(line: &str, deep: usize) -> Vec<String> {
    let known = |name: &String| MAY_IMPORT.iter().any(|(module, _)| module == name);
    let mut found = Vec::new();
    for root in ["crate", "headroom"] {
        for at in words(line, root) {
            if let Some(rest) = line[at + root.len()..].strip_prefix("::") {
                found.extend(heads(rest));
            }
        }
    }
    // As many `super` as it takes to climb out of the family.
    let climb = "super::".repeat(deep);
    for (at, _) in line.match_indices(&climb).filter(|(at, _)| !line[..*at].ends_with("super::")) {
        found.extend(heads(&line[at + climb.len()..]));
    }
    found.into_iter().filter(known).collect()
}

#[test]
fn each_module_imports_only_what_it_may() {
    let complain = |source: &Source| {
        let family = source.family();
        let (_, allowed) =
            MAY_IMPORT.iter().find(|(module, _)| *module == family).unwrap_or_else(|| {
                panic!("{}: a top-level module that the table does not know", source.path)
            });
        source.complaints(|line| {
            let wrong = imports(line, source.module.len()).into_iter();
            let wrong = wrong.filter(|to| to != family && !allowed.contains(&to.as_str()));
            wrong.map(|to| format!("{family} may not import {to}: {}", line.trim())).collect()
        })
    };
    none(sources().iter().flat_map(complain));
}

/// An import over several lines would hide its second line from the test above.
#[test]
fn imports_from_the_crate_do_not_open_a_group_over_several_lines() {
    let open = |line: &str| line.trim_end().ends_with("crate::{");
    let complain = |line: &str| if open(line) { vec![line.trim().to_owned()] } else { Vec::new() };
    none(sources().iter().flat_map(|s| s.complaints(complain)));
}

#[test]
fn each_package_has_one_home() {
    let complain = |source: &Source| {
        source.complaints(|line| {
            let abroad = HOMES.iter().filter(|(_, homes)| !homes.contains(&source.family()));
            let named = abroad.filter(|(package, _)| {
                words(line, package).any(|at| {
                    let path = line[at + package.len()..].starts_with("::");
                    let import = line.trim_start().starts_with("use ");
                    // `crate::random::rand` would be a module of ours.
                    (path || import) && !line[..at].ends_with("::")
                })
            });
            named
                .map(|(package, homes)| format!("{package} lives in {homes:?}: {}", line.trim()))
                .collect()
        })
    };
    none(sources().iter().flat_map(complain));
}

#[test]
fn only_the_console_prints() {
    let complain = |source: &Source| {
        let named =
            |line: &str| PRINTING.iter().filter(|p| words(line, p).next().is_some()).count();
        let said = |line: &str| vec![line.trim().to_owned(); named(line).min(1)];
        if source.family() == "cli" { Vec::new() } else { source.complaints(said) }
    };
    none(sources().iter().flat_map(complain));
}

#[test]
fn nothing_iterates_in_an_unknown_order() {
    let said = |line: &str| {
        let named = UNORDERED.iter().filter(|u| words(line, u).next().is_some());
        named.map(|u| format!("{u}: {}", line.trim())).collect()
    };
    none(sources().iter().flat_map(|s| s.complaints(said)));
}

#[test]
fn files_are_named_for_what_they_hold() {
    let empty = |s: &Source| EMPTY_NAMES.iter().any(|name| s.path.ends_with(&format!("/{name}")));
    none(sources().iter().filter(|s| empty(s)).map(|s| s.path.clone()));
    let folders: BTreeSet<String> = sources()
        .iter()
        .filter(|s| s.module.len() > 1)
        .map(|s| s.module[..s.module.len() - 1].join("/"))
        .collect();
    let alone = folders.into_iter().filter(|f| !Path::new(&format!("src/{f}.rs")).exists());
    none(alone.map(|f| format!("src/{f} has no src/{f}.rs beside it")));
}

#[test]
fn no_file_is_longer_than_300_lines() {
    let long = |s: &Source| s.lines.len() > LONGEST;
    let said = |s: &Source| format!("{}: {} lines", s.path, s.lines.len());
    none(sources().iter().filter(|s| long(s)).map(said));
}

#[test]
fn the_house_test_itself_sees_what_it_should() {
    assert_eq!(imports("use crate::ledger::{Row, Counts};", 2), ["ledger"]);
    assert_eq!(
        imports("use crate::{engine, scenario::{Fault, Faults}, ledger::Row};", 2),
        ["engine", "scenario", "ledger"]
    );
    assert_eq!(imports("    let x = crate::evidence::report(e);", 2), ["evidence"]);
    assert_eq!(imports("use super::super::traffic::Piece;", 2), ["traffic"]);
    assert_eq!(imports("use super::window::Window;", 2), [] as [&str; 0]);
    assert_eq!(imports("use headroom::cli::main;", 1), ["cli"]);
    assert_eq!(
        without_comment(r#"let a = "https://x"; // crate::cli"#),
        r#"let a = "https://x"; "#
    );
    assert_eq!(words("use rand_distr::Gamma; rand::x", "rand").collect::<Vec<_>>(), [23]);
}
