//! Rows of how often it happens (C4); only of studies whose replications are drawn courses.

use super::frequency_parts::{by_cause, by_event, by_month};
use crate::evidence::Evidence;
use crate::evidence::frequency::{ByWhom, FIGURES, Frequency, HorizonMonth, Level, PerYear, Rate};
use crate::evidence::interval::Interval;
use crate::evidence::table::{NONE, Schema, Table, Unit};
use crate::evidence::words::years;

/// All of them but those of single episodes.
pub(super) fn tables(e: &Evidence, f: &Frequency) -> Vec<Table> {
    let mut all = vec![
        per_year().table(&per_year_rows(f)),
        by_cause().table(&f.by_cause),
        by_month().table(&f.by_month),
        by_event().table(&f.by_event),
        by_user().table(&whom(e, &f.by_user)),
        by_srv().table(&whom(e, &f.by_srv)),
        levels().table(&level_rows(f)),
        convergence().table(&running_rows(f)),
    ];
    all.extend(f.horizon.as_ref().map(|h| horizon().table(&h.months)));
    all
}

/// A figure of a year, and of how many years.
pub type Yearly<'a> = (&'a Frequency, &'a PerYear);

/// Each figure of a year.
pub fn per_year_rows(f: &Frequency) -> Vec<Yearly<'_>> {
    f.per_year.iter().map(|row| (f, row)).collect()
}

