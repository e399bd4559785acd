//! The report page: one HTML file that opens anywhere, offline.
//!
//! Scope: from a study's folder, as a [`Dossier`], to HTML: the answer and its figures (`point.rs`), which follow the
//! reader through a study of several variants (`moving.rs`, `followed.rs`), what is asked of a storm first (`storm.rs`), charts (`pictures.rs`), other rates of events (`rates.rs`), questions,
//! the monthly report, assumptions, cautions (`closing.rs`), method and where it all comes from (`provenance.rs`), and every table
//! (`sheets.rs`, `cell.rs`), with the rules that the page names (`rules.rs`); what paper has on every page (`paper.rs`); why Users were throttled (`why.rs`); and one User's own page (`user.rs`). It computes nothing: a number on the page stands in a table of the folder. Names are
//! text, never markup, and the page may fetch nothing: its own script and style carry the digest of the page as
//! a nonce. Left out: reading the folder (`cli`). Source: `docs/report.md`. Checked by: `tests/it/page.rs`,
//! and in a real browser by `tests/it/browser.rs`.

mod board;
mod cell;
mod closing;
mod first;
mod followed;
mod links;
mod marked;
mod moving;
mod paper;
mod pictures;
mod point;
mod printed;
mod provenance;
mod rates;
mod rules;
mod said;
mod section;
mod sheets;
mod storm;
mod tiles;
mod user;
mod ways;
mod why;

pub(super) use paper::OnPaper;
pub(super) use pictures::{NARROW, chart_of};
pub use provenance::command;

use crate::evidence::table::Table;
use crate::evidence::words::setting_said;
use headroom_core::scenario::steers;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

const CSS: &str = concat!(
    include_str!("page/page.css"),
    include_str!("page/first.css"),
    include_str!("page/files.css"),
    include_str!("answers/answers.css")
);
/// The first is what the others stand on; the last reads the address, when all have said what they keep in it.
const JS: &str = concat!(
    include_str!("page/state.js"),
    include_str!("page/tables.js"),
    include_str!("page/moving.js"),
    include_str!("page/following.js"),
    include_str!("page/rates.js"),
    include_str!("page/print.js"),
    "headroom.begin();\n"
);

/// What a study's folder holds.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// `study.json`.
    pub study: Value,
    /// The tables, in the order of their files.
    pub tables: Vec<Table>,
    /// The charts: stem of the file's name, and SVG.
    pub charts: Vec<(String, String)>,
}

impl Dossier {
    /// The table called `name`; none where it has no rows.
    fn sheet(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|s| s.name == name && s.rows > 0)
    }

    /// Name of the scenario.
    fn name(&self) -> &str {
        self.study["scenario"]["name"].as_str().unwrap_or("study")
    }

    /// What stands on each of its pages when they are printed.
    fn on_paper(&self) -> OnPaper<'_> {
        let of = |key: &str| self.study[key].as_str().filter(|text| !text.is_empty());
        OnPaper { digest: of("digest").unwrap_or_default(), mark: of("classification") }
    }

    /// How many variants.
    fn variants(&self) -> usize {
        self.sheet("variants").map_or(1, |s| s.rows)
    }

    /// Ids of its Users.
    pub fn users(&self) -> Vec<&str> {
        let Some(users) = self.sheet("users") else { return Vec::new() };
        let mut ids: Vec<&str> = (0..users.rows).map(|row| users.text(row, "user")).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// What people call variant `number`, counted from 1, in plain words; nothing where there is one.
    fn label(&self, number: usize) -> String {
        self.sheet("variants").map_or(String::new(), |s| setting_said(s.text(number - 1, "label")))
    }

    /// Whether its replications are drawn courses.
    fn of_courses(&self) -> bool {
        self.sheet("frequency").is_some()
    }

    /// What a replication is called: a year where it is a course that lasts one.
    fn replication(&self) -> &'static str {
        let lasts = self.study["scenario"]["duration"].as_str().unwrap_or_default();
        match self.of_courses() {
            true if matches!(lasts, "365 days" | "366 days") => "year",
            true => "course",
            false => "replication",
        }
    }
}

