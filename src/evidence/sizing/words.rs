//! The answer of sizing in sentences, and its small table.

use super::{Against, AgainstToday, AtThreshold, Sized, Sizing};
use crate::evidence::assertions::{Outcome, Verdict};
use crate::evidence::interval::Interval;
use crate::evidence::table::SmallTable;
use crate::evidence::words::{
    a_second, as_far_as_seen, four_figures, given, given_more, given_percent, held_against, listed,
    of_whom, thousands, upper,
};
use headroom_core::scenario::Keep;

/// Between which thresholds everything is kept.
fn ranges(sized: &Sized) -> String {
    let range = |(a, b): &(usize, usize)| {
        let (a, b) = (&sized.thresholds[*a], &sized.thresholds[*b]);
        if a.variant == b.variant {
            format!("at {} of C", given_percent(a.share))
        } else {
            format!("between {} and {} of C", given_percent(a.share), given_percent(b.share))
        }
    };
    sized.runs.iter().map(range).collect::<Vec<String>>().join(", and ")
}

impl Sizing {
    /// For each capacity the range that keeps everything, what binds it, and where a bound does not run one way.
    pub fn sentences(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for sized in &self.at {
            all.push(if sized.runs.is_empty() { self.none(sized) } else { self.found(sized) });
            all.extend(self.turns(sized));
            all.extend(self.ordinary(sized));
            all.extend(self.beside_today(sized));
        }
        all
    }

    /// The answer's first clause; of several capacities the ranges at each.
    pub fn briefly(&self) -> String {
        let at = |sized: &Sized| {
            let ranges = match sized.runs.is_empty() {
                true => "at no Θ tried".to_owned(),
                false => ranges(sized),
            };
            format!("{ranges} where C = {}", a_second(sized.capacity_per_s))
        };
        match self.at.as_slice() {
            [_] => {
                self.sentences().swap_remove(0).split("; ").next().unwrap_or_default().to_owned()
            }
            several => format!(
                "Θ is known to keep what is asked {}",
                several.iter().map(at).collect::<Vec<String>>().join("; ")
            ),
        }
    }

    fn found(&self, sized: &Sized) -> String {
        let several = sized.thresholds.len() > 1;
        let first = sized.runs[0].0;
        let last = sized.runs[sized.runs.len() - 1].1;
        let lower = first.checked_sub(1).map(|i| self.stops(&sized.thresholds[i]));
        let upper = sized.thresholds.get(last + 1).map(|t| self.stops(t));
        let ends = [("lower", lower), ("higher", upper)].map(|(which, s)| match s {
            None => format!("no {which} threshold was tried"),
            Some(s) => format!("at the next {which}, {s}"),
        });
        let binding = if several { format!("; {}; {}", ends[0], ends[1]) } else { String::new() };
        let sure = sized.unseen().map_or("with 95 % confidence".to_owned(), |share| {
            as_far_as_seen(share, "replication")
        });
        format!(
            "Θ {} keeps {} {sure}{binding}; valid if C = {}.",
            ranges(sized),
            self.listed(),
            a_second(sized.capacity_per_s)
        )
    }

    /// At which thresholds standard business alone activates the mechanism: kept or not, nobody may want those.
    fn ordinary(&self, sized: &Sized) -> Option<String> {
        let some = sized.thresholds.iter().filter(|t| t.ordinary > 0);
        let at: Vec<String> = some.map(|t| given_percent(t.share)).collect();
        let c = match self.at.len() {
            1 => String::new(),
            _ => format!(" where C = {}", a_second(sized.capacity_per_s)),
        };
        (!at.is_empty()).then(|| {
            format!(
                "At {} of C{c} standard business alone activates the mechanism, with no event in force (F4).",
                listed(&at)
            )
        })
    }

    fn none(&self, sized: &Sized) -> String {
        let ends = [sized.thresholds.first(), sized.thresholds.last()];
        let [low, high] = ends.map(|t| t.map_or(String::new(), |t| given_percent(t.share)));
        let undecided = sized.thresholds.iter().any(|t| t.all == Outcome::Undecided);
        let begin = if undecided { "is known to keep" } else { "keeps" };
        let bounds = (0..self.keeps.len()).map(|k| self.held(sized, k));
        let bounds = bounds.chain(self.must_prevent.then(|| self.prevented(sized)));
        format!(
            "No Θ tried from {low} to {high} of C {begin} {} with 95 % confidence: {}; valid if C = {}.",
            self.listed(),
            bounds.collect::<Vec<String>>().join("; "),
            a_second(sized.capacity_per_s)
        )
    }

