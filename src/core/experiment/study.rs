//! A study: settings × a grid of axes, each a variant of one scenario, what stands beside them, and replications.

use super::asked::Asked;
use super::beside::{Beside, Making, Pair, pairs};
use super::by_itself::{ByItself, by_itself};
use super::grid::{LOOKED_AT, Variant, each_once, fit_in, points};
use super::measure::Measure;
use super::memory::{held, most_there_is};
use super::setting::Setting;
use crate::engine::Plan;
use crate::scenario::{Change, Draft, Fault, Faults, Scenario};
use std::ops::Range;
use std::sync::Arc;

/// Most variants that step through the same traffic together: more gain little, and are lost with
/// what a killed study was at.
const TOGETHER: usize = 12;

/// All variants, ready to run.
#[derive(Clone, Debug)]
pub struct Study {
    /// What was asked.
    pub asked: Asked,
    /// The scenario that was asked for, without the changes of any variant.
    pub base: Arc<Scenario>,
    /// By setting, then by place on the axes, the last of which moves fastest.
    pub variants: Vec<Variant>,
    /// How many replications each has.
    pub replications: u32,
    /// What stands beside variants and is none of them, each system once (C2), and single events by themselves.
    pub counterparts: Vec<Plan>,
    /// Each event of the first variant by itself (C4).
    pub by_itself: Vec<ByItself>,
    /// For each variant, what stands beside it.
    beside: Vec<Vec<Beside>>,
    /// Variants of days that may act, each with everything that stands beside it.
    pairs: Vec<Pair>,
    /// Plans that step together, by index: they share their traffic (T5).
    together: Vec<Vec<usize>>,
}

