//! Chart 9: what else the money buys. Requests never answered by the cost of each option; those whose cost nobody
//! knows in a strip of their own.

use super::frame::{ChartHead, Frame, Layout, Legend, LegendEntry, Sample};
use super::lettering::{LABEL, SUBTITLE, balanced, decimal, width};
use super::picture::{self, BLUE, DARK, GREY, PALE, Picture, Sheet, Stand, WHITE};
use super::scale::{Scale, drawable, extent};
use super::words::{assumed, sentences, subtitle};
use crate::evidence::findings::Findings;
use crate::evidence::options::{OBJECTIVE, OptionsSeen, Priced};
use crate::evidence::words::{said, value_with_ends};

/// Pixels of the data, and between them and the strip.
const TALL: i32 = 560;
const GAP: i32 = 36;
/// Radius of a marker, and how far those that would hide each other are moved apart.
const RADIUS: u32 = 17;
const APART: i32 = 42;
/// Pixels of a line of the key.
const KEY_LINE: i32 = 34;

/// Where it stands: left and right of the data, and the strip.
#[derive(Clone, Copy)]
struct Stage {
    left: i32,
    right: i32,
    strip: i32,
    end: i32,
    top: i32,
    bottom: i32,
}

/// Chart 9.
pub fn options(f: &Findings, s: &OptionsSeen) -> Picture {
    let head = ChartHead {
        title: s.sentences().swap_remove(0).trim_end_matches('.').to_owned(),
        subtitle: subtitle(f, &format!("means of a {}", s.each)),
        footnote: sentences(&[
            &quarantined(s),
            "Where options of one cost would hide each other a line leads to the cost.",
            if s.each == "year" {
                ""
            } else {
                "This is no year: costs are compared, and not paid back."
            },
            assumed(&f.base),
        ]),
    };
    Picture::twice(|layout| drawn(s, layout, &head))
}

fn drawn(s: &OptionsSeen, layout: Layout, head: &ChartHead) -> Picture {
    let interval = [LegendEntry::note(Sample::Whisker, "95 % interval")];
    let frame = Frame::new(layout, head, Legend::new(layout, interval));
    let ends = s.options.iter().flat_map(|o| {
        [Some(o.never_answered.mean), o.never_answered.ci_low, o.never_answered.ci_high]
    });
    let range = extent(ends.flatten().filter(|x| drawable(*x)));
    let range = range.map(|(_, high)| (0.0, high.max(1.0) * 1.05));
    let title = balanced(&OBJECTIVE.called(), SUBTITLE, layout.room(), 3);
    let top = frame.above() + KEY_LINE * title.len() as i32 + 14;
    let bottom = top + TALL;
    let y = Scale::linear(range, (bottom, top));
    let numbers = y.ticks(8).into_iter().map(|(value, _)| width(&said(value), LABEL));
    let left = layout.edge() + numbers.max().unwrap_or(0) + 14;
    let strip = layout.right() - layout.pick(400, 210);
    let stage = Stage { left, right: strip - GAP, strip, end: layout.right(), top, bottom };
    let key = key(s, layout);
    let lines: i32 = key.iter().map(|lines| lines.len() as i32).sum();
    let height = bottom + 100 + KEY_LINE * lines + 10 * key.len() as i32 + frame.below();
    Picture::new(&head.title, (layout.width(), height), |sheet| {
        for (i, line) in title.iter().enumerate() {
            let at = (layout.edge(), frame.above() + KEY_LINE * i as i32 + KEY_LINE / 2);
            sheet.write(line, at, (SUBTITLE, DARK), Stand::Left);
        }
        let costs = s.options.iter().filter_map(|o| o.gbp).flat_map(|g| [g.0, g.1]);
        let x = Scale::linear(
            extent(costs.chain([0.0])).map(|(a, b)| (a, b.max(1.0))),
            (stage.left + 30, stage.right - 70),
        );
        axes(sheet, &x, &y, stage);
        marks(sheet, s, &x, &y, stage);
        let mut at = bottom + 100;
        for (i, lines) in key.iter().enumerate() {
            sheet.belonging(Some(i));
            let edge = layout.edge();
            sheet.fill((edge, at), (edge + 38, at + 28), BLUE);
            let number = (i + 1).to_string();
            sheet.write(&number, (edge + 19, at + 14), (LABEL, WHITE), Stand::Middle);
            for line in lines {
                sheet.write(line, (edge + 52, at + 14), (LABEL, DARK), Stand::Left);
                at += KEY_LINE;
            }
            at += 10;
        }
        sheet.belonging(None);
        frame.draw(sheet, height);
    })
}

/// What each option is, in lines.
fn key(s: &OptionsSeen, layout: Layout) -> Vec<Vec<String>> {
    let of = |option: &Priced| {
        let never = said(option.never_answered.mean);
        let text = format!("{}: {}, {never} never answered", option.name, option.cost());
        balanced(&text, LABEL, layout.room() - 52, 3)
    };
    s.options.iter().map(of).collect()
}

