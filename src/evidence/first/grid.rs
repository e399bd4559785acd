//! A grid: over which values nothing can be told apart, and whom lower and higher ones cost what.

use super::settings::TOLD_BY;
use super::told::today;
use super::{FirstFigure, FirstScreen, MOST, decides};
use crate::evidence::along::AlongAxis;
use crate::evidence::asked_first::in_each;
use crate::evidence::difference::more;
use crate::evidence::exercised::not_exercised;
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::northbound::release_sentences;
use crate::evidence::stands::stands;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::words::{
    borne_as, ends, is_clear, key_said, listed, more_or_less, setting_said, upper, value, word_said,
};
use headroom_core::domain::{Figure, FigureUnit, Whose};
use headroom_core::experiment::{Axis, last, plain};

/// Figures named that differ elsewhere than on the line, at most.
const MOST_ELSEWHERE: usize = 3;

/// Along the first axis, through the scenario as it stands, or through the first variant.
struct Line<'a> {
    f: &'a Findings,
    /// Which axis.
    axis: usize,
    /// Variants from the least value to the greatest, or in the order given.
    variants: Vec<usize>,
    /// Which of them is the scenario as it stands, or in the middle.
    chosen: usize,
    /// Whether the values are numbers.
    of_numbers: bool,
}

impl<'a> Line<'a> {
    fn of(f: &'a Findings) -> Self {
        let axis = AlongAxis::of_any(f, |_| true).axis.unwrap_or(0);
        let stands = stands(f);
        let through = &f.variants[stands.unwrap_or(0)];
        let on = |v: &usize| {
            let found = &f.variants[*v];
            let others = found.place.iter().zip(&through.place).enumerate();
            found.setting == through.setting
                && others.filter(|(a, _)| *a != axis).all(|(_, (x, y))| x == y)
        };
        let mut variants: Vec<usize> = (0..f.variants.len()).filter(on).collect();
        if let Some((numbers, _)) = f.axes[axis].numbers() {
            variants.sort_by(|a, b| {
                let of = |v: usize| numbers[f.variants[v].place[axis]];
                of(*a).total_cmp(&of(*b))
            });
        }
        let chosen = stands.and_then(|s| variants.iter().position(|v| *v == s));
        let middle = variants.len() / 2;
        let of_numbers = f.axes[axis].numbers().is_some();
        Self { f, axis, variants, chosen: chosen.unwrap_or(middle), of_numbers }
    }

    /// What `place` has more of a figure than what stands, where that is clear.
    fn differs(&self, place: usize, figure: Figure) -> Option<Interval> {
        let of = |place: usize| &self.f.evidence[self.variants[place]];
        more((of(place), of(self.chosen)), figure, Whose::All).filter(|m| is_clear(figure, m))
    }

    fn alike(&self, place: usize) -> bool {
        TOLD_BY.iter().all(|figure| self.differs(place, *figure).is_none())
    }

    /// The places about the chosen one that cannot be told from it.
    fn range(&self) -> (usize, usize) {
        let low = (0..self.chosen).rev().take_while(|p| self.alike(*p)).last();
        let high = (self.chosen + 1..self.variants.len()).take_while(|p| self.alike(*p)).last();
        (low.unwrap_or(self.chosen), high.unwrap_or(self.chosen))
    }

    /// Where nothing on the line can be told apart: what else is asked for first and clearly differs at any variant tried.
    fn elsewhere(&self) -> Vec<String> {
        let here = self.variants[self.chosen];
        let differs = |figure: &Figure| {
            let others = self.f.evidence.iter().enumerate().filter(|(v, _)| *v != here);
            others
                .filter_map(|(_, e)| more((e, &self.f.evidence[here]), *figure, Whose::All))
                .any(|m| is_clear(*figure, &m))
        };
        in_each().filter(differs).map(Figure::called).take(MOST_ELSEWHERE).collect()
    }