/// Each figure of a year: JSON has it under the figure's name.
pub fn per_year<'a>() -> Schema<Yearly<'a>> {
    let period = |row: &PerYear| match (row.return_period(), &row.chance) {
        (Some(period), Some(chance)) if chance.mean == 0.0 => format!("> {}", years(period)),
        (Some(_), Some(Interval { mean: 1.0, ci_low: Some(low), .. })) => {
            format!("< {}", years(1.0 / low))
        }
        (Some(period), _) => years(period),
        (None, _) => NONE.to_owned(),
    };
    Schema::<Yearly<'a>>::of("frequency", "a figure of a year")
        .in_json_at("per_year, by figure")
        .text("figure", "which", |(_, r): &Yearly<'a>| FIGURES[r.figure].word)
        .not_in_json()
        .called("a year")
        .said(|(_, r)| FIGURES[r.figure].title())
        .estimate("a_year", Unit::OfTheFigure, "mean a year", |(_, r): &Yearly<'a>| Some(r.rate))
        .inline_in_json()
        .text(
            "interval",
            "how its interval was made: `student`, of few years with any `few`, `none_seen`",
            |(_, r)| r.rate.method.word(),
        )
        .not_in_json()
        .estimate("chance_of_any", Unit::Share, "chance that a year has any", {
            |(_, r): &Yearly<'a>| r.chance
        })
        .not_in_json()
        .called("chance of any")
        .maybe("return_period_years", Unit::Years, "1 ÷ chance", |(_, r)| r.return_period())
        .called("once in")
        .said(move |(_, r)| period(r))
        .number(
            "largest_episode_mean",
            Unit::OfTheFigure,
            "mean of a year's largest episode",
            |(_, r)| r.largest.mean,
        )
        .number("largest_episode", Unit::OfTheFigure, "largest episode of all", |(_, r)| r.most)
        .called("largest episode")
        .number("years", Unit::Years, "years run", |(f, _)| f.years_run())
        .not_in_json()
}

/// A User or an SRV to whom, or of which, anything happened.
pub type WhomRow<'a> = (&'a Evidence, &'a ByWhom);

fn whom<'a>(e: &'a Evidence, all: &'a [ByWhom]) -> Vec<WhomRow<'a>> {
    all.iter().map(|whom| (e, whom)).collect()
}

/// Rows of Users.
pub fn user_rows<'a>(e: &'a Evidence, f: &'a Frequency) -> Vec<WhomRow<'a>> {
    whom(e, &f.by_user)
}

/// Rows of SRVs.
pub fn srv_rows<'a>(e: &'a Evidence, f: &'a Frequency) -> Vec<WhomRow<'a>> {
    whom(e, &f.by_srv)
}

impl<'a> Schema<WhomRow<'a>> {
    /// Harm, and what is throttled, a year.
    fn harm_and_throttled(self) -> Self {
        self.harm_rates(" a year", |(_, w)| &w.harm)
            .estimate("throttled", Unit::Requests, "attempts throttled a year", |(_, w)| {
                Some(w.throttled)
            })
            .estimate("chance_of_throttled", Unit::Share, "chance of it in a year", |(_, w)| {
                w.chance
            })
            .called("chance of being throttled")
    }
}

/// A User.
pub fn by_user<'a>() -> Schema<WhomRow<'a>> {
    Schema::<WhomRow<'a>>::of("frequency_by_user", "a User, a year")
        .in_json_at("by_user")
        .text("user", "its id", |(e, w)| &e.plan.scenario.users[w.index].id)
        .called("User")
        .said(|(e, w)| e.plan.scenario.users[w.index].name.clone())
        .harm_and_throttled()
}

/// An SRV.
pub fn by_srv<'a>() -> Schema<WhomRow<'a>> {
    Schema::<WhomRow<'a>>::of("frequency_by_srv", "a Service Reference Variant, a year")
        .in_json_at("by_srv")
        .text("srv", "its id", |(e, w): &WhomRow<'a>| &e.plan.scenario.srvs[w.index].id)
        .truth("prioritised", "whether it is on the Prioritised list (M6)", |(e, w)| {
            e.plan.scenario.mechanism.prioritised[w.index]
        })
        .only_in_json()
        .harm_and_throttled()
}

/// A figure's word, of what, and the level.
pub type LevelRow<'a> = (&'static str, &'static str, &'a Level);

fn level_rows(f: &Frequency) -> Vec<LevelRow<'_>> {
    let mut rows = Vec::new();
    for row in &f.per_year {
        let word = FIGURES[row.figure].word;
        rows.extend(row.aggregate.iter().map(|l| (word, "year", l)));
        rows.extend(row.occurrence.iter().map(|l| (word, "largest_episode", l)));
    }
    rows
}

/// What a year, or its largest episode, exceeds: JSON has it under figure and kind.
pub fn levels<'a>() -> Schema<LevelRow<'a>> {
    Schema::<LevelRow<'a>>::of("return_levels", "what a year exceeds once in so many years")
        .in_json_at("return_levels, by figure and kind")
        .text("figure", "which figure", |(word, ..): &LevelRow<'a>| *word)
        .not_in_json()
        .text("of", "a `year` in all, or its `largest_episode`", |(_, of, _)| *of)
        .not_in_json()
        .whole("once_in_years", Unit::Years, "return period", |(.., l)| l.period.into())
        .in_json_as("years", |(.., l)| l.period)
        .maybe("value", Unit::OfTheFigure, "the level; none of fewer years", |(.., l)| l.value)
        .maybe("ci_low", Unit::OfTheFigure, "lower end of its 95 % interval", |(.., l)| l.low)
        .maybe("ci_high", Unit::OfTheFigure, "upper end; none of too few years", |(.., l)| l.high)
        .whole("years_needed", Unit::Years, "years that give it both ends", |(.., l)| l.needed)
}

/// Courses as they came: years so far, and the days a year in them.
pub type SoFar<'a> = (&'a Frequency, &'a (f64, Rate));

fn running_rows(f: &Frequency) -> Vec<SoFar<'_>> {
    f.convergence.running.iter().map(|r| (f, r)).collect()
}

pub(super) fn convergence<'a>() -> Schema<SoFar<'a>> {
    Schema::<SoFar<'a>>::of("convergence", "the years so far, course by course")
        .number("years", Unit::Years, "years so far", |(_, r): &SoFar<'a>| r.0)
        .estimate(
            "days",
            Unit::Number,
            "days a year on which somebody is throttled, maintenance nights apart",
            |(_, r): &SoFar<'a>| Some(r.1),
        )
        .maybe("half_width_share", Unit::Share, "half of the interval ÷ the mean", |(_, r)| {
            r.1.half_width_share()
        })
        .maybe_whole("years_needed", Unit::Years, "years until that is a tenth", |(f, _)| {
            f.convergence.needed
        })
        .maybe_whole("years_missing", Unit::Years, "of these, those missing", |(f, _)| {
            f.convergence.missing
        })
}

/// A month of a course in which things grow.
pub fn horizon() -> Schema<HorizonMonth> {
    Schema::<HorizonMonth>::of("horizon", "a month of a course in which things grow (M2)")
        .in_json_at("horizon.months")
        .made("month", "which", |r: &HorizonMonth| r.month.to_string())
        .estimate("activations_a_year", Unit::Number, "activations, if all were as it", |r| {
            Some(r.a_year)
        })
        .called("activations a year")
        .estimate("ordinary_a_year", Unit::Number, "those of ordinary traffic alone", |r| {
            Some(r.ordinary_a_year)
        })
        .called("of ordinary traffic")
        .estimate(
            "ordinary_by_then",
            Unit::Share,
            "courses in which ordinary traffic alone has triggered by its end",
            |r: &HorizonMonth| Some(r.ordinary_by_then),
        )
        .called("… ever by then")
        .estimate("next_12_months", Unit::Number, "activations in the next twelve months", {
            |r: &HorizonMonth| r.following
        })
        .called("in the next 12 months")
}
