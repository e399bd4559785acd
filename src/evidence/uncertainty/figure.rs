//! A figure over the assumptions: its range, whose shares make it, and what knowing an input would narrow.

use super::super::findings::Findings;
use super::super::interval::Interval;
use super::super::told::Told;
use super::Assumptions;
use super::input::Input;
use super::shares::{Along, Share, ranks, share_alone, shares};
use super::spread::{Reweighted, Spread, reweighted};
use super::totals::{Total, total};
use super::worth::narrowed;
use headroom_core::random::name_key;

/// What is said of a figure whose combinations differ by chance, or nearly.
pub const NOT_APART: &str = "not told apart from chance";
/// The share of chance from which a figure is nearly all chance.
const NEARLY_ALL: f64 = 0.95;

/// A figure, as it was found.
#[derive(Clone, Debug)]
pub struct FigureSeen {
    /// Which.
    pub told: Told,
    /// As the scenario stands; none where it is not measured there.
    pub stands: Option<Interval>,
    /// Over the draws.
    pub spread: Spread,
    /// The mean over draws of today's system beside them; none of what is not kept of it, or where none stands beside.
    pub today: Option<f64>,
    /// Least and greatest mean where one input's law has other weights.
    pub reweighted: Option<[Reweighted; 2]>,
    /// By input, its share of what differs between the draws' ranks; none of too few draws, or where nothing differs.
    pub shares: Option<Vec<Share>>,
    /// By input, by how much knowing it narrows the range.
    pub narrows: Vec<Option<f64>>,
    /// Total shares of inputs that were chosen.
    pub totals: Vec<(usize, Option<Total>)>,
    /// Over the draws that no published fact rules out; none where none is ruled out, or all.
    pub left: Option<Spread>,
}

impl FigureSeen {
    /// The figure at place `of` of those of `asked`; none where no draw has it.
    pub(super) fn new(
        f: &Findings,
        asked: &Assumptions,
        inputs: &[Input],
        of: usize,
        ruled_out: &[bool],
    ) -> Option<Self> {
        let told = asked.figures[of].clone();
        let values = |place: usize| asked.seen[place].values[of].clone();
        let runs = ruled_out.len();
        let all: Vec<Vec<f64>> = (0..runs).map(values).collect();
        let spread = Spread::new(&all)?;
        let y: Vec<f64> = spread.means.iter().map(|m| m.1).collect();
        let along: Vec<Along> = inputs.iter().map(|i| at(&i.along, &spread.means)).collect();
        let refs: Vec<&Along> = along.iter().collect();
        // What follows from several inputs has no law of its own.
        let whole: Vec<&Along> = inputs[..asked.inputs.len()].iter().map(|i| &i.along).collect();
        let (seed, key) = (f.base.seed, name_key(&[told.figure.word(), &told.given]));
        let left: Vec<Vec<f64>> =
            all.iter().zip(ruled_out).filter(|(_, out)| !**out).map(|(v, _)| v.clone()).collect();
        let of_total = |input: &usize| {
            let anew = asked.draws.iter().enumerate().skip(runs);
            let anew: Vec<(usize, Vec<f64>)> = anew
                .filter(|(_, d)| d.anew == Some(*input))
                .filter_map(|(p, d)| {
                    let of = asked.draws[..runs].iter().position(|o| o.number == d.number)?;
                    Some((of, values(p)))
                })
                .collect();
            let both = anew.iter().map(|(of, v)| (all[*of].as_slice(), v.as_slice()));
            let both: Vec<(&[f64], &[f64])> =
                both.filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
            (*input, spread.assumptions.and_then(|variance| total(&both, variance)))
        };
        Some(Self {
            stands: f.estimate(0, told.figure, told.whose),
            today: today(asked, runs, of),
            reweighted: reweighted(&whole, &spread.means),
            shares: shares(&along, &ranks(&y), seed, key),
            narrows: narrowed(&refs, &y, seed, key),
            totals: asked.totals.iter().map(of_total).collect(),
            left: if left.len() < runs { Spread::new(&left) } else { None },
            told,
            spread,
        })
    }

    /// Nine in ten combinations lie between these, in words; none where they are apart from chance and nearly all is chance: such a range
    /// is about a point that may be of no combination.
    pub fn nine_in_ten(&self, said: impl Fn(f64) -> String) -> Option<[String; 2]> {
        let chance = self.spread.chance_share.is_some_and(|(share, _)| share >= NEARLY_ALL);
        (!(chance && self.spread.apart)).then(|| self.spread.range.map(said))
    }

    /// The share of `input` alone in the means themselves, with both ends of its 95 % interval.
    pub fn alone(&self, input: &Input) -> Option<(f64, [f64; 2])> {
        let y: Vec<f64> = self.spread.means.iter().map(|m| m.1).collect();
        share_alone(&at(&input.along, &self.spread.means), &y)
    }

    /// The inputs that knowing narrows the range of it most, the most first: of those that are clear.
    pub fn narrowing(&self) -> Vec<(usize, f64)> {
        let Some(shares) = &self.shares else { return Vec::new() };
        let clear = |(i, narrows): (usize, &Option<f64>)| {
            narrows.filter(|x| *x > 0.0 && shares[i].clear()).map(|x| (i, x))
        };
        let mut all: Vec<(usize, f64)> =
            self.narrows.iter().enumerate().filter_map(clear).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all
    }
}

/// The mean over draws of what today's system shows of figure `at`.
fn today(asked: &Assumptions, runs: usize, at: usize) -> Option<f64> {
    let all: Vec<f64> = asked.seen[..runs].iter().filter_map(|seen| seen.today[at]).collect();
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}

/// Where those draws stand along an input that have the figure.
pub(super) fn at(along: &Along, some: &[(usize, f64)]) -> Along {
    match along {
        Along::Places(all) => Along::Places(some.iter().map(|(d, _)| all[*d]).collect()),
        Along::Choices(all) => Along::Choices(some.iter().map(|(d, _)| all[*d]).collect()),
    }
}
