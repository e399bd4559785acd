//! A chart of lines under a layout: how much room each part takes, and where it stands.

use super::super::along::Along;
use super::super::frame::{Frame, Layout};
use super::super::lettering::{LABEL, width};
use super::super::picture::{DARK, Picture};
use super::marks::Marks;
use super::panel::PanelHead;
use super::{Across, Lines, Plot};

/// Pixels right of the data, and there with a second scale.
const RIGHT: i32 = 40;
const RIGHT_SCALE: i32 = 150;
/// Pixels between a panel and the next one's title.
const GAP: i32 = 40;
/// Pixels of a scale on top.
const TOP_SCALE: i32 = 76;
/// A chart of lines under a layout: where all of it stands.
pub(super) struct Sheeted<'a> {
    pub(super) lines: &'a Lines,
    pub(super) layout: Layout,
    /// Ends of the data from left to right.
    pub(super) left: i32,
    pub(super) right: i32,
    /// Pixels down of a panel.
    tall: i32,
    direct: bool,
}

impl<'a> Sheeted<'a> {
    pub(super) fn new(lines: &'a Lines, layout: Layout) -> Self {
        let few = layout.pick([560, 560, 380, 300], [430, 430, 330, 280]);
        let tall = few.get(lines.panels.len()).copied().unwrap_or(layout.pick(260, 240));
        let numbers = lines.panels.iter().flat_map(|p| p.ticks(tall)).map(|t| width(&t.1, LABEL));
        let left = layout.edge() + numbers.max().unwrap_or(0).max(40) + 16;
        let direct = lines.direct(layout);
        let names = lines.names().into_iter().map(|(name, _)| width(name, LABEL));
        let room = match () {
            () if lines.panels.iter().any(|p| p.log && p.period.is_some()) => RIGHT_SCALE,
            () if direct => names.max().unwrap_or(0) + 30 + layout.edge(),
            () => RIGHT,
        };
        Self { lines, layout, left, right: layout.width() - room, tall, direct }
    }

    pub(super) fn picture(&self) -> Picture {
        let Self { lines, layout, left, right, tall, direct } = *self;
        let frame = Frame::new(layout, &lines.head, lines.legend(layout, direct));
        let scale = lines.scale((left, right));
        let along = self.along();
        let marks = Marks::new(&lines.marks, &scale, (left, right));
        let top_scale = lines.top().map_or(0, |_| TOP_SCALE) + marks.height();
        let heads: Vec<PanelHead> =
            lines.panels.iter().map(|p| PanelHead::new(layout, p)).collect();
        let each = |i: usize| heads[i].height() + if i == 0 { top_scale } else { 0 } + tall + GAP;
        let data: i32 = (0..lines.panels.len()).map(each).sum();
        let below = self.below(along.as_ref());
        let height = frame.above() + data + below + frame.below();
        Picture::new(&lines.head.title, (layout.width(), height), |sheet| {
            let mut y = frame.above();
            // First, so that no tick stands on a marker.
            self.axis(sheet, &scale, along.as_ref(), y + data - GAP);
            for (i, panel) in lines.panels.iter().enumerate() {
                let top = y + each(i) - tall - GAP;
                let plot = Plot { left, right, top, bottom: top + tall, x: scale, direct };
                heads[i].draw(sheet, y);
                plot.draw(sheet, panel, lines, &marks);
                if i == 0 {
                    self.second_scale(sheet, &plot);
                    marks.name(sheet, top);
                }
                y += each(i);
            }
            frame.draw(sheet, height);
        })
    }

    fn along(&self) -> Option<Along> {
        match &self.lines.across {
            Across::Linear { .. } | Across::Log { .. } | Across::Times { .. } => None,
            Across::Texts { labels, .. } => {
                let slot = (self.right - self.left) / labels.len().max(1) as i32;
                Some(Along::new(labels, slot, (LABEL, DARK), true))
            }
        }
    }
}
