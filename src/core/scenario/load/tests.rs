//! Which ranges stay with what extends a scenario.

use super::*;

#[test]
fn a_range_of_the_base_that_does_not_fit_is_left_out_and_one_s_own_is_a_fault() {
    let of = |more: &str| format!(r#"{{ "name": "x", "extends": "ordinary-day", {more} }}"#);
    let ranges = |text: &str| {
        let read = load_text("x", text, &[]);
        read.map(|s| s.ranges.into_iter().map(|r| r.id).collect::<Vec<String>>())
    };
    let cell = "length of a cell".to_owned();
    assert!(ranges(&of(r#""why": "as it is""#)).expect("fine").contains(&cell));
    // In cells of 30 s there is no window of 20 s.
    let short = r#""mechanism": { "window": "20 s" }"#;
    assert!(!ranges(&of(short)).expect("fine").contains(&cell));
    let own = r#""ranges": [{ "id": "length of a cell", "high": "30 s" }]"#;
    assert!(ranges(&of(&format!("{short}, {own}"))).is_err());
}