    /// Which part of the grid it goes through; nothing where it goes through all of it.
    fn slice(&self) -> String {
        let Self { f, axis, .. } = self;
        let through = &f.variants[self.variants[self.chosen]];
        let setting = (f.settings.len() > 1).then(|| f.setting(through.setting));
        let others = f.axes.iter().zip(&through.place).enumerate();
        let others = others.filter(|(a, (other, _))| a != axis && other.values.len() > 1);
        let value = |(_, (other, i)): (usize, (&Axis, &usize))| {
            setting_said(&format!("{} = {}", last(&other.pointer), plain(&other.values[*i])))
        };
        let all: Vec<String> = setting.into_iter().chain(others.map(value)).collect();
        match all.is_empty() {
            true => String::new(),
            false => format!(
                "Told of {} of the grid’s {} variants, those with ‘{}’. ",
                self.variants.len(),
                f.variants.len(),
                all.join(", ")
            ),
        }
    }

    /// The value at a place, or what its variant is called where there is more than one axis or setting.
    fn label(&self, place: usize) -> String {
        let found = &self.f.variants[self.variants[place]];
        match (self.f.axes.as_slice(), self.f.settings.len()) {
            ([axis], 1) if axis.numbers().is_some() => plain(&axis.values[found.place[0]]),
            ([axis], 1) => format!(
                "‘{}’",
                word_said(last(&axis.pointer), &plain(&axis.values[found.place[0]]))
            ),
            _ => format!("‘{}’", found.said()),
        }
    }

    /// What is clearly otherwise at a place.
    fn otherwise(&self, place: usize) -> Vec<String> {
        let said = |figure: Figure| {
            let more = self.differs(place, figure)?;
            let (more, called) =
                (more_or_less(figure, borne_as(figure, more.mean, &more)), figure.called());
            Some(match figure.about().unit {
                FigureUnit::Number => format!("{more} {called}"),
                _ => format!("{called} {more}"),
            })
        };
        TOLD_BY.into_iter().filter_map(said).take(2).collect()
    }

    fn mean(&self, place: usize, figure: Figure) -> Option<Interval> {
        self.f.evidence[self.variants[place]].estimate(figure, Whose::All)
    }
}

/// Charts that decide, the first that there is: those of the axis first.
const CHARTS: [&str; 10] = [
    "exposure",
    "poll-spread",
    "release",
    "early-warning",
    "protection",
    "who-by-axis",
    "trigger-frequency",
    "retry-amplification",
    "fairness",
    "comparison",
];

pub(super) fn of_grid(f: &Findings) -> FirstScreen {
    let line = Line::of(f);
    let called = key_said(last(&f.axes[line.axis].pointer));
    let idle = not_exercised(f);
    // Those that differ first, then those that everybody asks for.
    let differ = TOLD_BY.into_iter().filter(|figure| differs_at_all(&line, *figure));
    let mut figures: Vec<Figure> = differ.collect();
    let asked = [
        Figure::NeverAnsweredNotAbove,
        Figure::UsersThrottled,
        Figure::OutageS,
        Figure::AddedDelaySP95Within,
    ];
    figures
        .extend(asked.into_iter().filter(|figure| !figures.contains(figure)).collect::<Vec<_>>());
    let first = figures.first().copied().unwrap_or(Figure::NeverAnsweredNotAbove);
    FirstScreen {
        kind: "grid",
        question: match line.of_numbers {
            true => format!("Which {called} costs whom what?"),
            false => format!("What does each ‘{called}’ cost whom?"),
        },
        answer: match &idle {
            Some(idle) => idle.clone(),
            None if f.of_courses() => study_sentences(f).into_iter().next().unwrap_or_default(),
            None => line.slice() + &answer(&line),
        },
        verdict: verdict(&line, idle.is_some()),
        figures: figures
            .into_iter()
            .take(MOST)
            .filter_map(|figure| at_three(&line, figure))
            .collect(),
        charts: &CHARTS,
        decides: decides(&f.base, first, ""),
    }
}

/// Whether a figure clearly differs anywhere on the line.
fn differs_at_all(line: &Line<'_>, figure: Figure) -> bool {
    (0..line.variants.len()).any(|place| line.differs(place, figure).is_some())
}

