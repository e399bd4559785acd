//! `--publish`: a study in which Users stand under pseudonyms.
//!
//! Scope: pseudonyms, made with a key so that nobody can find them by trying the names there are, and the same in every
//! study with that key; the study asked again of the scenario that has them, from which everything is shown. What is run is
//! the scenario as it is, so that no figure and no digest of a run moves. Texts that headroom brings itself, such as who
//! asked a question, name no User at all: they are public, and would tell who is who. Left out: how names are found in
//! texts (`evidence/names.rs`). Checked by: `tests/it/handed_on.rs`.

use super::Stop;
use super::kind::{Kind, StudyShown};
use crate::evidence::cautions::Caution;
use crate::evidence::findings::Findings;
use crate::evidence::names::{Alias, Names};
use crate::evidence::table::{Cells, Table};
use crate::evidence::tables::described;
use clap::{Args, Command};
use headroom_core::domain::{Category, Figure, User};
use headroom_core::experiment::{Asked, Study, key_at, read_if_there, write_own};
use headroom_core::scenario::Draft;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// What a User is called in texts that are not the scenario's.
const NOBODY: (&str, &str) = ("a-party", "a party");
/// Digits of a pseudonym, at least.
const DIGITS: usize = 4;
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
        let inside = std::path::absolute(key)?.starts_with(std::path::absolute(out)?);
        if inside {
            return Err(Stop(format!(
                "--publish {}: found a key in the study's own folder, expected one that is not handed on with it",
                key.display()
            )));
        }
        let secret = key_at(key).map_err(|e| Stop(format!("--publish {}: {e}", key.display())))?;
        let aliases = aliases(draft, study, &secret);
        let names = Names::new(aliases.clone());
        usable(&names)?;
        keep(key, &aliases)?;
        let draft = draft.renamed(&|text| names.text(text));
        let words: Vec<String> = called.iter().map(|word| names.text(word)).collect();
        let given = K::augment_args(Command::new("headroom")).try_get_matches_from(&words)?;
        let kind = K::from_arg_matches(&given)?;
        let (asked, question) = kind.asked(&draft)?;
        let study = Study::new(&draft, Asked { beside: kind.beside(), ..asked })?;
        let nobody = aliases.into_iter().map(|alias| {
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
            _ => Vec::new(),
        };
        let mut table = self.nobody.table(table);
        // A command without the names in it would not run.
        if let Some(place) = table.place("command")
            && let Cells::Texts(all) = &mut table.columns[place].1
        {
            all.iter_mut()
                .zip(&commands)
                .filter(|(now, was)| now != was)
                .for_each(|(c, _)| c.clear());
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

/// Every User that any variant of `study` has, with its pseudonym.
fn aliases(draft: &Draft, study: &Study, secret: &[u8; 32]) -> Vec<Alias> {
    let plans = (0..study.plans()).flat_map(|p| &study.plan(p).scenario.users);
    let mut users: Vec<(&User, Vec<String>)> = Vec::new();
    for user in study.base.users.iter().chain(plans) {
        let called = user.formerly.iter().chain([&user.name]).cloned();
        match users.iter_mut().find(|(known, _)| known.id == user.id) {
            Some((_, all)) => all.extend(called),
            None => users.push((user, called.collect())),
        }
    }
    // As its files call them, before any change.
    let files = draft.merged()["users"].as_array().into_iter().flatten();
    for (id, name) in files.filter_map(|u| Some((u["id"].as_str()?, u["name"].as_str()?))) {
        if let Some((_, all)) = users.iter_mut().find(|(known, _)| known.id == id) {
            all.push(name.to_owned());
        }
    }
    let digits = |id: &str, long: usize| {
        blake3::keyed_hash(secret, id.as_bytes()).to_hex()[..long].to_uppercase()
    };
    let apart = |long: &usize| {
        let mut all: Vec<String> = users.iter().map(|(u, _)| digits(&u.id, *long)).collect();
        all.sort_unstable();
        all.windows(2).all(|pair| pair[0] != pair[1])
    };
    let long = (DIGITS..64).find(apart).unwrap_or(64);
    let alias = |(user, mut called): (&User, Vec<String>)| {
        called.sort_unstable();
        called.dedup();
        let as_name = format!("{} {}", kind_said(user.category), digits(&user.id, long));
        let as_id = as_name.to_lowercase().replace(' ', "-");
        Alias { id: user.id.clone(), called, as_id, as_name }
    };
    users.iter().cloned().map(alias).collect()
}

fn kind_said(category: Category) -> &'static str {
    match category {
        Category::LargeSupplier | Category::SmallSupplier => "Supplier",
        Category::ElectricityNetworkParty | Category::GasNetworkParty => "Network",
        Category::OtherUser => "User",
    }
}

/// Refuses Users that are called as something else is: their names could not be told from it.
fn usable(names: &Names) -> Result<(), Stop> {
    let tables = described();
    let heads =
        tables.iter().flat_map(|t| t.columns.iter().map(|c| c.name.as_str()).chain([t.name]));
    let words = heads.chain(Figure::ALL.iter().map(|f| f.word()));
    let words = words.chain(Category::ALL.iter().map(|c| c.word()));
    let pseudonyms = names.aliases().iter().flat_map(|a| [a.as_id.as_str(), a.as_name.as_str()]);
    match words.chain(pseudonyms).find(|word| names.text(word) != *word) {
        None => Ok(()),
        Some(word) => Err(Stop(format!(
            "--publish: found a User called as in {word:?}, a word of headroom\n  hint: give it another id and name"
        ))),
    }
}

/// Writes who is who beside the key, with those of other studies.
fn keep(key: &Path, aliases: &[Alias]) -> Result<(), Stop> {
    let mut path = key.as_os_str().to_owned();
    path.push(".names.json");
    let path = PathBuf::from(path);
    let known = read_if_there(&path).and_then(|text| serde_json::from_slice(&text).ok());
    let mut all: Map<String, Value> = known.unwrap_or_default();
    for alias in aliases {
        let user = json!({ "id": alias.id, "called": alias.called });
        all.insert(alias.as_name.clone(), user);
    }
    let text = serde_json::to_string_pretty(&all)? + "\n";
    write_own(&path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))
}

/// What `study.json` says to others: nothing of Users but what they are under, and no sources.
pub fn for_others(study: &mut Value) {
    study["published"] = true.into();
    let users = study["scenario"]["users"].as_array_mut().into_iter().flatten();
    for user in users.filter_map(Value::as_object_mut) {
        user.retain(|key, _| matches!(key.as_str(), "id" | "name" | "category" | "roles"));
    }
    in_order(&mut study["scenario"]["users"], "id");
    without_sources(&mut study["scenario"]);
}

/// Puts a list of Users in the order of what stands under `key`: that of the scenario is known.
fn in_order(users: &mut Value, key: &str) {
    let of = |user: &Value| user[key].as_str().unwrap_or_default().to_owned();
    users.as_array_mut().into_iter().for_each(|all| all.sort_by_key(of));
}

fn without_sources(value: &mut Value) {
    match value {
        Value::Object(all) => {
            all.retain(|key, _| key != "source");
            all.values_mut().for_each(without_sources);
        }
        Value::Array(all) => all.iter_mut().for_each(without_sources),
        _ => {}
    }
}
