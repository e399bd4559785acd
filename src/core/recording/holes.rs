//! Half-hours of a log's span of which it says nothing.

/// Half-hours that follow one another, counted from 1970: the first, and the one after the last.
pub type Stretch = (i64, i64);

/// The stretches between the first and the last of `half_hours`, in order, that are missing.
pub fn holes(half_hours: impl Iterator<Item = i64>) -> Vec<Stretch> {
    let mut holes = Vec::new();
    let mut next = None;
    for half_hour in half_hours {
        if let Some(expected) = next.filter(|expected| *expected < half_hour) {
            holes.push((expected, half_hour));
        }
        next = Some(half_hour + 1);
    }
    holes
}