fn verdict(line: &Line<'_>, idle: bool) -> String {
    let (low, high) = line.range();
    let all_alike = low == 0 && high + 1 == line.variants.len();
    let elsewhere = if all_alike { line.elsewhere() } else { Vec::new() };
    match (idle, all_alike, elsewhere.first()) {
        (true, ..) => "this scenario does not exercise it".to_owned(),
        (_, true, None) => "cannot be told apart".to_owned(),
        (_, true, Some(figure)) => format!("told apart by {figure}"),
        _ => "values can be told apart".to_owned(),
    }
}

/// Who is left without an answer; the range that cannot be told apart, and what is otherwise at the ends of what was tried.
fn answer(line: &Line<'_>) -> String {
    let (low, high) = line.range();
    let end = line.variants.len() - 1;
    let stands = line.label(line.chosen);
    let range = match (low, high) {
        (0, high) if high == end => {
            let elsewhere = line.elsewhere();
            match elsewhere.is_empty() {
                true => "nothing else that is asked for first can be told apart".to_owned(),
                false => {
                    format!("clearly different among all that was tried: {}", listed(&elsewhere))
                }
            }
        }
        (low, high) if low == high => {
            format!("{stands} can be told apart from every other value tried")
        }
        (low, high) if line.of_numbers => {
            format!("{} to {} cannot be told apart", line.label(low), line.label(high))
        }
        (low, high) => {
            let alike: Vec<String> = (low..=high).map(|place| line.label(place)).collect();
            format!("{} cannot be told apart", listed(&alike))
        }
    };
    let at = |place: usize| {
        let all = line.otherwise(place);
        (!all.is_empty()).then(|| format!("at {}: {}", line.label(place), listed(&all)))
    };
    let ends = [at(0), at(end)].into_iter().flatten();
    let parts = std::iter::once(range).chain(ends).collect::<Vec<String>>().join("; ");
    // What releases of messages change is told by class.
    let release = release_sentences(line.f).into_iter().next().map(|said| format!(" {said}"));
    let never = never_answered(line).unwrap_or_default();
    format!("{never} {}.{}", upper(&parts), release.unwrap_or_default())
}

/// Requests never answered, not above by own sending, over the line, and today.
fn never_answered(line: &Line<'_>) -> Option<String> {
    const OF: Figure = Figure::NeverAnsweredNotAbove;
    let said = |i: Interval| value(OF, borne_as(OF, i.mean, &i));
    let places = 0..line.variants.len();
    let here = line.mean(line.chosen, OF)?;
    let over = match places.clone().any(|place| line.differs(place, OF).is_some()) {
        false => format!("{} at every value tried", said(here)),
        true => format!(
            "{} at {}, {} at {}",
            said(line.mean(0, OF)?),
            line.label(0),
            said(line.mean(places.end - 1, OF)?),
            line.label(places.end - 1)
        ),
    };
    let today = today(&line.f.evidence[line.variants[line.chosen]], OF);
    let today = today.map_or(String::new(), |said| format!("; {said}"));
    Some(format!("{}: {over}{today}.", upper(&OF.called())))
}

/// A figure at the lowest, the chosen and the highest value.
fn at_three(line: &Line<'_>, figure: Figure) -> Option<FirstFigure> {
    let of = |place: usize| line.mean(place, figure);
    let said = |i: &Interval| value(figure, borne_as(figure, i.mean, i));
    let here = of(line.chosen)?;
    let end = line.variants.len() - 1;
    let others = [0, end].into_iter().filter(|place| *place != line.chosen);
    let others = others.filter_map(|p| Some(format!("at {}: {}", line.label(p), said(&of(p)?))));
    let today = today(&line.f.evidence[line.variants[line.chosen]], figure);
    Some(FirstFigure {
        name: format!("{}, at {}", upper(&figure.called()), line.label(line.chosen)),
        said: said(&here),
        interval: ends(figure, &here).filter(|_| here.ci_low < here.ci_high).unwrap_or_default(),
        beside: others.chain(today).collect::<Vec<String>>().join("; "),
        mark: None,
    })
}
