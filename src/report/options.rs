//! Chart 9: what else the money buys. Requests never answered by the cost of each option; those whose cost nobody
//! knows in a strip of their own.

use super::frame::{ChartHead, EDGE, Frame, Legend, Sample, WIDTH};
use super::lettering::{LABEL, NOTE, SUBTITLE, decimal};
use super::picture::{self, DARK, GREY, PALE, Picture, Sheet, Stand, WHITE};
use super::scale::{Scale, drawable, extent};
use super::words::{assumed, sentences, subtitle};
use crate::evidence::findings::Findings;
use crate::evidence::options::{OBJECTIVE, OptionsSeen, Priced};
use crate::evidence::words::{said, value_with_ends};

/// Pixels of the data, left of them, of the strip, and between the two.
const TALL: i32 = 820;
const LEFT: i32 = 250;
const STRIP: i32 = 640;
const GAP: i32 = 60;
/// Radius of a marker, and how far those that would hide each other are moved apart.
const RADIUS: u32 = 21;
const APART: i32 = 52;
/// Pixels of a line of the key.
const KEY_LINE: i32 = 44;

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
    let frame = Frame::new(&head, Legend::new([(Sample::Whisker, "95 % interval".to_owned())]));
    let lines = (s.options.len() as i32 + 1) / 2;
    let top = frame.above() + 60;
    let bottom = top + TALL;
    let key = bottom + 130;
    let height = key + KEY_LINE * lines + 30 + frame.below();
    Picture::new(&head.title, (WIDTH, height), |sheet| {
        let ends = s.options.iter().flat_map(|o| {
            [Some(o.never_answered.mean), o.never_answered.ci_low, o.never_answered.ci_high]
        });
        let range = extent(ends.flatten().filter(|x| drawable(*x)));
        let y = Scale::linear(range.map(|(_, high)| (0.0, high.max(1.0) * 1.05)), (bottom, top));
        let strip = WIDTH - EDGE - STRIP;
        let costs = s.options.iter().filter_map(|o| o.gbp).flat_map(|g| [g.0, g.1]);
        let x = Scale::linear(
            extent(costs.chain([0.0])).map(|(a, b)| (a, b.max(1.0))),
            (LEFT + 60, strip - GAP - 120),
        );
        axes(sheet, &x, &y, (top, bottom));
        marks(sheet, s, &x, &y);
        for (i, option) in s.options.iter().enumerate() {
            let (column, line) = (i as i32 / lines, i as i32 % lines);
            let at = (EDGE + (WIDTH - 2 * EDGE) / 2 * column, key + KEY_LINE * line);
            sheet.fill((at.0, at.1 - 17), (at.0 + 44, at.1 + 17), picture::BLUE);
            sheet.write(&(i + 1).to_string(), (at.0 + 22, at.1), (NOTE, WHITE), Stand::Middle);
            let text = format!(
                "{}: {}, {} never answered",
                option.name,
                option.cost(),
                said(option.never_answered.mean)
            );
            sheet.write_within(
                &text,
                (WIDTH - 2 * EDGE) / 2 - 90,
                (at.0 + 60, at.1),
                (LABEL, DARK),
                Stand::Left,
            );
        }
        frame.draw(sheet, height);
    })
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

fn axes(sheet: &mut Sheet, x: &Scale, y: &Scale, (top, bottom): (i32, i32)) {
    let (right, strip) = (WIDTH - EDGE - STRIP - GAP, WIDTH - EDGE - STRIP);
    let title = (EDGE, top - 34);
    sheet.write(&OBJECTIVE.called(), title, (SUBTITLE, DARK), Stand::Left);
    for (value, _) in y.ticks(8) {
        let at = y.at(value);
        sheet.line(&[(LEFT, at), (right, at)], picture::pen(PALE, 2, 0));
        sheet.line(&[(strip, at), (WIDTH - EDGE, at)], picture::pen(PALE, 2, 0));
        sheet.write(&said(value), (LEFT - 16, at), (LABEL, DARK), Stand::Right);
    }
    for (from, to) in [(LEFT, right), (strip, WIDTH - EDGE)] {
        sheet.line(&[(from, top), (from, bottom), (to, bottom)], picture::pen(DARK, 3, 0));
    }
    for (value, _) in x.divided(1e6).ticks(6) {
        let at = x.at(value * 1e6);
        sheet.line(&[(at, bottom), (at, bottom + 10)], picture::pen(DARK, 2, 0));
        sheet.write(&decimal(value, 1), (at, bottom + 34), (LABEL, DARK), Stand::Middle);
    }
    let middle = (i32::midpoint(LEFT, right), bottom + 76);
    sheet.write("cost, £ million", middle, (LABEL, DARK), Stand::Middle);
    let middle = (i32::midpoint(strip, WIDTH - EDGE), bottom + 34);
    sheet.write("no cost given", middle, (LABEL, GREY), Stand::Middle);
}

/// Where the marker of each option stands: at its cost, in the nearest free place right of it, or in the strip.
fn places(s: &OptionsSeen, x: &Scale, y: &Scale) -> Vec<(i32, i32)> {
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
            WIDTH - EDGE - STRIP + STRIP * (2 * in_strip - 1) / (2 * unpriced)
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
fn marks(sheet: &mut Sheet, s: &OptionsSeen, x: &Scale, y: &Scale) {
    let places = places(s, x, y);
    for (option, (at, level)) in s.options.iter().zip(&places).map(|(o, p)| (o, *p)) {
        if let Some(cost) = cost(option, x).filter(|cost| *cost != at) {
            sheet.line(&[(cost, level), (at, level)], picture::pen(GREY, 3, 0));
            sheet.line(&[(cost, level - 8), (cost, level + 8)], picture::pen(GREY, 3, 0));
        }
        if let Some((low, high)) = option.gbp.filter(|(low, high)| low < high) {
            sheet.line(&[(x.at(low), level), (x.at(high), level)], picture::pen(GREY, 4, 0));
        }
        let ends = option.never_answered.ci_low.zip(option.never_answered.ci_high);
        if let Some((low, high)) = ends.filter(|(low, high)| low < high) {
            sheet.whisker(at, (y.at(low.max(0.0)), y.at(high)), picture::pen(picture::BLUE, 4, 0));
        }
    }
    for (i, centre) in places.into_iter().enumerate() {
        let option = &s.options[i];
        let never = value_with_ends(OBJECTIVE, &option.never_answered);
        let said = format!("{}, {never} never answered", option.cost());
        sheet.of(&option.name, said).disc(centre, RADIUS, picture::BLUE);
        sheet.ring(centre, RADIUS, picture::pen(WHITE, 2, 0));
        sheet.write(&(i + 1).to_string(), centre, (NOTE, WHITE), Stand::Middle);
    }
}
