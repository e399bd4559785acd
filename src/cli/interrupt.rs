//! Ctrl-C, or a polite request to end: the work in hand is dropped, what is whole is kept.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Watches for Ctrl-C from now on; the second one ends the program at once. The result is set by the
/// first.
pub fn watch() -> &'static AtomicBool {
    // Without a handler Ctrl-C ends the program as the system does: nothing is half-written then either.
    let _ = ctrlc::try_set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    &ASKED
}

/// Whether somebody asked to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
