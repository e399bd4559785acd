//! The house: which module may know which, which package lives where, who prints, how long a file may be, and that
//! files of a family stand in no circle.
//!
//! Everything is read from the source text of both packages, comments and texts left out: paths beginning with
//! `crate`, a package's name, or climbing with `super`, in groups and over several lines too. A complaint names
//! file and line.

mod circles;
mod paths;
mod text;

use kit::TOP;
use paths::{Path, Read};
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

/// Module → modules it may import. Everything not said is forbidden.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("recording", &["domain"]),
    ("scenario", &["domain", "recording"]),
    ("random", &["domain"]),
    ("traffic", &["domain", "recording", "scenario", "random"]),
    ("mechanism", &["domain"]),
    ("ledger", &["domain"]),
    ("engine", &["domain", "recording", "scenario", "random", "traffic", "mechanism", "ledger"]),
    ("experiment", &["engine", "ledger", "random", "recording", "scenario"]),
    ("fit", &["domain", "recording", "scenario", "random", "traffic"]),
    ("evidence", CORE),
    // It draws the rows of the ledger's timeline.
    ("report", &["evidence", "ledger", "scenario"]),
    ("cli", ALL),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// The modules of the package that computes.
const CORE: &[&str] = &[
    "domain",
    "recording",
    "scenario",
    "random",
    "traffic",
    "mechanism",
    "ledger",
    "engine",
    "experiment",
    "fit",
];
const ALL: &[&str] = &[
    "domain",
    "scenario",
    "random",
    "traffic",
    "mechanism",
    "ledger",
    "engine",
    "experiment",
    "fit",
    "evidence",
    "recording",
    "report",
];

/// Package, or part of the standard library → the only modules, or files, in which it may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    // Draws have a seed; a key must have none.
    ("getrandom", &["experiment/key"]),
    ("rayon", &["experiment"]),
    ("polars", &["evidence/files"]),
    ("rust_xlsxwriter", &["evidence/workbook"]),
    ("plotters", &["report/ink"]),
    ("plotters_backend", &["report/ink"]),
    ("maud", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli/interrupt"]),
    ("signal_hook", &["cli/interrupt"]),
    ("comfy_table", &["cli"]),
    ("tempfile", &["experiment"]),
    ("jiff", &["recording", "scenario"]),
    ("csv", &["recording"]),
    ("flate2", &["recording"]),
    ("parquet", &["recording/parquet"]),
    // Files are read where scenarios and logs are, and written whole or not at all.
    ("std::fs", &["recording", "scenario", "experiment"]),
    // Evidence reads its tables back from bytes.
    ("std::io", &["recording", "scenario", "experiment", "evidence/files", "cli"]),
    // How long a lock holds: no time decides a result.
    (
        "std::time",
        &[
            "experiment/forecast",
            "experiment/job",
            "experiment/lock",
            "experiment/memory",
            "experiment/store",
            "cli",
        ],
    ),
    ("std::env", &["cli"]),
    ("std::thread", &["experiment", "cli"]),
    // A lock says whose it is.
    ("std::process", &["experiment/host", "experiment/lock", "cli", "main"]),
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
    /// From the project's folder.
    path: String,
    /// Of the package that computes.
    core: bool,
    /// Module path, such as `["scenario", "meaning", "events"]`; `["lib"]` or `["main"]` at the top.
    module: Vec<String>,
    /// Lines as they are.
    text: Vec<String>,
    /// Lines without comments, and without what stands in texts.
    lines: Vec<String>,
    read: Read,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let inside = path.strip_prefix("src/").expect("a path in src");
        let (core, inside) = match inside.strip_prefix("core/") {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let module = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let code = text::code(text);
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        let (read, path) = (Read::new(&code), path.to_owned());
        Self { path, core, module, text: lines(text), lines: lines(&code), read }
    }

    /// The top-level module it belongs to.
    fn family(&self) -> &str {
        &self.module[0]
    }

    /// Its path as a module of its package: nothing at the top.
    fn inside(&self) -> &[String] {
        if matches!(self.family(), "lib" | "main") { &[] } else { &self.module }
    }

    /// `file:line: text` of a line, from 0.
    fn line(&self, line: usize) -> String {
        format!("{}:{}: {}", self.path, line + 1, self.text[line].trim())
    }

    /// What `name` is imported as, outside of tests.
    fn import(&self, name: &str) -> Option<&Path> {
        let named = |path: &&Path| path.called.as_deref() == Some(name) && !path.of_tests;
        self.read.paths.iter().find(named)
    }

    /// A path of this file that begins with `crate`, a package, `self` or `super`: whether it leads to the package
    /// that computes, and how from its top. `within` modules of the file it stands in.
    fn whole(&self, parts: &[String], within: usize) -> Option<(bool, Vec<String>)> {
        let rest = |n: usize| parts[n..].to_vec();
        match parts[0].as_str() {
            "crate" => Some((self.core, rest(1))),
            "headroom" => Some((false, rest(1))),
            "headroom_core" => Some((true, rest(1))),
            "self" | "super" => {
                let climb = parts.iter().take_while(|p| *p == "super").count();
                let own = parts.iter().take_while(|p| *p == "self" || *p == "super").count();
                // Out of the modules within the file first.
                let kept = self.inside().len().checked_sub(climb.saturating_sub(within))?;
                Some((self.core, [&self.inside()[..kept], &parts[own..]].concat()))
            }
            _ => None,
        }
    }

    /// Top-level modules of the house that it names, each with the line.
    fn named(&self) -> Vec<(&str, usize)> {
        let known = |name: &str| MAY_IMPORT.iter().find(|(module, _)| *module == name);
        let top = |path: &Path| {
            let (_, parts) = self.whole(&path.parts, path.inside)?;
            known(parts.first()?).map(|(module, _)| (*module, path.line))
        };
        self.read.paths.iter().filter_map(top).collect()
    }

    /// What `complain` says of its lines, each with file and line.
    fn complaints(&self, complain: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let of_line = |(i, line): (usize, &String)| {
            complain(line).map(|what| format!("{} ({what})", self.line(i)))
        };
        self.lines.iter().enumerate().filter_map(of_line).collect()
    }
}

