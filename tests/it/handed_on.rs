//! What is handed on says no more than it should: a published study names no User anywhere, a pack nobody but its own, and
//! neither moves a figure.

use crate::commands::{Ran, files_in, folder, headroom};
use crate::workbook::parts;
use headroom::evidence::files::read;
use headroom::evidence::table::Cells;
use headroom_core::scenario::load;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A scenario with real names in Users, events and texts.
const GB: &str = "clashing-batches";

/// Everything that is in the file at `path`, as text.
fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).expect("a file");
    match path.extension().and_then(|e| e.to_str()) {
        Some("xlsx") => parts(path).into_values().collect::<Vec<String>>().join("\n"),
        Some("parquet") => {
            let table = read("any", &bytes).expect("a table");
            let texts = table.columns.into_iter().flat_map(|(head, cells)| match cells {
                Cells::Texts(all) => [head].into_iter().chain(all.iter().cloned()).collect(),
                _ => vec![head],
            });
            texts.collect::<Vec<String>>().join("\n")
        }
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Whether `name` stands by itself in `text`, in any case.
fn stands(text: &str, name: &str) -> bool {
    let name = name.to_lowercase().replace('&', "&amp;");
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let by_itself = |(at, _): (usize, &str)| {
        !part(text[..at].chars().next_back()) && !part(text[at + name.len()..].chars().next())
    };
    text.match_indices(&name).any(by_itself)
}

/// Ids and names, now and formerly, of the Users of `scenario`.
fn names(scenario: &str) -> Vec<(String, Vec<String>)> {
    let users = load(scenario, &[]).expect("a scenario").users;
    let of =
        |u: headroom_core::domain::User| (u.id.clone(), [vec![u.id, u.name], u.formerly].concat());
    users.into_iter().map(of).collect()
}

fn run(folder: &Path, scenario: &str, more: &[&str]) -> Ran {
    let all = [&["run", scenario, "--replications", "1", "--alone"], more].concat();
    let ran = headroom(folder, &all);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

#[test]
fn a_published_study_names_no_user_in_any_byte() {
    let folder = folder();
    let open = run(folder.path(), GB, &["--out", "open", "--format", "json", "--quiet"]);
    let more = ["--out", "r", "--publish", "key", "--workbook", "--format", "json"];
    let ran = run(folder.path(), GB, &more);
    let here = folder.path().join("r");
    let files = files_in(&here);
    assert!(files.iter().any(|f| f.ends_with("study.xlsx")) && files.len() > 50);
    let mut all = vec![("stdout".to_owned(), ran.out.clone()), ("stderr".to_owned(), ran.err)];
    all.extend(files.into_iter().map(|f| (f.clone(), text_of(&here.join(&f)))));
    for (file, text) in &mut all {
        *text = text.to_lowercase();
        for name in names(GB).into_iter().flat_map(|(_, names)| names) {
            assert!(!stands(text, &name) && !stands(file, &name), "{name} in {file}");
        }
    }
    // The figures are those of the open study, and so are its runs.
    let [open, published] = [open.out, ran.out]
        .map(|text| serde_json::from_str::<serde_json::Value>(&text).expect("JSON"));
    assert_eq!(open["totals"], published["totals"]);
    assert_eq!(files_in(&folder.path().join("open/runs")), files_in(&here.join("runs")));
    let known = fs::read_to_string(folder.path().join("key.names.json")).expect("names");
    assert!(known.contains("british-gas") && known.contains("npower"));
}

#[test]
fn a_key_gives_the_same_pseudonyms_each_time_and_another_key_others() {
    let folder = folder();
    let users = |out: &str, key: &str| {
        let more = ["--out", out, "--publish", key, "--quiet"];
        run(folder.path(), "minimal", &more);
        fs::read(folder.path().join(out).join("tables/users.csv")).expect("users")
    };
    let first = users("a", "key");
    assert!(users("b", "key") == first && users("c", "key2") != first);
}

#[test]
fn a_pack_names_nobody_but_its_user() {
    let folder = folder();
    run(folder.path(), "minimal", &["--out", "r", "--packs", "--quiet", "--classification", "Red"]);
    let packs = folder.path().join("r/packs");
    let names = names("minimal");
    let mut packed = BTreeSet::new();
    for file in files_in(&packs) {
        let own = file.split('/').next().expect("a pack").to_owned();
        let text = text_of(&packs.join(&file)).to_lowercase();
        let others = names.iter().filter(|(id, _)| *id != own).flat_map(|(_, names)| names);
        for name in others {
            assert!(!stands(&text, name), "{name} in {file}");
        }
        if file.ends_with("report.html") {
            assert!(text.contains("classification") && stands(&text, &own), "{file}");
        }
        packed.insert(own);
    }
    assert_eq!(packed, names.into_iter().map(|(id, _)| id).collect());
}

#[test]
fn a_key_stays_out_of_the_study_and_a_published_one_is_not_explained() {
    let folder = folder();
    let minimal = ["run", "minimal", "--replications", "1", "--alone", "--out", "r", "--quiet"];
    let of = |more: &[&str]| headroom(folder.path(), &[&minimal[..], more].concat());
    let inside = of(&["--publish", "r/key"]);
    assert_eq!(inside.code, Some(2));
    assert!(inside.err.contains("in the study's own folder"), "{}", inside.err);
    fs::write(folder.path().join("mine"), "not a key").expect("a file");
    assert!(of(&["--publish", "mine"]).err.contains("holds no key"));
    let word = of(&["--publish", "key", "--set", "/users/supplier-a/name=\"throttled\""]);
    assert!(word.err.contains("a word of headroom"), "{}", word.err);
    assert_eq!(of(&["--publish", "key"]).code, Some(0));
    let why = headroom(folder.path(), &["explain", "r", "--user", "supplier-a", "--at", "10:05"]);
    assert!(why.err.contains("a study under pseudonyms"), "{}", why.err);
}

#[test]
fn a_classification_is_kept_with_the_study_and_decides_nothing() {
    let folder = folder();
    let minimal = ["run", "minimal", "--replications", "1", "--alone", "--out", "r", "--quiet"];
    let of = |more: &[&str]| headroom(folder.path(), &[&minimal[..], more].concat());
    of(&[]);
    let before = files_in(&folder.path().join("r/runs"));
    let marked = of(&["--classification", " White</style> ", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&marked.out).expect("JSON");
    assert_eq!(json["classification"], "White</style>");
    assert_eq!(files_in(&folder.path().join("r/runs")), before);
    let page = || fs::read_to_string(folder.path().join("r/report.html")).expect("a page");
    let made = page();
    assert_eq!(made.matches("White&lt;/style&gt;</p>").count(), 2);
    assert!(made.contains("@top-right") && !made.contains("White</style>"));
    assert_eq!(headroom(folder.path(), &["report", "r", "--quiet"]).code, Some(0));
    assert!(page() == made);
    for wrong in ["", "a\nb", &"x".repeat(61)] {
        assert_eq!(of(&["--classification", wrong]).code, Some(2), "{wrong:?}");
    }
}
