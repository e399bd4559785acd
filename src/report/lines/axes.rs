//! The x axis of a chart of lines, and its second scale.

use super::super::along::Along;
use super::super::lettering::{LABEL, balanced, figure, number, width};
use super::super::picture::{self, DARK, GREY, Sheet, Stand};
use super::super::scale::Scale;
use super::{Across, Plot, Sheeted};

/// Pixels of a line of the axis's title.
const LINE: i32 = 30;

impl Across {
    /// What it shows.
    pub(in super::super) fn title(&self) -> &str {
        match self {
            Across::Linear { title, .. } | Across::Log { title } => title,
            Across::Times { title, .. } | Across::Texts { title, .. } => title,
        }
    }

    /// A place along it; nothing of times, which series say themselves.
    pub(super) fn said(&self, x: f64) -> String {
        match self {
            Across::Linear { .. } | Across::Log { .. } => figure(x),
            Across::Times { .. } => String::new(),
            Across::Texts { labels, .. } => labels.get(x as usize).cloned().unwrap_or_default(),
        }
    }

    /// Values and labels of its ticks, so many that none touches another.
    pub(super) fn ticks(&self, scale: &Scale) -> Vec<(f64, String)> {
        match self {
            Across::Times { ticks, .. } => apart(ticks.clone(), scale),
            // No powers of ten where all is thousands and millions.
            Across::Log { .. } => {
                let all = scale.ticks(10).into_iter();
                apart(all.map(|(x, t)| (x, if x >= 1e4 { number(x) } else { t })).collect(), scale)
            }
            _ => apart(scale.ticks(10), scale),
        }
    }
}

/// Every so many of `ticks`, the first among them.
fn apart(ticks: Vec<(f64, String)>, scale: &Scale) -> Vec<(f64, String)> {
    let wide = |t: &(f64, String)| width(&t.1, LABEL) + 18;
    let touch = |a: &(f64, String), b: &(f64, String)| {
        (scale.at(b.0) - scale.at(a.0)).abs() < i32::midpoint(wide(a), wide(b))
    };
    let free = |every: &usize| {
        let shown: Vec<&(f64, String)> = ticks.iter().step_by(*every).collect();
        shown.windows(2).all(|w| !touch(w[0], w[1]))
    };
    let every = (1..=ticks.len().max(1)).find(free).unwrap_or(1);
    ticks.into_iter().step_by(every).collect()
}

impl Sheeted<'_> {
    /// The second scale, on top of `plot`.
    pub(super) fn second_scale(&self, sheet: &mut Sheet, plot: &Plot) {
        let Some((title, factor)) = self.lines.top() else { return };
        let most = plot.right - plot.left;
        let at = (i32::midpoint(plot.left, plot.right), plot.top - 58);
        sheet.write_within(title, most, at, (LABEL, DARK), Stand::Middle);
        let scale = plot.x.divided(factor);
        sheet.line(&[(plot.left, plot.top), (plot.right, plot.top)], picture::pen(GREY, 2, 0));
        for (value, label) in apart(scale.ticks(10), &scale) {
            let x = scale.at(value);
            sheet.line(&[(x, plot.top - 8), (x, plot.top)], picture::pen(DARK, 2, 0));
            sheet.write(&label, (x, plot.top - 24), (LABEL, DARK), Stand::Middle);
        }
    }

    fn title(&self) -> Vec<String> {
        balanced(self.lines.across.title(), LABEL, self.layout.room(), 3)
    }

    /// Pixels of labels and title of the x axis.
    pub(super) fn below(&self, along: Option<&Along>) -> i32 {
        24 + along.map_or(34, Along::height) + LINE * self.title().len() as i32
    }

    /// Labels and title of the x axis, below `y`.
    pub(super) fn axis(&self, sheet: &mut Sheet, scale: &Scale, along: Option<&Along>, y: i32) {
        let mut below = y + 14;
        if let Some(along) = along {
            along.draw(sheet, below, |i| scale.at(i as f64));
            below += along.height();
        } else {
            for (value, label) in self.lines.across.ticks(scale) {
                let x = scale.at(value);
                sheet.line(&[(x, y), (x, y + 8)], picture::pen(DARK, 2, 0));
                sheet.write(&label, (x, below + 12), (LABEL, DARK), Stand::Middle);
            }
            below += 30;
        }
        for (i, line) in self.title().iter().enumerate() {
            let half = width(line, LABEL) / 2 + self.layout.edge();
            let middle = i32::midpoint(self.left, self.right).max(half);
            let at = (middle.min(self.layout.width() - half), below + 20 + LINE * i as i32);
            sheet.write(line, at, (LABEL, DARK), Stand::Middle);
        }
    }
}