impl Study {
    /// Reads every variant and makes it ready.
    ///
    /// # Errors
    /// Faults of the scenario or of any variant, each once; allocations that cannot be worked out.
    pub fn new(draft: &Draft, asked: Asked) -> Result<Self, Faults> {
        let base = Arc::new(draft.with(&[("--set", &asked.set)])?);
        let mut points = points(&asked)?;
        let several = points.len() > 1;
        let mut faults: Vec<Fault> = Vec::new();
        let mut variants: Vec<Variant> = Vec::new();
        let mut distinct: Vec<Plan> = Vec::new();
        let (all, before) = (points.len() as u64, held());
        for (n, (setting, place)) in points.drain(..).enumerate() {
            if n == LOOKED_AT
                && let (Some(before), Some(held), Some(most)) = (before, held(), most_there_is())
            {
                fit_in(n as u64, all, held.saturating_sub(before), most.saturating_sub(before))?;
            }
            let vary: Vec<Change> = asked.axes.iter().zip(&place).map(|(a, i)| a.at(*i)).collect();
            let with = &asked.settings[setting].changes;
            let ready = draft
                .with(&[("--set", &asked.set), ("--with", with), ("--vary", &vary)])
                .and_then(|mut scenario| {
                    scenario.tell_apart();
                    // Large, and the base's says it once.
                    if several {
                        scenario.resolved = serde_json::Value::Null;
                    }
                    let plan = Plan::sharing(Arc::new(scenario), &distinct);
                    plan.map_err(|fault| Faults::from(fault.in_file(base.name.as_str())))
                });
            match ready {
                Ok(plan) => {
                    if !distinct.iter().any(|p| Arc::ptr_eq(&p.traffic, &plan.traffic)) {
                        distinct.push(plan.clone());
                    }
                    let changes = with.iter().cloned().chain(vary).collect();
                    variants.push(Variant { setting, place, changes, plan });
                }
                Err(Faults(found)) => {
                    let new: Vec<Fault> =
                        found.into_iter().filter(|f| !faults.contains(f)).collect();
                    faults.extend(new);
                }
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        each_once(&variants, &asked.axes)?;
        let (beside, mut counterparts) = if asked.beside {
            let bare = asked.bare * variants.len() / asked.settings.len();
            let own = variants.iter().take(variants.len() - bare);
            let points = own.map(|v| (v.changes.as_slice(), &v.plan)).collect();
            let (mut beside, made) =
                Making::new((draft, &asked.set, &base), (points, variants.len()), distinct)
                    .all()?;
            beside.resize_with(variants.len(), Vec::new);
            (beside, made)
        } else {
            (Vec::new(), Vec::new())
        };
        let first = (&*variants[0].plan.scenario, variants[0].changes.as_slice());
        let by_itself = by_itself((draft, &asked), first, variants.len(), &mut counterparts)?;
        let measure = Measure::of_study(draft, &asked)?;
        variants
            .iter_mut()
            .map(|v| &mut v.plan)
            .chain(&mut counterparts)
            .try_for_each(|plan| measure.measure(plan))?;
        let plans: Vec<&Plan> = variants.iter().map(|v| &v.plan).chain(&counterparts).collect();
        let pairs = pairs(&plans, &beside);
        let together = together(&plans, &beside);
        let replications = base.replications;
        Ok(Self {
            asked,
            base,
            variants,
            replications,
            counterparts,
            by_itself,
            beside,
            pairs,
            together,
        })
    }

    /// The digest of what is asked, by which shards of one study know one another: the scenario, and what decides the result
    /// of each variant.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.base.digest.as_bytes());
        for variant in &self.variants {
            hasher.update(variant.plan.scenario.inputs.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// A study of one scenario as it stands.
    pub fn of_one(plan: &Plan) -> Self {
        let variant =
            Variant { setting: 0, place: Vec::new(), changes: Vec::new(), plan: plan.clone() };
        Self {
            asked: Asked { settings: vec![Setting::as_it_stands()], ..Asked::default() },
            base: Arc::clone(&plan.scenario),
            replications: plan.scenario.replications,
            variants: vec![variant],
            counterparts: Vec::new(),
            by_itself: Vec::new(),
            beside: Vec::new(),
            pairs: Vec::new(),
            together: vec![vec![0]],
        }
    }

    /// The variant that `variant` is held against: that of the first setting at the same place, or
    /// the first of all where the first setting is its own; none for that, and none where settings stand apart.
    pub fn against(&self, variant: usize) -> Option<usize> {
        if self.asked.apart {
            return None;
        }
        let per_setting = self.variants.len() / self.asked.settings.len();
        let other = if variant < per_setting { 0 } else { variant % per_setting };
        (other != variant).then_some(other)
    }

    /// The study of some of its `variants` alone, with what stands beside them: what is kept of it is kept of this one.
    #[must_use]
    pub fn part(&self, variants: &[usize]) -> Self {
        let mut here: Vec<usize> = variants.to_vec();
        let of = |b: &Beside, here: &mut Vec<usize>| {
            let plan = here.iter().position(|p| *p == b.plan).unwrap_or_else(|| {
                here.push(b.plan);
                here.len() - 1
            });
            Beside { id: b.id.clone(), plan }
        };
        let beside: Vec<Vec<Beside>> = variants
            .iter()
            .map(|v| self.beside(*v).iter().map(|b| of(b, &mut here)).collect())
            .collect();
        let plans: Vec<&Plan> = here.iter().map(|p| self.plan(*p)).collect();
        Self {
            pairs: pairs(&plans, &beside),
            together: together(&plans, &beside),
            counterparts: plans[variants.len()..].iter().map(|p| (*p).clone()).collect(),
            variants: variants.iter().map(|v| self.variants[*v].clone()).collect(),
            asked: self.asked.clone(),
            base: Arc::clone(&self.base),
            replications: self.replications,
            by_itself: Vec::new(),
            beside,
        }
    }

    /// How many plans are run: the variants, then the counterparts.
    pub fn plans(&self) -> usize {
        self.variants.len() + self.counterparts.len()
    }

    /// How many are run: the plans, then the pairs of a variant and what stands beside it.
    pub fn runs(&self) -> usize {
        self.plans() + self.pairs.len()
    }

    /// The pairs, of which what was seen comes after that of the plans.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The digest of the inputs of the `index`-th of [`Study::runs`].
    pub(super) fn inputs(&self, index: usize) -> &str {
        match index.checked_sub(self.plans()) {
            Some(pair) => &self.pairs[pair].inputs,
            None => &self.plan(index).inputs,
        }
    }

    /// What steps together of the plans at `places` in the order of a replication, each with its pairs; by their places in
    /// [`Study::runs`].
    pub(super) fn together(&self, places: &Range<usize>) -> Vec<Vec<usize>> {
        let mut before = 0;
        let here = |group: &Vec<usize>| {
            let place = |p| before + p;
            let plans = (0..group.len()).filter(|p| places.contains(&place(*p))).map(|p| group[p]);
            let mut runs: Vec<usize> = plans.collect();
            before += group.len();
            let pairs = self.pairs.iter().zip(self.plans()..);
            let pairs = pairs.filter(|(pair, _)| runs.contains(&pair.variant)).map(|(_, run)| run);
            let pairs: Vec<usize> = pairs.collect();
            runs.extend(pairs);
            runs
        };
        self.together.iter().map(here).filter(|runs| !runs.is_empty()).collect()
    }

    /// Plan `index` of them.
    pub fn plan(&self, index: usize) -> &Plan {
        match self.variants.get(index) {
            Some(variant) => &variant.plan,
            None => &self.counterparts[index - self.variants.len()],
        }
    }

    /// What stands beside `variant`: today's system, unless it is that, then what its scenario names; nothing where
    /// variants stand alone.
    pub fn beside(&self, variant: usize) -> &[Beside] {
        self.beside.get(variant).map_or(&[], Vec::as_slice)
    }
}

/// Plans of the same traffic, by at most so many; what stands beside a variant, and costs less than it, follows it, so that
/// neighbours cost about as much as others.
fn together(plans: &[&Plan], beside: &[Vec<Beside>]) -> Vec<Vec<usize>> {
    let with_beside = |(v, b): (usize, &Vec<Beside>)| {
        let beside: Vec<usize> = b.iter().map(|b| b.plan).collect();
        std::iter::once(v).chain(beside)
    };
    let mut order: Vec<usize> =
        beside.iter().enumerate().flat_map(with_beside).chain(0..plans.len()).collect();
    let mut seen = vec![false; plans.len()];
    order.retain(|p| !std::mem::replace(&mut seen[*p], true));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for p in order {
        let same = |g: &&mut Vec<usize>| Arc::ptr_eq(&plans[g[0]].traffic, &plans[p].traffic);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(p),
            None => groups.push(vec![p]),
        }
    }
    groups.iter().flat_map(|g| g.chunks(TOGETHER).map(<[usize]>::to_vec)).collect()
}