/// Every file of `src`, in the order of paths; read once for all tests.
fn sources() -> &'static [Source] {
    static ALL: LazyLock<Vec<Source>> = LazyLock::new(read);
    &ALL
}

fn read() -> Vec<Source> {
    fn walk(folder: &str, into: &mut Vec<Source>) {
        let entries = fs::read_dir(format!("{TOP}{folder}")).expect("a folder of the project");
        let mut entries: Vec<_> = entries.map(|entry| entry.expect("an entry")).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = format!("{folder}/{}", entry.file_name().to_str().expect("UTF-8"));
            if entry.path().is_dir() {
                walk(&path, into);
            } else if path.ends_with(".rs") {
                into.push(Source::new(&path, &fs::read_to_string(entry.path()).expect("text")));
            }
        }
    }
    let mut all = Vec::new();
    walk("src", &mut all);
    let of_core = all.iter().filter(|source| source.core).count();
    assert!(of_core > 50 && all.len() - of_core > 50, "{of_core} of {} files", all.len());
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

/// What a file imports that it may not.
fn forbidden(source: &Source) -> Vec<String> {
    let family = source.family();
    let (_, allowed) =
        MAY_IMPORT.iter().find(|(module, _)| *module == family).unwrap_or_else(|| {
            panic!("{}: a top-level module that the table does not know", source.path)
        });
    let wrong = source.named().into_iter();
    let wrong = wrong.filter(|(to, _)| *to != family && !allowed.contains(to));
    wrong
        .map(|(to, line)| format!("{} ({family} may not import {to})", source.line(line)))
        .collect()
}

/// What a file names of packages that live elsewhere.
fn abroad(source: &Source) -> Vec<String> {
    let module = source.module.join("/");
    let home = |home: &str| module == home || module.starts_with(&format!("{home}/"));
    let elsewhere = HOMES.iter().filter(|(_, homes)| !homes.iter().any(|h| home(h)));
    let named = |path: &Path, package: &str| {
        let head: Vec<&str> = package.split("::").collect();
        path.parts.len() >= head.len() && path.parts.iter().zip(&head).all(|(a, b)| a == b)
    };
    elsewhere
        .flat_map(|(package, homes)| {
            let paths = source.read.paths.iter().filter(|path| named(path, package));
            paths.map(move |p| format!("{} ({package} lives in {homes:?})", source.line(p.line)))
        })
        .collect()
}

#[test]
fn each_module_imports_only_what_it_may() {
    none(sources().iter().flat_map(forbidden));
}

#[test]
fn each_module_lives_in_its_package() {
    let astray =
        |s: &&Source| !matches!(s.family(), "lib" | "main") && s.core != CORE.contains(&s.family());
    none(sources().iter().filter(astray).map(|s| format!("{}: in the wrong package", s.path)));
}

#[test]
fn each_package_has_one_home() {
    none(sources().iter().flat_map(abroad));
}

#[test]
fn only_the_console_prints() {
    let said = |line: &str| {
        let named = PRINTING.iter().find(|p| words(line, p).next().is_some());
        named.map(|_| "only cli prints".to_owned())
    };
    none(sources().iter().filter(|s| s.family() != "cli").flat_map(|s| s.complaints(said)));
}

/// Whether a text of `line` rounds a number: `{:.1}`, `{share:.2}`, `{x:.places$}`.
fn rounds(line: &str) -> bool {
    line.match_indices(":.").any(|(at, _)| {
        let name = line[..at].chars().rev().take_while(|c| *c != '{').collect::<String>();
        let rest = line[at + 2..].split('}').next().unwrap_or_default();
        let word = |c: char| c.is_ascii_alphanumeric() || "_$*".contains(c);
        name.len() < at && name.chars().all(word) && !rest.is_empty() && rest.chars().all(word)
    })
}

