//! Rows of how often it happens (C4); only of studies whose replications are drawn courses.

use crate::evidence::Evidence;
use crate::evidence::frequency::{
    ByCause, ByEvent, ByMonth, ByWhom, FIGURES, Frequency, HarmRates, HorizonMonth, Level, PerYear,
    Rate,
};
use crate::evidence::harm::whose;
use crate::evidence::table::{NONE, Schema, Table, Unit};
use crate::evidence::words::years;
use headroom_core::domain::Standing;

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

impl<R> Schema<R> {
    /// Harm, `of` a row, by standing; `over` says over what.
    fn harm_rates(self, over: &str, of: impl Fn(&R) -> &HarmRates + Copy + 'static) -> Self {
        let others = self
            .estimate(
                "never_answered_not_above",
                Unit::Requests,
                format!("requests never answered{over}, not above by own sending"),
                move |r| Some(of(r).not_above),
            )
            .called("never answered, not above");
        let never = Standing::ALL.into_iter().fold(others, |schema, s| {
            let head = format!("never_answered_{}", s.word());
            let meaning = format!("requests never answered{over}, {}", whose(s));
            schema
                .estimate(head, Unit::Requests, meaning, move |r| {
                    Some(of(r).never_answered[s.place()])
                })
                .called(format!("never answered, {}", s.word()))
        });
        Standing::ALL.into_iter().fold(never, |schema, s| {
            let head = format!("refused_{}", s.word());
            let meaning = format!("attempts refused{over}, {}", whose(s));
            schema
                .estimate(head, Unit::Requests, meaning, move |r| Some(of(r).refused[s.place()]))
                .called(format!("refused, {}", s.word()))
        })
    }
}

/// Activations, and episodes, with the same causes.
pub fn by_cause() -> Schema<ByCause> {
    Schema::<ByCause>::of(
        "frequency_by_cause",
        "what was in force when activations began (M4), or in episodes without any",
    )
    .in_json_at("by_cause")
    .text("causes", "events, joined by +; or ordinary traffic", |r: &ByCause| &r.cause)
    .called("in force when it began")
    .estimate("days", Unit::Number, "days a year on which somebody is throttled in them", |r| {
        Some(r.days)
    })
    .estimate("activations", Unit::Number, "activations a year", |r| Some(r.activations))
    .estimate("idle_activations", Unit::Number, "of these, those that throttle nobody", |r| {
        Some(r.idle)
    })
    .called("throttling nobody")
    .number("share", Unit::Share, "share of all activations", |r| r.share)
    .estimate("active_h", Unit::Hours, "hours of them a year", |r| Some(r.active_h))
    .called("hours")
    .estimate("throttled", Unit::Requests, "attempts throttled in them a year", |r| {
        Some(r.throttled)
    })
    .estimate("chance_of_any", Unit::Share, "chance that a year has any", |r| r.chance)
    .called("chance of any")
    .harm_rates(" a year, by what their episode is put down to (C4)", |r| &r.harm)
}

/// An event by itself (C4).
pub fn by_event() -> Schema<ByEvent> {
    Schema::<ByEvent>::of(
        "frequency_by_event",
        "an event by itself (C4): courses in which nothing else occurs",
    )
    .in_json_at("by_event")
    .text("event", "which", |r: &ByEvent| &r.event)
    .number("a_year", Unit::Number, "how often a year it occurs in the scenario", |r| r.a_year)
    .called("times a year")
    .count("occurrences", "occurrences in those courses", |r| r.occurrences)
    .estimate(
        "days_each",
        Unit::Number,
        "days on which somebody is throttled, an occurrence",
        |r| Some(r.days),
    )
    .called("days each")
    .number("days_a_year", Unit::Number, "these, times how often a year it occurs", |r| {
        r.a_year * r.days.mean
    })
    .called("days a year")
    .estimate("active_h_each", Unit::Hours, "hours active, an occurrence", |r| Some(r.active_h))
    .called("hours active")
    .estimate(
        "never_answered_each",
        Unit::Requests,
        "requests never answered, not above by own sending, an occurrence",
        |r| Some(r.never_answered),
    )
    .called("never answered, not above")
    .estimate(
        "more_than_today_each",
        Unit::Requests,
        "how many more that are than with today's system",
        |r| r.more_than_today,
    )
    .called("more than today")
}

/// A month of the calendar.
pub fn by_month() -> Schema<ByMonth> {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    Schema::<ByMonth>::of("frequency_by_month", "a month of the calendar, over all years")
        .in_json_at("by_month")
        .count("month", "1 to 12", |r: &ByMonth| r.month.unsigned_abs().into())
        .said(|r| NAMES[r.month as usize - 1].to_owned())
        .estimate(
            "days",
            Unit::Number,
            "days in such a month on which somebody is throttled, maintenance nights apart",
            |r| Some(r.days),
        )
        .estimate(
            "maintenance_days",
            Unit::Number,
            "days on which somebody is throttled after maintenance alone",
            |r| Some(r.maintenance_days),
        )
        .called("after maintenance")
        .estimate("activations", Unit::Number, "activations in such a month", |r| {
            Some(r.activations)
        })
        .estimate("ordinary_activations", Unit::Number, "those of ordinary traffic alone", |r| {
            Some(r.ordinary)
        })
        .called("of ordinary traffic")
        .estimate("active_h", Unit::Hours, "hours of activation", |r| Some(r.active_h))
        .called("hours")
        .estimate("throttled", Unit::Requests, "attempts throttled", |r| Some(r.throttled))
        .harm_rates(", by where episodes begin", |r| &r.harm)
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
