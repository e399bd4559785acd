//! Whose a fault is that shows in a file that comes with the program.

use super::chain::ChainFile;
use super::fault::{Fault, Faults, NOTHING};

/// What stands in a file that comes with the program is right there: what makes it a fault is the file that extends it,
/// or a change of `set`, each a place and its option, and that is named in its place. Of a file and a change it is the
/// change where the scenario `is_right` without; of several options the last, but for what is wrong `before` it already.
pub fn with_cause(
    mut faults: Faults,
    chain: &[ChainFile],
    set: &[(String, &str)],
    is_right: impl FnOnce() -> bool,
    before: impl FnOnce() -> Vec<Fault>,
) -> Faults {
    let shipped = |label: &str| chain.iter().any(|f| f.folder.is_none() && f.label == label);
    if faults.0.iter().all(|f| !shipped(&f.file)) {
        return faults;
    }
    let own = chain.iter().take_while(|file| file.folder.is_some()).last();
    let change = set.last().map(|(_, option)| *option);
    let cause = match (own, change) {
        (Some(file), None) => file.label.as_str(),
        (Some(file), Some(_)) if !is_right() => file.label.as_str(),
        (_, Some(option)) => option,
        (None, None) => return faults,
    };
    let before = before();
    for fault in faults.0.iter_mut().filter(|f| shipped(&f.file)) {
        // What is missing, or a default, stands nowhere.
        let stands = fault.found != NOTHING
            && chain.iter().any(|f| f.label == fault.file && f.says(&fault.path));
        if stands && fault.hint.is_none() {
            fault.hint = Some(format!("it stands in {}, and is right there", fault.file));
        }
        let known = before.iter().find(|b| b.path == fault.path && b.found == fault.found);
        known.map_or(cause, |known| known.file.as_str()).clone_into(&mut fault.file);
    }
    faults
}
