//! What there is to know about a figure, and the ways to state it.

use crate::domain::Standing;

/// What there is to know about a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// How it is read.
    pub reading: Reading,
    /// Whose requests it counts, by standing (C2); none where it counts all.
    pub part: Option<Part>,
    /// In what it is, and how a value is said.
    pub unit: FigureUnit,
    /// Which is better.
    pub better: Better,
    /// What is counted, as people call it; empty of what is no number of things.
    pub things: &'static str,
    /// What of these things, or what it is.
    pub what: &'static str,
    /// The head of a narrow column; empty where [`About::what`] does.
    pub head: &'static str,
    /// That there is none of it, and that there is some, as sentences; none of what is always there.
    pub says: Option<[&'static str; 2]>,
    /// A sentence on its mean, which stands for `{}`; empty where it follows from [`About::says`].
    pub mean: &'static str,
    /// Of whom it can be but of everybody.
    pub whom: Whom,
    /// Whether a comparison looks at it for single Users, SRVs and classes of messages.
    pub compared: bool,
}

/// How a figure is read from what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A number of things.
    Count(Count),
    /// One number ÷ another.
    Share(Count, Count),
    /// Of the replication as a whole.
    Measured,
    /// Added delay (C2).
    AddedDelay,
    /// What network parties know (G9), and what became of processes (T7).
    OfParties,
    /// Messages to Users (N1–N6).
    OfMessages,
}

/// What is counted of requests and attempts (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the figure that is read from it says what it is")]
pub enum Count {
    Requests,
    Attempts,
    Admitted,
    Throttled,
    Capped,
    Rejected,
    Unavailable,
    Quarantined,
    ToBuffer,
    Refused,
    Duplicates,
    TriedAgain,
    Served,
    NoResponse,
    Abandoned,
    Superseded,
    NeverAnswered,
}

/// Whose requests a figure counts, by their standing (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of requests within.
    Within,
    /// Of displaced requests.
    Displaced,
    /// Of storms' polls.
    Polls,
    /// Of requests above by their User's own sending.
    Above,
    /// Of all the others.
    NotAbove,
}

/// In what a figure is, and how people say a value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureUnit {
    /// A number of things.
    Number,
    /// A share, said in per cent.
    Share,
    /// Seconds, which tables and axes have in minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Requests a second.
    PerSecond,
    /// A number for each of another.
    Ratio,
    /// Between 0 and 1, and no share of anything.
    Index,
}

/// Which of two values is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The lower.
    Lower,
    /// The higher.
    Higher,
    /// Neither by itself.
    Neither,
}

/// Of whom a figure can be but of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Of nobody.
    Nobody,
    /// Of a User.
    User,
    /// Of a User, and of an SRV.
    UserOrSrv,
    /// Of a class of messages.
    Class,
    /// Of a User, and of a class of messages.
    UserOrClass,
}

impl Part {
    /// The standings of the requests that it counts.
    pub const fn standings(self) -> &'static [Standing] {
        match self {
            Part::Within => &[Standing::Within],
            Part::Displaced => &[Standing::Displaced],
            Part::Polls => &[Standing::Polls],
            Part::Above => &[Standing::Above],
            Part::NotAbove => &[Standing::Within, Standing::Displaced, Standing::Polls],
        }
    }

    /// Whose requests these are, in words.
    pub const fn requests(self) -> &'static str {
        match self {
            Part::Within => "requests within",
            Part::Displaced => "displaced requests",
            Part::Polls => "storms' polls",
            Part::Above => "requests above by own sending",
            Part::NotAbove => "requests not above by own sending",
        }
    }

    /// The same where requests are spoken of already.
    pub const fn of_these(self) -> &'static str {
        match self {
            Part::Within => "within",
            Part::Displaced => "displaced",
            Part::Polls => "storms' polls",
            Part::Above => "above by own sending",
            Part::NotAbove => "not above by own sending",
        }
    }
}

const fn of(reading: Reading, unit: FigureUnit, what: &'static str) -> About {
    About {
        reading,
        part: None,
        unit,
        better: Better::Neither,
        things: "",
        what,
        head: "",
        says: None,
        mean: "",
        whom: Whom::Nobody,
        compared: false,
    }
}

/// So many things.
pub(super) const fn count(count: Count, things: &'static str, what: &'static str) -> About {
    About { things, ..of(Reading::Count(count), FigureUnit::Number, what) }
}

/// A part of so many things.
pub(super) const fn share(part: Count, whole: Count, what: &'static str) -> About {
    of(Reading::Share(part, whole), FigureUnit::Share, what)
}

/// What is measured of a replication as a whole.
pub(super) const fn measured(unit: FigureUnit, what: &'static str) -> About {
    of(Reading::Measured, unit, what)
}

/// Added delay of requests of one standing.
pub(super) const fn added_delay(unit: FigureUnit, what: &'static str) -> About {
    of(Reading::AddedDelay, unit, what).lower()
}

/// What Users know, and what became of their processes.
pub(super) const fn of_parties(unit: FigureUnit, what: &'static str) -> About {
    About { whom: Whom::User, ..of(Reading::OfParties, unit, what) }
}

/// So many messages to Users.
pub(super) const fn messages(things: &'static str, what: &'static str) -> About {
    let whom = Whom::UserOrClass;
    About { things, whom, ..of(Reading::OfMessages, FigureUnit::Number, what) }
}

/// How long messages take.
pub(super) const fn delay(what: &'static str) -> About {
    About { whom: Whom::Class, ..of(Reading::OfMessages, FigureUnit::Seconds, what).lower() }
}

/// How long messages wait for somebody.
pub(super) const fn behind(what: &'static str) -> About {
    of(Reading::OfMessages, FigureUnit::Seconds, what)
}

impl About {
    /// Of the requests of some standings alone.
    pub(super) const fn part(self, part: Part) -> Self {
        Self { part: Some(part), head: "", ..self }
    }

    /// As the head of a narrow column.
    pub(super) const fn head(self, head: &'static str) -> Self {
        Self { head, ..self }
    }

    /// That there is none, and that there is some.
    pub(super) const fn says(self, none: &'static str, some: &'static str) -> Self {
        Self { says: Some([none, some]), ..self }
    }

    /// What is said of its mean.
    pub(super) const fn mean(self, mean: &'static str) -> Self {
        Self { mean, ..self }
    }

    /// One User and one SRV have it too.
    pub(super) const fn of_one(self) -> Self {
        Self { whom: Whom::UserOrSrv, ..self }
    }

    /// Compared for single Users, SRVs and classes.
    pub(super) const fn compared(self) -> Self {
        Self { compared: true, ..self }
    }

    /// Not compared for single ones.
    pub(super) const fn not_compared(self) -> Self {
        Self { compared: false, ..self }
    }

    /// The lower, the better.
    pub(super) const fn lower(self) -> Self {
        Self { better: Better::Lower, ..self }
    }

    /// The higher, the better.
    pub(super) const fn higher(self) -> Self {
        Self { better: Better::Higher, ..self }
    }
}
