//! Clear differences that two rounded numbers of a sentence do not show.
//!
//! Source: C5. Checked by: the test below, `tests/it/answers/said.rs`.

use super::super::interval::Interval;
use super::super::questions::{Question, Stated};
use super::super::words::{borne_as, differs, is_hidden, so_many, value};
use super::{Study, short};
use headroom_core::scenario::FigureOf;

impl Study<'_> {
    /// Each such difference of what `question`'s sentences have as the scenario stands and at a setting too; nothing where there is none.
    pub(super) fn hidden(&self, question: &Question) -> String {
        let places: Vec<(&str, &str)> = question.places().collect();
        let mut said: Vec<String> = Vec::new();
        for (what, at) in places.iter().filter(|(_, at)| !at.is_empty()) {
            let found = self.hidden_at(what, at).filter(|_| places.contains(&(*what, "")));
            if let Some(one) = found.filter(|one| !said.contains(one)) {
                said.push(one);
            }
        }
        let years = self.f.of_courses().then(|| so_many(self.f.one(), self.f.replications()));
        told(years.as_deref(), &said)
    }

    /// That of one figure, held against a setting.
    fn hidden_at(&self, what: &str, at: &str) -> Option<String> {
        let measure: FigureOf = what.parse().ok()?;
        let (figure, whose) = short::figure(what, &self.f.evidence[0])?;
        let (here, held) = (self.value(figure, whose)?, self.held(at, (figure, whose)));
        let (there, more) = (held.there?, held.more?);
        let said = |of: &Interval| value(figure, borne_as(figure, of.mean, of));
        let both = [said(&here), said(&there)];
        let most = here.mean.max(there.mean);
        is_hidden(figure, [&both[0], &both[1]], most, &more).then(|| {
            let name = Stated { measure, against: None }.named();
            format!("‘{name}’, {} {}", held.with_said(), differs(figure, &more))
        })
    }
}

/// What was `said` of each, of so many `years` with what their intervals do not hold; nothing of none.
fn told(years: Option<&str>, said: &[String]) -> String {
    let of = years.map_or(String::new(), |years| {
        format!(" (of {years}; no interval knows of what occurred in none of them)")
    });
    match said.is_empty() {
        true => String::new(),
        false => format!(" What rounded numbers do not show{of}: {}.", said.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_of_years_it_is_said_that_an_interval_holds_nothing_of_what_occurred_in_none() {
        let said = ["more".to_owned()];
        assert_eq!(told(None, &said), " What rounded numbers do not show: more.");
        let of_years = told(Some("5 years"), &said);
        assert!(of_years.contains(" (of 5 years; no interval knows of what "), "{of_years}");
        assert!(of_years.ends_with(": more.") && told(Some("5 years"), &[]).is_empty());
    }
}
