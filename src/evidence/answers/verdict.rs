//! The verdict on a figure of an answer, by rules that are the same for all: answered, which way it goes, a range, hinging on an
//! assumption, or an honest no.
//!
//! **Of a difference** the question is which way it lies. *No* where it could be chance, or is not measured. *Hinges* where an input at an
//! end of its range clearly turns it, or it lies the other way in one in ten of the combinations drawn jointly. *Which way* where it
//! lies the same way wherever there is any, but there is none somewhere, or it moves by more than half of itself. *Answered* otherwise.
//! **Of a level** *hinges* means some in place of none or none in place of some, with one input or with all drawn at once. *A range*: it
//! moves by more than half of itself, or its interval is that wide, or nothing was tried, or so few replications an end tell little of a
//! chance. Where a difference is none both count, that and the level. Of a share half of itself is half of what there
//! is less of, it or the rest of the whole: a verdict must not depend on which of both is counted. An answer that states several figures
//! has the verdict on the least certain of them. Source: C5, C6, `docs/answers.md`.

mod difference;
mod level;

pub use difference::{Held, Jointly, judged_difference};
pub use level::judged_level;

use super::super::words::listed;

/// On what it hinges where that takes all assumptions drawn jointly.
const ALL_AT_ONCE: &str = "all assumptions at once";

/// A move, or half of an interval, above this share of a figure leaves a range of it.
const MOST: f64 = 0.5;

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The answer stands whatever was tried.
    Answered,
    /// Which way a difference goes does; how much depends on what is assumed.
    WhichWay,
    /// How much it is depends on what is assumed.
    Range,
    /// Whether there is any of it does, or which way it goes.
    Hinges,
    /// The study cannot tell.
    No,
}

impl Verdict {
    /// All, the surest first.
    pub const ALL: [Self; 5] =
        [Self::Answered, Self::WhichWay, Self::Range, Self::Hinges, Self::No];

    /// Its name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Answered => "answered",
            Verdict::WhichWay => "which_way",
            Verdict::Range => "range",
            Verdict::Hinges => "hinges",
            Verdict::No => "no",
        }
    }

    /// As people say it.
    pub fn said(self) -> &'static str {
        match self {
            Verdict::Answered => "answered",
            Verdict::WhichWay => "direction holds",
            Verdict::Range => "a range",
            Verdict::Hinges => "hinges",
            Verdict::No => "cannot be told",
        }
    }
}

/// A verdict, and why it is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub because: String,
    /// On what it hinges: an input at an end, or all at once; empty where it does not.
    pub on: String,
}

impl Judged {
    fn of(verdict: Verdict, because: String) -> Self {
        Self { verdict, because, on: String::new() }
    }

    fn hinges(on: String, because: String) -> Self {
        Self { on, ..Self::of(Verdict::Hinges, because) }
    }

    /// On what the study does not have.
    pub fn not_measured() -> Self {
        Self::of(Verdict::No, "the study does not have the figure".to_owned())
    }

    /// On what one replication shows.
    fn one_replication() -> Self {
        Self::of(Verdict::No, "one replication says nothing of chance".to_owned())
    }
}

/// The verdict on a figure that does not differ from what it is held against: that there is no difference says nothing of how much there is, and a
/// sentence says that too. So of both the less certain.
pub fn alike(difference: Judged, level: Judged) -> Judged {
    match level.verdict > difference.verdict {
        true => Judged {
            because: format!("as much both ways, and of that: {}", level.because),
            ..level
        },
        false => difference,
    }
}

/// The verdict on an answer, of those on the figures that it states, each with its name: that on the first where it cannot be told; else that
/// on the least certain, and a further figure that cannot be told leaves a range.
pub fn together(mut each: Vec<(String, Judged)>) -> Judged {
    let first = &each[0].1;
    if each.len() == 1 || first.verdict == Verdict::No {
        return each.swap_remove(0).1;
    }
    let worst = each.iter().filter(|(_, j)| j.verdict != Verdict::No);
    let worst = worst.map(|(_, j)| j.verdict).max().unwrap_or(Verdict::No);
    let untold: Vec<String> = named(&each, Verdict::No);
    if worst < Verdict::Range && !untold.is_empty() {
        let because =
            format!("{} cannot be told; of the others, {}", listed(&untold), first.because);
        return Judged::of(Verdict::Range, because);
    }
    let place = each.iter().position(|(_, j)| j.verdict == worst).unwrap_or(0);
    let (name, judged) = &each[place];
    let on = match (place, judged.on.as_str()) {
        (0, on) => on.to_owned(),
        (_, "") => String::new(),
        (_, on) => format!("{on}, in ‘{name}’"),
    };
    let mut because = match worst {
        Verdict::Answered => format!("of every figure in it, {}", judged.because),
        _ => format!("‘{name}’: {}", judged.because),
    };
    let too = named(&each, worst);
    if worst != Verdict::Answered && too.len() > 1 {
        because += &format!("; {} too: {}", worst.said(), listed(&too[1..]));
    }
    if !untold.is_empty() {
        because += &format!("; cannot be told: {}", listed(&untold));
    }
    Judged { verdict: worst, because, on }
}

/// The names of the figures with a verdict.
fn named(each: &[(String, Judged)], verdict: Verdict) -> Vec<String> {
    let of = each.iter().filter(|(_, judged)| judged.verdict == verdict);
    of.map(|(name, _)| format!("‘{name}’")).collect()
}
