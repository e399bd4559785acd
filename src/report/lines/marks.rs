//! Upright lines through all panels, with their names above the first one.

use super::super::lettering::{LABEL, clean, width};
use super::super::picture::{self, DARK, GREY, Sheet, Stand, WHITE};
use super::super::scale::Scale;

/// Pixels of a row of names, and between two names in it.
const ROW: i32 = 38;
const APART: i32 = 24;

/// Marks that lie on the axis: pixel, row, middle of the name, and name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marks(Vec<(i32, i32, i32, String)>);

impl Marks {
    /// Those of `marks` that `scale` holds; names stay within `ends` and in rows in which they do not touch.
    pub(super) fn new(marks: &[(f64, String)], scale: &Scale, ends: (i32, i32)) -> Self {
        let mut marks: Vec<&(f64, String)> =
            marks.iter().filter(|(x, _)| scale.holds(*x)).collect();
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Where the last name of each row ends.
        let mut rows: Vec<i32> = Vec::new();
        let place = |(x, name): &(f64, String)| {
            let (at, name) = (scale.at(*x), clean(name));
            let half = width(&name, LABEL) / 2;
            let middle = at.clamp((ends.0 + half).min(ends.1), (ends.1 - half).max(ends.0));
            let free = rows.iter().position(|end| *end + APART <= middle - half);
            let row = free.unwrap_or(rows.len());
            rows.resize(rows.len().max(row + 1), 0);
            rows[row] = middle + half;
            // Its line goes down through the rows below.
            rows[..row].iter_mut().for_each(|end| *end = (*end).max(at));
            (at, row as i32, middle, name)
        };
        Self(marks.into_iter().map(place).collect())
    }

    /// Pixels of the names above the first panel.
    pub(super) fn height(&self) -> i32 {
        self.0.iter().map(|(_, row, ..)| (row + 1) * ROW + 10).max().unwrap_or(0)
    }

    /// Draws the lines from `top` to `bottom`.
    pub(super) fn draw(&self, sheet: &mut Sheet, top: i32, bottom: i32) {
        for (x, ..) in &self.0 {
            sheet.line(&[(*x, top), (*x, bottom)], picture::pen(GREY, 3, 4));
        }
    }

    /// Writes the names above `top`; the line of a name above another goes behind it.
    pub(super) fn name(&self, sheet: &mut Sheet, top: i32) {
        let foot = |row: &i32| top - ROW * row - 8;
        for (x, row, ..) in &self.0 {
            sheet.line(&[(*x, foot(row)), (*x, top)], picture::pen(GREY, 3, 4));
        }
        for (_, row, middle, name) in &self.0 {
            let half = width(name, LABEL) / 2 + 6;
            let crosses = |x: i32, above: i32| above > *row && (x - middle).abs() < half;
            if self.0.iter().any(|(x, above, ..)| crosses(*x, *above)) {
                let [left, right] = [middle - half, middle + half];
                sheet.fill((left, foot(row) - ROW), (right, foot(row)), WHITE);
            }
            sheet.write(name, (*middle, foot(row) - ROW / 2), (LABEL, DARK), Stand::Middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_touch_stand_in_rows_and_what_is_off_the_axis_is_left_out() {
        let scale = Scale::linear(Some((0.0, 10.0)), (200, 1_200));
        let marks = |of: &[f64]| {
            let of: Vec<(f64, String)> = of.iter().map(|x| (*x, "a name".to_owned())).collect();
            Marks::new(&of, &scale, (200, 1_200))
        };
        let rows = |of: &[f64]| marks(of).0.iter().map(|m| m.1).collect::<Vec<i32>>();
        assert_eq!(rows(&[1.0, 5.0, 9.0]), [0, 0, 0]);
        assert_eq!(rows(&[5.1, 5.0, 5.2, 9.0]), [0, 1, 2, 0]);
        // The line of the second goes through the row of the first, where the third would stand on it.
        assert_eq!(rows(&[5.0, 5.9, 6.4]), [0, 1, 2]);
        assert_eq!(rows(&[11.0, f64::NAN, -1.0]), [0; 0]);
        assert_eq!((marks(&[]).height(), marks(&[5.0]).height()), (0, ROW + 10));
        let end = marks(&[10.0]);
        assert!(end.0[0].2 < 1_200 && end.0[0].0 == 1_200);
    }
}
