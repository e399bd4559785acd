//! Ctrl-C, or a polite request to end: the work in hand is dropped, what is whole is kept.

use super::Stop;
use headroom_core::experiment::names_in;
use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Exit code of what was asked to end.
pub const INTERRUPTED: u8 = 130;

/// Watches for Ctrl-C from now on; the second one ends the program at once. The result is set by the
/// first.
pub fn watch() -> &'static AtomicBool {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(hear);
    &ASKED
}

/// Each signal by itself: what was left ignored stays so, and does not keep the others from being heard.
#[cfg(target_os = "linux")]
fn hear() {
    use headroom_core::experiment::left_ignored;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // Where it cannot be asked, a hangup stays what it is: `nohup` was perhaps relied on.
        if left_ignored(signal).unwrap_or(signal == SIGHUP) {
            continue;
        }
        // In this order, so that it ends by the second. Without a handler the system ends the program: nothing is
        // half-written then either.
        let _ = register_conditional_shutdown(signal, INTERRUPTED.into(), &ASKED)
            .and_then(|_| register(signal, &ASKED));
    }
}

/// A file longer than may be written is an error of writing it, which says so, and not the end without a word.
#[cfg(target_os = "linux")]
pub fn outlive_long_files() {
    // Where it cannot be heard, all is as it was.
    let heard = std::sync::Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard);
}

/// Elsewhere it is as the system has it.
#[cfg(not(target_os = "linux"))]
pub fn outlive_long_files() {}

/// All signals or, where one of them was left ignored, none: which it is cannot be asked here.
#[cfg(not(target_os = "linux"))]
fn hear() {
    // Without a handler the system ends the program: nothing is half-written then either.
    let _ = ctrlc::try_set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    });
}

/// Whether somebody asked to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// What is said of a study in `folder` that was asked to end: whether so much is `kept`, or nothing to go on from.
pub fn interrupted(folder: &Path, kept: &str) -> Stop {
    let runs = folder.join("runs");
    Stop(match names_in(&runs).is_empty() {
        true => "interrupted: nothing is kept, since replications are kept in blocks of ten, each when it is whole".to_owned(),
        false => format!("interrupted: {kept} kept in {}\n  hint: start it again to go on", runs.display()),
    })
}
