//! What a threshold, or a capacity, does against today's system on the same traffic: whom it spares what, and who pays (C2).

use super::{Sized, Sizing};
use crate::evidence::Evidence;
use crate::evidence::assertions::Outcome;
use crate::evidence::beside::HARM;
use crate::evidence::difference::more;
use crate::evidence::findings::Findings;
use crate::evidence::interval::{Interval, mean_interval};
use crate::evidence::words::{a_second, differs, few, given_percent, listed};
use headroom_core::domain::{Figure, Whose};

/// What differs from today's system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The mechanism is never active: nothing can differ.
    NeverTriggers,
    /// It is, and no harm of anybody differs in any replication.
    NoHarmDiffers,
    /// Some does, and none clearly.
    NotTold,
    /// Some harm there is today is clearly less, and none more.
    Spares,
    /// Some is clearly more, and none less.
    Costs,
    /// Some is less, and some is more.
    SparesAndCosts,
}

impl Against {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Against::NeverTriggers => "never_triggers",
            Against::NoHarmDiffers => "no_harm_differs",
            Against::NotTold => "not_told",
            Against::Spares => "spares",
            Against::Costs => "costs",
            Against::SparesAndCosts => "spares_and_costs",
        }
    }

    /// The same for a cell.
    pub fn brief(self) -> &'static str {
        match self {
            Against::NeverTriggers => "triggers in no replication: nothing differs",
            Against::NoHarmDiffers => "nobody's harm differs",
            Against::NotTold => "cannot be told from it",
            Against::Spares => "spares",
            Against::Costs => "costs",
            Against::SparesAndCosts => "spares and costs",
        }
    }

    /// Whether it prevents harm that there is today.
    pub fn prevents(self) -> Outcome {
        match self {
            Against::Spares | Against::SparesAndCosts => Outcome::Holds,
            Against::NotTold => Outcome::Undecided,
            Against::NeverTriggers | Against::NoHarmDiffers | Against::Costs => Outcome::Fails,
        }
    }
}

/// What differs from today's system, and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct AgainstToday {
    /// In a word.
    pub against: Against,
    /// What is clearly more or less than today, by part; of one replication whatever differs.
    pub clear: Vec<(Figure, Interval)>,
    /// In how many replications the mechanism triggers, and of how many.
    pub triggered: (usize, usize),
}

/// Thresholds that cannot be told apart: first and last place, and how many more Users the next lower one throttles, where that
/// is clear.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The first place.
    pub from: usize,
    /// The last.
    pub to: usize,
    /// Users throttled at the place before the first that are not at the first.
    pub more_below: Option<f64>,
}

/// Whether an interval leaves out nought; of one replication, whether anything differs.
fn is_clear(i: &Interval) -> bool {
    match i.ci_low.zip(i.ci_high) {
        Some((low, high)) => low > 0.0 || high < 0.0,
        None => i.mean != 0.0,
    }
}

/// What `e` does against today's system; none where that does not stand beside it.
pub fn against_today(e: &Evidence) -> Option<AgainstToday> {
    let today = e.today()?;
    let each = HARM.into_iter().filter_map(|f| Some((f, today.more(f, Whose::All)?)));
    let each: Vec<(Figure, &[f64])> = each.filter(|(_, more)| !more.is_empty()).collect();
    let differs = each.iter().any(|(_, more)| more.iter().any(|x| *x != 0.0));
    let clear = each.iter().map(|(f, more)| (*f, mean_interval(more)));
    let clear: Vec<(Figure, Interval)> = clear.filter(|(_, i)| is_clear(i)).collect();
    let any = |sign: fn(f64) -> bool| clear.iter().any(|(_, i)| sign(i.mean));
    let triggered = e.folded().runs.iter().filter(|r| !r.activations.is_empty()).count();
    let against = match (any(|x| x < 0.0), any(|x| x > 0.0)) {
        (true, true) => Against::SparesAndCosts,
        (true, false) => Against::Spares,
        (false, true) => Against::Costs,
        _ if differs => Against::NotTold,
        _ if triggered > 0 => Against::NoHarmDiffers,
        _ => Against::NeverTriggers,
    };
    Some(AgainstToday { against, clear, triggered: (triggered, e.replications()) })
}

