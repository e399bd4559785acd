//! Circles of files within a family.
//!
//! A file needs another if it names something that is written down there: by an import, or by a path in its
//! code. What a file passes on (`pub use`) is looked up where it is written down, so a parent that only declares
//! and passes on needs none of its children, and who names something through it needs the child. What a file
//! needs of its own parents does not count: `foo.rs` that has grown becomes `foo.rs` and `foo/`, and the parts of
//! what was one file may know it. Nor do tests. A circle is a set of files each of which needs every other, in
//! the end.
//!
//! Left out: methods, which are named without a path (the type they belong to is not), and globs, which nobody
//! passes on here.

use super::paths::Path;
use super::{Source, sources};
use std::collections::{BTreeMap, BTreeSet};

/// Circles there are, each a folder and its files: they may get smaller, and go.
const KNOTS: &[(&str, &str)] = &[
    (
        "src/evidence",
        "answer answer/northbound frequency/answer frequency/shown frequency/study northbound/release study_answer \
         study_table",
    ),
    ("src/evidence/explain", "why why_not"),
    ("src/report", "frequency study_charts"),
    ("src/report/lines", "panel series"),
    ("src/report/page", "closing provenance"),
    ("src/report/page", "moving point"),
    ("src/cli", "junit test"),
    ("src/cli", "options sweep"),
];

/// All files, by package and module.
struct Files<'a> {
    all: &'a [Source],
    by_module: BTreeMap<(bool, &'a [String]), usize>,
}

/// That a file needs another, and the line that says so.
struct Need {
    to: usize,
    line: usize,
}

impl<'a> Files<'a> {
    fn new(all: &'a [Source]) -> Self {
        let place = |(i, source): (usize, &'a Source)| ((source.core, source.inside()), i);
        Self { all, by_module: all.iter().enumerate().map(place).collect() }
    }

    /// Where what `path` names in `of` is written down, as far as that is a file of the house.
    fn written_down(&self, of: usize, path: &Path, deep: usize) -> Option<usize> {
        let (core, parts) = self.all[of].whole(&path.parts, path.inside).or_else(|| {
            // A module or name of the file itself comes first: a child, or something imported.
            let (head, rest) = path.parts.split_first()?;
            let source = &self.all[of];
            if source.read.children.contains(head) {
                return Some((source.core, [source.inside(), &path.parts].concat()));
            }
            let import = source.import(head).filter(|import| import.parts[0] != *head)?;
            let (core, top) = source.whole(&import.parts, import.inside)?;
            Some((core, [&top[..], rest].concat()))
        })?;
        self.looked_up(core, &parts, deep)
    }

    fn looked_up(&self, core: bool, parts: &[String], deep: usize) -> Option<usize> {
        let known = |n: &usize| self.by_module.contains_key(&(core, &parts[..*n]));
        let modules = (0..=parts.len()).rev().find(known)?;
        let file = self.by_module[&(core, &parts[..modules])];
        // A module by itself is only a way to what is in it.
        let name = parts.get(modules)?;
        match self.all[file].import(name).filter(|_| deep > 0) {
            Some(import) => self.written_down(file, import, deep - 1),
            None => Some(file),
        }
    }

    /// What a file needs of its own family.
    fn needs(&self, of: usize) -> Vec<Need> {
        let source = &self.all[of];
        let passed_on =
            |path: &Path| path.shown && path.called.as_ref().is_some_and(|c| !source.read.says(c));
        let own = source.read.paths.iter().filter(|path| !path.of_tests && !passed_on(path));
        own.filter_map(|path| {
            let to = self.written_down(of, path, 8).filter(|to| *to != of)?;
            let other = &self.all[to];
            let near = (other.core, other.family()) == (source.core, source.family());
            let parent = source.module.starts_with(&other.module);
            (near && !parent).then_some(Need { to, line: path.line })
        })
        .collect()
    }
}

/// Sets of files that need each other, each with its needs within the set.
fn circles(needs: &[Vec<Need>]) -> Vec<BTreeSet<usize>> {
    let reach: Vec<BTreeSet<usize>> = (0..needs.len()).map(|from| reached(needs, from)).collect();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for from in 0..needs.len() {
        if reach[from].contains(&from) && !seen.contains(&from) {
            let circle: BTreeSet<usize> =
                reach[from].iter().copied().filter(|to| reach[*to].contains(&from)).collect();
            seen.extend(&circle);
            found.push(circle);
        }
    }
    found
}

/// Every file that `from` needs in the end.
fn reached(needs: &[Vec<Need>], from: usize) -> BTreeSet<usize> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        next.extend(needs[file].iter().map(|need| need.to).filter(|to| reached.insert(*to)));
    }
    reached
}

