use super::*;
use crate::report::ink;

fn point(x: f64, y: f64) -> PlotPoint {
    PlotPoint { x, y: Some(y), low: Some(y * 0.8), high: Some(y * 1.2) }
}

fn chart(points: Vec<PlotPoint>, log: bool) -> String {
    let series = vec![Series { name: "today's system".to_owned(), points, ..Series::default() }];
    let lines = Lines {
        head: ChartHead { title: "Title".to_owned(), ..ChartHead::default() },
        across: Across::Linear {
            title: "threshold, requests/s".to_owned(),
            top: Some(("times the busiest ordinary window".to_owned(), 250.0)),
        },
        marks: Vec::new(),
        panels: vec![Panel {
            title: "activations a year".to_owned(),
            log,
            period: log.then(|| "return period, years".to_owned()),
            series,
            ..Panel::default()
        }],
    };
    let svg = ink::svg(&lines.picture());
    assert_eq!(svg, ink::svg(&lines.picture()), "twice the same");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    svg
}

#[test]
fn none_one_and_many_points_are_drawn() {
    assert!(chart(vec![], false).contains("nothing to show"));
    let one = chart(vec![point(300.0, 2.0)], false);
    assert!(!one.contains("nothing to show") && one.contains("fill=\"#0072B2\""));
    let many = chart((0..100_000).map(|i| point(f64::from(i), f64::from(i % 7))).collect(), false);
    assert!(many.len() < 150_000, "{} bytes", many.len());
}

#[test]
fn a_value_that_is_no_number_leaves_a_gap() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308];
    for log in [false, true] {
        let mut points: Vec<PlotPoint> = bad.iter().map(|y| point(5.0, *y)).collect();
        points.extend(bad.iter().map(|x| point(*x, 5.0)));
        assert!(chart(points.clone(), log).contains("nothing to show"));
        points.extend([1.0, 2.0, 8.0, 9.0].map(|x| point(x, x)));
        let blue = "stroke=\"#0072B2\" stroke-width=\"4\"";
        // One in the legend, and two for the two sides of the gap.
        assert_eq!(chart(points, log).matches(blue).count(), 3);
    }
}

#[test]
fn a_zero_on_a_log_axis_is_open_on_the_floor_with_its_upper_bound() {
    let none = PlotPoint { x: 500.0, y: Some(0.0), low: Some(0.0), high: Some(0.15) };
    let svg = chart(vec![point(300.0, 5.0), point(400.0, 0.4), none], true);
    assert!(svg.contains("none seen: up to its 95 % bound"));
    // The floor is called by its name, and has no return period.
    assert!(svg.contains(">0</text>"), "{svg}");
    let below = chart(vec![point(300.0, -5.0)], true);
    assert!(below.contains("nothing to show"));
}

#[test]
fn a_hostile_label_stays_a_label() {
    let mut lines = Lines {
        head: ChartHead {
            title: "</text><script>alert(1)</script>\u{202e}".to_owned(),
            subtitle: "\u{e000}\u{0}".to_owned(),
            footnote: "\" onload=\"x".repeat(500),
        },
        across: Across::Texts { title: "<&>".to_owned(), labels: vec!["<b>".repeat(90); 3] },
        marks: Vec::new(),
        panels: vec![Panel::default(); 5],
    };
    for panel in &mut lines.panels {
        panel.title = "<i>".repeat(900);
        panel.references = vec![(f64::NAN, "\u{1b}[31m".to_owned())];
        panel.series = vec![Series {
            name: "'\"<>&".repeat(300),
            points: vec![point(0.0, 1.0)],
            ..Series::default()
        }];
    }
    let svg = ink::svg(&lines.picture());
    for wrong in ["<script", "<b>", "<i>", "\u{202e}", "\u{1b}", "\u{0}", "\u{e000}", "\" onload"] {
        assert!(!svg.contains(wrong), "{wrong:?}");
    }
}

#[test]
fn a_factor_or_range_that_is_none_is_left_out() {
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        let lines = Lines {
            head: ChartHead::default(),
            across: Across::Linear { title: String::new(), top: Some(("top".to_owned(), factor)) },
            marks: Vec::new(),
            panels: vec![Panel { range: Some((1.0, f64::NAN)), ..Panel::default() }],
        };
        assert!(!ink::svg(&lines.picture()).contains("top"), "{factor}");
    }
}
