//! Where logs of recorded traffic lie (T8): a scenario's file names them from its own folder, a study from the folder in which the
//! command ran that made it, which the study's mostly lies below. Checked by: `tests/it/studies/replayed.rs`, `tests/it/month.rs`.

use super::fault::{Fault, Faults};
use serde_json::Value;
use std::path::{Path, absolute};

/// Where recorded traffic stands.
pub(super) const PLACE: &str = "/traffic/recording";

/// Paths of logs that the file `value` in `folder` names, made such of the working directory.
pub(super) fn locate(value: &mut Value, folder: Option<&Path>) {
    each(value, |path| {
        if let (Some(folder), Value::String(text)) = (folder, &*path) {
            *path = folder.join(text).display().to_string().into();
        }
    });
}

/// Looks for the logs of `scenario`, which is of the study in `folder`: from the working directory, else from that folder and those above
/// it. That a log is the one that it was its digest says.
///
/// # Errors
/// A log that is in none of them.
pub fn find_logs(scenario: &mut Value, folder: &Path) -> Result<(), Fault> {
    let whole = absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut missing: Option<String> = None;
    each(scenario, |path| {
        let Value::String(text) = &*path else { return };
        if Path::new(text).exists() {
            return;
        }
        let found = whole.ancestors().map(|above| above.join(text)).find(|log| log.is_file());
        match found {
            Some(found) => *path = found.display().to_string().into(),
            None => {
                missing.get_or_insert_with(|| text.clone());
            }
        }
    });
    let Some(log) = missing else {
        return Ok(());
    };
    let found =
        format!("no file {log} in the working directory, in the study's folder or in one above it");
    let fault = Fault::at(format!("{PLACE}/from"), found, "the log that the study was made of");
    let hint =
        format!("put {log} back, or run this where it lies, with the study's path from there");
    Err(fault.hint(hint))
}

/// The faults of a scenario of `study`, which is there: that a log of it is another is told as such.
#[must_use]
pub fn log_changed(Faults(mut faults): Faults, study: &str) -> Faults {
    let place = format!("{PLACE}/digest");
    for fault in faults.iter_mut().filter(|fault| fault.path == place) {
        fault.found = format!("another log than when {study} was made: {}", fault.found);
        fault.hint = Some(format!("put the log back as it was, or make {study} again"));
    }
    Faults(faults)
}

/// Does `to` each path of a log in `value`.
fn each(value: &mut Value, mut to: impl FnMut(&mut Value)) {
    let Some(log) = value.pointer_mut(PLACE) else {
        return;
    };
    log.get_mut("from").into_iter().for_each(&mut to);
    let further = log.get_mut("further").and_then(Value::as_array_mut);
    further.into_iter().flatten().for_each(&mut to);
}
