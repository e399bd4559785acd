//! The table of what stands beside a variant on the same traffic: today's system, and what the scenario names besides.

use crate::evidence::Evidence;
use crate::evidence::Whose;
use crate::evidence::beside::{Beside, BesideFigure, Said};
use crate::evidence::difference::named;
use crate::evidence::table::{Schema, Table, Unit};

/// The variant, what stands beside it, and a figure of that.
type BesideRow<'a> = (&'a Evidence, &'a Beside, &'a BesideFigure);

/// None where the variant stands alone.
pub(super) fn table(e: &Evidence) -> Option<Table> {
    let all = e.beside.iter().flat_map(|b| b.figures.iter().map(move |f| (e, b, f)));
    (!e.beside.is_empty()).then(|| of_counterparts().table(&all.collect::<Vec<BesideRow<'_>>>()))
}

/// The name that stays of a group of Users; empty of what is of none.
pub(super) fn group(whose: Whose) -> &'static str {
    match whose {
        Whose::Category(category) => category.word(),
        Whose::Others => "others",
        _ => "",
    }
}

pub(super) fn of_counterparts<'a>() -> Schema<BesideRow<'a>> {
    let said = |of: fn(Said) -> String| {
        move |(.., f): &BesideRow<'a>| f.said().map(of).unwrap_or_default()
    };
    let name = |i: usize| move |(e, _, f): &BesideRow<'a>| named(e, f.whose)[i].clone();
    Schema::<BesideRow<'a>>::of(
        "counterparts",
        "a figure of today's system, or of another that the scenario names, on the same traffic, and what the variant has more",
    )
    .text("counterpart", "`today`, or the name of the other", |(_, b, _): &BesideRow<'a>| &b.id)
    .called("beside")
    .text("figure", "which figure", |(.., f)| f.figure.word())
    .made("user", "of which User; empty where it is not of one", name(0))
    .made("srv", "of which SRV", name(1))
    .made("class", "of which class of messages", name(2))
    .text("group", "of which category of party, or `others`: all but those who flood", |(.., f)| {
        group(f.whose)
    })
    .number("mean", Unit::OfTheFigure, "its mean in the counterpart", |(.., f)| f.mean)
    .estimate("difference", Unit::OfTheFigure, {
        "mean of what the variant has more, paired (C5)"
    }, |(.., f): &BesideRow<'a>| Some(f.more))
    .with_bare_ends()
    .count("n", "replications in which both have it", |(.., f)| f.more.n as u64)
    .made("name", "what people call it; empty of what is not asked for first", {
        said(|said| said.name.to_owned())
    })
    .called("figure")
    .made("said", "its mean with its unit", said(|said| said.mean))
    .called("there")
    .made("more", "the difference, as it is said", said(|said| said.more))
    .called("difference")
    .made("interval", "its 95 % interval, as it is said", said(|said| said.interval))
    .called("95 % interval")
}
