//! The x axis of a chart of lines, and its second scale.

use super::super::along::Along;
use super::super::lettering::{LABEL, figure, number};
use super::super::picture::{self, DARK, GREY, Sheet, Stand};
use super::super::scale::Scale;
use super::{Across, LEFT, Lines, Plot};

impl Across {
    /// What it shows.
    pub(in super::super) fn title(&self) -> &str {
        match self {
            Across::Linear { title, .. } | Across::Log { title } => title,
            Across::Times { title, .. } | Across::Texts { title, .. } => title,
        }
    }

    /// A place along it; nothing of times, of which only some have a name.
    pub(super) fn said(&self, x: f64) -> String {
        match self {
            Across::Linear { .. } | Across::Log { .. } => figure(x),
            Across::Times { .. } => String::new(),
            Across::Texts { labels, .. } => labels.get(x as usize).cloned().unwrap_or_default(),
        }
    }

    /// Values and labels of its ticks.
    pub(super) fn ticks(&self, scale: &Scale) -> Vec<(f64, String)> {
        match self {
            Across::Times { ticks, .. } => ticks.clone(),
            _ => scale.ticks(10),
        }
    }
}

impl Lines {
    /// The second scale, on top of `plot`.
    pub(super) fn second_scale(&self, sheet: &mut Sheet, plot: &Plot) {
        let Some((title, factor)) = self.top() else { return };
        let most = plot.right - plot.left;
        let at = (i32::midpoint(plot.left, plot.right), plot.top - 74);
        sheet.write_within(title, most, at, (LABEL, DARK), Stand::Middle);
        let scale = plot.x.divided(factor);
        sheet.line(&[(plot.left, plot.top), (plot.right, plot.top)], picture::pen(GREY, 2, 0));
        for (value, label) in scale.ticks(10) {
            let x = scale.at(value);
            sheet.line(&[(x, plot.top - 10), (x, plot.top)], picture::pen(DARK, 2, 0));
            sheet.write(&label, (x, plot.top - 30), (LABEL, DARK), Stand::Middle);
        }
    }

    /// Labels and title of the x axis, below `y`.
    pub(super) fn axis(&self, sheet: &mut Sheet, scale: &Scale, along: Option<&Along>, y: i32) {
        let title = self.across.title();
        let mut below = y + 20;
        if let Some(along) = along {
            along.draw(sheet, below, |i| scale.at(i as f64));
            below += along.height();
        } else {
            for (value, label) in self.across.ticks(scale) {
                let x = scale.at(value);
                // No powers of ten where all is thousands and millions.
                let log = matches!(self.across, Across::Log { .. }) && value >= 1e4;
                let label = if log { number(value) } else { label };
                sheet.line(&[(x, y), (x, y + 10)], picture::pen(DARK, 2, 0));
                sheet.write(&label, (x, below + 12), (LABEL, DARK), Stand::Middle);
            }
            below += 40;
        }
        let most = self.right() - LEFT;
        let at = (i32::midpoint(LEFT, self.right()), below + 26);
        sheet.write_within(title, most, at, (LABEL, DARK), Stand::Middle);
    }
}
