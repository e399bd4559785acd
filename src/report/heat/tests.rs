use super::*;
use crate::report::ink;

fn map(rows: usize, columns: usize, cell: impl Fn(usize, usize) -> Option<f64>) -> HeatMap {
    let row = |r: usize| HeatRow {
        label: format!("User {r}"),
        cells: (0..columns).map(|c| cell(r, c)).collect(),
        count: 12_345,
    };
    let column = |c: usize| HeatColumn { label: format!("{c:02}"), count: 678 };
    HeatMap {
        measure: "share of requests throttled".to_owned(),
        counted: "requests throttled".to_owned(),
        absent: "no requests".to_owned(),
        across: "hour of day".to_owned(),
        columns: (0..columns).map(column).collect(),
        rows: (0..rows).map(row).collect(),
        empty: "nobody was throttled".to_owned(),
        ..HeatMap::default()
    }
}

fn svg(map: &HeatMap) -> String {
    let svg = ink::svg(&map.picture());
    assert_eq!(svg, ink::svg(&map.picture()), "twice the same");
    svg
}

#[test]
fn where_there_is_nothing_a_sentence_says_so() {
    let nothing = [map(0, 0, |_, _| None), map(3, 0, |_, _| None), map(0, 3, |_, _| None)];
    let zeros = [map(6, 3, |_, _| Some(0.0)), map(6, 3, |_, _| Some(f64::NAN))];
    for map in nothing.iter().chain(&zeros) {
        assert!(svg(map).contains(">nobody was throttled<"));
    }
}

#[test]
fn maps_of_one_cell_and_of_many_are_drawn_with_their_counts() {
    let one = svg(&map(1, 1, |_, _| Some(0.373)));
    assert!(one.contains(">37 %<") && one.contains("12\u{202f}345"), "{one}");
    let many = svg(&map(60, 24, |r, c| Some((r * c) as f64 / 1_500.0)));
    assert!(many.contains(">90<") && many.matches("12\u{202f}345").count() == 60);
    // Little is told from nothing.
    let few = svg(&map(1, 3, |_, c| Some([0.004, 0.0, 0.3][c])));
    assert!(few.contains(">&lt;1 %<") && !few.contains(">0 %</text>\n<rect"));
}

#[test]
fn a_row_too_short_and_shares_out_of_bounds_do_no_harm() {
    let mut map = map(4, 3, |r, c| [None, Some(2.0), Some(-1.0), Some(f64::INFINITY)][(r + c) % 4]);
    map.rows[1].cells.clear();
    assert!(svg(&map).contains(">100 %<"));
}

#[test]
fn a_hostile_name_is_cut_and_harmless() {
    let mut map = map(2, 2, |_, _| Some(0.5));
    map.rows[0].label = "<script>\u{202e}\u{0}".repeat(99);
    map.columns[0].label = "\"><b>".repeat(99);
    map.measure = "<i>".repeat(999);
    map.empty = "\u{e000}".to_owned();
    let svg = svg(&map);
    for wrong in ["<script", "<b>", "<i>", "\u{202e}", "\u{0}"] {
        assert!(!svg.contains(wrong), "{wrong:?}");
    }
    assert!(svg.contains("<title>&lt;script&gt;") && svg.contains('…'));
}

#[test]
fn shades_rise_all_the_way_and_the_key_ends_on_a_round_share() {
    let shades: Vec<usize> = (0..=100).map(|i| shade(f64::from(i) / 100.0)).collect();
    assert!(shades.is_sorted() && (shades[0], shades[100], shade(7.0)) == (0, 8, 8));
    assert_eq!([0.0003, 0.03, 0.41, 0.99].map(round_share), [0.001, 0.04, 0.6, 1.0]);
}
