//! The x axis of a chart of lines, and its second scale.

use super::super::along::Along;
use super::super::ink::{self, Area, DARK, Error, GREY, Stand};
use super::super::lettering::{LABEL, number};
use super::super::scale::Scale;
use super::{Across, LEFT, Lines, Plot};

impl Lines {
    /// The second scale, on top of `plot`.
    pub(super) fn second_scale(&self, area: &Area<'_>, plot: &Plot) -> Result<(), Error> {
        let Some((title, factor)) = self.top() else { return Ok(()) };
        let most = plot.right - plot.left;
        let at = (i32::midpoint(plot.left, plot.right), plot.top - 74);
        ink::write_within(area, title, most, at, (LABEL, DARK), Stand::Middle)?;
        let scale = plot.x.divided(factor);
        ink::line(area, &[(plot.left, plot.top), (plot.right, plot.top)], ink::pen(GREY, 2, 0))?;
        for (value, label) in scale.ticks(10) {
            let x = scale.at(value);
            ink::line(area, &[(x, plot.top - 10), (x, plot.top)], ink::pen(DARK, 2, 0))?;
            ink::write(area, &label, (x, plot.top - 30), (LABEL, DARK), Stand::Middle)?;
        }
        Ok(())
    }

    /// Labels and title of the x axis, below `y`.
    pub(super) fn axis(
        &self,
        area: &Area<'_>,
        scale: &Scale,
        along: Option<&Along>,
        y: i32,
    ) -> Result<(), Error> {
        let title = self.across.title();
        let mut below = y + 20;
        if let Some(along) = along {
            along.draw(area, below, |i| scale.at(i as f64))?;
            below += along.height();
        } else {
            for (value, label) in self.across.ticks(scale) {
                let x = scale.at(value);
                // No powers of ten where all is thousands and millions.
                let log = matches!(self.across, Across::Log { .. }) && value >= 1e4;
                let label = if log { number(value) } else { label };
                ink::line(area, &[(x, y), (x, y + 10)], ink::pen(DARK, 2, 0))?;
                ink::write(area, &label, (x, below + 12), (LABEL, DARK), Stand::Middle)?;
            }
            below += 40;
        }
        let most = self.right() - LEFT;
        let at = (i32::midpoint(LEFT, self.right()), below + 26);
        ink::write_within(area, title, most, at, (LABEL, DARK), Stand::Middle)
    }
}
