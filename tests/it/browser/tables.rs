//! Tables in the browser: by value, not by text; copied as numbers; commands that can be copied; rates that add up.

use super::{WIDE, pages, sweep};
use crate::browser::driver::browser;
use crate::commands::{folder, headroom};
use crate::page::sheet;
use serde_json::{Value, json};
use std::fs;

/// Sorts every column of every table both ways and says which are not in order: numbers by the number that stands behind the
/// cell or that it says, what has none last.
const UNSORTED: &str = r"(() => {
    const wrong = [];
    const of = cell => {
        if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
        const text = cell.textContent.replace(/[\s\u202f\u00a0]/g, '').replace('−', '-').replace(/^[<>+]/, '');
        return text === '–' || text === '' ? null : parseFloat(text);
    };
    document.querySelectorAll('details').forEach(d => { d.open = true; });
    return new Promise(done => setTimeout(() => {
        let columns = 0;
        document.querySelectorAll('table[data-table]:not(#rates-table)').forEach(table => [...table.tHead.rows[0].cells].forEach((th, c) => {
            if (!th.classList.contains('n')) return;
            for (const way of ['descending', 'ascending']) {
                th.querySelector('button').click();
                if (th.getAttribute('aria-sort') !== way) wrong.push([table.dataset.table, c, 'way']);
                const all = [...table.tBodies[0].rows].map(row => of(row.cells[c]));
                const known = all.filter(x => x !== null);
                if (all.slice(0, known.length).includes(null)) wrong.push([table.dataset.table, c, 'missing']);
                if (known.some((x, i) => i > 0 && (way === 'descending' ? x > known[i - 1] : x < known[i - 1]))) wrong.push([table.dataset.table, th.textContent, known.slice(0, 9)]);
            }
            columns += 1;
        }));
        done([columns, wrong]);
    }, 300));
})()";

#[test]
fn every_column_of_numbers_sorts_by_value_in_every_table_of_every_page() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    for page in pages(folder.path()) {
        browser.open(&page, WIDE);
        let found = browser.eval(UNSORTED);
        assert!(found[0].as_u64() > Some(20), "{}: {found}", page.display());
        assert_eq!(found[1], json!([]), "{}", page.display());
        assert_eq!(browser.errors, [] as [&str; 0]);
    }
}

#[test]
fn times_of_a_column_are_in_one_unit_and_stand_in_the_order_of_the_table_s_seconds() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    browser.open(&study.join("report.html"), WIDE);
    let heads = "[...document.querySelectorAll('[data-follows=\"monthly\"] th')].map(th => th.firstChild.textContent)";
    let heads = browser.eval(heads);
    let at = heads
        .as_array()
        .unwrap()
        .iter()
        .position(|h| h.as_str().is_some_and(|h| h.starts_with("active, ")));
    let at = at.unwrap_or_else(|| panic!("a time: {heads}"));
    let unit = heads[at].as_str().unwrap().trim_start_matches("active, ").to_owned();
    let one = match unit.as_str() {
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3_600.0,
        _ => panic!("{unit}"),
    };
    let monthly = sheet(&study, "monthly");
    for variant in [0, 5] {
        super::state::choose(&mut browser, 0, 0);
        super::state::choose(&mut browser, 1, variant / 2);
        super::state::choose(&mut browser, 2, variant % 2);
        let said = browser.eval(&format!(
            "document.querySelectorAll('[data-follows=\"monthly\"] tbody td')[{at}].textContent"
        ));
        let said: f64 = said.as_str().unwrap().parse().expect("a number alone");
        let row = monthly.of_variant(variant + 1).next().expect("a month");
        let seconds = monthly.number(row, "active_s").expect("a time");
        assert!((said * one - seconds).abs() <= 0.05 * one + 1e-9, "{said} {unit}: {seconds} s");
    }
}

