//! The evidence of a study of several variants, and how they differ.

use super::Evidence;
use super::alike::same_counts;
use super::difference::{Difference, difference, differences, named, same};
use super::interval::Interval;
use super::making::Making;
use super::protection::Demand;
use super::words::{borne_as, finer, is_clear, key_said, no_difference, setting_said, word_said};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{Axis, Outcomes, Setting, Study, last, plain};
use headroom_core::scenario::Scenario;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The evidence of a study.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The scenario that was asked for, without the changes of any variant.
    pub base: Arc<Scenario>,
    /// The settings; the first is what the others are held against.
    pub settings: Vec<Setting>,
    /// The axes of the grid.
    pub axes: Vec<Axis>,
    /// By setting, then by place on the axes, the last of which moves fastest.
    pub variants: Vec<Found>,
    /// The evidence of each.
    pub evidence: Vec<Evidence>,
    /// The load that each is expected to be asked for, where theory has something to say of it; empty of a study
    /// along less than two axes.
    pub demands: Vec<Option<Demand>>,
    /// How each differs from the one it is held against.
    pub differences: Vec<Difference>,
    /// Variants in which the same happens as in the first, or in the one they are held against, with that one.
    pub alike: BTreeSet<(usize, usize)>,
}

/// One point of the study.
#[derive(Clone, Debug)]
pub struct Found {
    /// What people call it.
    pub label: String,
    /// Which setting.
    pub setting: usize,
    /// Which value on each axis.
    pub place: Vec<usize>,
    /// What it changes: pointer and value.
    pub changes: Map<String, Value>,
    /// The variant it is held against.
    pub against: Option<usize>,
}

impl Found {
    /// What people call it, in plain words.
    pub fn said(&self) -> String {
        setting_said(&self.label)
    }
}

impl Findings {
    /// What people call a setting, in plain words.
    pub fn setting(&self, setting: usize) -> String {
        setting_said(&self.settings[setting].name)
    }

    /// What a replication is: one, a year or a course.
    pub fn one(&self) -> &'static str {
        self.evidence.first().map_or("replication", Evidence::one)
    }

    /// Whether rows of variants name their setting: where there are several, or nothing else to tell them by.
    pub fn by_setting(&self) -> bool {
        self.settings.len() > 1 || self.axes.is_empty()
    }

    /// The heads of the columns by which rows tell variants apart: the setting, and each axis.
    pub fn row_heads(&self) -> Vec<String> {
        let setting = self.by_setting().then(|| "setting".to_owned());
        setting.into_iter().chain(self.axes.iter().map(|a| key_said(last(&a.pointer)))).collect()
    }

    /// What stands under these heads in the row of `found`.
    pub fn row_of(&self, found: &Found) -> Vec<String> {
        let setting = self.by_setting().then(|| self.setting(found.setting));
        let value = |(a, i): (&Axis, &usize)| word_said(last(&a.pointer), &plain(&a.values[*i]));
        setting.into_iter().chain(self.axes.iter().zip(&found.place).map(value)).collect()
    }

    /// Works out the evidence of `study`, whose runs showed `outcomes`.
    pub fn new(study: &Study, outcomes: impl Into<Outcomes>) -> Self {
        let mut making = Making::new(study, outcomes.into());
        let mut evidence: Vec<Evidence> = Vec::new();
        let (mut all, mut alike) = (Vec::new(), BTreeSet::new());
        for v in 0..study.variants.len() {
            evidence.push(making.variant(v));
            let against = study.against(v);
            all.extend(against.into_iter().flat_map(|a| differences(&evidence, v, a)));
            let others: BTreeSet<usize> = against.into_iter().chain([0]).collect();
            let same =
                |a: &usize| *a != v && same_counts(&evidence[v].folded(), &evidence[*a].folded());
            alike.extend(others.into_iter().filter(same).map(|a| (v, a)));
            // Whatever is held against all others is the first.
            [Some(v), against]
                .into_iter()
                .flatten()
                .filter(|v| *v > 0)
                .for_each(|v| evidence[v].forget_values());
        }
        let found = |v: usize| {
            let variant = &study.variants[v];
            let changes = variant.changes.iter().map(|c| (c.pointer.clone(), c.value.clone()));
            Found {
                label: study.asked.label(variant.setting, &variant.place),
                setting: variant.setting,
                place: variant.place.clone(),
                changes: changes.collect(),
                against: study.against(v),
            }
        };
        let variants: Vec<Found> = (0..study.variants.len()).map(found).collect();
        Self {
            base: Arc::clone(&study.base),
            settings: study.asked.settings.clone(),
            axes: study.asked.axes.clone(),
            differences: all,
            alike,
            variants,
            demands: match study.asked.axes.len() {
                0 | 1 => Vec::new(),
                _ => evidence.iter().map(|e| Demand::new(&e.plan)).collect(),
            },
            evidence,
        }
    }

    /// Replications of each variant.
    pub fn replications(&self) -> usize {
        self.evidence.first().map_or(0, Evidence::replications)
    }

    /// Whether replications are drawn courses of a year or more, in every variant.
    pub fn of_courses(&self) -> bool {
        self.evidence.iter().all(|e| e.frequency.is_some())
    }

    /// A figure in `variant` of whom or which `whose` is in the first one, found by name; none where
    /// that variant does not have it.
    pub fn estimate(&self, variant: usize, figure: Figure, whose: Whose) -> Option<Interval> {
        let evidence = &self.evidence[variant];
        let whose = same(whose, &self.evidence[0], evidence)?;
        evidence.estimate(figure, whose)
    }

    /// What variant `a` has more than `b` of a figure of whom or which `whose` is in the first: paired on the same traffic (C5).
    pub fn more(&self, a: usize, b: usize, figure: Figure, whose: Whose) -> Option<Interval> {
        difference(&self.evidence, a, b, figure, whose).map(|d| d.more)
    }

    /// Whether they differ clearly in it.
    pub fn told_apart(&self, a: usize, b: usize, figure: Figure, whose: Whose) -> bool {
        self.more(a, b, figure, whose).is_some_and(|more| is_clear(figure, &more))
    }

    /// The mean of a figure of everybody as sentences and tables of the study have it: to the digits that it bears, or
    /// that a difference said beside it does, if those are more.
    pub fn borne(&self, variant: usize, figure: Figure) -> Option<f64> {
        let own = self.evidence[variant].estimate(figure, Whose::All)?;
        let of = |d: &&Difference| {
            (d.figure, d.whose) == (figure, Whose::All)
                && [d.variant, d.against].contains(&variant)
                && !no_difference(figure, &d.more)
        };
        let beside = self.differences.iter().filter(of).map(|d| &d.more);
        Some(borne_as(figure, own.mean, beside.fold(&own, finer)))
    }

    /// The difference of a figure of everybody.
    pub fn of_all(&self, variant: usize, figure: Figure) -> Option<&Difference> {
        let of = |d: &&Difference| (d.variant, d.figure, d.whose) == (variant, figure, Whose::All);
        self.differences.iter().find(of)
    }

    /// Which User, which SRV, which class of messages of `variant`; nothing where it is not one's.
    pub fn names(&self, variant: usize, whose: Whose) -> [String; 3] {
        named(&self.evidence[variant], whose)
    }

    /// The variants of `setting`, in the order of the grid.
    pub fn of_setting(&self, setting: usize) -> impl Iterator<Item = (&Found, &Evidence)> {
        let all = self.variants.iter().zip(&self.evidence);
        all.filter(move |(found, _)| found.setting == setting)
    }
}
