//! The line of a grid of which its first screen is: variants along one axis, what cannot be told apart on it, and which is best.
//!
//! Left out: what is said of it (`grid.rs`). Checked by: `tests/it/page/first.rs`.

use super::settings::TOLD_BY;
use crate::evidence::along::AlongAxis;
use crate::evidence::asked_first::in_each;
use crate::evidence::difference::more;
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::stands::stands;
use crate::evidence::words::{borne_as, is_clear, more_or_less, setting_said, word_said};
use headroom_core::domain::{Better, Figure, FigureUnit, Whose};
use headroom_core::experiment::{Axis, last, plain};

/// Figures named that differ elsewhere than on the line, at most.
const MOST_ELSEWHERE: usize = 3;

/// Along the first axis, through the scenario as it stands, or through the first variant.
pub(super) struct Line<'a> {
    /// The study.
    pub f: &'a Findings,
    /// Which axis.
    pub axis: usize,
    /// Variants from the least value to the greatest, or in the order given.
    pub variants: Vec<usize>,
    /// Which of them is the scenario as it stands, or in the middle.
    pub chosen: usize,
    /// Whether the values are numbers.
    pub of_numbers: bool,
}

impl<'a> Line<'a> {
    /// Of a study with at least one axis.
    pub fn of(f: &'a Findings) -> Self {
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

    /// What one place has more of a figure than another, where that is clear.
    fn clearly(&self, (one, other): (usize, usize), figure: Figure) -> Option<Interval> {
        let of = |place: usize| &self.f.evidence[self.variants[place]];
        more((of(one), of(other)), figure, Whose::All).filter(|m| is_clear(figure, m))
    }

    /// What `place` has more of a figure than what stands, where that is clear.
    fn differs(&self, place: usize, figure: Figure) -> Option<Interval> {
        self.clearly((place, self.chosen), figure)
    }

    /// By the first figure that differs: the best place, and all that cannot be told from it, itself among them. No event's size is anybody's
    /// choice, and who leaves more unanswered has the less delay.
    pub fn best(&self) -> Option<(Figure, usize, Vec<usize>)> {
        let pointer = &self.f.axes[self.axis].pointer;
        if pointer.starts_with("/events") && !pointer.contains("/poll") {
            return None;
        }
        let delays = [Figure::AddedDelaySP95Within, Figure::AddedDelaySP95Displaced];
        let judges = |f: &Figure| {
            let better = f.about().better != Better::Neither && !delays.contains(f);
            better && self.differs_anywhere(*f)
        };
        let figure = TOLD_BY.into_iter().find(judges)?;
        let sign = if figure.about().better == Better::Higher { -1.0 } else { 1.0 };
        let of = |place: usize| Some((place, sign * self.mean(place, figure)?.mean));
        let all = (0..self.variants.len()).filter_map(of);
        let (best, _) = all.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let alike = |place: &usize| self.clearly((*place, best), figure).is_none();
        Some((figure, best, all.map(|(place, _)| place).filter(alike).collect()))
    }

    /// Whether a figure clearly differs anywhere on the line.
    pub fn differs_anywhere(&self, figure: Figure) -> bool {
        (0..self.variants.len()).any(|place| self.differs(place, figure).is_some())
    }

    fn alike(&self, place: usize) -> bool {
        TOLD_BY.iter().all(|figure| self.differs(place, *figure).is_none())
    }

    /// The places about the chosen one that cannot be told from it.
    pub fn range(&self) -> (usize, usize) {
        let low = (0..self.chosen).rev().take_while(|p| self.alike(*p)).last();
        let high = (self.chosen + 1..self.variants.len()).take_while(|p| self.alike(*p)).last();
        (low.unwrap_or(self.chosen), high.unwrap_or(self.chosen))
    }

    /// Where nothing on the line can be told apart: what else is asked for first and clearly differs at any variant tried.
    pub fn elsewhere(&self) -> Vec<String> {
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
    pub fn slice(&self) -> String {
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
    pub fn label(&self, place: usize) -> String {
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
    pub fn otherwise(&self, place: usize) -> Vec<String> {
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

    /// The mean of a figure at a place.
    pub fn mean(&self, place: usize, figure: Figure) -> Option<Interval> {
        self.f.evidence[self.variants[place]].estimate(figure, Whose::All)
    }
}
