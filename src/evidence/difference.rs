//! C5: variants are compared by paired differences on the same traffic.

use super::Evidence;
use super::interval::{Interval, mean_interval};
use super::measures::Measures;
use super::words::within_reach;
use headroom_core::domain::{Figure, Whose};

/// How a figure differs between two variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The variant.
    pub variant: usize,
    /// The one it is held against.
    pub against: usize,
    /// Which figure.
    pub figure: Figure,
    /// Whose, by its place in the variant's scenario.
    pub whose: Whose,
    /// Mean over replications of what the variant has more, with its interval; the n of those
    /// replications in which both have the figure.
    pub more: Interval,
    /// What pairing gains: variance of the difference of independent replications ÷ variance of the
    /// paired one. None from one replication, or where one of them is zero.
    pub gain: Option<f64>,
}

/// The figures that are compared for single Users, SRVs and classes of messages as well.
pub(super) fn of_single() -> impl Iterator<Item = Figure> {
    Figure::ALL.into_iter().filter(|figure| figure.about().compared)
}

/// All differences of `variant` from `against`: of every figure of everybody, and for Users, SRVs and classes
/// where they have any.
pub fn differences(all: &[Evidence], variant: usize, against: usize) -> Vec<Difference> {
    let (here, there) = (&all[variant], &all[against]);
    let one = |figure: Figure, whose: Whose| of_one(all, (variant, whose), against, figure);
    let mut found: Vec<Difference> =
        Figure::ALL.into_iter().filter_map(|f| one(f, Whose::All)).collect();
    for whose in concerned_in_either(here, there) {
        let any = |d: &Difference| d.more.mean != 0.0 || d.more.ci_low != d.more.ci_high;
        found.extend(of_single().filter_map(|f| one(f, whose)).filter(any));
    }
    found
}

/// Who and what is concerned in `here` or in `there`, by its place in `here`.
pub(super) fn concerned_in_either(here: &Evidence, there: &Evidence) -> Vec<Whose> {
    let mut all = concerned(&here.measures());
    all.extend(
        concerned(&there.measures()).into_iter().filter_map(|whose| same(whose, there, here)),
    );
    all.sort_unstable();
    all.dedup();
    all
}

/// How `figure` of whom or which `whose` is in the first variant differs between two; none where either does not
/// have it.
pub(super) fn difference(
    all: &[Evidence],
    variant: usize,
    against: usize,
    figure: Figure,
    whose: Whose,
) -> Option<Difference> {
    of_one(all, (variant, same(whose, &all[0], &all[variant])?), against, figure)
}

/// The same of whom or which it is in the variant.
fn of_one(
    all: &[Evidence],
    (variant, whose): (usize, Whose),
    against: usize,
    figure: Figure,
) -> Option<Difference> {
    let (more, gain) = paired(figure, &pairs(&all[variant], &all[against], figure, whose)?)?;
    Some(Difference { variant, against, figure, whose, more, gain })
}

/// What `here` has more of a figure than `there`, where both have it.
pub(super) fn more(
    (here, there): (&Evidence, &Evidence),
    figure: Figure,
    whose: Whose,
) -> Option<Interval> {
    paired(figure, &pairs(here, there, figure, whose)?).map(|(more, _)| more)
}

/// A figure of each replication in which both have it, of whom or which `whose` is in `here`.
pub(super) fn pairs(
    here: &Evidence,
    there: &Evidence,
    figure: Figure,
    whose: Whose,
) -> Option<Vec<(f64, f64)>> {
    let there = there.values(figure, same(whose, here, there)?);
    let both = here.values(figure, whose);
    Some(both.iter().zip(&*there).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect())
}