/// A shortest way round within `circle`, line by line.
fn way_round(all: &[Source], needs: &[Vec<Need>], circle: &BTreeSet<usize>) -> Vec<String> {
    let from = |start: usize| {
        let mut came: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut next = std::collections::VecDeque::from([start]);
        while let Some(file) = next.pop_front() {
            for need in needs[file].iter().filter(|need| circle.contains(&need.to)) {
                came.entry(need.to).or_insert_with(|| {
                    next.push_back(need.to);
                    (file, need.line)
                });
            }
        }
        let (mut way, mut at) = (Vec::new(), start);
        loop {
            let (file, line) = came[&at];
            way.push(format!("{}, so needs {}", all[file].line(line), all[at].path));
            at = file;
            if at == start {
                break;
            }
        }
        way.reverse();
        way
    };
    circle.iter().map(|start| from(*start)).min_by_key(Vec::len).expect("files")
}

/// What is wrong with `all`, given the circles that are known.
fn complaints(all: &[Source], known: &[(&str, &str)]) -> Vec<String> {
    let knot = |(folder, names): &(&str, &str)| -> Vec<String> {
        names.split_whitespace().map(|name| format!("{folder}/{name}.rs")).collect()
    };
    let known: Vec<Vec<String>> = known.iter().map(knot).collect();
    let files = Files::new(all);
    let needs: Vec<Vec<Need>> = (0..all.len()).map(|of| files.needs(of)).collect();
    let found = circles(&needs);
    let mut said = Vec::new();
    for circle in &found {
        let paths: BTreeSet<&str> = circle.iter().map(|file| all[*file].path.as_str()).collect();
        if !known.iter().any(|knot| paths.iter().all(|path| knot.iter().any(|k| k == path))) {
            let list: Vec<&str> = paths.into_iter().collect();
            said.push(format!("a circle of {} files: {}", list.len(), list.join(" ")));
            said.extend(
                way_round(all, &needs, circle).into_iter().map(|line| format!("    {line}")),
            );
        }
    }
    let in_one = |path: &str| found.iter().flatten().any(|file| all[*file].path == path);
    let gone = known.iter().flatten().filter(|path| !in_one(path));
    said.extend(gone.map(|path| format!("{path} is in no circle any more: strike it from KNOTS")));
    said
}

#[test]
fn files_of_a_family_stand_in_no_circle() {
    super::none(complaints(sources(), KNOTS));
}

#[test]
fn a_circle_is_seen_through_what_parents_pass_on() {
    let files = |list: &[(&str, &str)]| -> Vec<Source> {
        list.iter().map(|(path, text)| Source::new(path, text)).collect()
    };
    let said = |list: &[(&str, &str)]| complaints(&files(list), &[]);
    let parent = ("src/report.rs", "mod a;\nmod b;\npub use a::A;\npub(super) use b::{B, C as D};");
    let b = ("src/report/b.rs", "pub struct B;\npub struct C;");
    // The parent only passes on, so naming things through it is no circle with it.
    assert!(said(&[parent, ("src/report/a.rs", "use super::{\n    B,\n    D,\n};"), b]).is_empty());
    let circle = said(&[
        parent,
        ("src/report/a.rs", "use super::{\n    B,\n    D,\n};"),
        ("src/report/b.rs", "use crate::report::A;"),
    ]);
    assert_eq!(circle[0], "a circle of 2 files: src/report/a.rs src/report/b.rs");
    assert_eq!(circle[1], "    src/report/a.rs:2: B,, so needs src/report/b.rs");
    assert_eq!(circle[2], "    src/report/b.rs:1: use crate::report::A;, so needs src/report/a.rs");
    // What was one file is none, but what knows it from outside is.
    let user = ("src/report.rs", "mod a;\nmod b;\npub use a::A;\npub fn f() -> A { A }");
    let child = ("src/report/a.rs", "pub struct A;\nfn g() { super::f(); }");
    assert!(said(&[user, child]).is_empty());
    let a = ("src/report/a.rs", "pub struct A;\nfn g() { super::b::c::f(); }");
    let c = ("src/report/b/c.rs", "use super::super::A;\npub fn f() -> A { A }");
    let b = ("src/report/b.rs", "pub mod c;");
    assert_eq!(said(&[user, a, b, c])[0], "a circle of 2 files: src/report/a.rs src/report/b/c.rs");
    let tests = "pub struct A;\n#[cfg(test)]\nmod tests {\n    use super::super::b::c::f;\n}";
    assert!(said(&[user, ("src/report/a.rs", tests), b, c]).is_empty());
    // What is known is not said, until it is gone.
    let known = &[("src/report", "a b/c b")];
    assert_eq!(
        complaints(&files(&[user, a, b, c]), known),
        ["src/report/b.rs is in no circle any more: strike it from KNOTS"]
    );
}
