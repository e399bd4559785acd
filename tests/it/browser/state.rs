//! What a reader makes of a page is in its address and comes back from it, and one control moves every section.

use super::{WIDE, sweep};
use crate::browser::driver::{Browser, browser};
use crate::commands::folder;
use crate::page::sheet;
use serde_json::{Value, json};

/// What is seen of the page, as far as it can be changed.
const SEEN: &str = "(() => ({
    ways: [...document.querySelectorAll('#controls [data-way]')].map(c => c.value),
    tiles: document.querySelector('#tiles').textContent,
    said: document.querySelector('#sentences .answer').textContent,
    chosen: [...document.querySelectorAll('.chosen select')].map(s => s.value),
    chart: document.querySelector('#following svg').getAttribute('aria-label'),
    sorted: [...document.querySelectorAll('th[aria-sort]')].map(th => [th.textContent, th.getAttribute('aria-sort')]),
    filters: [...document.querySelectorAll('.filter input')].map(i => i.value).filter(Boolean),
    counts: [...document.querySelectorAll('.filter span')].map(s => s.textContent),
    theme: document.documentElement.dataset.theme ?? '',
    open: [...document.querySelectorAll('details[open]')].map(d => d.id),
}))()";

/// Chooses `value` on a way of the study.
pub fn choose(browser: &mut Browser, way: usize, value: usize) {
    browser.eval(&format!(
        "(() => {{ const c = document.querySelector('#controls [data-way=\"{way}\"]'); c.value = {value}; c.dispatchEvent(new Event('input')); }})()"
    ));
}

/// Until the address is written and folds have told that they opened.
fn settle(browser: &mut Browser) {
    browser.eval("new Promise(r => setTimeout(r, 300))");
}

#[test]
fn the_address_brings_back_what_a_reader_made_of_the_page_and_back_goes_a_step_back() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    let page = study.join("report.html");
    browser.open(&page, WIDE);
    let fresh = browser.eval(SEEN);
    // It begins at the scenario as it stands: today's mechanism at its own threshold.
    let variants = sheet(&study, "variants");
    let standing = browser.eval("headroom.variant").as_u64().expect("a variant") as usize;
    assert_eq!(variants.text(standing, "operating_threshold_per_s"), "", "a number");
    let threshold = variants.number(standing, "operating_threshold_per_s");
    assert_eq!(threshold, Some(8.0), "of a capacity of 10 a second");
    assert_eq!(browser.eval("location.hash"), "", "nothing differs from how it begins");
    choose(&mut browser, 1, 2);
    settle(&mut browser);
    let third = browser.eval(SEEN);
    choose(&mut browser, 0, 1);
    browser.eval("(() => { const s = document.querySelector('#choose-Chart-of'); s.value = 2; s.dispatchEvent(new Event('input')); })()");
    browser.click("#theme");
    browser.eval("document.querySelector('#table-variants').open = true");
    settle(&mut browser);
    browser.click("#table-variants th:nth-child(2) button");
    browser.eval("document.querySelector('#table-variants .filter input').focus()");
    browser.text("until_total");
    settle(&mut browser);
    let made = browser.eval(SEEN);
    let hash = browser.eval("location.hash");
    let text = hash.as_str().expect("an address");
    for part in [
        "setting=2",
        "operating-threshold=0.5",
        "figure=",
        "theme=dark",
        "open=table-variants",
        "filter.variants=until_total",
        "sort.variants=",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    browser.reload();
    settle(&mut browser);
    assert_eq!(browser.eval(SEEN), made);
    assert_eq!(browser.eval("location.hash"), hash);
    // A link to a section jumps there and keeps the rest.
    browser.click("nav a[href='#cautions']");
    settle(&mut browser);
    let top = browser.eval("document.querySelector('#cautions').getBoundingClientRect().top");
    let bar = browser.eval("document.querySelector('#controls').offsetHeight");
    assert!(top.as_f64() >= bar.as_f64() && top.as_f64() < Some(500.0), "{top} below {bar}");
    let kept = browser.eval("location.hash");
    assert!(
        kept.as_str().is_some_and(|h| h.starts_with("#cautions&") && h.contains("theme=dark")),
        "{kept}"
    );
    assert_eq!(browser.eval(SEEN), made);
    // Back, past the anchor and the setting, to the third threshold.
    for _ in 0..2 {
        browser.eval("history.back()");
        settle(&mut browser);
    }
    assert_eq!(browser.eval(SEEN)["ways"], third["ways"]);
    assert_eq!(browser.eval(SEEN)["tiles"], third["tiles"]);
    browser.eval("location.hash = ''");
    settle(&mut browser);
    let again = browser.eval(SEEN);
    assert_eq!((&again["ways"], &again["tiles"]), (&fresh["ways"], &fresh["tiles"]));
    // An address of another study changes nothing and breaks nothing.
    browser.eval("location.hash = '#setting=99&operating-threshold=x&figure=none&sort.variants=~&open=nothing&%E0%A4%A=1'");
    settle(&mut browser);
    assert_eq!(browser.eval(SEEN)["ways"], fresh["ways"]);
    assert_eq!(browser.errors, [] as [&str; 0]);
}

