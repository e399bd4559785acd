//! The stack of what happened: the layers, the lines that they are held against, and the busiest window.

use super::super::frame::Layout;
use super::super::lettering::{LABEL, number, width};
use super::super::picture::{BLACK, Place, Sheet, Stand, WHITE, pen};
use super::super::scale::Scale;
use super::{ACTIVE, Column, LAYERS, LETTERS, Stage, total};

/// Least pixels of a layer that a stroke may cut.
const THICK: i32 = 6;

impl Stage<'_> {
    /// Load of the busiest window, and where it is.
    fn peak(&self) -> (f64, f64) {
        let (calendar, (load, cell)) =
            (&self.evidence.plan.scenario.calendar, self.evidence.peak_load);
        let middle = cell as f64 + calendar.cells_per_window() as f64 / 2.0;
        (load as f64 / calendar.window().seconds(), middle)
    }

    /// All of it, between `ends`.
    pub(super) fn stack(&self, sheet: &mut Sheet, ends: (i32, i32)) {
        let scenario = &self.evidence.plan.scenario;
        let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity.get());
        let totals = self.columns.iter().map(|c| self.rate(&c.row, total(&c.row)));
        let busiest = totals.fold(self.peak().0, f64::max);
        // A capacity far above everything would flatten the picture: then its place is said in the name of the axis.
        let show_capacity = capacity < 3.0 * busiest.max(theta);
        let top = busiest.max(theta).max(if show_capacity { capacity } else { 0.0 }).max(1e-6);
        let y = Scale::linear(Some((0.0, top * 1.08)), (ends.1, ends.0));
        for c in self.columns.iter().filter(|c| c.active) {
            let across = self.across(c);
            sheet.fill((across[0], ends.0), (across[1], ends.1), ACTIVE);
        }
        let name = match show_capacity {
            true => "requests a second".to_owned(),
            false => format!("requests a second; capacity: {}", number(capacity)),
        };
        self.axis(sheet, &name, &y, 7, ends);
        self.layers(sheet, &y);
        self.busiest(sheet, &y, ends.0);
        // The names of two lines that nearly touch stand below one another.
        let least = if show_capacity && capacity > theta { y.at(capacity) + 26 } else { i32::MIN };
        for (value, name, shown) in
            [(theta, "threshold", true), (capacity, "capacity", show_capacity)]
        {
            if !shown {
                continue;
            }
            let (at, wide) = (y.at(value), if name == "capacity" { 5 } else { 3 });
            let said = format!("{}/s", number(value));
            sheet.of(name, said).line(&[(self.left, at), (self.right, at)], pen(BLACK, wide, 0));
            let down = if name == "threshold" { at.max(least) } else { at };
            match self.layout {
                Layout::Wide => sheet.write(name, (self.right + 10, down), LETTERS, Stand::Left),
                Layout::Narrow => self.on_ground(sheet, name, (self.right - 6, down), Stand::Right),
            }
        }
    }

    /// A text that stays legible over data.
    fn on_ground(&self, sheet: &mut Sheet, text: &str, at: Place, stand: Stand) {
        let wide = width(text, LABEL);
        let left = if stand == Stand::Right { at.0 - wide } else { at.0 };
        sheet.veil((left - 4, at.1 - 15), (left + wide + 4, at.1 + 13), WHITE, 0.9);
        sheet.write(text, at, LETTERS, stand);
    }

    /// The stack, from below; where they are thick a stroke keeps neighbours apart.
    fn layers(&self, sheet: &mut Sheet, y: &Scale) {
        let mut below = vec![0.0; self.columns.len()];
        let folded = self.evidence.folded();
        for (i, (name, colour, of)) in LAYERS.iter().enumerate() {
            let value = |c: &Column| self.rate(&c.row, of(&c.row));
            let above: Vec<f64> =
                self.columns.iter().zip(&below).map(|(c, b)| b + value(c)).collect();
            if above != below {
                let all = folded.timeline.iter();
                let greatest = all.map(|r| self.rate(r, of(r))).fold(0.0, f64::max);
                let mut outline = self.edge(&above, y);
                outline.extend(self.edge(&below, y).into_iter().rev());
                let stops = self.stops(|c| value(c), &above, y, "/s");
                sheet.belonging(Some(i));
                let said = format!("at most {}/s", number(greatest));
                sheet.of(name, said).along(stops).area(outline, *colour, 1.0);
                self.apart(sheet, &below, &above, y);
            }
            below = above;
        }
        sheet.belonging(None);
    }

    /// A stroke in the colour of the ground along the foot of a layer, where both it and what is below are thick.
    fn apart(&self, sheet: &mut Sheet, below: &[f64], above: &[f64], y: &Scale) {
        let thick = |from: f64, to: f64| y.at(from) - y.at(to) >= THICK;
        let both = |i: &usize| thick(0.0, below[*i]) && thick(below[*i], above[*i]);
        let all: Vec<usize> = (0..self.columns.len()).collect();
        for run in all.chunk_by(|a, b| both(a) == both(b)).filter(|run| both(&run[0])) {
            let step = |i: &usize| self.across(&self.columns[*i]).map(|x| (x, y.at(below[*i])));
            let path: Vec<Place> = run.iter().flat_map(step).collect();
            sheet.line(&path, pen(WHITE, 2, 0));
        }
    }

    /// A ring about the busiest window, and its load.
    fn busiest(&self, sheet: &mut Sheet, y: &Scale, top: i32) {
        let (peak, middle) = self.peak();
        let at = (self.x.at(middle), y.at(peak));
        let said = format!("{}/s", number(peak));
        sheet.of("busiest window", said.as_str()).ring(at, 8, pen(BLACK, 4, 0));
        // Its name stands above the data, a ring before it.
        let (label, y) =
            (format!("busiest window of replication 1: {said}"), top - self.layout.pick(24, 56));
        let x = self.right - width(&label, LABEL);
        sheet.ring((x - 20, y), 8, pen(BLACK, 4, 0));
        sheet.write(&label, (x, y), LETTERS, Stand::Left);
    }
}