    /// Where one bound holds; if nowhere, where it is missed by least.
    fn held(&self, sized: &Sized, k: usize) -> String {
        let keep = &self.keeps[k];
        let bound = bound_said(keep);
        let holds: Vec<&AtThreshold> =
            sized.thresholds.iter().filter(|t| t.verdicts[k].verdict == Outcome::Holds).collect();
        if let Some((first, last)) = holds.first().zip(holds.last()) {
            let gaps = if contiguous(sized, k) { "" } else { ", with gaps" };
            return match first.variant == last.variant {
                true => format!("{bound} holds at {}", given_percent(first.share)),
                false => format!(
                    "{bound} holds from {} to {}{gaps}",
                    given_percent(first.share),
                    given_percent(last.share)
                ),
            };
        }
        if sized.thresholds.iter().all(|t| t.verdicts[k].value.is_none()) {
            return format!("{bound} cannot be judged: it was measured at no threshold");
        }
        let miss = |t: &AtThreshold| t.verdicts[k].value.map_or(f64::INFINITY, |x| over(keep, x));
        let nearest = sized.thresholds.iter().min_by(|a, b| miss(a).total_cmp(&miss(b)));
        nearest.map_or(String::new(), |t| {
            format!(
                "{bound} holds nowhere, nearest at {}: {}",
                given_percent(t.share),
                found(keep, &t.verdicts[k])
            )
        })
    }

    /// Where harm that there is today is prevented.
    fn prevented(&self, sized: &Sized) -> String {
        let some = |t: &&AtThreshold| prevents(t) == Outcome::Holds;
        let at: Vec<String> =
            sized.thresholds.iter().filter(some).map(|t| given_percent(t.share)).collect();
        match at.is_empty() {
            true => format!("no threshold tried clearly {PREVENTS}"),
            false => format!("{PREVENTS} at {}", listed(&at)),
        }
    }

    /// What does not hold at a threshold, and what was found there.
    fn stops(&self, t: &AtThreshold) -> String {
        let broken =
            self.keeps.iter().zip(&t.verdicts).filter(|(_, v)| v.verdict != Outcome::Holds);
        let said = broken.map(|(keep, v)| {
            format!("{}: {}: {}", bound_said(keep), word(v.verdict), found(keep, v))
        });
        let does_nothing = (self.must_prevent && prevents(t) != Outcome::Holds)
            .then(|| t.today.as_ref().map_or(String::new(), |today| format!("it {}", does(today))));
        let said: Vec<String> = said.chain(does_nothing).collect();
        format!("{}, {}", given_percent(t.share), said.join(", and "))
    }

    /// Bounds whose mean neither only rises nor only falls along the thresholds, where the runs say more than
    /// the ends.
    fn turns(&self, sized: &Sized) -> Option<String> {
        let turning = |k: &usize| {
            let means: Vec<f64> =
                sized.thresholds.iter().filter_map(|t| t.verdicts[*k].value).collect();
            let one_way = |fits: fn(f64, f64) -> bool| means.windows(2).all(|w| fits(w[0], w[1]));
            !one_way(|a, b| a <= b) && !one_way(|a, b| a >= b)
        };
        let all: Vec<String> = (0..self.keeps.len())
            .filter(turning)
            .map(|k| self.keeps[k].measure.figure.called())
            .collect();
        let first = all.first()?;
        let (names, does) = match all.len() {
            1 => (first.clone(), "does not only rise or only fall"),
            _ => (all.join(" and "), "do not only rise or only fall"),
        };
        Some(format!(
            "{} {does} with Θ: between the thresholds tried it may be otherwise.",
            upper(&names)
        ))
    }

    fn listed(&self) -> String {
        let keeps = self.keeps.iter().map(bound_said);
        let more = self.must_prevent.then(|| PREVENTS.to_owned());
        keeps.chain(more).collect::<Vec<String>>().join(" and ")
    }

