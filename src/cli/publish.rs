//! `--publish`: Users under pseudonyms.
//!
//! Scope: pseudonyms, made with a key so that nobody can find them by trying the names there are, and the same in every
//! study with that key; who is who, kept beside the key; and what `study.json` says to others. Left out: the study that is
//! shown under them (`kind/published.rs`), and how names are found in texts (`evidence/names.rs`). Checked by:
//! `tests/it/handed_on.rs`.

use super::Stop;
use crate::evidence::names::{Alias, Names};
use crate::evidence::tables::described;
use headroom_core::domain::{Category, Figure, User};
use headroom_core::experiment::{Study, key_at, read_if_there, write_own};
use headroom_core::scenario::Draft;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Digits of a pseudonym, at least.
const DIGITS: usize = 4;

/// The Users of `study`, of `draft`, under the pseudonyms of the key in the file `key`; who is who is kept beside it.
pub fn pseudonyms((draft, study): (&Draft, &Study), key: &Path, out: &Path) -> Result<Names, Stop> {
    let inside = std::path::absolute(key)?.starts_with(std::path::absolute(out)?);
    if inside {
        return Err(Stop(format!(
            "--publish {}: found a key in the study's own folder, expected one that is not handed on with it",
            key.display()
        )));
    }
    let secret = key_at(key).map_err(|e| Stop(format!("--publish {}: {e}", key.display())))?;
    let names = Names::new(aliases(draft, study, &secret));
    usable(&names)?;
    keep(key, names.aliases())?;
    Ok(names)
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

/// What `study.json` says to others: nothing of Users but what they are under, no sources, and no
/// files of the analyst's own.
pub fn for_others(study: &mut Value) {
    study["published"] = true.into();
    let users = study["scenario"]["users"].as_array_mut().into_iter().flatten();
    for user in users.filter_map(Value::as_object_mut) {
        user.retain(|key, _| matches!(key.as_str(), "id" | "name" | "category" | "roles"));
    }
    in_order(&mut study["scenario"]["users"], "id");
    if let Some(scenario) = study["scenario"].as_object_mut() {
        scenario.shift_remove("tables");
    }
    without_sources(&mut study["scenario"]);
}

/// Puts a list of Users in the order of what stands under `key`: that of the scenario is known.
pub fn in_order(users: &mut Value, key: &str) {
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