/// The page of `book`.
///
/// # Errors
/// In words, what in the folder is not what headroom writes.
pub fn page(book: &Dossier) -> Result<String, String> {
    let why = book.study["scenario"]["why"].as_str().unwrap_or_default();
    let body = html! {
        header.top {
            p.kicker { (book.name()) }
            h1 { (first::question(book)) }
            p.facts { (closing::facts(book)) }
        }
        (moving::controls(book))
        main id="main" {
            (first::screen(book)?)
            @if !why.is_empty() { details.why { summary { "About this scenario" } p { (why) } } }
            (contents(book))
            (board::board(book))
            (printed::printed(book))
            (moving::answer_of_study(book))
            @if book.variants() > 1 { (storm::asked_first(book)) }
            (point::point(book))
            (pictures::charts(book)?)
            (rates::rates(book))
            @if book.variants() > 1 { (closing::beside(book)) }
            (closing::questions(book))
            (closing::monthly(book))
            (closing::assertions(book))
            (closing::cautions(book))
            (closing::assumptions(book))
            (sheets::all(book))
            (provenance::method())
            (provenance::provenance(book))
        }
    };
    Ok(whole(&book.on_paper(), first::question(book), &body, &moving::data(book)))
}

/// The page of one User, by id or name, and its id.
///
/// # Errors
/// A User that the study does not have; else as [`page`].
pub fn user_page(book: &Dossier, name: &str) -> Result<(String, String), String> {
    let row = user::found(book, name)?;
    let Some(users) = book.sheet("users") else { return Err("the study has no Users".to_owned()) };
    let id = users.text(row, "user").to_owned();
    let title = format!("{} in {}", users.text(row, "name"), book.name());
    let body = user::page(book, &id, row);
    Ok((id, whole(&book.on_paper(), &title, &body, &serde_json::json!({}))))
}

/// A section of the page under its title.
fn headed(id: &str, title: &str, inside: &Markup) -> Markup {
    let heading = format!("{id}-h");
    html! { section id=(id) aria-labelledby=(heading) { h2 id=(heading) { (title) } (inside) } }
}

/// The sections that are there, to jump to.
fn contents(book: &Dossier) -> Markup {
    let there = |name: &str| book.sheet(name).is_some();
    let all = [
        ("answer", "In words", true),
        ("storm", "In this storm", there("in_storm")),
        ("figures", "Figures", true),
        ("charts", "Charts", !book.charts.is_empty()),
        ("rates", "Other rates", there("frequency_by_event")),
        ("board", "Side by side", there("board")),
        ("printed", "Ranked", printed::ranked(book)),
        ("beside", "Beside today's system", book.variants() > 1 && there("counterparts")),
        ("questions", "Questions", there("questions")),
        ("monthly", "Monthly report", there("monthly")),
        ("assertions", "Assertions", there("assertions")),
        ("cautions", "Cautions", there("cautions")),
        ("assumptions", "Assumptions", there("assumptions")),
        ("tables", "Tables", true),
        ("method", "Method", true),
        ("provenance", "Provenance", true),
        ("rules", "Rules", true),
    ];
    html! {
        nav aria-label="Sections of the page" {
            ul {
                @for (id, name, _) in all.iter().filter(|(_, _, there)| *there) {
                    li { a href={ "#" (id) } { (name) } }
                }
            }
            button type="button" id="theme" class="scripted" aria-pressed="false" { "Dark" }
        }
    }
}

/// `text` without what would turn its lines round or hide in it.
fn inert(text: &str, escaped: fn(char) -> String) -> String {
    let all = text.chars().map(|c| match c {
        c if c != '\n' && steers(c) => escaped(c),
        c => c.to_string(),
    });
    all.collect()
}

/// Head, `body` and what the script reads. Script and style carry a nonce that whoever names a User cannot know
/// beforehand.
pub(super) fn whole(sheet: &OnPaper<'_>, title: &str, body: &Markup, data: &Value) -> String {
    let (body, running) = (marked::marked(sheet.mark, body), sheet.style(title));
    // `<` in a text would end the element; JSON knows it by its number too.
    let data = inert(&data.to_string().replace('<', "\\u003c"), |c| format!("\\u{:04x}", c as u32));
    let (body, rules) = rules::linked(&inert(&body.0, |c| c.escape_unicode().to_string()));
    let mut hasher = blake3::Hasher::new();
    for part in [title, &body.0, &data, CSS, JS] {
        hasher.update(part.as_bytes());
    }
    let nonce = &hasher.finalize().to_hex()[..32];
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'none'"
    );
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="headroom";
                title { (inert(title, |c| c.escape_unicode().to_string())) " – headroom" }
                style nonce=(nonce) { (PreEscaped(CSS)) (PreEscaped(pictures::style())) (PreEscaped(running)) }
            }
            body {
                a.skip href="#main" { "Skip to the answer" }
                (body)
                (rules)
                script type="application/json" id="data" nonce=(nonce) { (PreEscaped(data)) }
                script nonce=(nonce) { (PreEscaped(JS)) }
                script nonce=(nonce) { (PreEscaped(pictures::JS)) }
            }
        }
    };
    page.into_string() + "\n"
}
