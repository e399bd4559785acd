//! A study: settings × a grid of axes, each a variant of one scenario, what stands beside them, and replications.

use super::axis::Axis;
use super::beside::{Beside, Making, Pair, pairs};
use super::measure::Measure;
use super::setting::{Setting, last, plain};
use crate::engine::Plan;
use crate::scenario::{Change, Draft, Fault, Faults, Scenario};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most variants of a study.
const MOST_VARIANTS: usize = 100_000;
/// What a variant cannot change: it decides nothing, or what all of them are.
const NOT_VARIED: [&str; 3] = ["/replications", "/name", "/extends"];
/// What it can.
const DECIDES: &str = "a value that decides what a replication shows";
/// Most variants that step through the same traffic together: more gain little, and are lost with
/// what a killed study was at.
const TOGETHER: usize = 16;

/// What is asked: a scenario, settings, axes.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `--set` and what stands for it: changes of every variant.
    pub set: Vec<Change>,
    /// The settings; the first is what the others are held against.
    pub settings: Vec<Setting>,
    /// The axes of the grid.
    pub axes: Vec<Axis>,
    /// Whether counterparts stand beside the variants (C2): today's system, and what the scenario names.
    pub beside: bool,
}

impl Asked {
    /// With changes of every variant, the scenario as it stands and further settings.
    pub fn of(set: Vec<Change>, with: &[Setting]) -> Self {
        let settings = std::iter::once(Setting::as_it_stands()).chain(with.iter().cloned());
        Self { set, settings: settings.collect(), ..Self::default() }
    }
}

