//! Paper: a pack of two to four pages, numbered and headed, and the rest on request.

use super::WIDE;
use crate::browser::driver::{Browser, browser};
use crate::commands::{folder, headroom};
use serde_json::json;

/// Pages of the document that the page prints as.
pub fn printed(browser: &mut Browser) -> u64 {
    let pdf = browser.call("Page.printToPDF", json!({ "preferCSSPageSize": true }));
    let data = pdf["data"].as_str().expect("a document");
    let pages =
        browser.eval(&format!("(atob({data:?}).match(/\\/Type \\/Page\\b(?!s)/g) ?? []).length"));
    pages.as_u64().expect("a number")
}

#[test]
fn denial_of_service_prints_as_a_pack_of_two_to_four_pages_and_whole_on_request() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let more = ["run", "denial-of-service", "--replications", "2", "--out", "d", "--quiet"];
    let ran = headroom(folder.path(), &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    browser.open(&folder.path().join("d/report.html"), WIDE);
    let pack = printed(&mut browser);
    assert!((2..=4).contains(&pack), "{pack} pages");
    browser.eval("document.documentElement.classList.add('appendix')");
    let all = printed(&mut browser);
    assert!(all > pack + 4, "{all} pages with the appendix, {pack} without");
    // What every page says: question and digest at its head, its number at its foot; and nothing is smaller than 7 pt.
    let rules = browser.eval("document.querySelector('style').textContent");
    let rules = rules.as_str().expect("rules");
    for part in [
        "@top-left { content: \"If British Gas floods",
        "@top-right",
        "counter(page)",
        "counter(pages)",
    ] {
        assert!(rules.contains(part), "{part}");
    }
    browser.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let small = browser.eval("[...document.querySelectorAll('body *:not(svg, svg *, script)')].filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).filter(e => parseFloat(getComputedStyle(e).fontSize) < 7 * 96 / 72).map(e => e.outerHTML.slice(0, 80))");
    assert_eq!(small, json!([]));
    assert_eq!(browser.errors, [] as [&str; 0]);
}