/// Users, then SRVs, of which anything was refused or never answered, Users with processes or storms or to whom a message
/// was lost, and classes of which there were messages.
pub(super) fn concerned(measures: &Measures) -> Vec<Whose> {
    let runs = &measures.runs;
    let users = runs.iter().flat_map(|r| &r.users).map(|(u, _)| Whose::User(*u));
    let srvs = runs.iter().flat_map(|r| &r.srvs).map(|(s, _)| Whose::Srv(*s));
    let processes = runs.iter().flat_map(|r| &r.processes).map(|(_, u, _)| Whose::User(*u));
    let supply = runs.iter().flat_map(|r| &r.supply).map(|s| s.whose);
    let supply = supply.filter(|whose| *whose != Whose::All);
    let north = runs.iter().filter_map(|r| r.northbound.as_ref());
    let losers = north.clone().flat_map(|n| n.users.iter().enumerate().filter(|(_, m)| m.lost > 0));
    let classes = north.flat_map(|n| n.classes.iter().enumerate().filter(|(_, m)| m.generated > 0));
    let messages = losers.map(|(u, _)| Whose::User(u)).chain(classes.map(|(c, _)| Whose::Class(c)));
    let requests = users.chain(srvs).chain(processes);
    let mut all: Vec<Whose> = requests.chain(supply).chain(messages).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whom or which `whose` of `one` is in `other`, by name: a setting may add some, take some out or
/// put them in another order. None where there is no such.
pub(super) fn same(whose: Whose, one: &Evidence, other: &Evidence) -> Option<Whose> {
    let (one, other) = (&one.plan.scenario, &other.plan.scenario);
    match whose {
        Whose::All | Whose::Category(_) | Whose::Others => Some(whose),
        Whose::User(u) => other.users.iter().position(|o| o.id == one.users[u].id).map(Whose::User),
        Whose::Srv(s) => other.srvs.iter().position(|o| o.id == one.srvs[s].id).map(Whose::Srv),
        Whose::Class(c) => {
            let named = |o: &&str| *o == one.northbound.message_classes()[c];
            other.northbound.message_classes().iter().position(named).map(Whose::Class)
        }
    }
}

/// Which User, which SRV, which class of messages of `e`; nothing where it is not one's.
pub(super) fn named(e: &Evidence, whose: Whose) -> [String; 3] {
    let scenario = &e.plan.scenario;
    let mut names = [String::new(), String::new(), String::new()];
    match whose {
        Whose::All | Whose::Category(_) | Whose::Others => {}
        Whose::User(u) => names[0].clone_from(&scenario.users[u].id),
        Whose::Srv(s) => names[1].clone_from(&scenario.srvs[s].id),
        Whose::Class(c) => scenario.northbound.message_classes()[c].clone_into(&mut names[2]),
    }
    names
}

/// The interval of a difference `more` of what is in `here` and in `there`, without what these and the figure's own bounds leave no room for:
/// where there is none there can be no fewer here. It never leaves out nought that was in it.
fn within_both(figure: Figure, more: Interval, here: &[f64], there: &[f64]) -> Interval {
    if more.ci_low >= more.ci_high {
        return more;
    }
    let [here, there] = [here, there].map(|values| within_reach(figure, mean_interval(values)));
    let (least, greatest) = (figure.least(), figure.greatest());
    let less = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
    let floors = [less(least, there.ci_high), less(here.ci_low, greatest)];
    let roofs = [less(greatest, there.ci_low), less(here.ci_high, least)];
    let low = |x: f64| floors.into_iter().flatten().fold(x, f64::max);
    let high = |x: f64| roofs.into_iter().flatten().fold(x, f64::min);
    Interval { ci_low: more.ci_low.map(low), ci_high: more.ci_high.map(high), ..more }
}

/// Mean of the differences with its interval, and what pairing gains.
fn paired(figure: Figure, pairs: &[(f64, f64)]) -> Option<(Interval, Option<f64>)> {
    if pairs.is_empty() {
        return None;
    }
    let column = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).collect::<Vec<f64>>();
    let differences = column(|p| p.0 - p.1);
    let (here, there) = (column(|p| p.0), column(|p| p.1));
    let paired = variance(&differences);
    let unpaired = variance(&here) + variance(&there);
    let gain = (paired > 0.0 && unpaired > 0.0).then(|| unpaired / paired);
    Some((within_both(figure, mean_interval(&differences), &here, &there), gain))
}

fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_no_difference_reaches_further_than_both_can_be_apart() {
        let ends = |figure, pairs: &[(f64, f64)]| {
            let (more, _) = paired(figure, pairs).unwrap();
            (more.ci_low.unwrap(), more.ci_high.unwrap())
        };
        // Shares whose differences are 0.2 and 0.9, 0.55 ± 12.7 × 0.35: there at most 0.05 ± 12.7 × 0.05.
        let (low, high) = ends(Figure::ThrottledShare, &[(0.2, 0.0), (1.0, 0.1)]);
        assert!((low + 0.685).abs() < 0.001 && high == 1.0, "{low} {high}");
        // None there: no fewer here. What may be negative is as far apart as it comes.
        let none = [(10.0, 0.0), (90.0, 0.0)];
        let (low, high) = ends(Figure::Throttled, &none);
        assert!(low == 0.0 && (high - (50.0 + 12.706 * 40.0)).abs() < 0.1, "{low} {high}");
        assert!(ends(Figure::Headroom, &none).0 < -400.0);
        // 80 to 100 fewer of 90 ± 10.
        let all = [(0.0, 80.0), (0.0, 90.0), (0.0, 100.0)];
        let (low, high) = ends(Figure::Throttled, &all);
        assert!((low + 90.0 + 24.84).abs() < 0.01 && (high + 90.0 - 24.84).abs() < 0.01);
    }

    #[test]
    fn c5_what_moves_together_is_compared_in_pairs() {
        // 10, 20, 30 against 9, 18, 30: differences 1, 2, 0; variances 100 and 111, of the differences 1.
        let (more, gain) =
            paired(Figure::Throttled, &[(10.0, 9.0), (20.0, 18.0), (30.0, 30.0)]).unwrap();
        assert_eq!((more.mean, more.n), (1.0, 3));
        assert!((gain.unwrap() - 211.0).abs() < 1e-9);
        assert_eq!(paired(Figure::Throttled, &[(1.0, 1.0)]).unwrap().1, None);
        assert!(paired(Figure::Throttled, &[]).is_none());
    }
}
