//! Years: on how many days a year anyone is throttled, and which assumed rate decides it.

use super::verdict::verdict;
use super::{FirstFigure, FirstScreen, decides, first_of};
use crate::evidence::Evidence;
use crate::evidence::beside::Beside;
use crate::evidence::board::Mark;
use crate::evidence::frequency::{
    ByCause, DAYS, FIGURES, Frequency, MAINTENANCE_DAYS, NEVER_ANSWERED, OUTAGE_H, Rate,
    frequency_sentences,
};
use crate::evidence::table::ends;
use crate::evidence::uncertainty::KeptOver;
use crate::evidence::words::{fine, upper};
use headroom_core::domain::Figure;
use headroom_core::scenario::{Keep, Scenario};

pub(super) fn of_years(e: &Evidence) -> FirstScreen {
    let f = e.frequency.as_ref().expect("of years");
    let hours = |x: f64| format!("{} h", fine(x / 3_600.0));
    let hangs = e.today().and_then(|_| over_assumptions(&e.plan.scenario));
    FirstScreen {
        kind: "years",
        question: "On how many days a year is anyone throttled?".to_owned(),
        answer: answer(e, f),
        verdict: verdict(e) + &hangs.unwrap_or_default(),
        figures: first_of([
            Some(days(f)),
            Some(figure(e, f, NEVER_ANSWERED, fine)),
            Some(figure(e, f, OUTAGE_H, hours)),
            Some(ordinary(f)),
        ]),
        charts: &["days-by-cause", "trigger-frequency", "headroom-calendar"],
        decides: by_rate(f).unwrap_or_else(|| decides(&e.plan.scenario, Figure::ThrottledDays, "")),
    }
}

/// In how many combinations of what is assumed more is never answered than today, as kept with the scenario as it is; nothing where that is
/// not kept, or in none of them.
fn over_assumptions(scenario: &Scenario) -> Option<String> {
    let kept = KeptOver::of(scenario)?;
    let no_more = format!("{} - today<=0", Figure::NeverAnsweredNotAbove.word());
    let no_more = no_more.parse::<Keep>().ok()?.to_string();
    let found = kept.statements.iter().find(|s| s.that == no_more)?;
    let turned = found.of - found.holds;
    (turned > 0).then(|| {
        format!(
            "; it hangs on what is assumed: in {turned} of {} combinations tried more requests not above by own sending are never answered than today",
            found.of
        )
    })
}

/// Days besides maintenance nights, by chance; who is better off than today.
fn answer(e: &Evidence, f: &Frequency) -> String {
    let [days, nights] = [DAYS, MAINTENANCE_DAYS].map(|i| &f.per_year[i].rate);
    if !e.plan.scenario.mechanism.enabled || days.interval.ci_high.is_none() {
        return frequency_sentences(e).into_iter().next().unwrap_or_default();
    }
    let besides = match nights.interval.mean {
        0.0 => String::new(),
        n => format!(" besides {} maintenance nights", fine(n)),
    };
    format!(
        "On {} days a year{besides} (by chance {}); of requests not above by own sending {} are never answered{}.",
        fine(days.interval.mean),
        ends(&(*days).into()).unwrap_or_default(),
        fine(f.per_year[NEVER_ANSWERED].rate.interval.mean),
        there(e, f, Figure::NeverAnsweredNotAbove, fine)
            .map_or(String::new(), |there| format!(" ({there})")),
    )
}

/// What a figure is a year in each system that stands beside.
fn there(
    e: &Evidence,
    f: &Frequency,
    figure: Figure,
    said: impl Fn(f64) -> String,
) -> Option<String> {
    let one =
        |b: &Beside| Some(format!("{} {}", b.said_name(), said(b.mean(figure)? / f.length.years)));
    let all: Vec<String> = e.beside.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn days(f: &Frequency) -> FirstFigure {
    let [days, nights] = [DAYS, MAINTENANCE_DAYS].map(|i| &f.per_year[i].rate);
    FirstFigure {
        name: "Days a year on which somebody is throttled, maintenance nights apart".to_owned(),
        said: fine(days.interval.mean),
        interval: interval(days),
        beside: format!("after maintenance {}; today none", fine(nights.interval.mean)),
        mark: None,
    }
}

fn interval(rate: &Rate) -> String {
    ends(&(*rate).into()).unwrap_or_default()
}

fn figure(e: &Evidence, f: &Frequency, i: usize, said: fn(f64) -> String) -> FirstFigure {
    let (rate, of) = (&f.per_year[i].rate, FIGURES[i].figure);
    // In hours a year already.
    let seconds = if i == OUTAGE_H { 3_600.0 } else { 1.0 };
    let found = e.today().and_then(|b| b.of_all(of));
    FirstFigure {
        name: format!("{}, a year", upper(&of.called())),
        said: said(rate.interval.mean * seconds),
        interval: interval(rate)
            + if i == OUTAGE_H && rate.interval.ci_high.is_some() { " h" } else { "" },
        beside: there(e, f, of, said).unwrap_or_default(),
        mark: found.map(|found| Mark::of(of, &found.more)),
    }
}

fn ordinary(f: &Frequency) -> FirstFigure {
    let found = f.of_activations().iter().find(|c| c.ordinary);
    FirstFigure {
        name: "Of these days, by ordinary traffic alone".to_owned(),
        said: found.map_or("0".to_owned(), |c| fine(c.days.interval.mean)),
        interval: found.map_or(String::new(), |c| interval(&c.days)),
        beside: String::new(),
        mark: None,
    }
}

/// The cause of most of the days besides maintenance nights, and the rate that is assumed of it.
fn by_rate(f: &Frequency) -> Option<String> {
    let all = f.per_year[DAYS].rate.interval.mean;
    let event = |cause: &ByCause| f.by_event.iter().find(|event| event.event == cause.cause);
    let counted = f
        .of_activations()
        .iter()
        .filter(|c| !c.ordinary && c.days.interval.mean > 0.0 && c.days.interval.mean <= all);
    let most = counted.max_by(|a, b| a.days.interval.mean.total_cmp(&b.days.interval.mean))?;
    let event = event(most)?;
    Some(format!(
        "{} of {} days come with ‘{}’, which is assumed to occur {} times a year; by itself an occurrence brings {} days, so that at a rate of your own it is rate × {}",
        fine(most.days.interval.mean),
        fine(all),
        most.cause,
        fine(event.a_year),
        fine(event.days.mean),
        fine(event.days.mean)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::scenario::{Change, load};

    #[test]
    fn c6_a_year_says_in_how_many_combinations_of_what_is_assumed_it_is_worse_than_today() {
        let scenario = load("national-year", &[]).expect("shipped");
        let said = over_assumptions(&scenario).expect("kept with it");
        assert!(
            said.starts_with("; it hangs on what is assumed: in ")
                && said.ends_with(" not above by own sending are never answered than today"),
            "{said}"
        );
        // Of another scenario than was tried it says nothing.
        let change = "/mechanism/operating_threshold=0.7".parse::<Change>().expect("a change");
        let other = load("national-year", &[change]).expect("it is one");
        assert_eq!(over_assumptions(&other), None);
    }
}