    /// A row for each threshold: each bound's mean, interval and verdict.
    pub fn table(&self) -> SmallTable {
        let several = self.at.len() > 1;
        let mut head: Vec<String> = Vec::new();
        head.extend(several.then(|| "C, /s".to_owned()));
        head.extend(["Θ ÷ C", "Θ, /s"].map(str::to_owned));
        head.extend(self.keeps.iter().map(bound_said));
        let beside = self.at.iter().flat_map(|s| &s.thresholds).any(|t| t.today.is_some());
        head.extend(beside.then(|| "against today".to_owned()));
        head.push("all".to_owned());
        let row = |sized: &Sized, t: &AtThreshold| {
            let mut row = Vec::new();
            row.extend(several.then(|| four_figures(sized.capacity_per_s)));
            row.extend([given_percent(t.share), four_figures(t.per_s)]);
            let cell =
                |(keep, v): (&Keep, &Verdict)| format!("{} {}", brief(keep, v), v.verdict.word());
            row.extend(self.keeps.iter().zip(&t.verdicts).map(cell));
            if beside {
                let brief = t.today.as_ref().map_or("–", |today| today.against.brief());
                row.push(brief.to_owned());
            }
            row.push(t.all.word().to_owned());
            row
        };
        let rows = self.at.iter().flat_map(|s| s.thresholds.iter().map(move |t| row(s, t)));
        SmallTable { head, rows: rows.collect(), words: 0 }
    }
}

/// A bound in words.
pub fn bound_said(keep: &Keep) -> String {
    let (figure, called) = (keep.measure.figure, keep.measure.figure.called());
    let of = of_whom(keep.measure.of.as_deref());
    let most = if keep.at_most { "at most" } else { "at least" };
    let said = if keep.more_than_today { given_more } else { given };
    let bound = said(figure, keep.bound);
    match (keep.more_than_today, keep.bound == 0.0) {
        (true, true) if keep.at_most => format!("{called}{of} no more than today"),
        (true, true) => format!("{called}{of} no less than today"),
        (true, _) => format!("{called}{of} {most} {bound} more than today"),
        (false, _) => format!("{called}{of} {most} {bound}"),
    }
}

/// What a threshold must do where nobody said what is to be kept.
const PREVENTS: &str = "prevents harm that there is today";

/// Whether it does.
fn prevents(t: &AtThreshold) -> Outcome {
    t.today.as_ref().map_or(Outcome::Undecided, |today| today.against.prevents())
}

/// What a threshold does that prevents nothing, or nothing that can be told.
fn does(today: &AgainstToday) -> &'static str {
    match today.against {
        Against::NeverTriggers => "triggers in no replication: nothing differs from today",
        Against::NoHarmDiffers => "prevents nothing",
        Against::NotTold => "cannot be told from today",
        _ => "spares nothing that can be told",
    }
}

/// How far a mean is beyond its bound.
fn over(keep: &Keep, x: f64) -> f64 {
    if keep.at_most { x - keep.bound } else { keep.bound - x }
}

/// Whether the thresholds at which a bound holds are all next to one another.
fn contiguous(sized: &Sized, k: usize) -> bool {
    let holds = |t: &AtThreshold| t.verdicts[k].verdict == Outcome::Holds;
    let changes = sized.thresholds.windows(2).filter(|w| holds(&w[0]) && !holds(&w[1])).count();
    let open = usize::from(sized.thresholds.last().is_some_and(holds));
    changes + open <= 1
}

fn word(outcome: Outcome) -> &'static str {
    if outcome == Outcome::Undecided { "is undecided" } else { outcome.word() }
}

/// Mean and interval; of an undecided one, how many more replications would settle it.
fn found(keep: &Keep, v: &Verdict) -> String {
    let interval = |mean| Interval { mean, ci_low: v.ci_low, ci_high: v.ci_high, n: v.n };
    let said = v.value.map_or(v.found.clone(), |x| {
        held_against(keep.measure.figure, &interval(x), keep.bound, keep.more_than_today)
    });
    match (v.verdict, v.more) {
        (Outcome::Undecided, Some(more)) => {
            let word = if more == 1 { "replication" } else { "replications" };
            format!("{said}, about {} more {word} would settle it", thousands(more as f64))
        }
        _ => said,
    }
}

/// The same without n, for a cell.
fn brief(keep: &Keep, v: &Verdict) -> String {
    let text = found(keep, &Verdict { verdict: Outcome::Holds, ..v.clone() });
    let text = text.replace(&format!(", n = {}", v.n), "").replace("95 %: ", "");
    if v.value.is_none() { "–".to_owned() } else { text }
}
