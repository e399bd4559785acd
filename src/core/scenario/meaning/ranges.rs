//! Ranges: a place that decides results, and two ends. That the scenario can be read at both ends is found out
//! where ranges are used (`range.rs`), since it takes reading the scenario twice for each.

use super::super::InputRange;

use super::Reading;

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
    pub(super) fn ranges(&mut self) {
        self.each("/ranges", &self.file.ranges, Self::range);
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
        }
    }
}
