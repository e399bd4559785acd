//! Labels along a horizontal axis: side by side if they fit, else upright, else only some of them.

use super::lettering::{clean, width, wrapped};
use super::picture::{Letters, Sheet, Stand};

/// Lines of a label.
const MOST_LINES: usize = 4;
/// Pixels an upright label is cut to.
const LONGEST: i32 = 420;
/// Characters of a label that can be guessed from its neighbours, such as a time of day.
const GUESSED: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Side by side.
    Flat,
    /// Reading upwards.
    Up,
}

/// Labels, and how they are set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Along {
    labels: Vec<String>,
    letters: Letters,
    slot: i32,
    line: i32,
    way: Way,
    /// Every so many is shown.
    every: usize,
}

impl Along {
    /// `labels` each with `slot` pixels of its own; short ones may be thinned out if that is `allowed`.
    pub(super) fn new(labels: &[String], slot: i32, letters: Letters, allowed: bool) -> Self {
        let labels: Vec<String> = labels.iter().map(|l| clean(l)).collect();
        let (size, line) = (letters.0, letters.0 as i32 + 4);
        let room = slot - 10;
        let fits = |label: &String| {
            label.split(' ').all(|word| width(word, size) <= room)
                && wrapped(label, size, room).len() <= MOST_LINES
        };
        let short = labels.iter().all(|l| l.chars().count() <= GUESSED);
        let widest = labels.iter().map(|l| width(l, size)).max().unwrap_or(0);
        let slot = slot.max(1);
        let (way, least) = if labels.iter().all(fits) {
            (Way::Flat, 0)
        } else if allowed && short {
            (Way::Flat, widest + 10)
        } else {
            (Way::Up, line)
        };
        let round = [1, 2, 3, 4, 6, 8, 12, 24, 48, 96].into_iter();
        let every = round.into_iter().find(|e| slot.saturating_mul(*e) >= least).unwrap_or(192);
        Self { labels, letters, slot, line, way, every: every as usize }
    }

    /// Whether every one is shown.
    pub(super) fn is_whole(&self) -> bool {
        self.every == 1
    }

    /// Pixels down.
    pub(super) fn height(&self) -> i32 {
        let of = |label: &String| match self.way {
            Way::Flat => self.line * self.lines(label).len() as i32,
            Way::Up => width(label, self.letters.0).min(LONGEST),
        };
        self.labels.iter().map(of).max().unwrap_or(0)
    }

    fn lines(&self, label: &str) -> Vec<String> {
        wrapped(label, self.letters.0, (self.slot * self.every as i32 - 10).max(1))
    }

    /// Draws them below `top`, the `i`-th about `x(i)`.
    pub(super) fn draw(&self, sheet: &mut Sheet, top: i32, x: impl Fn(usize) -> i32) {
        for (i, label) in self.labels.iter().enumerate().step_by(self.every) {
            if self.way == Way::Up {
                sheet.write_within(label, LONGEST, (x(i), top), self.letters, Stand::Up);
                continue;
            }
            for (n, text) in self.lines(label).iter().enumerate() {
                let at = (x(i), top + self.line * n as i32 + self.line / 2);
                sheet.write(text, at, self.letters, Stand::Middle);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::DARK;
    use super::*;

    fn set(labels: &[&str], slot: i32, allowed: bool) -> (Way, usize, i32) {
        let labels: Vec<String> = labels.iter().map(|l| (*l).to_owned()).collect();
        let along = Along::new(&labels, slot, (28, DARK), allowed);
        (along.way, along.every, along.height())
    }

    #[test]
    fn labels_stand_side_by_side_or_upright_or_are_thinned() {
        assert_eq!(set(&["00", "01"], 70, true), (Way::Flat, 1, 32));
        assert_eq!(set(&["whichever is greater", "sum"], 200, true), (Way::Flat, 1, 64));
        assert_eq!(set(&["00:00", "00:30"], 35, true), (Way::Flat, 3, 32));
        let (way, every, height) = set(&["12 345", "0"], 35, false);
        assert!(way == Way::Up && every == 1 && height > 60);
        assert_eq!(set(&["12 345", "0"], 8, false).1, 4);
        assert_eq!(set(&["x".repeat(900).as_str()], 70, true).2, LONGEST);
        assert_eq!(set(&[], 70, true), (Way::Flat, 1, 0));
    }
}
