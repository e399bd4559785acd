//! The argument `--threads`.

/// Most threads that are asked for: no machine has so many cores.
const MOST_THREADS: usize = 1_024;

/// A number of threads.
pub(super) fn threads(text: &str) -> Result<usize, String> {
    let n = text.parse().ok().filter(|n| *n <= MOST_THREADS);
    n.ok_or_else(|| {
        format!("expected at most {MOST_THREADS}, or 0 for as many as there are; leave it out")
    })
}