/// One point of a study.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Which setting.
    pub setting: usize,
    /// Which value on each axis.
    pub place: Vec<usize>,
    /// What it changes of the scenario that was asked for.
    pub changes: Vec<Change>,
    /// The scenario with these changes, ready to run.
    pub plan: Plan,
}

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
    /// What stands beside variants and is none of them, each system once (C2).
    pub counterparts: Vec<Plan>,
    /// For each variant, what stands beside it.
    beside: Vec<Vec<Beside>>,
    /// Variants of days that may act, each with everything that stands beside it.
    pairs: Vec<Pair>,
    /// Plans that step together, by index: they share their traffic (T5).
    pub(super) together: Vec<Vec<usize>>,
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
        for (setting, place) in points.drain(..) {
            let vary: Vec<Change> = asked.axes.iter().zip(&place).map(|(a, i)| a.at(*i)).collect();
            let with = &asked.settings[setting].changes;
            let ready = draft
                .with(&[("--set", &asked.set), ("--with", with), ("--vary", &vary)])
                .and_then(|mut scenario| {
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
            let points = variants.iter().map(|v| (v.changes.as_slice(), &v.plan)).collect();
            Making::new((draft, &asked.set, &base), points, distinct).all()?
        } else {
            (Vec::new(), Vec::new())
        };
        let measure = Measure::new(draft, &asked.set, asked.first())?;
        variants
            .iter_mut()
            .map(|v| &mut v.plan)
            .chain(&mut counterparts)
            .try_for_each(|plan| measure.measure(plan))?;
        let plans: Vec<&Plan> = variants.iter().map(|v| &v.plan).chain(&counterparts).collect();
        let pairs = pairs(&plans, &beside);
        let together = together(&plans);
        let replications = base.replications;
        Ok(Self { asked, base, variants, replications, counterparts, beside, pairs, together })
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
            beside: Vec::new(),
            pairs: Vec::new(),
            together: vec![vec![0]],
        }
    }

    /// The variant that `variant` is held against: that of the first setting at the same place, or
    /// the first of all where the first setting is its own; none for that.
    pub fn against(&self, variant: usize) -> Option<usize> {
        let per_setting = self.variants.len() / self.asked.settings.len();
        let other = if variant < per_setting { 0 } else { variant % per_setting };
        (other != variant).then_some(other)
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

impl Asked {
    /// What the first setting changes.
    pub(super) fn first(&self) -> &[Change] {
        self.settings.first().map_or(&[], |s| &s.changes)
    }

    /// What people call a variant: setting and values, as far as there are several.
    pub fn label(&self, setting: usize, place: &[usize]) -> String {
        let named = self.settings.len() > 1 || self.axes.is_empty();
        let setting = named.then(|| self.settings[setting].name.clone());
        let value = |(axis, i): (&Axis, &usize)| {
            format!("{} = {}", last(&axis.pointer), plain(&axis.values[*i]))
        };
        let values = self.axes.iter().zip(place).map(value);
        setting.into_iter().chain(values).collect::<Vec<String>>().join(", ")
    }
}

impl Axis {
    /// The change to its `i`-th value.
    pub(super) fn at(&self, i: usize) -> Change {
        Change { pointer: self.pointer.clone(), value: self.values[i].clone() }
    }
}

/// Setting and place on the axes of every variant.
pub(super) fn points(asked: &Asked) -> Result<Vec<(usize, Vec<usize>)>, Faults> {
    let fault = |option: &str, path: &str, found: String, expected: &str| {
        Err(Faults::from(Fault::at(path, found, expected).in_file(option)))
    };
    for change in asked.settings.iter().flat_map(|s| &s.changes) {
        if NOT_VARIED.contains(&change.pointer.as_str()) {
            return fault("--with", &change.pointer, plain(&change.value), DECIDES);
        }
    }
    let mut names = BTreeSet::new();
    for setting in &asked.settings {
        if !names.insert(setting.name.as_str()) {
            return fault("--with", "", format!("{:?} twice", setting.name), "each name once");
        }
    }
    let mut seen = BTreeSet::new();
    for axis in &asked.axes {
        let pointer = axis.pointer.as_str();
        if NOT_VARIED.contains(&pointer) {
            return fault("--vary", pointer, "an axis".into(), DECIDES);
        }
        if !seen.insert(pointer) {
            return fault("--vary", pointer, "two axes".into(), "each pointer once");
        }
    }
    let mut sizes = asked.axes.iter().map(|a| a.values.len());
    let all = sizes.try_fold(asked.settings.len(), usize::checked_mul);
    if all.is_none_or(|n| n > MOST_VARIANTS) {
        let found =
            all.map_or("more variants than can be counted".into(), |n| format!("{n} variants"));
        return fault("--vary", "", found, "at most 100 000: fewer values or fewer axes");
    }
    let mut points: Vec<(usize, Vec<usize>)> =
        (0..asked.settings.len()).map(|s| (s, Vec::new())).collect();
    for axis in &asked.axes {
        let each = |(s, place): (usize, Vec<usize>)| {
            (0..axis.values.len()).map(move |i| (s, [place.as_slice(), &[i]].concat()))
        };
        points = points.into_iter().flat_map(each).collect();
    }
    Ok(points)
}

/// Refuses an axis that changes nothing: it varies a remark, or what another axis sets again, by
/// another name of the same place.
fn each_once(variants: &[Variant], axes: &[Axis]) -> Result<(), Faults> {
    let mut seen: BTreeMap<(usize, &str), &Variant> = BTreeMap::new();
    for variant in variants {
        let same = (variant.setting, variant.plan.scenario.inputs.as_str());
        if let Some(other) = seen.insert(same, variant) {
            let idle = (0..axes.len()).find(|a| variant.place[*a] != other.place[*a]);
            let pointer = idle.map_or("", |a| axes[a].pointer.as_str());
            let fault = Fault::at(pointer, "an axis that changes nothing", DECIDES);
            let fault =
                fault.hint("no other axis may set the same place, and `why` decides nothing");
            return Err(fault.in_file("--vary").into());
        }
    }
    Ok(())
}

/// Plans of the same traffic, by at most so many.
fn together(plans: &[&Plan]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (p, plan) in plans.iter().enumerate() {
        let same = |g: &&mut Vec<usize>| Arc::ptr_eq(&plans[g[0]].traffic, &plan.traffic);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(p),
            None => groups.push(vec![p]),
        }
    }
    groups.iter().flat_map(|g| g.chunks(TOGETHER).map(<[usize]>::to_vec)).collect()
}
