//! Report pages in a real browser: nothing is wrong on the console and nothing is asked for, every control answers the
//! mouse and the keyboard, nothing overflows, print shows what is folded, and hostile names stay text.

mod driver;
mod large;
mod paper;
mod state;
mod tables;

use crate::commands::{folder, headroom};
use crate::page::{hostile, sheet};
use crate::studies::fine;
use driver::browser;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const NARROW: (u32, u32) = (380, 800);
const WIDE: (u32, u32) = (1_600, 1_000);

/// A sweep in two settings along two ways, in `folder`.
fn sweep(folder: &Path) -> PathBuf {
    let more = [
        "--vary",
        "/mechanism/operating_threshold=0.3..=0.9:0.1",
        "--vary",
        "/mechanism/throttle_to=[\"allocation\",\"until_total\"]",
        "--with",
        "/mechanism/enabled=false",
        "--replications",
        "2",
        "--out",
        "sweep",
        "--quiet",
    ];
    fine(folder, "sweep", &more);
    folder.join("sweep")
}

/// Pages of every kind.
fn pages(folder: &Path) -> Vec<PathBuf> {
    fine(folder, "run", &["--replications", "2", "--out", "run", "--quiet"]);
    let with = [
        "--with",
        "/mechanism/enabled=false",
        "--replications",
        "2",
        "--out",
        "compare",
        "--quiet",
    ];
    fine(folder, "compare", &with);
    for of in ["run", "compare"] {
        let made = headroom(folder, &["report", of, "--user", "supplier-b", "--quiet"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
    let mut all = vec![sweep(folder).join("report.html")];
    for of in ["run", "compare"] {
        all.extend(
            ["report.html", "report-supplier-b.html"].map(|file| folder.join(of).join(file)),
        );
    }
    all
}

#[test]
fn pages_of_every_kind_have_no_error_ask_for_nothing_and_do_not_overflow() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    for page in pages(folder.path()) {
        for size in [NARROW, WIDE] {
            browser.open(&page, size);
            // Everything unfolded: what is folded could overflow unseen.
            browser.eval("document.querySelectorAll('details').forEach(d => { d.open = true; })");
            // Nothing stands outside the window but in what scrolls by itself, or is for screen readers.
            let out = browser.eval("[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .chart, pre, .skip, svg')).filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1); }).map(e => e.outerHTML.slice(0, 90))");
            assert_eq!(out, json!([]), "{}", page.display());
            let wide = browser.eval("document.scrollingElement.scrollWidth");
            assert!(wide.as_u64() <= Some(u64::from(size.0)), "{}: {wide}", page.display());
        }
        assert_eq!(browser.errors, [] as [&str; 0], "{}", page.display());
    }
    assert!(!browser.requests.is_empty());
    assert!(
        browser.requests.iter().all(|url| url.starts_with("file://")),
        "{:?}",
        browser.requests
    );
}

/// What the tiles show.
const TILES: &str = "[...document.querySelectorAll('#tiles li')].map(t => [t.querySelector('.name').textContent, t.querySelector('b').textContent])";

/// What the table `headlines` has of `variant`, as far as a tile shows it.
fn headlines(folder: &Path, variant: usize, tiles: &Value) -> bool {
    let table = sheet(folder, "headlines");
    let rows: Vec<usize> = table.of_variant(variant).collect();
    tiles.as_array().expect("tiles").iter().all(|tile| {
        let stands = |row: &&usize| {
            table.text(**row, "name") == tile[0] && table.text(**row, "said") == tile[1]
        };
        tile[1] == "–" || rows.iter().any(|row| stands(&row))
    })
}

#[test]
fn every_way_through_a_study_answers_mouse_and_keyboard_with_the_figures_of_the_tables_at_once() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    browser.open(&study.join("report.html"), WIDE);
    let first = browser.eval(TILES);
    assert!(headlines(&study, 12, &first), "as it stands, at 0.8: {first}");
    // The slider of the threshold by keyboard: setting × 7 thresholds × 2 readings, the last fastest.
    browser.eval("document.querySelector('#controls input').focus()");
    browser.key("Home");
    browser.key("ArrowRight");
    browser.key("ArrowRight");
    assert_eq!(browser.eval("document.querySelector('#controls output').textContent"), "0.5");
    assert_eq!(
        browser.eval("document.querySelector('#controls input').getAttribute('aria-valuetext')"),
        "0.5"
    );
    let third = browser.eval(TILES);
    assert!(third != first && headlines(&study, 6, &third), "{third}");
    // A choice by keyboard.
    browser.eval("document.querySelectorAll('#controls select')[1].focus()");
    browser.key("ArrowUp");
    let other = browser.eval(TILES);
    assert!(headlines(&study, 5, &other), "{other}");
    let said = browser.eval("document.querySelector('#sentences .answer').textContent");
    let answer = sheet(&study, "answer");
    let row = answer.of_variant(5).next().expect("a sentence");
    let plain = said.as_str().unwrap().replace('\u{a0}', " ");
    assert!(plain.starts_with(answer.text(row, "text")), "{said}");
    // The slider by mouse: its middle.
    browser.click("#controls input");
    assert_eq!(browser.eval("document.querySelector('#controls output').textContent"), "0.6");
    // Every variant, one after the other.
    browser.eval("(() => { const all = [...document.querySelectorAll('#controls [data-way]')]; for (let s = 0; s < 2; s += 1) for (let t = 0; t < 7; t += 1) { all[0].value = s; all[0].dispatchEvent(new Event('input')); all[1].value = t; all[1].dispatchEvent(new Event('input')); } })()");
    assert!(
        headlines(&study, 27, &browser.eval(TILES)) || headlines(&study, 28, &browser.eval(TILES))
    );
    // The chart follows: another figure, another way.
    let before = browser.eval("document.querySelector('#following svg').outerHTML");
    browser.eval("document.querySelector('#choose-Chart-of').focus()");
    browser.key("ArrowDown");
    browser.eval("document.querySelector('#choose-along').focus()");
    browser.key("ArrowDown");
    assert_ne!(browser.eval("document.querySelector('#following svg').outerHTML"), before);
    assert_eq!(browser.errors, [] as [&str; 0]);
}

#[test]
fn paper_is_black_on_white_without_controls_opens_folds_on_request_and_a_page_without_script_reads_whole()
 {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    let page = study.join("report.html");
    browser.open(&page, WIDE);
    browser.eval("document.documentElement.dataset.theme = 'dark'");
    browser.eval("addEventListener('beforeprint', () => { window.open_then = document.querySelectorAll('details[open]').length; })");
    assert!((2..=4).contains(&paper::printed(&mut browser)));
    assert_eq!(browser.eval("window.open_then"), 0, "the pack opens nothing");
    // The button asks for it, and the browser prints when it is told to.
    browser.eval("window.print = () => {}");
    browser.eval("[...document.querySelectorAll('nav button')].find(b => b.textContent === 'Print with appendix').click()");
    browser.call("Page.printToPDF", json!({}));
    assert_eq!(
        browser.eval("window.open_then === document.querySelectorAll('details').length"),
        true
    );
    browser.eval("new Promise(r => setTimeout(r, 300))");
    assert_eq!(
        browser.eval("document.querySelectorAll('details[open]').length"),
        0,
        "folded again"
    );
    assert_eq!(browser.eval("location.hash"), "", "what paper opened is nothing a reader did");
    browser.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let seen = browser.eval("[...document.querySelectorAll('#controls, nav, .filter, #theme, .scroll.wide, .copy')].filter(e => e.offsetParent).length");
    assert_eq!(seen, 0);
    assert_eq!(
        browser.eval("getComputedStyle(document.body).backgroundColor"),
        "rgb(255, 255, 255)"
    );
    browser.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.open(&page, WIDE);
    let seen = "[...document.querySelectorAll('.scripted')].filter(e => e.offsetParent).length";
    assert_eq!(browser.eval(seen), 0, "no control that does nothing");
    let text = browser.eval("document.body.innerText");
    let text = text.as_str().expect("a text");
    for part in [
        "These are the figures of",
        "attempts throttled by the mechanism",
        "Answers by consultation question",
        "Monthly report",
        "Method",
        "Provenance",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(headlines(&study, 12, &browser.eval(TILES)));
}

#[test]
fn hostile_names_of_users_and_events_stay_text() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    hostile(folder.path());
    let ran = headroom(
        folder.path(),
        &[
            "compare",
            "hostile.json",
            "--with",
            "/mechanism/enabled=false",
            "--replications",
            "1",
            "--out",
            "h",
            "--quiet",
        ],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let made = headroom(
        folder.path(),
        &["report", "h", "--user", "<!--,\"]]>", "--out", "user.html", "--quiet"],
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    for page in ["h/report.html", "user.html"] {
        browser.open(&folder.path().join(page), WIDE);
        browser.eval("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        browser.eval("document.querySelectorAll('#controls select').forEach(s => { s.value = 1; s.dispatchEvent(new Event('input')); s.value = 0; s.dispatchEvent(new Event('input')); })");
        assert_eq!(browser.eval("document.querySelectorAll('script').length"), 3, "{page}");
        assert_eq!(
            browser.eval(
                "document.querySelectorAll('img, iframe, object, embed, link, [onerror]').length"
            ),
            0
        );
        assert_eq!(browser.errors, [] as [&str; 0], "{page}");
    }
    browser.open(&folder.path().join("h/report.html"), WIDE);
    let text = browser.eval("document.body.textContent");
    assert!(
        text.as_str().unwrap().contains("</text><script>alert(1)</script>"),
        "the name is there, as text"
    );
    assert!(text.as_str().unwrap().contains("<img src=x onerror=alert(1)>"));
}