/// What anomaly detection holds besides, by the numbers of the options; nothing where it holds nothing.
fn quarantined(s: &OptionsSeen) -> String {
    let held = s.options.iter().enumerate().filter(|(_, o)| o.quarantined > 0.0);
    let said: Vec<String> =
        held.map(|(i, o)| format!("{} with {}", said(o.quarantined), i + 1)).collect();
    if said.is_empty() {
        return String::new();
    }
    format!("Attempts held by anomaly detection: {}.", said.join(", "))
}

fn axes(sheet: &mut Sheet, x: &Scale, y: &Scale, at: Stage) {
    for (value, _) in y.ticks(8) {
        let level = y.at(value);
        sheet.line(&[(at.left, level), (at.right, level)], picture::pen(PALE, 2, 0));
        sheet.line(&[(at.strip, level), (at.end, level)], picture::pen(PALE, 2, 0));
        sheet.write(&said(value), (at.left - 12, level), (LABEL, DARK), Stand::Right);
    }
    for (from, to) in [(at.left, at.right), (at.strip, at.end)] {
        let corner = [(from, at.top), (from, at.bottom), (to, at.bottom)];
        sheet.line(&corner, picture::pen(DARK, 3, 0));
    }
    let most = ((at.right - at.left) / 120).max(2) as usize;
    for (value, _) in x.divided(1e6).ticks(most) {
        let here = x.at(value * 1e6);
        sheet.line(&[(here, at.bottom), (here, at.bottom + 8)], picture::pen(DARK, 2, 0));
        sheet.write(&decimal(value, 1), (here, at.bottom + 26), (LABEL, DARK), Stand::Middle);
    }
    let middle = (i32::midpoint(at.left, at.right), at.bottom + 60);
    sheet.write("cost, £ million", middle, (LABEL, DARK), Stand::Middle);
    let middle = (i32::midpoint(at.strip, at.end), at.bottom + 26);
    sheet.write("no cost given", middle, (LABEL, GREY), Stand::Middle);
}

/// Where the marker of each option stands: at its cost, in the nearest free place right of it, or in the strip.
fn places(s: &OptionsSeen, x: &Scale, y: &Scale, stage: Stage) -> Vec<(i32, i32)> {
    let unpriced = s.options.iter().filter(|o| o.gbp.is_none()).count().max(1) as i32;
    let (mut in_strip, mut taken): (i32, Vec<(i32, i32)>) = (0, Vec::new());
    for option in &s.options {
        let level = y.at(option.never_answered.mean);
        let at = if let Some(mut beside) = cost(option, x) {
            let hides = |beside: i32, t: &(i32, i32)| {
                (t.0 - beside).abs() < APART && (t.1 - level).abs() < APART
            };
            while taken.iter().any(|t| hides(beside, t)) {
                beside += APART / 4;
            }
            beside
        } else {
            in_strip += 1;
            stage.strip + (stage.end - stage.strip) * (2 * in_strip - 1) / (2 * unpriced)
        };
        taken.push((at, level));
    }
    taken
}

/// The middle of what an option costs.
fn cost(option: &Priced, x: &Scale) -> Option<i32> {
    option.gbp.map(|(low, high)| x.at(f64::midpoint(low, high)))
}

/// Every option with its number; lines first, so that none goes through a number.
fn marks(sheet: &mut Sheet, s: &OptionsSeen, x: &Scale, y: &Scale, stage: Stage) {
    let places = places(s, x, y, stage);
    for (i, (option, (at, level))) in s.options.iter().zip(places.clone()).enumerate() {
        sheet.belonging(Some(i));
        if let Some(cost) = cost(option, x).filter(|cost| *cost != at) {
            sheet.line(&[(cost, level), (at, level)], picture::pen(GREY, 3, 0));
            sheet.line(&[(cost, level - 8), (cost, level + 8)], picture::pen(GREY, 3, 0));
        }
        if let Some((low, high)) = option.gbp.filter(|(low, high)| low < high) {
            sheet.line(&[(x.at(low), level), (x.at(high), level)], picture::pen(GREY, 4, 0));
        }
        let ends = option.never_answered.ci_low.zip(option.never_answered.ci_high);
        if let Some((low, high)) = ends.filter(|(low, high)| low < high) {
            sheet.whisker(at, (y.at(low.max(0.0)), y.at(high)), picture::pen(BLUE, 4, 0));
        }
    }
    for (i, centre) in places.into_iter().enumerate() {
        sheet.belonging(Some(i));
        let option = &s.options[i];
        let never = value_with_ends(OBJECTIVE, &option.never_answered);
        let said = format!("{}, {never} never answered", option.cost());
        sheet.of(&option.name, said).disc(centre, RADIUS, BLUE);
        sheet.ring(centre, RADIUS, picture::pen(WHITE, 2, 0));
        sheet.write(&(i + 1).to_string(), centre, (LABEL, WHITE), Stand::Middle);
    }
    sheet.belonging(None);
}
