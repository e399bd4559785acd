//! Reading what may be damaged with a crate that trusts what a file says of its pages, and panics where that is wrong.

use super::super::Wrong;
use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread reads what may be damaged: its panic is told as a fault, and once.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// What `read` gives, and a fault where it panics: what it had read by then is thrown away.
pub fn caught<T>(read: impl FnOnce() -> Result<T, Wrong> + UnwindSafe) -> Result<T, Wrong> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !READING.get() {
                before(panic);
            }
        }));
    });
    READING.set(true);
    let outcome = catch_unwind(read);
    READING.set(false);
    outcome.unwrap_or_else(|_| {
        Err(Wrong::of_file("Parquet that is damaged", "a whole file of Parquet"))
    })
}