#[test]
fn numbers_are_said_in_words_alone() {
    assert!(rounds("format!(\"{x:.1} %\")") && rounds("\"{:.places$}\"") && rounds("{:.*}"));
    assert!(!rounds("let path: Vec<&str> = a::b::c();") && !rounds("{a}: .2"));
    let shows = |s: &&Source| ["evidence", "report", "cli"].contains(&s.family());
    let words = |s: &Source| s.module.starts_with(&["evidence".to_owned(), "words".to_owned()]);
    let said = |s: &Source| {
        let lines = s.lines.iter().enumerate().filter(|(_, line)| rounds(line));
        let said = |(n, line): (usize, &String)| {
            format!("{}:{}: {} (evidence/words says numbers)", s.path, n + 1, line.trim())
        };
        lines.map(said).collect::<Vec<String>>()
    };
    none(sources().iter().filter(shows).filter(|s| !words(s)).flat_map(said));
}

#[test]
fn nothing_iterates_in_an_unknown_order() {
    let said = |line: &str| {
        let named = UNORDERED.iter().find(|u| words(line, u).next().is_some());
        named.map(|u| format!("the order of {u} is not part of the answer"))
    };
    none(sources().iter().flat_map(|s| s.complaints(said)));
}

#[test]
fn files_are_named_for_what_they_hold() {
    let all = sources();
    let empty = |s: &Source| EMPTY_NAMES.iter().any(|name| s.path.ends_with(&format!("/{name}")));
    none(all.iter().filter(|s| empty(s)).map(|s| s.path.clone()));
    let paths: BTreeSet<&str> = all.iter().map(|s| s.path.as_str()).collect();
    let folders: BTreeSet<&str> =
        paths.iter().map(|path| path.rsplit_once('/').expect("in src").0).collect();
    let alone = folders.into_iter().filter(|folder| !matches!(*folder, "src" | "src/core"));
    let alone = alone.filter(|folder| !paths.contains(format!("{folder}.rs").as_str()));
    none(alone.map(|folder| format!("{folder} has no {folder}.rs beside it")));
}

#[test]
fn no_file_is_longer_than_300_lines() {
    let long = |s: &Source| s.lines.len() > LONGEST;
    let said = |s: &Source| format!("{}: {} lines", s.path, s.lines.len());
    none(sources().iter().filter(|s| long(s)).map(said));
}

#[test]
fn the_house_test_itself_sees_what_it_should() {
    let named = |path: &str, text: &str| -> Vec<String> {
        Source::new(path, text).named().into_iter().map(|(to, _)| to.to_owned()).collect()
    };
    let deep = "src/core/engine/cell.rs";
    assert_eq!(named(deep, "use crate::ledger::{Row, Counts};"), ["ledger", "ledger"]);
    let group = "use crate::{\n    engine,\n    scenario::{Fault, Faults},\n    ledger::Row,\n};";
    assert_eq!(named(deep, group), ["engine", "scenario", "scenario", "ledger"]);
    assert_eq!(named(deep, "fn f() { let x = crate::evidence::report(e); }"), ["evidence"]);
    assert_eq!(named(deep, "use super::super::traffic::Piece;"), ["traffic"]);
    assert_eq!(named(deep, "use super::window::Window;"), ["engine"]);
    assert_eq!(
        named(deep, "mod tests {\n    use super::super::super::traffic::Piece;\n}"),
        ["traffic"]
    );
    assert_eq!(
        named("src/cli/run.rs", "use headroom_core::{domain::User, engine::run};"),
        ["domain", "engine"]
    );
    assert_eq!(named("src/main.rs", "fn main() { headroom::cli::main() }"), ["cli"]);
    let wrong = Source::new(
        "src/core/ledger/row.rs",
        "use crate::{\n    domain::User,\n    engine::Plan,\n};",
    );
    assert_eq!(
        forbidden(&wrong),
        ["src/core/ledger/row.rs:3: engine::Plan, (ledger may not import engine)"]
    );
    let wrong = Source::new(
        "src/report/page.rs",
        "use std::{\n    fmt,\n    fs::File,\n};\nfn f(x: polars::Frame) {}",
    );
    assert_eq!(
        abroad(&wrong),
        [
            "src/report/page.rs:5: fn f(x: polars::Frame) {} (polars lives in [\"evidence/files\"])",
            "src/report/page.rs:3: fs::File, (std::fs lives in [\"recording\", \"scenario\", \"experiment\"])",
        ]
    );
    let code = text::code(
        "let a = \"https://x\\\"\"; // crate::cli\n/* crate::cli */ let b = ('\"', r#\"crate::\"#);",
    );
    assert_eq!(
        code.trim_end(),
        "let a =              ;              \n                 let b = (   ,             );"
            .trim_end()
    );
    assert_eq!(words("use rand_distr::Gamma; rand::x", "rand").collect::<Vec<_>>(), [23]);
}
