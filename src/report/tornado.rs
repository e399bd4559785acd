//! Chart 10: the tornado. What the answer hinges on: for each figure the inputs that move it, the greatest swing
//! on top.
//!
//! Scope: a panel for each figure that any input moves, two side by side; a bar from the figure as it stands to
//! each end of an input's range. Left out: inputs that do not move a figure, which are counted.

use super::frame::{ChartHead, Frame, Layout, Legend, LegendEntry, Sample};
use super::lettering::{LABEL, SUBTITLE, balanced, width};
use super::palette::{DARK, GREY, HIGH, LOW, PALE};
use super::picture::{self, Picture, Sheet, Stand};
use super::scale::{Scale, drawable, extent};
use super::words::{assumed, sentences, subtitle};
use crate::evidence::findings::Findings;
use crate::evidence::plain;
use crate::evidence::sensitivity::{End, Sensitivity, Swing};
use crate::evidence::told::Told;
use crate::evidence::words::{one_of, upper};

/// Most inputs of a panel, and most panels.
const MOST_ROWS: usize = 12;
const MOST_PANELS: usize = 8;
/// Pixels of a row, of its bar, of a panel's title, and between panels.
const ROW: i32 = 72;
const BAR: i32 = 30;
const TITLE_ROW: i32 = 34;
const GAP: i32 = 40;

/// A figure and what moves it.
struct FigurePanel<'a> {
    told: &'a Told,
    swings: Vec<&'a Swing>,
    /// Inputs that move it less and are not shown.
    more: usize,
}

/// Where a panel stands.
#[derive(Clone, Copy)]
struct BarPlace {
    left: i32,
    right: i32,
    top: i32,
}

/// Chart 10; none where no input moves any figure.
pub fn tornado(f: &Findings, s: &Sensitivity) -> Option<Picture> {
    let mut panels: Vec<FigurePanel<'_>> = Vec::new();
    for (n, told) in s.figures.iter().enumerate() {
        let mut swings: Vec<&Swing> =
            s.of(n).filter(|w| w.size > 0.0 && drawable(w.size)).collect();
        let more = swings.len().saturating_sub(MOST_ROWS);
        swings.truncate(MOST_ROWS);
        if !swings.is_empty() && panels.len() < MOST_PANELS {
            panels.push(FigurePanel { told, swings, more });
        }
    }
    if panels.is_empty() {
        return None;
    }
    let head = ChartHead {
        title: title(s),
        subtitle: subtitle(f, &format!("means of a {}, one input moved at a time", f.one())),
        footnote: sentences(&[
            "Whiskers are the 95 % intervals of the differences from the scenario as it stands, taken replication by replication (C5). Inputs that make no difference to a figure are left out.",
            assumed(&f.base),
        ]),
    };
    Some(Picture::twice(|layout| {
        let entries = [
            LegendEntry::of(0, Sample::Fill(LOW), "at the low end of its range"),
            LegendEntry::of(1, Sample::Fill(HIGH), "at the high end"),
            LegendEntry::note(Sample::Whisker, "95 % interval"),
            LegendEntry::note(Sample::Upright, "as it stands"),
        ];
        let frame = Frame::new(layout, &head, Legend::new(layout, entries));
        draw(s, layout, &head.title, &panels, &frame)
    }))
}

