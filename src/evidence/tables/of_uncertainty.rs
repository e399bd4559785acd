//! Rows of a study over assumptions: figures and statements; of inputs, facts and draws, `of_assumed.rs`.

use super::of_assumed::{
    Of, OfTwo, number, of_draws, of_facts, of_inputs, of_left, of_refused, of_seen, of_totals,
    of_turns, refused, totals,
};
use super::study::tables_of_first;
use crate::evidence::assertions::Outcome;
use crate::evidence::findings::Findings;
use crate::evidence::table::{Schema, Table, Unit};
use crate::evidence::uncertainty::{
    ComparedSeen, FigureSeen, Reweighted, StatementSeen, Uncertainty,
};
use crate::evidence::words::within_reach;
use serde_json::{Value, json};

fn one(u: &Uncertainty, n: usize) -> Vec<Of<'_>> {
    (0..n).map(|i| (u, i)).collect()
}

fn two(u: &Uncertainty, n: usize, m: usize) -> Vec<OfTwo<'_>> {
    (0..n).flat_map(|i| (0..m).map(move |j| (u, i, j))).collect()
}

/// The tables of a study over assumptions: its own, then those of the scenario as it stands.
pub fn uncertainty_tables(f: &Findings, u: &Uncertainty) -> Vec<Table> {
    let drawn = u.inputs.iter().filter(|i| !i.pointer.is_empty()).count();
    let mut all = vec![
        of_figures().table(&one(u, u.figures.len())),
        of_statements().table(&one(u, u.statements.len())),
        of_compared().table(&one(u, u.compared.len())),
        of_inputs().table(&two(u, u.inputs.len(), u.figures.len())),
        of_turns().table(&two(u, u.inputs.len(), u.statements.len())),
        of_totals().table(&totals(u)),
        of_facts().table(&one(u, u.facts.len())),
        of_left().table(&one(u, u.inputs.len())),
        of_draws().table(&two(u, u.all.len(), drawn)),
        of_seen().table(&two(u, u.draws.1, u.figures.len())),
        of_refused().table(&refused(u)),
    ];
    all.retain(|table| table.rows > 0);
    // Statements and facts stand there as assertions: that they do not hold everywhere is the answer, and no fault.
    all.extend(tables_of_first(f).into_iter().filter(|table| table.name != "assertions"));
    all
}

/// The answer as JSON.
pub fn uncertainty_json(u: &Uncertainty) -> Value {
    json!({
        "draws": u.draws.0, "run": u.draws.1, "replications": u.replications, "left": u.left(),
        "held": u.held,
        "figures": of_figures().objects(&one(u, u.figures.len())),
        "statements": of_statements().objects(&one(u, u.statements.len())),
        "contrasts": of_compared().objects(&one(u, u.compared.len())),
        "inputs": of_inputs().objects(&two(u, u.inputs.len(), u.figures.len())),
        "turns": of_turns().objects(&two(u, u.inputs.len(), u.statements.len())),
        "totals": of_totals().objects(&totals(u)),
        "facts": of_facts().objects(&one(u, u.facts.len())),
        "inputs_left": of_left().objects(&one(u, u.inputs.len())),
        "refused": of_refused().objects(&refused(u)),
    })
}

fn figure<'a>((u, i): &Of<'a>) -> &'a FigureSeen {
    &u.figures[*i]
}

fn end(of: Option<[Reweighted; 2]>, i: usize) -> Option<f64> {
    of.map(|both| both[i].mean)
}

/// What makes an end of the means under other laws.
fn by(u: &Uncertainty, of: Option<[Reweighted; 2]>, i: usize) -> String {
    let said = |r: Reweighted| {
        format!("{}, {}", u.inputs[r.input].id, if r.high { "high" } else { "low" })
    };
    of.map_or(String::new(), |both| said(both[i]))
}