/// Texts of a section's table, row by row.
fn rows(browser: &mut Browser, of: &str) -> Vec<Vec<String>> {
    let found = browser.eval(&format!(
        "[...document.querySelectorAll('[data-follows=\"{of}\"] tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    ));
    serde_json::from_value(found).expect("texts")
}

#[test]
fn one_control_that_stays_in_sight_moves_every_section_to_the_variant_of_the_tables() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    browser.open(&study.join("report.html"), WIDE);
    browser.eval("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    settle(&mut browser);
    for (setting, threshold, reading) in [(0, 0, 0), (0, 6, 1), (1, 3, 0), (0, 1, 0)] {
        for (way, value) in [setting, threshold, reading].into_iter().enumerate() {
            choose(&mut browser, way, value);
        }
        let variant = setting * 14 + threshold * 2 + reading + 1;
        let texts = |table: &str, head: &str| -> Vec<String> {
            let table = sheet(&study, table);
            table.of_variant(variant).map(|row| table.text(row, head).to_owned()).collect()
        };
        let first = |rows: Vec<Vec<String>>, column: usize| -> Vec<String> {
            rows.into_iter().map(|row| row[column].clone()).collect()
        };
        assert_eq!(
            first(rows(&mut browser, "who"), 0),
            texts("throttled_users", "name"),
            "{variant}"
        );
        assert_eq!(first(rows(&mut browser, "what"), 0), texts("throttled_srvs", "srv"));
        assert_eq!(first(rows(&mut browser, "assertions"), 2), texts("assertions", "found"));
        let monthly = sheet(&study, "monthly");
        let month = monthly.of_variant(variant).next().expect("a month");
        let attempts = browser.eval(
            "document.querySelector('[data-follows=\"monthly\"] td:nth-child(11)').textContent",
        );
        let throttled = monthly.number(month, "throttled").expect("a number").round();
        let digits: String =
            attempts.as_str().unwrap().chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits.parse::<f64>(), Ok(throttled), "{attempts}");
        // Whatever names its variant is shown where it is chosen, and nothing else.
        let shown = browser.eval("[...document.querySelectorAll('[data-variant]:not([hidden])')].map(n => n.dataset.variant)");
        let own = json!(variant.to_string());
        assert!(
            shown.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|v| *v == own)),
            "{shown}"
        );
        let seen = browser.eval("[...document.querySelectorAll('#table-users tbody tr:not([hidden])')].map(r => r.cells[0].textContent)");
        assert!(
            seen.as_array().is_some_and(|all| all.len() == 3 && all.iter().all(|v| *v == own)),
            "{seen}"
        );
        let marked =
            browser.eval("document.querySelector('#table-variants tr.here').cells[0].textContent");
        assert_eq!(marked, own);
    }
    // All rows again, and the count of both.
    let count = "document.querySelector('#table-users .filter span').textContent";
    assert_eq!(browser.eval(count), "3 of 84 rows");
    browser.click("#table-users .filter button");
    assert_eq!(browser.eval(count), "84 of 84 rows");
    // Wherever the reader is, the control is in sight.
    browser.eval("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })");
    let at: Value = browser.eval("(() => { const r = document.querySelector('#controls').getBoundingClientRect(); return [r.top, r.bottom]; })()");
    assert!(at[0].as_f64() >= Some(0.0) && at[1].as_f64() < Some(200.0), "{at}");
    assert_eq!(browser.errors, [] as [&str; 0]);
}
