//! The verdict on a figure that is held against another: which way it differs, and whether that hangs on what is assumed.

use super::super::super::contrast::{At, Over, Way, most_of, way_said};
use super::super::super::interval::Interval;
use super::super::super::questions::Question;
use super::super::super::uncertainty::{KeptCompared, KeptOver};
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

/// In how many combinations drawn jointly there is more or less of a figure with what it is held against, on the same traffic and by
/// the mean of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jointly {
    /// In so many there is more; none where that was not told apart from as much.
    pub more: Option<usize>,
    /// In so many there is less.
    pub less: usize,
    /// Of so many that can tell.
    pub of: usize,
    /// In so many there is clearly more, and clearly less; none where that was not looked at.
    pub clearly: Option<[usize; 2]>,
}

impl Jointly {
    /// That which `kept` has of a figure of `question` held `against` something; none where it was not asked.
    pub(in crate::evidence::answers) fn of(
        kept: &KeptOver,
        question: &Question,
        against: &str,
        (figure, of): (Figure, &str),
    ) -> Option<Self> {
        let asked = [question.id.as_str(), &question.command];
        match kept.compared(asked, against, (figure, of)) {
            Some(KeptCompared { counted: [more, less, same], clearly, .. }) => Some(Self {
                more: Some(*more),
                less: *less,
                of: more + less + same,
                clearly: Some(*clearly),
            }),
            None if against == TODAY => Self::than_today(kept, figure, of),
            None => None,
        }
    }

    /// The same of today's system, by the statement that there is no more than in it.
    fn than_today(kept: &KeptOver, figure: Figure, of: &str) -> Option<Self> {
        let of = (!of.is_empty()).then(|| of.to_owned());
        let bound = format!("{} - today<=0", FigureOf { figure, of }).parse::<Keep>().ok()?;
        let found = kept.statements.iter().find(|s| s.that == bound.to_string())?;
        // What holds is that there is as much there or more.
        let clearly = found.decided.filter(|_| kept.replications > 1);
        Some(Self { more: None, less: found.of - found.holds, of: found.of, clearly })
    }

    /// In words.
    pub(in crate::evidence::answers) fn said(&self, figure: Figure, with: &str) -> String {
        let [more, less] = [Way::More, Way::Less].map(|way| way_said(figure, way));
        let Self { less: n, of, .. } = self;
        let clear = |way: usize, n: usize| match self.clearly {
            Some(clearly) if n > 0 => format!(" (clearly in {})", clearly[way]),
            _ => String::new(),
        };
        let rest = match self.more {
            Some(m) => format!("{more} in {m}{}, the same in {}", clear(0, m), of - n - m),
            None => format!("{more} or the same in {}{}", of - n, clear(0, of - n)),
        };
        format!(
            "{with}, {less} in {n} of {of} combinations tried{}, {rest} (so many assumptions, and no chance of anything)",
            clear(1, *n)
        )
    }
}

/// The verdict on a figure that is held against another: on its difference as the scenario stands, over single assumptions, and over
/// all jointly where that is kept. Beside what the ends say stands whether the answer says that there is some.
pub fn judged_difference(
    figure: Figure,
    value: &Interval,
    held: &Held,
    over: Option<(&Over, bool)>,
    jointly: Option<&Jointly>,
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
    let jointly = jointly.and_then(|than| Turned::of(than, way));
    let all = jointly.map(|turned| turned.judged(figure, (here, &with)));
    let most = most_of(figure, value.mean, more.mean);
    let over = over.map(|(over, some)| (over.clone().weighed(figure, most), some));
    let Some((over, some)) = over else {
        let because = "no single assumption was tried on the comparison".to_owned();
        return all.unwrap_or_else(|| Judged::of(Verdict::Range, because));
    };
    if let Some((at, place)) = over.turns(figure).zip(over.turning_place()) {
        let more = match over.turned.len() + over.alike.len() {
            1 => String::new(),
            n => format!(", and turns at {} more of {} ends", n - 1, over.tried()),
        };
        let because = format!("{here} {with} here, but {at}{more}");
        // An input by its name says more than all at once, unless what stands here is the exception.
        return match jointly {
            Some(turned) => Judged::hinges(
                if turned.most { turned.on() } else { place },
                format!("{because}; {}", turned.said(figure)),
            ),
            None => Judged::hinges(place, because),
        };
    }
    if let Some(all) = all {
        return all;
    }
    if over.way != way {
        let because = "in as few replications as the ends were tried in, it could be chance as the scenario stands too";
        return Judged::of(Verdict::Range, because.to_owned());
    }
    let told = over.tried() - over.ends[Way::Undecided as usize];
    if let Some(at) = over.nil.first().filter(|_| some) {
        let because = format!("{here} {with} here, but there is {}", at.nil_said(figure));
        return Judged::hinges(at.place(), because);
    }
    if 2 * told < over.tried() {
        let because = format!(
            "{here} {with} here, but at {} of {} ends it could be chance",
            over.tried() - told,
            over.tried()
        );
        return Judged::of(Verdict::Range, because);
    }
    if let Some(at) = over.nil.first() {
        let nil = at.nil_said(figure);
        let because = format!("{here} {with} wherever there is any of it; there is {nil}");
        return Judged::of(Verdict::WhichWay, because);
    }
    let far = |at: &&At| libm::fabs(at.more - over.here) > MOST * libm::fabs(over.here);
    if let Some(at) = over.from_to.iter().flatten().find(far) {
        let because = format!(
            "{here} {with} at every one of {told} ends that can tell, but {} in place of {} as it stands in the same replications",
            at.said(figure),
            more_or_less(figure, over.here)
        );
        return Judged::of(Verdict::WhichWay, because);
    }
    let because =
        format!("{here} {with}, at every one of {told} ends that can tell, within half of itself");
    Judged::of(Verdict::Answered, because)
}

/// That with all assumptions drawn at once it lies the other way in too many.
#[derive(Clone, Copy, Debug)]
struct Turned {
    other: Way,
    combinations: usize,
    of: usize,
    /// Whether in more than lie the way it does here.
    most: bool,
}

impl Turned {
    /// Of what lies this `way` here; none where it does not.
    fn of(than: &Jointly, way: Way) -> Option<Self> {
        let (other, combinations, alike) = match way {
            Way::More => (Way::Less, than.less, than.more.unwrap_or(than.of - than.less)),
            Way::Less => (Way::More, than.more?, than.less),
            Way::None | Way::Undecided => return None,
        };
        let most = combinations > alike;
        let turned = Self { other, combinations, of: than.of, most };
        (combinations as f64 >= TURNED * than.of as f64).then_some(turned)
    }

    fn said(self, figure: Figure) -> String {
        let Self { other, combinations, of, .. } = self;
        let other = way_said(figure, other);
        format!("{other} in {combinations} of {of} combinations with all assumptions drawn at once")
    }

    fn on(self) -> String {
        match self.most {
            true => format!(
                "{ALL_AT_ONCE}: in {} of {} combinations it lies the other way",
                self.combinations, self.of
            ),
            false => ALL_AT_ONCE.to_owned(),
        }
    }

    fn judged(self, figure: Figure, (here, with): (&str, &str)) -> Judged {
        Judged::hinges(self.on(), format!("{here} {with} here, but {}", self.said(figure)))
    }
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
            let than = Jointly::than_today(&kept, figure, "").expect("asked of every scenario");
            assert!(than.of >= 60 && than.less < 6, "{than:?}");
        }
        assert_eq!(Jointly::than_today(&kept, Figure::Throttled, ""), None);
    }
}
