//! The verdict on a figure that is held against another: which way it differs, and whether that hangs on what is assumed.

use super::super::super::contrast::{At, Over, Way, way_said};
use super::super::super::interval::Interval;
use super::super::super::uncertainty::KeptOver;
use super::super::super::words::{differs, more_or_less, setting_said};
use super::super::TODAY;
use super::{ALL_AT_ONCE, Judged, MOST, Verdict};
use headroom_core::domain::Figure;
use headroom_core::scenario::{FigureOf, Keep};

/// The other way in this share of the combinations drawn jointly turns a difference.
const TURNED: f64 = 0.1;

/// A figure held against another.
#[derive(Clone, Debug)]
pub struct Held {
    /// Against what: a setting or point, or `today`.
    pub against: String,
    /// The figure there; none where it is not known.
    pub there: Option<Interval>,
    /// What it has more there than the scenario as it stands, paired; none where it is not known.
    pub more: Option<Interval>,
}

impl Held {
    /// With what, as people say it.
    pub(in crate::evidence::answers) fn with_said(&self) -> String {
        match self.against.as_str() {
            TODAY => "in today's system".to_owned(),
            label => format!("with ‘{}’", setting_said(label)),
        }
    }
}

/// In how many combinations drawn jointly a figure is no more than in today's system on the same traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThanToday {
    /// In so many it is no more.
    pub no_more: usize,
    /// Of so many that can tell.
    pub of: usize,
}

impl ThanToday {
    /// That which `kept` has of a figure; none where it was not asked.
    pub(in crate::evidence::answers) fn of(
        kept: &KeptOver,
        figure: Figure,
        of: &str,
    ) -> Option<Self> {
        let of = (!of.is_empty()).then(|| of.to_owned());
        let bound = format!("{} - today<=0", FigureOf { figure, of }).parse::<Keep>().ok()?;
        let found = kept.statements.iter().find(|s| s.that == bound.to_string())?;
        Some(Self { no_more: found.holds, of: found.of })
    }

    /// In words.
    pub(in crate::evidence::answers) fn said(&self) -> String {
        let Self { no_more, of } = self;
        format!(
            "no more than today in {no_more} of {of} combinations tried (so many assumptions, and no chance of anything)"
        )
    }
}

/// The verdict on a figure that is held against another: on its difference as the scenario stands, over single assumptions, and than
/// today's jointly where that is kept. Beside what the ends say stands whether the answer says that there is some.
pub fn judged_difference(
    figure: Figure,
    value: &Interval,
    held: &Held,
    over: Option<(&Over, bool)>,
    than_today: Option<&ThanToday>,
) -> Judged {
    let with = held.with_said();
    if value.ci_low.is_none() {
        return Judged::one_replication();
    }
    let Some(more) = &held.more else {
        return Judged::of(Verdict::No, format!("it is not measured {with}"));
    };
    let way = Way::of(figure, more);
    let here = way_said(figure, way);
    if way == Way::Undecided {
        let said = differs(figure, more);
        let because = format!("how it differs {with} could be chance: {said}");
        return Judged::of(Verdict::No, because);
    }
    let jointly = than_today.and_then(|than| turned_jointly(than, (way, here, &with)));
    let Some((over, some)) = over else {
        let because = "no single assumption was tried on the comparison".to_owned();
        return jointly.unwrap_or_else(|| Judged::of(Verdict::Range, because));
    };
    if let Some((at, place)) = over.turns(figure).zip(over.turning_place()) {
        let more = match over.turned.len() + over.alike.len() {
            1 => String::new(),
            n => format!(", and turns at {} more of {} ends", n - 1, over.tried()),
        };
        let because = format!("{here} {with} here, but {at}{more}");
        return Judged::hinges(place, because);
    }
    if let Some(jointly) = jointly {
        return jointly;
    }
    if over.way != way {
        let because = "how it was compared over the assumptions leaves it undecided".to_owned();
        return Judged::of(Verdict::Range, because);
    }
    let told = over.tried() - over.ends[Way::Undecided as usize];
    if let Some(at) = over.nil.first() {
        if some {
            let because =
                format!("{here} {with} here, but there is nothing of it with {}", at.place());
            return Judged::hinges(at.place(), because);
        }
        let because = format!(
            "{here} {with} wherever there is any of it; there is nothing of it with {}",
            at.place()
        );
        return Judged::of(Verdict::WhichWay, because);
    }
    let far = |at: &&At| libm::fabs(at.more - over.here) > MOST * libm::fabs(over.here);
    if let Some(at) = over.from_to.iter().flatten().find(far) {
        let because = format!(
            "{here} {with} at every one of {told} ends that can tell, but {} in place of {}",
            at.said(figure),
            more_or_less(figure, over.here)
        );
        return Judged::of(Verdict::WhichWay, because);
    }
    let because =
        format!("{here} {with}, at every one of {told} ends that can tell, within half of itself");
    Judged::of(Verdict::Answered, because)
}

/// That with all assumptions drawn at once today's system does better in too many; none where it does not.
fn turned_jointly(than: &ThanToday, (way, here, with): (Way, &str, &str)) -> Option<Judged> {
    let ThanToday { no_more, of } = than;
    let turned = way != Way::Less && (of - no_more) as f64 >= TURNED * *of as f64;
    turned.then(|| {
        let because = format!(
            "{here} {with} here, but less in {} of {of} combinations with all assumptions drawn at once",
            of - no_more
        );
        Judged::hinges(ALL_AT_ONCE.to_owned(), because)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::scenario::load;

    #[test]
    fn c6_what_is_kept_of_a_figure_and_today_s_is_found() {
        let scenario = load("denial-of-service", &[]).expect("shipped");
        let kept = KeptOver::of(&scenario).expect("kept with it");
        for figure in [Figure::RefusedWithin, Figure::NeverAnsweredNotAbove] {
            let than = ThanToday::of(&kept, figure, "").expect("it is asked of every scenario");
            assert!(than.of >= 60 && than.no_more + 6 > than.of, "{than:?}");
        }
        assert_eq!(ThanToday::of(&kept, Figure::Throttled, ""), None);
    }
}
