//! What documentation names is there: files its links lead to, paths it gives, and functions it names beside them.

use kit::TOP;
use std::fs;
use std::path::Path;

/// What is read for links; of these, what is read for paths too.
const LINKING: [&str; 3] = ["README.md", "CONTRIBUTING.md", "reports/README.md"];
const NAMING: [&str; 4] =
    ["CONTRIBUTING.md", "docs/architecture.md", "docs/tests.md", "docs/index.md"];
/// How a path in `backticks` ends.
const ENDINGS: [&str; 6] = [".rs", ".md", ".json", ".sh", ".toml", "/"];

fn read(path: &str) -> String {
    fs::read_to_string(format!("{TOP}{path}")).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The file or folder meant by `path`, from the top or, as modules are called, from `src`.
fn found(path: &str) -> Option<String> {
    let places =
        ["", "src/", "src/core/", "tests/", "tests/kit/"].map(|from| format!("{TOP}{from}{path}"));
    places.into_iter().find(|place| Path::new(place).exists())
}

/// Targets of Markdown links in `text`, without what leads elsewhere.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    inside.map(|target| target.split('#').next().unwrap_or(target))
}

/// What stands in `backticks` on a line, in order.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Whether `word` is a path, and not a command, a pattern, or a pointer into a scenario.
fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    plain && !word.starts_with('/') && ENDINGS.iter().any(|end| word.ends_with(end))
}

/// What `line` names that is not there. A name after the path of a source file is a function of it.
fn missing(line: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut file = None;
    for word in quoted(line) {
        if is_path(word) {
            file = found(word);
            wrong.extend(file.is_none().then(|| format!("no {word}")));
        } else if let Some(path) = file.as_ref().filter(|path| path.ends_with(".rs")) {
            let is_name =
                word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let text = fs::read_to_string(path).expect("a source file");
            let there = !is_name
                || ["fn", "mod", "const", "struct"]
                    .iter()
                    .any(|k| text.contains(&format!("{k} {word}")));
            wrong.extend(
                (!there && line.contains(&format!("rs` `{word}`")))
                    .then(|| format!("no {word} in {path}")),
            );
        }
    }
    wrong
}

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    let docs = fs::read_dir(format!("{TOP}docs")).expect("docs");
    let docs = docs.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let docs = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}"));
    let mut wrong = Vec::new();
    for page in LINKING.map(str::to_owned).into_iter().chain(docs) {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = read(&page);
        let astray = links(&text).filter(|t| !Path::new(&format!("{TOP}{folder}/{t}")).exists());
        wrong.extend(astray.map(|target| format!("{page}: no {target}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_that_the_documentation_names_is_there() {
    let mut wrong = Vec::new();
    for page in NAMING {
        for (n, line) in read(page).lines().enumerate() {
            wrong.extend(missing(line).iter().map(|what| format!("{page}:{}: {what}", n + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_there_is_found_out() {
    assert_eq!(
        missing("see `core/engine/nothing.rs`, `core/engine/` and `src/core/lib.rs`"),
        ["no core/engine/nothing.rs"]
    );
    assert_eq!(missing("`cargo test *.rs` and `/gateway/anomaly/` are none"), Vec::<String>::new());
    assert_eq!(
        missing("`core/engine/book.rs` `refuse`, `core/experiment.rs` `replicate`"),
        Vec::<String>::new()
    );
    assert_eq!(missing("`core/experiment.rs` `no_such`").len(), 1);
    assert_eq!(links("[a](b.md#c), [d](https://e) and [f](#g)").collect::<Vec<_>>(), ["b.md"]);
}
