//! What-if on the page: of a study of several variants the reader moves along settings and axes, and
//! sentences, tiles, chart and who was throttled follow, from the study's own tables. Without script the controls are
//! not shown, and the answer of the whole study and the first variant read as they stand.

use super::cell::{Cell, rounded};
use super::said::sentence;
use super::tiles::{Tile, said, sentences, tiles};
use super::ways::{Way, standing, ways};
use super::{Dossier, followed};
use crate::evidence::table::Table;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
            details {
                summary { "What each setting changes, figure by figure" }
                (said(&all))
            }
        }
    }
}

/// The one control, which the script shows and which stays in sight; nothing where there is one variant.
pub(super) fn controls(book: &Dossier) -> Markup {
    if book.variants() < 2 {
        return html! {};
    }
    html! {
        form.controls.scripted id="controls" aria-label="Move through the study: every section follows" {
            @for (i, way) in ways(book).iter().enumerate() {
                @let id = format!("way-{i}");
                div.control {
                    label for=(id) title=(way.pointer) { (way.name) }
                    @if slides(&way.values) {
                        input type="range" id=(id) data-way=(i) min="0" max=(way.values.len() - 1) step="1" value=(way.standing) aria-valuetext=(way.values[way.standing]);
                        output for=(id) { (way.values[way.standing]) }
                    } @else {
                        select id=(id) data-way=(i) {
                            @for (v, value) in way.values.iter().enumerate() { option value=(v) selected[v == way.standing] title=(value) { (way.said(value)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Of which variant a page without script shows the figures.
pub(super) fn unscripted(book: &Dossier) -> Markup {
    html! {
        @if book.variants() > 1 {
            p.unscripted { "These are the figures of: " b { (book.label(standing(book))) } ". The other variants are in the charts and tables below." }
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
    let mut texts = Kept::default();
    let said: Vec<Vec<usize>> = (1..=variants)
        .map(|v| sentences(book, v).into_iter().map(|s| texts.place(json!(s))).collect())
        .collect();
    let mut figures = Kept::default();
    let tile = |tile: Option<&Tile<'_>>| -> Value {
        let Some(t) = tile else { return Value::Null };
        let [mean, low, high] = t.numbers.map(|x| x.map(rounded));
        json!([t.said, t.interval, mean, low, high])
    };
    let of_tiles = |all: &Vec<Tile<'_>>| -> Vec<usize> {
        let find = |(key, _): &(String, String)| tile(all.iter().find(|t| t.key == *key));
        keys.iter().map(|key| figures.place(find(key))).collect()
    };
    let of_tiles: Vec<Vec<usize>> = of.iter().map(of_tiles).collect();
    let mut tables = serde_json::Map::new();
    let (mut rows, mut blocks) = (Kept::default(), Kept::default());
    for table in followed::all(book) {
        let ones: Vec<f64> = table.heads().iter().map(|head| head.one).collect();
        let of = |v: usize| {
            let line = |row: &Vec<Cell>| -> usize {
                let cells =
                    row.iter().zip(&ones).map(|(cell, one)| texts.place(said_of(cell, *one)));
                rows.place(cells.collect())
            };
            let lines: Vec<usize> = table.cells(v).iter().map(line).collect();
            blocks.place(json!([texts.place(json!(table.note(v))), lines]))
        };
        tables.insert(table.id().to_owned(), (1..=variants).map(of).collect());
    }
    let way = |w: &Way| json!({ "name": w.name, "key": w.key, "values": w.values, "standing": w.standing });
    json!({
        "ways": ways(book).iter().map(way).collect::<Vec<Value>>(),
        "labels": (1..=variants).map(|v| book.label(v)).collect::<Vec<String>>(),
        "keys": keys,
        "of": book.replication(),
        "figures": of_tiles,
        "said": figures.all,
        "sentences": said,
        "tables": tables,
        "rows": rows.all,
        "blocks": blocks.all,
        "texts": texts.all,
    })
}

/// A cell as the script reads it: its text, with the number behind it where that says more.
fn said_of(cell: &Cell, one: f64) -> Value {
    cell.behind(one).map_or_else(|| json!(cell.text), |behind| json!([cell.text, behind]))
}

/// What stands more than once, each once.
#[derive(Default)]
struct Kept {
    all: Vec<Value>,
    places: BTreeMap<String, usize>,
}

impl Kept {
    fn place(&mut self, of: Value) -> usize {
        let next = self.all.len();
        let place = *self.places.entry(of.to_string()).or_insert(next);
        if place == next {
            self.all.push(of);
        }
        place
    }
}