#[test]
fn what_is_copied_of_a_table_is_plain_numbers_and_inert_words() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    browser.open(&study.join("report.html"), WIDE);
    let copied = |of: &str| {
        format!(
            "(() => {{ const table = document.querySelector({of:?}); const range = document.createRange(); range.selectNodeContents(table); const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range); const event = new ClipboardEvent('copy', {{ clipboardData: new DataTransfer(), bubbles: true, cancelable: true }}); table.dispatchEvent(event); return event.clipboardData.getData('text/plain'); }})()"
        )
    };
    browser.eval("document.querySelector('#table-variants').open = true; new Promise(r => setTimeout(r, 100))");
    let text = browser.eval(&copied("#table-variants table"));
    let lines: Vec<&str> = text.as_str().expect("a text").lines().collect();
    assert_eq!(lines.len(), 29, "a head and 28 rows");
    let variants = sheet(&study, "variants");
    let heads: Vec<&str> = lines[0].split('\t').collect();
    for (row, line) in lines[1..].iter().enumerate() {
        for (head, cell) in heads.iter().zip(line.split('\t')) {
            let Some(number) = variants.number(row, head) else { continue };
            let said: f64 = cell.parse().unwrap_or_else(|_| panic!("{head}: {cell}"));
            assert!((said - number).abs() <= 1e-6 * number.abs(), "{head}: {said}, {number}");
        }
    }
    // What a spreadsheet would run.
    browser.eval("document.querySelector('#table-variants tbody td:not(.n)').textContent = '=1+1'");
    let text = browser.eval(&copied("#table-variants tbody tr"));
    assert!(text.as_str().is_some_and(|t| t.split('\t').any(|c| c == "'=1+1")), "{text}");
    browser.eval(
        "document.querySelector('#table-variants tbody td.n').textContent = '−1\u{202f}234.5'",
    );
    let text = browser.eval(&copied("#table-variants tbody tr"));
    assert!(text.as_str().is_some_and(|t| t.split('\t').any(|c| c == "-1234.5")), "{text}");
    // Commands wrap, and are copied or selected.
    let wide = browser.eval("[...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth + 1).length");
    assert_eq!(wide, 0);
    let bare = browser.eval("[...document.querySelectorAll('pre > code')].filter(c => !c.parentElement.previousElementSibling?.matches('button.copy')).length");
    assert_eq!(bare, 0);
    browser.click("#provenance .copy");
    browser.eval("new Promise(r => setTimeout(r, 200))");
    let told = browser.eval("document.querySelector('#provenance .copy').textContent");
    assert!(told == "Copied" || told == "Selected: copy it", "{told}");
    // Heads stay where rows scroll.
    browser.eval("(() => { const s = document.querySelector('#table-variants .scroll'); s.style.maxHeight = '200px'; s.scrollTop = 300; s.scrollIntoView(); })()");
    let off = browser.eval("(() => { const s = document.querySelector('#table-variants .scroll'); return s.querySelector('th').getBoundingClientRect().top - s.getBoundingClientRect().top; })()");
    assert!(off.as_f64().is_some_and(|off| off.abs() < 3.0), "{off}");
    assert_eq!(browser.errors, [] as [&str; 0]);
}

