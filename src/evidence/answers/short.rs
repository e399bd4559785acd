//! The answer in a sentence: the question's words with values of its study in place of what stands in braces.

use super::super::questions::{BY_STANDING, estimate_of, told_of};
use super::super::words::{borne_as, value};
use super::super::{Evidence, Figure, Whose};
use super::whose::{by_standing, whose};
use headroom_core::scenario::FigureOf;

/// What is said where a study does not have a figure.
pub(super) const NOT_MEASURED: &str = "not measured";

/// `text` with what `seen` finds for each place in braces.
pub(super) fn short(text: &str, seen: &dyn Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').unwrap_or((part, ""));
        said += &seen(place).unwrap_or_else(|| NOT_MEASURED.to_owned());
        said += rest;
    }
    said
}

/// The figure that `what` names, and whose it is in `e`.
pub(super) fn figure(what: &str, e: &Evidence) -> Option<(Figure, Whose)> {
    let of: FigureOf = what.parse().ok()?;
    Some((of.figure, of.whose(&e.plan.scenario).ok()?.0))
}

/// What asks whose all of a figure is.
const WHOSE: &str = "whose ";

/// The value of what is named, a figure or what is told in its place, to the digits that its interval bears.
pub(super) fn seen(what: &str, e: &Evidence) -> Option<String> {
    if let Some(what) = what.strip_suffix(BY_STANDING) {
        return by_standing(figure(what, e)?.0, e);
    }
    if let Some(what) = what.strip_prefix(WHOSE) {
        return whose(figure(what, e)?, e);
    }
    if let Some((figure, whose)) = figure(what, e) {
        let found = estimate_of(e, figure, whose)?;
        // A share of few replications says less than how many of how many.
        if figure == Figure::Triggered {
            let triggered = libm::round(found.mean * found.n as f64);
            return Some(format!("{triggered} of {}", found.n));
        }
        return Some(value(figure, borne_as(figure, found.mean, &found)));
    }
    let (word, srv) = what.split_once(" of ").map_or((what, None), |(word, srv)| (word, Some(srv)));
    told_of(word, e, srv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_braces_is_said_and_the_rest_stays() {
        let seen = |place: &str| (place == "a @ b, c").then(|| "5".to_owned());
        assert_eq!(short("In all {a @ b, c}; {z}.", &seen), "In all 5; not measured.");
        assert_eq!(short("Nothing", &seen), "Nothing");
    }
}
