use super::bands::places;
use super::*;
use crate::report::ink;

fn estimate(value: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(value - 1.0), high: Some(value + 1.0) }
}

fn forest(values: &[f64]) -> Forest {
    let item = |(i, v): (usize, &f64)| ForestRow::Item {
        label: format!("row {i}"),
        cells: vec![estimate(*v), Estimate::default()],
    };
    let measure = |title: &str| ForestMeasure {
        title: title.to_owned(),
        unit: "a year".to_owned(),
        line: Some(0.0),
        signed: false,
    };
    Forest {
        line: "no change".to_owned(),
        measures: vec![measure("activations"), measure("cost to the others")],
        rows: values.iter().enumerate().map(item).collect(),
        ..Forest::default()
    }
}

fn svg(forest: &Forest) -> String {
    let svg = ink::svg(&forest.picture());
    assert_eq!(svg, ink::svg(&forest.picture()), "twice the same");
    svg
}

#[test]
fn forests_of_no_row_one_and_many_are_drawn() {
    assert!(svg(&forest(&[])).contains("nothing to show"));
    assert!(svg(&Forest::default()).contains("nothing to show"));
    let one = svg(&forest(&[-2.5]));
    assert!(one.contains(">−2.50<") && one.contains(">–<"), "{one}");
    let many = svg(&forest(&[7.0; 1_000]));
    assert_eq!(many.matches("<circle").count(), 2_000);
}

#[test]
fn a_value_that_is_no_number_is_shown_as_none() {
    for bad in [f64::NAN, f64::INFINITY, 1e308] {
        let svg = svg(&forest(&[bad]));
        assert!(!svg.contains("<circle") && svg.matches(">–<").count() == 2);
    }
    let mut odd = forest(&[3.0]);
    odd.measures[0].line = Some(f64::NAN);
    odd.rows.push(ForestRow::Item { label: "no cells".to_owned(), cells: vec![] });
    assert_eq!(svg(&odd).matches("<circle").count(), 2);
}

#[test]
fn numbers_of_a_column_have_the_same_decimals_and_no_value_becomes_nothing() {
    assert_eq!(places(&[1.0, 12.0]), 0);
    assert_eq!([12.3, 1.5, 0.31, 0.000_6, 1e-9].map(|v| places(&[v, f64::NAN])), [1, 2, 3, 6, 7]);
    assert_eq!(said(5.2e-9, 7, false), "5.2 × 10⁻⁹");
    // Nor another by more than a tenth: rows of a column still add up.
    let said_of = [15.9, 0.64, 0.15, 0.1, 0.05].map(|v| said(v, 1, false));
    assert_eq!(said_of, ["15.9", "0.6", "0.15", "0.1", "0.050"]);
    assert_eq!([0.0, 0.04, -0.04, 3.0].map(|v| said(v, 0, false)), ["0", "0.040", "−0.040", "3"]);
    assert_eq!([0.0, -2.0, 1_500.0].map(|v| said(v, 0, true)), ["0", "−2", "+1\u{202f}500"]);
}

#[test]
fn a_hostile_name_is_cut_and_harmless() {
    let mut forest = forest(&[1.0]);
    forest.rows.push(ForestRow::Group("<script>\u{202e}".repeat(300)));
    let label = "\"><b>\u{0}".repeat(99);
    forest.rows.push(ForestRow::Item { label, cells: vec![estimate(1.0); 9] });
    forest.measures[0].title = "<i>".repeat(999);
    forest.measures[1].unit = "<u>".repeat(999);
    let svg = svg(&forest);
    for wrong in ["<script", "<b>", "<i>", "<u>", "\u{202e}", "\u{0}"] {
        assert!(!svg.contains(wrong), "{wrong:?}");
    }
}

#[test]
fn a_value_has_the_digits_that_its_interval_bears() {
    let cell = Estimate { value: Some(227_979_291.0), low: Some(1.98e8), high: Some(2.58e8) };
    let item = ForestRow::Item { label: "a cause".to_owned(), cells: vec![cell] };
    let svg = svg(&Forest { rows: vec![item], ..forest(&[]) });
    assert!(svg.contains(">228\u{202f}000\u{202f}000<"), "{svg}");
}

#[test]
fn no_number_of_an_axis_is_cut_at_the_edge_of_a_sheet() {
    let picture = forest(&[-600_000.0, 500_000.0]).picture();
    let narrow = picture.narrow.as_ref().expect("a narrow one");
    for svg in [ink::svg(narrow), ink::svg(&picture)] {
        let middles = svg.split("<text x=\"").skip(1).filter(|t| t.contains("\"middle\""));
        for text in middles {
            let x: i32 = text.split('"').next().unwrap().parse().expect("a number");
            let said = text.split(['>', '<']).nth(1).unwrap();
            assert!(x >= width(said, LABEL) / 2, "{said} at {x}");
        }
    }
}
