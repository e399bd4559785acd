//! Rows of a study over assumptions: its inputs, published facts, and the draws themselves.

use crate::evidence::table::{Schema, Unit};
use crate::evidence::uncertainty::{
    Along, Cause, FactSeen, FigureSeen, Judged, Share, Total, Uncertainty,
};

/// A study, and the place of what a row is of.
pub(super) type Of<'a> = (&'a Uncertainty, usize);
/// A study, and the places of what a row is of.
pub(super) type OfTwo<'a> = (&'a Uncertainty, usize, usize);

/// The number of the draw at a place.
pub(super) fn number(u: &Uncertainty, place: usize) -> u64 {
    u64::from(u.all[place].number)
}

/// The total shares that were asked for: figure and place among its totals.
pub(super) fn totals(u: &Uncertainty) -> Vec<OfTwo<'_>> {
    let of = |i: usize| (0..u.figures[i].totals.len()).map(move |j| (u, i, j));
    (0..u.figures.len()).flat_map(of).collect()
}

/// The first-order share of an input, and whether it is more than chance.
fn with_share<R>(
    schema: Schema<R>,
    of: impl Fn(&R) -> Option<Share> + Copy + 'static,
) -> Schema<R> {
    let part = |get: fn(Share) -> f64| move |r: &R| of(r).map(get);
    schema
        .maybe("share", Unit::Share, "its first-order share of what differs", part(|s| s.share))
        .maybe("share_ci_low", Unit::Share, "lower end of its 95 % interval", part(|s| s.ends[0]))
        .maybe("share_ci_high", Unit::Share, "upper end", part(|s| s.ends[1]))
        .maybe("chance", Unit::Share, "how often chance alone makes one of the inputs so clear", {
            part(|s| s.chance)
        })
        .truth("clear", "whether that is at most one in twenty", move |r| {
            of(r).is_some_and(|s| s.clear())
        })
}

pub(super) fn of_inputs<'a>() -> Schema<OfTwo<'a>> {
    let figure = |(u, _, j): &OfTwo<'a>| -> &'a FigureSeen { &u.figures[*j] };
    let schema = Schema::<OfTwo<'a>>::of(
        "uncertainty_inputs",
        "an input, and what knowing it would change of a figure (C6)",
    )
    .in_json_at("uncertainty.inputs")
    .text("input", "which input", |(u, i, _): &OfTwo<'a>| &u.inputs[*i].id)
    .text("pointer", "where it stands; empty of what follows from several", |(u, i, _)| {
        &u.inputs[*i].pointer
    })
    .text("law", "how likely it is where in its range", |(u, i, _)| u.inputs[*i].law)
    .text("range", "its range", |(u, i, _)| &u.inputs[*i].range)
    .text("why", "why it may lie there", |(u, i, _)| &u.inputs[*i].why)
    .text("figure", "which figure", move |r| figure(r).told.figure.word())
    .text("name", "what that is called", move |r| &figure(r).told.name)
    .maybe("narrows", Unit::Share, "by which part of itself knowing it narrows the range", {
        move |r| figure(r).narrows[r.1]
    });
    with_share(schema, move |r| figure(r).shares.as_ref().map(|all| all[r.1]))
}

pub(super) fn of_turns<'a>() -> Schema<OfTwo<'a>> {
    let schema = Schema::<OfTwo<'a>>::of(
        "uncertainty_turns",
        "an input, and how often knowing it turns whether a statement holds (C6)",
    )
    .in_json_at("uncertainty.turns")
    .text("input", "which input", |(u, i, _): &OfTwo<'a>| &u.inputs[*i].id)
    .text("statement", "which statement", |(u, _, j)| &u.statements[*j].statement.says)
    .made("that", "as it is asked", |(u, _, j)| u.statements[*j].statement.keep.to_string())
    .number(
        "turns",
        Unit::Share,
        "in which part of the combinations knowing it turns the verdict",
        |(u, i, j)| u.statements[*j].turns[*i],
    );
    with_share(schema, |(u, i, j)| u.statements[*j].shares.as_ref().map(|all| all[*i]))
}

