//! What-if on the page: of a study of several variants the reader moves along settings and axes, and
//! sentences, tiles, chart and who was throttled follow, from the study's own tables. Without script the controls are
//! not shown, and the answer of the whole study and the first variant read as they stand.

use super::said::sentence;
use super::tiles::{Tile, of_user, said, sentences, tiles};
use super::{Dossier, section};
use crate::evidence::table::Table;
use crate::evidence::{last, plain};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Users named for each variant: the tables have them all.
const MOST_USERS: usize = 10;
/// Up to so many values are a list to choose from; more numbers are a slider.
const LISTED: usize = 4;

/// The answer of a study of several variants; nothing of a single one.
pub(super) fn answer_of_study(book: &Dossier) -> Markup {
    let several = |_: &&Table| book.variants() > 1;
    let Some(answer) = book.sheet("study_answer").filter(several) else { return html! {} };
    let all: Vec<String> = (0..answer.rows).map(|row| sentence(answer.text(row, "text"))).collect();
    html! {
        section id="answer" aria-labelledby="answer-h" {
            h2 id="answer-h" { "In words" }
            (said(&all))
        }
    }
}

/// Names of the settings and values of the axes: what there is to move along.
fn ways(book: &Dossier) -> Vec<(String, String, Vec<String>)> {
    let list = |key: &str| book.study[key].as_array().cloned().unwrap_or_default();
    let settings = list("settings");
    let mut all = Vec::new();
    if settings.len() > 1 {
        let names = settings.iter().map(|s| plain(&s["name"])).collect();
        all.push(("setting".to_owned(), String::new(), names));
    }
    for axis in list("axes") {
        let pointer = axis["pointer"].as_str().unwrap_or_default();
        let values = axis["values"].as_array().into_iter().flatten().map(plain).collect();
        all.push((last(pointer).replace('_', " "), pointer.to_owned(), values));
    }
    all
}

/// The controls, which the script shows; nothing where there is one variant.
pub(super) fn controls(book: &Dossier) -> Markup {
    if book.variants() < 2 {
        return html! {};
    }
    let first = book.label(1);
    html! {
        p.unscripted { "These are the figures of: " b { (first) } ". The other variants are in the charts and tables below." }
        form.controls.scripted id="controls" aria-label="Move through the study" {
            @for (i, (name, pointer, values)) in ways(book).iter().enumerate() {
                @let id = format!("way-{i}");
                div.control {
                    label for=(id) title=(pointer) { (name) }
                    @if slides(values) {
                        input type="range" id=(id) data-way=(i) min="0" max=(values.len() - 1) step="1" value="0" aria-valuetext=(values[0]);
                        output for=(id) { (values[0]) }
                    } @else {
                        select id=(id) data-way=(i) {
                            @for (v, value) in values.iter().enumerate() { option value=(v) { (value) } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether values are many numbers.
fn slides(values: &[String]) -> bool {
    let number = |v: &String| v.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    values.len() > LISTED && values.iter().all(number)
}

/// Where the script draws the chart that follows.
pub(super) fn following() -> Markup {
    html! { div id="following" class="scripted" {} }
}

/// What the script reads: ways, and of each variant sentences, figures and who was throttled.
pub(super) fn data(book: &Dossier) -> Value {
    let variants = book.variants();
    let (Some(headlines), true) = (book.sheet("headlines"), variants > 1) else {
        return json!({});
    };
    let mut keys: Vec<(String, String)> = Vec::new();
    let of: Vec<Vec<Tile<'_>>> = (1..=variants).map(|v| tiles(headlines, v)).collect();
    for tile in of.iter().flatten() {
        if !keys.iter().any(|(key, _)| *key == tile.key) {
            keys.push((tile.key.clone(), tile.name.to_owned()));
        }
    }
    let figures = |all: &Vec<Tile<'_>>| -> Vec<Value> {
        let tile = |(key, _): &(String, String)| all.iter().find(|t| t.key == *key);
        let said = |t: &Tile<'_>| {
            let [mean, low, high] = t.numbers;
            json!([t.said, t.interval, mean, low, high])
        };
        keys.iter().map(|key| tile(key).map_or(Value::Null, said)).collect()
    };
    let mut texts = Texts::default();
    let said: Vec<Vec<usize>> = (1..=variants)
        .map(|v| sentences(book, v).into_iter().map(|s| texts.place(&s)).collect())
        .collect();
    let who: Vec<Value> = (1..=variants).map(|v| who(book, v, &mut texts)).collect();
    json!({
        "ways": ways(book).iter().map(|(name, _, values)| json!({ "name": name, "values": values })).collect::<Vec<Value>>(),
        "labels": (1..=variants).map(|v| book.label(v)).collect::<Vec<&str>>(),
        "keys": keys,
        "heads": section::heads("throttled_users", of_user(book)),
        "of": book.replication(),
        "figures": of.iter().map(figures).collect::<Vec<_>>(),
        "sentences": said,
        "who": who,
        "texts": texts.all,
    })
}

/// Texts that stand more than once, each once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    places: std::collections::BTreeMap<String, usize>,
}

impl Texts {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.all.push(text.to_owned());
        self.places.insert(text.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

/// Who was throttled in `variant`: how many, and the rows of those throttled most.
fn who(book: &Dossier, variant: usize, texts: &mut Texts) -> Value {
    let Some(sheet) = book.sheet("throttled_users") else { return json!([0, []]) };
    let rows: Vec<usize> = rows_of(sheet, variant);
    let row = |r: &usize| -> Vec<usize> {
        section::row(sheet, of_user(book), *r).iter().map(|(text, _)| texts.place(text)).collect()
    };
    let shown: Vec<Vec<usize>> = rows.iter().take(MOST_USERS).map(row).collect();
    json!([rows.len(), shown])
}

fn rows_of(sheet: &Table, variant: usize) -> Vec<usize> {
    sheet.of_variant(variant).collect()
}
