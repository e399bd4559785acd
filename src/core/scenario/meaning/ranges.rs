//! Ranges: a place that decides results, and two ends. That the scenario can be read at both ends is found out
//! where ranges are used (`range.rs`), since it takes reading the scenario twice for each.

use super::super::json::escape;
use super::super::{InputRange, Law};
use super::{Fault, Reading};
use std::collections::BTreeMap;

/// Places that decide no result, or hold more than an input.
const NO_INPUTS: [&str; 9] = [
    "name",
    "why",
    "extends",
    "seed",
    "replications",
    "assertions",
    "ranges",
    "counterparts",
    "$schema",
];

/// Whether `pointer` is one to an input that decides results.
pub(super) fn is_input(pointer: &str) -> bool {
    let mut tokens = pointer.split('/');
    tokens.next() == Some("") && tokens.next().is_some_and(|first| !NO_INPUTS.contains(&first))
}

impl Reading<'_> {
    pub(super) fn ranges(&mut self) -> Vec<InputRange> {
        let all = self.each("/ranges", &self.file.ranges, |r, path, range| {
            r.range(path, range);
            range.clone().of_its_place()
        });
        self.ranges_apart(&all);
        all
    }

    /// That no two of them move the same place: drawn jointly, one would undo the other.
    fn ranges_apart(&mut self, all: &[InputRange]) {
        let mut at: BTreeMap<&str, &InputRange> = BTreeMap::new();
        for range in all {
            at.entry(&range.pointer).or_insert(range);
        }
        for range in all {
            let pointer = range.pointer.as_str();
            let parts = pointer.match_indices('/').skip(1).map(|(end, _)| &pointer[..end]);
            let others = parts.chain([pointer]).filter_map(|place| at.get(place));
            let Some(other) = others.copied().find(|other| other.id != range.id) else { continue };
            let path = format!("/ranges/{}/pointer", escape(&range.id));
            let found =
                format!("{}, which ‘{}’ moves at {}", range.pointer, other.id, other.pointer);
            let fault = Fault::at(path, found, "a place that no other range moves");
            let hint = format!(
                "give one of them the other's id, or take it out: {{ \"id\": {:?}, \"remove\": true }}",
                other.id
            );
            self.fault(fault.hint(hint));
        }
    }

    fn range(&mut self, path: &str, range: &InputRange) {
        if !is_input(&range.pointer) {
            let expected =
                "a JSON pointer to an input that decides results, such as /mechanism/window";
            let found = format!("{:?}", range.pointer);
            self.wrong(format!("{path}/pointer"), found, expected);
        }
        if range.low == range.high {
            let found = format!("{} at both ends", range.low);
            self.wrong(format!("{path}/high"), found, "another value than low");
            return;
        }
        self.range_law(path, range);
        self.range_values(path, range);
    }

    /// A law that goes with the ends, and its mode.
    fn range_law(&mut self, path: &str, range: &InputRange) {
        let law = range.law();
        let here = format!("{path}/law");
        if law != Law::Choose && range.between().is_none() {
            let found = format!("{} between {} and {}", law.word(), range.low, range.high);
            let expected = "two numbers, two durations or two rates, or law choose";
            self.wrong(&here, found, expected);
            return;
        }
        let above = |ends: [f64; 2]| ends.iter().all(|end| *end > 0.0);
        if law == Law::LogUniform && !range.numbers().is_some_and(above) {
            let found = format!("log_uniform between {} and {}", range.low, range.high);
            self.wrong(&here, found, "both ends above nothing");
        }
        let here = format!("{path}/mode");
        match (&range.mode, law) {
            (None, Law::Triangular) => {
                self.wrong(here, "nothing", "the most likely value, as law triangular has it");
            }
            (Some(mode), Law::Triangular) if range.mode_at().is_none() => {
                let expected = format!("a value from {} to {}", range.low, range.high);
                self.wrong(here, mode.to_string(), expected);
            }
            (Some(_), law) if law != Law::Triangular => {
                self.wrong(here, format!("beside law {}", law.word()), "beside law triangular");
            }
            _ => {}
        }
    }

    /// Values to choose among, each once, both ends among them.
    fn range_values(&mut self, path: &str, range: &InputRange) {
        let all = &range.values;
        let here = format!("{path}/values");
        if all.is_empty() {
            return;
        }
        if range.law() != Law::Choose {
            let found = format!("beside law {}", range.law().word());
            self.wrong(&here, found, "beside law choose");
        }
        if let Some(twice) = (1..all.len()).find(|i| all[..*i].contains(&all[*i])) {
            self.wrong(format!("{here}/{twice}"), "a value given twice", "each value once");
        }
        for (end, value) in [("low", &range.low), ("high", &range.high)] {
            if !all.contains(value) {
                let found = format!("no {value}, which is its {end} end");
                self.wrong(&here, found, "both ends among the values");
            }
        }
    }
}