/// The number at the beginning of a text.
fn number(text: &Value) -> f64 {
    let text = text.as_str().expect("a text").split(" (").next().unwrap_or_default();
    text.replace(['\u{202f}', '\u{a0}', ' '], "").parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn c4_days_at_a_reader_s_rates_are_rate_times_response_and_nights_stand_apart() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let scenario = json!({
        "name": "course", "extends": "minimal", "start": "2022-07-01T00:00", "duration": "28 days",
        "events": [
            { "id": "runaway-adapter", "remove": true },
            { "id": "morning", "lasts": "10 min", "occurs": { "per_year": 26, "time": "10:00" },
              "denial_of_service": { "users": { "ids": ["supplier-b"] }, "srvs": ["4.6.1"], "rate": "20/s" } },
            { "id": "night", "lasts": "2 h", "occurs": { "per_year": 13, "time": "01:00" }, "maintenance": {} }
        ],
        "assertions": []
    });
    fs::write(folder.path().join("course.json"), scenario.to_string()).unwrap();
    let ran = headroom(
        folder.path(),
        &["frequency", "course.json", "--replications", "30", "--out", "f", "--quiet"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let study = folder.path().join("f");
    let events = sheet(&study, "frequency_by_event");
    let each = |event: &str| {
        let row = events.whose("event", event).next().expect("the event");
        events.number(row, "days_each").expect("a mean")
    };
    let causes = sheet(&study, "frequency_by_cause");
    let ordinary = causes.whose("causes", "ordinary traffic").next();
    let ordinary = ordinary.and_then(|row| causes.number(row, "days")).unwrap_or(0.0);
    browser.open(&study.join("report.html"), WIDE);
    let days = "document.querySelector('#rates-days').textContent";
    let nights = "document.querySelector('#rates-nights').textContent";
    let begun = (browser.eval(days), browser.eval(nights));
    // Three figures are said.
    let near = |said: &Value, true_one: f64| {
        assert!(
            (number(said) - true_one).abs() <= 0.006 * true_one.max(1e-9),
            "{said}: {true_one}"
        );
    };
    near(&begun.0, 26.0 * each("morning") + ordinary);
    near(&begun.1, 13.0 * each("night"));
    for (event, rate) in [("morning", 100), ("night", 4)] {
        browser.eval(&format!("(() => {{ const f = document.querySelector('[data-event=\"{event}\"]'); f.value = {rate}; f.dispatchEvent(new Event('input')); }})()"));
        let own = browser.eval(&format!("document.querySelector('[data-event=\"{event}\"]').closest('tr').querySelector('output').textContent"));
        near(&own, f64::from(rate) * each(event));
    }
    near(&browser.eval(days), 100.0 * each("morning") + ordinary);
    near(&browser.eval(nights), 4.0 * each("night"));
    browser.eval("new Promise(r => setTimeout(r, 300))");
    assert_eq!(browser.eval("location.hash"), "#rate.morning=100&rate.night=4");
    let moved = browser.eval(days);
    browser.reload();
    assert_eq!(browser.eval(days), moved);
    browser.eval("document.querySelector('[data-event=\"night\"]').focus()");
    browser.key("ArrowUp");
    near(&browser.eval(nights), 5.0 * each("night"));
    browser.click("#rates-back");
    assert_eq!((browser.eval(days), browser.eval(nights)), begun);
    browser.eval("new Promise(r => setTimeout(r, 300))");
    assert_eq!(browser.eval("location.hash"), "");
    assert_eq!(browser.errors, [] as [&str; 0]);
}

#[test]
fn tables_are_sorted_and_filtered_and_the_theme_is_switched_by_mouse_and_keyboard() {
    let Some(mut browser) = browser() else { return };
    let folder = folder();
    let study = sweep(folder.path());
    browser.open(&study.join("report.html"), WIDE);
    browser.eval("(() => { const d = [...document.querySelectorAll('details.sheet')].find(d => d.querySelector('code').textContent === 'variants'); d.id = 'here'; })()");
    // Opened by the keyboard, dressed when opened.
    browser.eval("document.querySelector('#here summary').focus()");
    browser.key("Enter");
    browser.eval("new Promise(r => setTimeout(r, 50))");
    let column = "[...document.querySelectorAll('#here tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].textContent)";
    assert_eq!(browser.eval(column)[0], "1");
    browser.click("#here th button");
    assert_eq!(
        browser.eval("document.querySelector('#here th').getAttribute('aria-sort')"),
        "descending"
    );
    assert_eq!(browser.eval(column)[0], "28", "numbers from the largest: {}", browser.eval(column));
    browser.eval("document.querySelector('#here th button').focus()");
    browser.key("Enter");
    assert_eq!(
        browser.eval("document.querySelector('#here th').getAttribute('aria-sort')"),
        "ascending"
    );
    assert_eq!(browser.eval(column)[0], "1");
    browser.eval("document.querySelector('#here .filter input').focus()");
    browser.text("until_total system");
    assert_eq!(browser.eval(&format!("{column}.length")), 7);
    assert_eq!(
        browser.eval("document.querySelector('#here .filter span').textContent"),
        "7 of 28 rows"
    );
    // Theme: what the system says, then what the reader says.
    let dark = "getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 27)'";
    assert_eq!(browser.eval(dark), false);
    browser.click("#theme");
    assert_eq!(browser.eval(dark), true);
    assert_eq!(
        browser.eval("document.querySelector('#theme').getAttribute('aria-pressed')"),
        "true"
    );
    browser.eval("document.querySelector('#theme').focus()");
    browser.key("Enter");
    assert_eq!(browser.eval(dark), false);
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    browser.call("Emulation.setEmulatedMedia", media);
    browser.open(&study.join("report.html"), WIDE);
    assert_eq!(browser.eval(dark), true);
    // Everything that can be used can be reached by Tab, and is named.
    let nameless = browser.eval("[...document.querySelectorAll('button, select, input, [tabindex=\"0\"], svg[role]')].filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length))).map(e => e.outerHTML.slice(0, 80))");
    assert_eq!(nameless, json!([]));
    browser.key("Tab");
    assert_eq!(browser.eval("document.activeElement.className"), "skip");
    assert_eq!(browser.errors, [] as [&str; 0]);
}