pub(super) fn of_totals<'a>() -> Schema<OfTwo<'a>> {
    let of = |(u, i, j): &OfTwo<'a>| -> (usize, Option<Total>) { u.figures[*i].totals[*j] };
    let alone = move |r: &OfTwo<'a>| r.0.figures[r.1].alone(&r.0.inputs[of(r).0]);
    let part = move |get: fn(Total) -> f64| move |r: &OfTwo<'a>| of(r).1.map(get);
    Schema::<OfTwo<'a>>::of(
        "uncertainty_totals",
        "the share of an input alone and with all that it acts with (C6)",
    )
    .in_json_at("uncertainty.totals")
    .text("input", "which input", move |r: &OfTwo<'a>| &r.0.inputs[of(r).0].id)
    .text("figure", "which figure", |(u, i, _)| u.figures[*i].told.figure.word())
    .text("name", "what that is called", |(u, i, _)| &u.figures[*i].told.name)
    .maybe("alone", Unit::Share, "its first-order share of the variance of means", move |r| {
        alone(r).map(|a| a.0)
    })
    .maybe("alone_ci_low", Unit::Share, "lower end of its 95 % interval", move |r| {
        alone(r).map(|a| a.1[0])
    })
    .maybe("alone_ci_high", Unit::Share, "upper end", move |r| alone(r).map(|a| a.1[1]))
    .maybe("total", Unit::Share, "its total share of what the assumptions make", part(|t| t.share))
    .maybe("total_ci_low", Unit::Share, "lower end of its 95 % interval", part(|t| t.ends[0]))
    .maybe("total_ci_high", Unit::Share, "upper end", part(|t| t.ends[1]))
    .maybe_whole("pairs", Unit::Number, "pairs of draws", move |r| of(r).1.map(|t| t.n as u64))
}

pub(super) fn of_facts<'a>() -> Schema<Of<'a>> {
    let fact = |(u, i): &Of<'a>| -> &'a FactSeen { &u.facts[*i] };
    Schema::<Of<'a>>::of(
        "uncertainty_facts",
        "a published fact, and which combinations it rules out (C6)",
    )
    .in_json_at("uncertainty.facts")
    .text("fact", "its name", move |r: &Of<'a>| &fact(r).fact.id)
    .text("says", "what was published", move |r| &fact(r).fact.says)
    .text("source", "where", move |r| &fact(r).fact.source)
    .text("date", "of when", move |r| &fact(r).fact.date)
    .text("cause", "`known`, `unknown`, or `calibrates`: the model was set to it", move |r| {
        match fact(r).fact.cause {
            Cause::Known => "known",
            Cause::Unknown => "unknown",
            Cause::Calibrates => "calibrates",
        }
    })
    .truth("held", "whether this scenario is held to it", move |r| {
        matches!(fact(r).judged, Judged::Away(_))
    })
    .text("not_held", "why not", move |r| match &fact(r).judged {
        Judged::Not(why) => why,
        Judged::Away(_) => "",
    })
    .maybe_whole(
        "too_far",
        Unit::Number,
        "combinations more than three standard deviations away",
        move |r| fact(r).too_far().map(|n| n as u64),
    )
    .count("rules_out", "combinations that it rules out", move |r| {
        (0..r.0.draws.1).filter(|d| fact(r).rules_out(*d)).count() as u64
    })
    .truth("met_by_none", "whether no combination meets it", move |r| fact(r).met_by_none())
    .text("why", "why it counts so", move |r| &fact(r).fact.why)
}

