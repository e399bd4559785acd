//! Ranges: a place that decides results, and two ends. That the scenario can be read at both ends is found out
//! where ranges are used (`range.rs`), since it takes reading the scenario twice for each.

use super::super::InputRange;
use super::super::form::{File, RangeForm};
use super::super::json::escape;
use super::{Fault, Reading};

/// Places that decide no result, or hold more than an input.
const NO_INPUTS: [&str; 8] =
    ["name", "why", "extends", "seed", "replications", "assertions", "ranges", "$schema"];

impl Reading {
    /// The ranges of a scenario.
    pub(super) fn ranges(&mut self, file: &File) -> Vec<InputRange> {
        self.ids("/ranges", file.ranges.iter().map(|r| r.id.as_str()));
        file.ranges.iter().map(|r| self.range(r)).collect()
    }

    fn range(&mut self, form: &RangeForm) -> InputRange {
        let path = format!("/ranges/{}", escape(&form.id));
        let mut tokens = form.pointer.split('/');
        let rooted = tokens.next() == Some("");
        if !rooted || tokens.next().is_none_or(|first| NO_INPUTS.contains(&first)) {
            let expected =
                "a JSON pointer to an input that decides results, such as /mechanism/window";
            let found = format!("{:?}", form.pointer);
            self.fault(Fault::at(format!("{path}/pointer"), found, expected));
        }
        if form.low == form.high {
            let found = format!("{} at both ends", form.low);
            self.fault(Fault::at(format!("{path}/high"), found, "another value than low"));
        }
        InputRange {
            id: form.id.clone(),
            pointer: form.pointer.clone(),
            low: form.low.clone(),
            high: form.high.clone(),
            why: form.why.clone().unwrap_or_default(),
        }
    }
}
