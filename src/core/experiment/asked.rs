//! What a study is asked: a scenario, settings, axes.

use super::axis::Axis;
use super::setting::{Setting, last, plain, tell_apart};
use crate::scenario::Change;

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
    /// So many of the last settings have none beside them: they are held against others.
    pub bare: usize,
    /// Whether each event of drawn courses is also run by itself (C4).
    pub by_itself: bool,
    /// Whether each setting stands for itself, with draws of its own: none is held against the first (C6).
    pub apart: bool,
}

impl Asked {
    /// With changes of every variant, the scenario as it stands and further settings.
    pub fn of(set: Vec<Change>, with: &[Setting]) -> Self {
        let settings = std::iter::once(Setting::as_it_stands()).chain(with.iter().cloned());
        let mut settings: Vec<Setting> = settings.collect();
        tell_apart(&mut settings);
        Self { set, settings, ..Self::default() }
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
