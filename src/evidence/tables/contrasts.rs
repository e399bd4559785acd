//! Rows of what is compared over the inputs of a sensitivity study.

use crate::evidence::contrast::{Asked, Contrast, Way};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::experiment::plain;
use headroom_core::scenario::InputRange;
use serde_json::Value;

/// A difference as the scenario stands, or with an input at an end.
pub(super) struct Row<'a> {
    f: &'a Findings,
    asked: &'a Asked,
    of: &'a Contrast,
    at: Option<(&'a InputRange, &'a Value)>,
    more: Interval,
}

/// A row for each comparison and figure as the scenario stands, then one for each end of each input's range.
pub fn contrasts_table(
    f: &Findings,
    asked: &[Asked],
    all: &[Contrast],
    inputs: &[InputRange],
) -> Table {
    of_contrasts().table(&rows(f, asked, all, inputs))
}

/// The same as JSON.
pub fn contrasts_json(
    f: &Findings,
    asked: &[Asked],
    all: &[Contrast],
    inputs: &[InputRange],
) -> Vec<Value> {
    of_contrasts().objects(&rows(f, asked, all, inputs))
}

fn rows<'a>(
    f: &'a Findings,
    asked: &'a [Asked],
    all: &'a [Contrast],
    inputs: &'a [InputRange],
) -> Vec<Row<'a>> {
    let of_one = |of: &'a Contrast| {
        let asked = &asked[of.of];
        let end = move |end: &'a crate::evidence::contrast::ContrastEnd| {
            let input = &inputs[end.input];
            let at = Some((input, [&input.low, &input.high][end.end]));
            Row { f, asked, of, at, more: end.found.more }
        };
        std::iter::once(Row { f, asked, of, at: None, more: of.here.more })
            .chain(of.ends.iter().map(end))
    };
    all.iter().flat_map(of_one).collect()
}

pub(super) fn of_contrasts<'a>() -> Schema<Row<'a>> {
    let whose = |place: usize| move |r: &Row<'a>| r.f.names(0, r.of.told.whose)[place].clone();
    Schema::<Row<'a>>::of(
        "contrasts",
        "what a setting has more than the scenario beside it, as that stands and with an input alone at an end of its range",
    )
    .in_json_at("contrasts")
    .text("question", "the question of the consultation that asks it; empty of a setting that is given", |r: &Row<'a>| {
        &r.asked.question[0]
    })
    .text("against", "the setting", |r| &r.asked.setting.name)
    .text("figure", "which figure", |r| r.of.told.figure.word())
    .made("user", "of which User, if of one", whose(0))
    .made("srv", "of which SRV, if of one", whose(1))
    .made("class", "of which class of messages, if of one", whose(2))
    .made("input", "which input; empty as the scenario stands", |r| {
        r.at.map_or(String::new(), |(input, _)| input.id.clone())
    })
    .made("pointer", "where it stands in the scenario", |r| {
        r.at.map_or(String::new(), |(input, _)| input.pointer.clone())
    })
    .made("value", "its value there", |r| r.at.map_or(String::new(), |(_, value)| plain(value)))
    .estimate(
        "more",
        Unit::OfTheFigure,
        "what the setting has more there than the scenario, paired (C5)",
        |r| Some(r.more),
    )
    .text(
        "way",
        "`more`, `less`, `none`, or `undecided` where the interval holds nought",
        |r| match Way::of(r.of.told.figure, &r.more) {
            Way::More => "more",
            Way::Less => "less",
            Way::None => "none",
            Way::Undecided => "undecided",
        },
    )
    .count("n", "replications", |r| r.more.n as u64)
    .not_in_json()
}
