//! docs/index.md: for every rule the code that names it, what judges it, and its tests, read from the sources.
//!
//! Code and judge are files whose comments name the rule's number; a test is of a rule if its name begins with it. A range
//! (M3–M10) is a survey and names none. After a change: `HEADROOM_BLESS=1 cargo test -p headroom-core --test rules rule_index`.

use kit::TOP;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Most files that stand in a cell of the index, the most telling ones.
const MOST: usize = 5;

const HEAD: &str = "# Index: rule → code → judge → test

Written from the sources by a test (`tests/rules/rule_index.rs`), which fails when this file is not what they say, or when a rule has no code or no test.
*Code* and *judge* are the files whose comments name the rule, the most telling five: those that name it often and little else, the engine, mechanism and
traffic before what reads or shows. `grep -rnw M5 src` finds all. *Tests* are the files with tests whose names begin with the number, those by hand first; `cargo test m5_` runs them all.

| rule | code (in `src`) | judge (in `tests/kit`) | tests |
|---|---|---|---|
";

/// Number and title of every rule of docs/rules.md, in its order.
fn rules() -> Vec<(String, String)> {
    let text = fs::read_to_string(format!("{TOP}docs/rules.md")).expect("docs/rules.md");
    let heads = text.lines().filter_map(|line| line.strip_prefix("### "));
    let numbered =
        heads.filter_map(|head| head.split_once(' ')).filter(|(first, _)| is_number(first));
    numbered.map(|(number, title)| (number.to_owned(), title.to_owned())).collect()
}

/// Whether `word` is what a rule's number looks like: a capital and digits.
fn is_number(word: &str) -> bool {
    let rest = word.strip_prefix(|c: char| c.is_ascii_uppercase());
    rest.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// What a file says of rules.
#[derive(Debug, Default, PartialEq)]
struct Said {
    /// How often its comments name each.
    named: BTreeMap<String, usize>,
    /// Rules with which names of its tests begin.
    tested: BTreeSet<String>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let mut of_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("//") {
                // Both ends of a range go.
                let words = line.replace(" to ", "–");
                let words = words.split(|c: char| !(c.is_alphanumeric() || "_–.".contains(c)));
                let words = words.map(|word| word.trim_end_matches('.'));
                for word in words.filter(|word| is_number(word)) {
                    *said.named.entry(word.to_owned()).or_default() += 1;
                }
            }
            of_test |= line == "#[test]";
            if let Some(name) = line.strip_prefix("fn ").filter(|_| of_test) {
                let parts = name.split(['_', '(']).map(str::to_uppercase);
                said.tested.extend(parts.take_while(|part| is_number(part)));
                of_test = false;
            }
        }
        said
    }

    /// How telling the file is of `rule`: how often it names it, by how much of all it names that is.
    fn telling(&self, rule: &str) -> usize {
        let named = self.named.get(rule).copied().unwrap_or(0);
        1_000 * named * named / self.named.values().sum::<usize>().max(1)
    }
}

/// Every file of `src` and `tests`, by path.
fn sources() -> BTreeMap<String, Said> {
    fn walk(folder: &str, into: &mut BTreeMap<String, Said>) {
        for entry in fs::read_dir(format!("{TOP}{folder}")).expect("a folder of the project") {
            let entry = entry.expect("an entry");
            let path = format!("{folder}/{}", entry.file_name().to_str().expect("UTF-8"));
            if entry.path().is_dir() {
                walk(&path, into);
            } else if path.ends_with(".rs") {
                into.insert(path, Said::of(&fs::read_to_string(entry.path()).expect("text")));
            }
        }
    }
    let mut all = BTreeMap::new();
    ["src", "tests"].into_iter().for_each(|folder| walk(folder, &mut all));
    all
}

/// The files in `folder` whose path in it begins with `of`, most telling of `rule` first, as a cell.
fn naming(all: &BTreeMap<String, Said>, rule: &str, folder: &str, of: &str) -> String {
    let acts = ["src/core/engine", "src/core/mechanism", "src/core/traffic"];
    let weight = |path: &str| if acts.iter().any(|a| path.starts_with(a)) { 3 } else { 1 };
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (path, said) in all {
        let telling = said.telling(rule) * weight(path);
        let rest = path.strip_prefix(folder).filter(|rest| rest.starts_with(of));
        let rest = rest.filter(|rest| telling > 0 && !rest.contains("tests"));
        found.extend(rest.map(|rest| (telling, rest)));
    }
    // Equals in the order of paths.
    found.sort_by_key(|(telling, _)| std::cmp::Reverse(*telling));
    cell(found.into_iter().map(|(_, path)| path))
}

/// The files with tests of `rule`, those by hand first, as a cell.
fn tested(all: &BTreeMap<String, Said>, rule: &str) -> String {
    let mut found: Vec<&str> = all
        .iter()
        .filter(|(_, said)| said.tested.contains(rule))
        .map(|(path, _)| path.as_str())
        .collect();
    let tiers = ["tests/rules/", "src/", "tests/proofs/"];
    found.sort_by_key(|path| tiers.iter().position(|t| path.starts_with(t)).unwrap_or(tiers.len()));
    cell(found.into_iter())
}

fn cell<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    paths.take(MOST).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}

/// The index, and what rules lack.
fn index() -> (String, Vec<String>) {
    let (all, mut text, mut lacking) = (sources(), HEAD.to_owned(), Vec::new());
    for (rule, title) in rules() {
        let code = naming(&all, &rule, "src/", "");
        let judge = naming(&all, &rule, "tests/kit/", "judge");
        let tests = tested(&all, &rule);
        for (what, found) in [("code", &code), ("test", &tests)] {
            lacking.extend(found.is_empty().then(|| format!("{rule} {title} has no {what}")));
        }
        let head = format!("{rule} {title}").to_lowercase().replace(' ', "-");
        let anchor = head.replace(|c: char| !(c.is_alphanumeric() || c == '-'), "");
        let judge = if judge.is_empty() { "–" } else { &judge };
        text += &format!("| [{rule}](rules.md#{anchor}) {title} | {code} | {judge} | {tests} |\n");
    }
    (text, lacking)
}

#[test]
fn every_rule_has_code_and_a_test_and_docs_index_says_where() {
    let (now, lacking) = index();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    let path = format!("{TOP}docs/index.md");
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        fs::write(path, now).expect("written");
        return;
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    let moved = now.lines().filter(|line| !kept.lines().any(|k| k == *line));
    let moved = moved.collect::<Vec<_>>().join("\n");
    assert!(
        kept == now,
        "docs/index.md is not what sources say: HEADROOM_BLESS=1 writes it\n{moved}"
    );
}

#[test]
fn what_a_file_says_of_rules_is_read() {
    let said = Said::of(
        "//! M5, and M9's buffer: see M3–M4, T1 to T7, F1.9 and `M5`.\nlet text = \"G4\"; // no comment of its own\n\
         #[test]\nfn m5_m9_both_are() {}\nfn g1_is_no_test() {}\n/// M5.\n",
    );
    let named: Vec<(&str, usize)> = said.named.iter().map(|(r, n)| (r.as_str(), *n)).collect();
    assert_eq!(named, [("M5", 3), ("M9", 1)]);
    assert_eq!(said.tested.iter().map(String::as_str).collect::<Vec<_>>(), ["M5", "M9"]);
    assert_eq!([said.telling("M5"), said.telling("M9"), said.telling("G4")], [2_250, 250, 0]);
    let rules = rules();
    assert!(rules.len() >= 40 && rules.iter().any(|(n, t)| n == "M5" && t == "Limit"), "{rules:?}");
}