impl AgainstToday {
    /// Whom it spares what, and who pays, after the name of what does.
    pub fn said(&self) -> String {
        let part = |spared: bool| -> Vec<String> {
            let some = self.clear.iter().filter(|(_, i)| (i.mean < 0.0) == spared);
            some.map(|(f, i)| format!("{}: {}", f.called(), differs(*f, i))).collect()
        };
        let less = listed(&part(true));
        let more = listed(&part(false));
        match self.against {
            Against::NeverTriggers => {
                "triggers in no replication: nothing differs from today".to_owned()
            }
            Against::NoHarmDiffers => {
                let often = match self.triggered {
                    (n, of) if n == of => String::new(),
                    (n, of) => format!(" in {n} of {of} replications"),
                };
                format!("triggers{often}, and nobody's harm differs from today's")
            }
            Against::NotTold => "cannot be told from today".to_owned(),
            Against::Spares => {
                format!(
                    "spares, against today, {less}; nobody whose requests are not above by own sending pays in answers, refusals or outages, as far as can be told"
                )
            }
            Against::Costs => {
                format!("spares nothing that can be told, and costs, against today, {more}")
            }
            Against::SparesAndCosts => format!("spares, against today, {less}; who pays: {more}"),
        }
    }
}

impl Sizing {
    /// What thresholds do against today's system, those together that cannot be told apart.
    pub(super) fn beside_today(&self, sized: &Sized) -> Vec<String> {
        let several = self.at.len() > 1;
        let one = |run: &Alike| {
            let (first, last) = (&sized.thresholds[run.from], &sized.thresholds[run.to]);
            let today = first.today.as_ref()?;
            let [low, high] = [first, last].map(|t| given_percent(t.share));
            let c = match several {
                true => format!(" (C = {})", a_second(sized.capacity_per_s)),
                false => String::new(),
            };
            let which = match run.from == run.to {
                true => format!("At {low} of C{c}"),
                false => format!(
                    "From {low} to {high} of C{c}, which cannot be told apart by requests not above by own sending that are never answered, outages or how many Users are throttled,"
                ),
            };
            let below = run.more_below.map_or(String::new(), |more| {
                let users = if more == 1.0 { "User is" } else { "Users are" };
                format!("; below, {} more {users} throttled", few(more))
            });
            Some(format!("{which} the mechanism {}{below}.", today.said()))
        };
        sized.alike.iter().filter_map(one).collect()
    }
}

/// What thresholds are told apart by: not by refusals, of which a few more or less are followed by an answer all the same.
const TOLD_BY: [Figure; 5] = [
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::OutageS,
    Figure::UsersThrottled,
];

/// Runs of thresholds that cannot be told from the first of them; of each its variant, and what it does against today.
pub(super) fn alike(f: &Findings, thresholds: &[(usize, Option<Against>)]) -> Vec<Alike> {
    let differ = |a: usize, b: usize, figure: Figure| {
        let of = |place: usize| &f.evidence[thresholds[place].0];
        more((of(a), of(b)), figure, Whose::All).filter(is_clear)
    };
    let mut all: Vec<Alike> = Vec::new();
    for place in 0..thresholds.len() {
        let told = |from: usize| {
            thresholds[place].1 != thresholds[from].1
                || TOLD_BY.iter().any(|figure| differ(place, from, *figure).is_some())
        };
        match all.last_mut() {
            Some(run) if !told(run.from) => run.to = place,
            _ => all.push(Alike {
                from: place,
                to: place,
                more_below: place.checked_sub(1).and_then(|below| {
                    let more = differ(below, place, Figure::UsersThrottled)?.mean;
                    (more > 0.0).then_some(more)
                }),
            }),
        }
    }
    all
}