fn draw(
    s: &Sensitivity,
    layout: Layout,
    title: &str,
    panels: &[FigurePanel<'_>],
    frame: &Frame,
) -> Picture {
    let across = if panels.len() > 1 && layout == Layout::Wide { 2 } else { 1 };
    let wide = (layout.room() - (across as i32 - 1) * GAP) / across as i32;
    let tall = |row: &[FigurePanel<'_>]| {
        let titles = row.iter().map(|p| p.title(wide).len()).max().unwrap_or(0) as i32;
        let most = row.iter().map(|p| p.swings.len()).max().unwrap_or(0) as i32;
        (TITLE_ROW * titles, TITLE_ROW * titles + 12 + ROW * most + 50 + GAP)
    };
    let data: i32 = panels.chunks(across).map(|row| tall(row).1).sum();
    let height = frame.above() + data + frame.below();
    Picture::new(title, (layout.width(), height), |sheet| {
        let mut top = frame.above();
        for row in panels.chunks(across) {
            for (i, panel) in row.iter().enumerate() {
                let left = layout.edge() + (wide + GAP) * i as i32;
                let data = top + tall(row).0 + 12;
                panel.draw(sheet, s, (top, BarPlace { left, right: left + wide, top: data }));
            }
            top += tall(row).1;
        }
        frame.draw(sheet, height);
    })
}

impl FigurePanel<'_> {
    fn title(&self, most: i32) -> Vec<String> {
        let base = self.swings[0].base.mean;
        let more = match self.more {
            0 => String::new(),
            n => format!(" ({n} more inputs move it less)"),
        };
        let title =
            format!("{}: {} as it stands{more}", upper(&self.told.name), self.told.said(base));
        balanced(&title, SUBTITLE, most, 4)
    }

    fn draw(&self, sheet: &mut Sheet, s: &Sensitivity, (title, at): (i32, BarPlace)) {
        let base = self.swings[0].base.mean;
        let most = at.right - at.left;
        for (i, line) in self.title(most).iter().enumerate() {
            let place = (at.left, title + TITLE_ROW * i as i32 + TITLE_ROW / 2);
            sheet.write(line, place, (SUBTITLE, DARK), Stand::Left);
        }
        let (top, bottom) = (at.top, at.top + ROW * self.swings.len() as i32);
        let labels = self.labels(s).min(most / 2);
        let numbers = self.numbers() + 24;
        let ends = (at.left + labels + numbers, at.right - numbers);
        let scale = Scale::linear(extent(self.values()), (ends.0, ends.1.max(ends.0 + 60)));
        let unit = one_of(self.told.figure);
        for (value, _) in scale.divided(unit).ticks(4) {
            let x = scale.at(value * unit);
            sheet.line(&[(x, top), (x, bottom)], picture::pen(PALE, 2, 0));
        }
        self.axis(sheet, &scale, bottom);
        for (i, swing) in self.swings.iter().enumerate() {
            let y = top + ROW * i as i32 + ROW / 2;
            let range = &s.inputs[swing.input];
            let ends = format!("{} to {}", plain(&range.low), plain(&range.high));
            let x = at.left;
            sheet.write_within(&range.id, labels - 8, (x, y - 15), (LABEL, DARK), Stand::Left);
            sheet.write_within(&ends, labels - 8, (x, y + 15), (LABEL, GREY), Stand::Left);
            self.bars(sheet, s, swing, &scale, y);
        }
        let x = scale.at(base);
        sheet.line(&[(x, top), (x, bottom)], picture::pen(DARK, 3, 4));
    }

    /// Pixels of the widest input and range.
    fn labels(&self, s: &Sensitivity) -> i32 {
        let range = |w: &&Swing| {
            let range = &s.inputs[w.input];
            let ends = format!("{} to {}", plain(&range.low), plain(&range.high));
            width(&range.id, LABEL).max(width(&ends, LABEL)) + 20
        };
        self.swings.iter().map(range).max().unwrap_or(0)
    }

    /// Means and ends of intervals.
    fn values(&self) -> impl Iterator<Item = f64> {
        self.swings.iter().flat_map(|s| {
            let base = s.base.mean;
            let of = move |e: &End| {
                let ends = whisker(base, e);
                [Some(e.mean.mean), ends.map(|e| e.0), ends.map(|e| e.1)]
            };
            let ends: Vec<f64> = s.ends.iter().flatten().flat_map(of).flatten().collect();
            std::iter::once(base).chain(ends)
        })
    }

    /// Pixels of the widest number.
    fn numbers(&self) -> i32 {
        let means = self.swings.iter().flat_map(|s| s.ends.iter().flatten()).map(|e| e.mean.mean);
        means.map(|x| width(&self.told.said(x), LABEL)).max().unwrap_or(0)
    }

    /// The numbers of the axis, as many as stand side by side.
    fn axis(&self, sheet: &mut Sheet, scale: &Scale, bottom: i32) {
        let (left, right) = (scale.at(f64::MIN), scale.at(f64::MAX));
        sheet.line(&[(left, bottom), (right, bottom)], picture::pen(DARK, 3, 0));
        let mut free = i32::MIN;
        let unit = one_of(self.told.figure);
        for (value, _) in scale.divided(unit).ticks(4) {
            let value = value * unit;
            let (x, text) = (scale.at(value), self.told.said(value));
            let half = width(&text, LABEL) / 2;
            if x - half > free {
                sheet.write(&text, (x, bottom + 26), (LABEL, GREY), Stand::Middle);
                free = x + half + 14;
            }
        }
    }

    /// The longer bar first, so that the shorter is seen on it where both are on one side.
    fn bars(&self, sheet: &mut Sheet, s: &Sensitivity, swing: &Swing, scale: &Scale, y: i32) {
        let base = swing.base.mean;
        let mut ends: Vec<(usize, End)> =
            swing.ends.iter().enumerate().filter_map(|(i, e)| Some((i, (*e)?))).collect();
        let far = |e: &End| libm::fabs(e.mean.mean - base);
        ends.sort_by(|a, b| far(&b.1).total_cmp(&far(&a.1)));
        let side = |e: &End| e.mean.mean >= base;
        let same = ends.len() == 2 && side(&ends[0].1) == side(&ends[1].1);
        let mut reach = (scale.at(base), scale.at(base));
        for (n, (i, end)) in ends.iter().enumerate() {
            let (x, zero) = (scale.at(end.mean.mean), scale.at(base));
            let half = if same && n == 1 { BAR / 4 } else { BAR / 2 };
            let colour = if *i == 0 { LOW } else { HIGH };
            let range = &s.inputs[swing.input];
            let at = plain(if *i == 0 { &range.low } else { &range.high });
            let whose = format!("{}, {} = {at}", self.told.name, range.id);
            sheet.belonging(Some(*i));
            let bar = sheet.of(&whose, self.told.said(end.mean.mean));
            bar.fill((x.min(zero), y - half), (x.max(zero), y + half), colour);
            reach = (reach.0.min(x), reach.1.max(x));
            if let Some((low, high)) = whisker(base, end) {
                let (low, high) = (scale.at(low), scale.at(high));
                reach = (reach.0.min(low), reach.1.max(high));
                sheet.line(&[(low, y), (high, y)], picture::pen(DARK, 3, 0));
                for x in [low, high] {
                    sheet.line(&[(x, y - 8), (x, y + 8)], picture::pen(DARK, 3, 0));
                }
            }
        }
        sheet.belonging(None);
        // Beside all bars and whiskers of the row.
        for (n, (_, end)) in ends.iter().enumerate() {
            // Of two on one side the nearer end's number stands on the other side.
            let right = side(end) != (same && n == 1);
            let text = self.told.said(end.mean.mean);
            let (at, stand) = if right {
                ((reach.1 + 12, y), Stand::Left)
            } else {
                ((reach.0 - 12, y), Stand::Right)
            };
            sheet.write(&text, at, (LABEL, DARK), stand);
        }
    }
}

/// The interval of the difference, about the figure as it stands.
fn whisker(base: f64, end: &End) -> Option<(f64, f64)> {
    let ends = end.more.ci_low.zip(end.more.ci_high)?;
    (ends.0 != ends.1).then_some((base + ends.0, base + ends.1))
}

/// What moves the figure that people ask for first, and by how much.
fn title(s: &Sensitivity) -> String {
    let first = |n: usize| s.of(n).next().filter(|w| w.clear());
    // What Users lose says more than what was refused on the way.
    let never = |n: &usize| s.figures[*n].figure.word().starts_with("never_answered");
    let all = (0..s.figures.len()).filter(never).chain(0..s.figures.len());
    let mut found = all.filter_map(|n| Some((&s.figures[n], first(n)?)));
    match found.next() {
        None => "No input clearly moves any figure".to_owned(),
        Some((told, swing)) => format!(
            "Of {} inputs, {} moves most {}: as it stands, {}",
            s.inputs.len(),
            s.moved(told, swing),
            told.name,
            told.said(swing.base.mean)
        ),
    }
}
