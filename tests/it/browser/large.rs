//! The page of a thousand variants: how large it is, and that every control still leads to the variant it names.

use super::{TILES, WIDE, headlines};
use crate::browser::driver::browser;
use crate::commands::folder;
use crate::studies::fine;

/// A page that goes into a mail.
const MOST_BYTES: u64 = 5_000_000;

#[test]
fn a_page_of_a_thousand_variants_goes_into_a_mail_and_its_controls_find_each_of_them() {
    let folder = folder();
    let holds: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
    let more = [
        "--vary",
        "/mechanism/operating_threshold=0.51..=1.0:0.01",
        "--vary",
        &format!("/mechanism/hold=[{}]", holds.join(",")),
        "--replications",
        "1",
        "--out",
        "s",
        "--quiet",
    ];
    fine(folder.path(), "sweep", &more);
    let study = folder.path().join("s");
    let page = study.join("report.html");
    let bytes = std::fs::metadata(&page).expect("the page").len();
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
    let Some(mut browser) = browser() else { return };
    browser.open(&page, WIDE);
    for (threshold, hold) in [(0, 0), (49, 19), (17, 3)] {
        browser.eval(&format!(
            "[[0, {threshold}], [1, {hold}]].forEach(([way, value]) => {{ const c = document.querySelector(`#controls [data-way=\"${{way}}\"]`); c.value = value; c.dispatchEvent(new Event('input')); }})"
        ));
        let tiles = browser.eval(TILES);
        assert!(
            headlines(&study, threshold * 20 + hold + 1, &tiles),
            "{threshold}, {hold}: {tiles}"
        );
        let marked = browser.eval("document.querySelectorAll('#following circle[r=\"6\"]').length");
        assert_eq!(marked, 1, "the reader's place on the chart");
    }
    assert_eq!(browser.errors, [] as [&str; 0]);
}