pub(super) fn of_left<'a>() -> Schema<Of<'a>> {
    // Of choices in the order of their values.
    let ends = |(u, i): &Of<'a>| -> Option<[String; 2]> {
        let input = &u.inputs[*i];
        let left = (0..u.draws.1).filter(|d| !u.ruled_out[*d]);
        let at = |d: &usize| match &input.along {
            Along::Places(all) => all[*d],
            Along::Choices(all) => all[*d] as f64,
        };
        let least = left.clone().min_by(|a, b| at(a).total_cmp(&at(b)))?;
        let most = left.max_by(|a, b| at(a).total_cmp(&at(b)))?;
        Some([least, most].map(|d| input.values[d].clone()))
    };
    let end =
        move |i: usize| move |r: &Of<'a>| ends(r).map_or("none".to_owned(), |ends| ends[i].clone());
    Schema::<Of<'a>>::of(
        "uncertainty_left",
        "an input, and what published facts leave of its range (C6)",
    )
    .in_json_at("uncertainty.inputs_left")
    .text("input", "which input", |(u, i): &Of<'a>| &u.inputs[*i].id)
    .text("range", "its range", |(u, i)| &u.inputs[*i].range)
    .made("left_low", "the lowest value of the combinations left", end(0))
    .made("left_high", "the highest", end(1))
    .count("left", "combinations left", |(u, _)| u.left() as u64)
    .count("combinations", "of so many", |(u, _)| u.draws.1 as u64)
}

pub(super) fn of_draws<'a>() -> Schema<OfTwo<'a>> {
    Schema::<OfTwo<'a>>::of("uncertainty_draws", "the value of an input in a draw that was run")
        .count("draw", "its number", |(u, i, _): &OfTwo<'a>| number(u, *i))
        .made(
            "anew",
            "the input that is drawn anew in it; empty of the draw itself",
            |(u, i, _)| u.all[*i].anew.map_or(String::new(), |input| u.inputs[input].id.clone()),
        )
        .text("input", "which input", |(u, _, j)| &u.inputs[*j].id)
        .made("value", "its value", |(u, i, j)| {
            let value = &u.all[*i].changes[*j].value;
            value.as_str().map_or(value.to_string(), str::to_owned)
        })
        .number("place", Unit::Share, "the share of its law that lies below", |(u, i, j)| {
            u.all[*i].places[*j]
        })
        .truth("ruled_out", "whether a published fact rules the draw out", |(u, i, _)| {
            u.ruled_out.get(*i).copied().unwrap_or(false)
        })
}

pub(super) fn of_seen<'a>() -> Schema<OfTwo<'a>> {
    let of_draw = |(u, i, j): &OfTwo<'a>| {
        let means = &u.figures[*j].spread.means;
        means.iter().find(|m| m.0 == *i).map(|m| m.1)
    };
    Schema::<OfTwo<'a>>::of("uncertainty_values", "a figure in a draw that was run")
        .count("draw", "its number", |(u, i, _): &OfTwo<'a>| number(u, *i))
        .text("figure", "which figure", |(u, _, j)| u.figures[*j].told.figure.word())
        .text("name", "what it is called", |(u, _, j)| &u.figures[*j].told.name)
        .maybe("mean", Unit::OfTheFigure, "its mean; none where it is not measured", of_draw)
}

/// A draw that is refused: its number, the input that is drawn anew in it, the setting that is held against it, and why.
pub(super) type Refused<'a> = (u32, Option<&'a str>, Option<&'a str>, &'a str);

/// All draws that were refused, by themselves or with a setting.
pub(super) fn refused(u: &Uncertainty) -> Vec<Refused<'_>> {
    let anew = |input: usize| u.inputs[input].id.as_str();
    let own =
        u.refused.iter().map(|(draw, why)| (draw.number, draw.anew.map(anew), None, why.as_str()));
    let with = u.refused_with.iter().flat_map(|r| {
        r.draws.iter().map(|(draw, why)| (*draw, None, Some(r.setting.as_str()), why.as_str()))
    });
    own.chain(with).collect()
}

pub(super) fn of_refused<'a>() -> Schema<Refused<'a>> {
    Schema::<Refused<'a>>::of(
        "uncertainty_refused",
        "a draw that the scenario's checks refuse, and that was not run",
    )
    .in_json_at("uncertainty.refused")
    .count("draw", "its number", |r: &Refused<'a>| u64::from(r.0))
    .text("anew", "the input that is drawn anew in it; empty of the draw itself", |r| {
        r.1.unwrap_or_default()
    })
    .text("with", "the setting with which it is refused; empty of the draw itself", |r| {
        r.2.unwrap_or_default()
    })
    .text("why", "the fault", |r| r.3)
}