pub(super) fn of_figures<'a>() -> Schema<Of<'a>> {
    let unit = Unit::OfTheFigure;
    let spread = |of: fn(&FigureSeen) -> Option<f64>| move |r: &Of<'a>| of(figure(r));
    Schema::<Of<'a>>::of("uncertainty_figures", "a figure over the combinations tried (C6)")
        .in_json_at("uncertainty.figures")
        .text("figure", "which figure", |r: &Of<'a>| figure(r).told.figure.word())
        .text("name", "what it is called", |r| &figure(r).told.name)
        .estimate("stands", unit, "as the scenario stands", |r: &Of<'a>| figure(r).stands)
        .estimate("mean", unit, "mean over the combinations", |r: &Of<'a>| {
            Some(within_reach(figure(r).told.figure, figure(r).spread.mean))
        })
        .number("nine_in_ten_low", unit, "between this", |r| figure(r).spread.range[0])
        .number(
            "nine_in_ten_high",
            unit,
            "and this lie nine in ten combinations",
            |r| figure(r).spread.range[1],
        )
        .truth("apart", "whether apart from chance: not of one replication of each combination, nor where one in twenty or more has none of it", |r| {
            figure(r).spread.apart
        })
        .count("none", "combinations that have none of it", |r| figure(r).spread.none as u64)
        .number("lowest", unit, "the lowest mean of a combination", |r| figure(r).spread.lowest.1)
        .count("lowest_draw", "which draw", |r| number(r.0, figure(r).spread.lowest.0))
        .number("highest", unit, "the highest", |r| figure(r).spread.highest.1)
        .count("highest_draw", "which draw", |r| number(r.0, figure(r).spread.highest.0))
        .maybe(
            "variance_of_assumptions",
            Unit::Number,
            "variance of what is expected of a combination",
            spread(|f| f.spread.assumptions),
        )
        .maybe(
            "variance_of_chance",
            Unit::Number,
            "variance of a replication within its combination",
            spread(|f| f.spread.chance),
        )
        .maybe(
            "chance_share",
            Unit::Share,
            "chance's part of both",
            spread(|f| Some(f.spread.chance_share?.0)),
        )
        .maybe(
            "chance_share_low",
            Unit::Share,
            "lower end of its 95 % interval, by leaving out a combination at a time",
            spread(|f| Some(f.spread.chance_share?.1[0])),
        )
        .maybe(
            "chance_share_high",
            Unit::Share,
            "upper end",
            spread(|f| Some(f.spread.chance_share?.1[1])),
        )
        .maybe(
            "other_laws_low",
            unit,
            "the lowest mean where one input's law is weighted towards an end",
            |r: &Of<'a>| end(figure(r).reweighted, 0),
        )
        .made("other_laws_low_by", "which input, towards which end", |r| {
            by(r.0, figure(r).reweighted, 0)
        })
        .maybe("other_laws_high", unit, "the highest", |r| end(figure(r).reweighted, 1))
        .made("other_laws_high_by", "which input, towards which end", |r| {
            by(r.0, figure(r).reweighted, 1)
        })
        .maybe("today", unit, "mean over the combinations of today's system", spread(|f| f.today))
        .maybe("left_low", unit, "lowest mean of the combinations that no fact rules out", {
            spread(|f| f.left.as_ref().map(|s| s.lowest.1))
        })
        .maybe("left_high", unit, "the highest of those", {
            spread(|f| f.left.as_ref().map(|s| s.highest.1))
        })
        .count("combinations", "combinations that have it", |r| figure(r).spread.means.len() as u64)
        .count("replications", "replications of each", |(u, _)| u.replications as u64)
}

pub(super) fn of_compared<'a>() -> Schema<Of<'a>> {
    let seen = |(u, i): &Of<'a>| -> &'a ComparedSeen { &u.compared[*i] };
    let counted = move |at: usize| move |r: &Of<'a>| seen(r).counted()[at] as u64;
    let clearly = move |at: usize| move |r: &Of<'a>| seen(r).clearly()[at] as u64;
    let far = move |at: usize| move |r: &Of<'a>| Some(seen(r).spread()?[at]);
    let unit = Unit::OfTheFigure;
    let about = "a setting held against the scenario over the combinations tried (C5, C6)";
    Schema::<Of<'a>>::of("uncertainty_contrasts", about)
        .in_json_at("uncertainty.contrasts")
        .text("with", "the setting", move |r: &Of<'a>| &seen(r).setting)
        .text("figure", "which figure", move |r: &Of<'a>| seen(r).told.figure.word())
        .text("name", "what it is called", move |r: &Of<'a>| &seen(r).told.name)
        .count("more", "combinations in which the setting has more, by the mean", counted(0))
        .count("clearly_more", "of those, in which it clearly has (95 %, paired)", clearly(0))
        .count("less", "in which it has less", counted(1))
        .count("clearly_less", "of those, clearly", clearly(1))
        .count("same", "in which it has as much", counted(2))
        .maybe("lowest", unit, "the lowest of what it has more; below nought it has less", far(0))
        .maybe("middle", unit, "the middle of it", far(1))
        .maybe("highest", unit, "the highest", far(2))
        .made("apart", "inputs that stay as they stand, since the setting moves them", move |r| {
            seen(r).apart.join(", ")
        })
}

pub(super) fn of_statements<'a>() -> Schema<Of<'a>> {
    let seen = |(u, i): &Of<'a>| -> &'a StatementSeen { &u.statements[*i] };
    let decided = move |outcome| move |r: &Of<'a>| seen(r).decided(outcome) as u64;
    Schema::<Of<'a>>::of("uncertainty_statements", "a statement over the combinations tried (C6)")
        .in_json_at("uncertainty.statements")
        .text("statement", "in words", move |r: &Of<'a>| &seen(r).statement.says)
        .made("that", "as it is asked", move |r| seen(r).statement.keep.to_string())
        .text("stands", "the verdict on the scenario as it stands", move |r| seen(r).stands.word())
        .count("holds", "combinations in which it holds by the mean", move |r| {
            seen(r).counted().0 as u64
        })
        .count("combinations", "combinations that can tell", move |r| seen(r).counted().1 as u64)
        .count(
            "decided_so",
            "of those, decided by the interval that it holds",
            decided(Outcome::Holds),
        )
        .count("decided_not", "decided that it does not", decided(Outcome::Fails))
        .count("undecided", "neither", decided(Outcome::Undecided))
        .maybe(
            "other_laws_low",
            Unit::Share,
            "the lowest share in which it holds where one input's law is weighted towards an end",
            move |r| end(seen(r).reweighted, 0),
        )
        .made("other_laws_low_by", "which input, towards which end", move |r| {
            by(r.0, seen(r).reweighted, 0)
        })
        .maybe("other_laws_high", Unit::Share, "the highest", move |r| end(seen(r).reweighted, 1))
        .made("other_laws_high_by", "which input, towards which end", move |r| {
            by(r.0, seen(r).reweighted, 1)
        })
}
