//! Studies of several variants, judged from outside: variants together are the variants alone, the
//! bytes do not depend on how the work was done, what is killed goes on, what is wrong is refused,
//! and intervals cover what they say.

mod beside;
mod bytes;
mod damaged;
mod full;
mod held;
mod intervals;
#[cfg(unix)]
mod killed;
mod lazy;
mod mistakes;
#[cfg(unix)]
mod one_folder;
mod pairs;
mod replayed;
mod sensitivity;
mod shards;
mod shared;
mod sizing;
mod together;
mod tried;
mod uncertainty;

use super::commands::{Ran, files_in, headroom};
use headroom_core::experiment::{Asked, Setting, Study};
use headroom_core::scenario::{Change, Draft};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A half-hour of `minimal`: its flood, and what becomes of it.
const HALF_HOUR: [&str; 5] =
    ["minimal", "--set", "/start=2022-07-06T10:00", "--set", "/duration=30 min"];

/// `command` of [`HALF_HOUR`] with `more`, in `folder`.
fn study(folder: &Path, command: &str, more: &[&str]) -> Ran {
    headroom(folder, &[&[command], &HALF_HOUR[..], more].concat())
}

/// The same, which must go well.
pub fn fine(folder: &Path, command: &str, more: &[&str]) -> Ran {
    let ran = study(folder, command, more);
    assert_eq!(ran.code, Some(0), "{more:?}: {}", ran.err);
    ran
}

/// Every file below `folder` and what is in it. Temporary files, which a kill may leave behind, are
/// nobody's.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let temporary = |f: &String| f.rsplit('/').next().is_some_and(|n| n.starts_with(".headroom-"));
    let ours = files_in(folder).into_iter().filter(|f| !temporary(f));
    ours.map(|f| (f.clone(), std::fs::read(folder.join(f)).expect("a file"))).collect()
}

/// Of these only what stands outside `runs`.
fn outside_runs(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.retain(|name, _| !name.starts_with("runs/"));
    files
}

/// That two studies are the same to the byte.
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, way: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{way}");
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{way}: {name} differs");
    }
}

/// A change, as an option gives it.
fn change(pointer: &str, value: Value) -> Change {
    Change { pointer: pointer.to_owned(), value }
}

/// A study of `scenario` as it stands and of `others`, with `axes`.
fn study_of(scenario: &Value, others: &[Vec<Change>], axes: &[&str]) -> Study {
    let folder = super::commands::folder();
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, scenario.to_string()).expect("a file");
    let draft = Draft::read(&path.to_string_lossy()).unwrap_or_else(|faults| panic!("{faults}"));
    let mut settings = vec![Setting::as_it_stands()];
    settings.extend(others.iter().cloned().map(Setting::new));
    let axes = axes.iter().map(|a| a.parse().expect("an axis")).collect();
    Study::new(&draft, Asked { set: Vec::new(), settings, axes, ..Asked::default() })
        .unwrap_or_else(|faults| panic!("{faults}"))
}
