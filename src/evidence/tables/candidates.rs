//! Rows of a search for rules.

use crate::evidence::recommend::{Heat, Search};
use crate::evidence::sizing::bound_said;
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::scenario::Change;
use serde_json::{Map, Value};

/// A search, a heat by its place, and a candidate of it.
type Ran<'a> = (&'a Search, usize, usize);

fn heat<'a>((search, heat, _): &Ran<'a>) -> &'a Heat {
    &search.heats[*heat]
}

fn all(search: &Search) -> Vec<Ran<'_>> {
    let of = |h: usize| (0..search.heats[h].candidates.len()).map(move |c| (search, h, c));
    (0..search.heats.len()).flat_map(of).collect()
}

/// A row for each candidate of each heat.
pub fn candidates_table(search: &Search) -> Table {
    of_candidates().table(&all(search))
}

/// The same as JSON.
pub fn candidates_json(search: &Search) -> Vec<Value> {
    of_candidates().objects(&all(search))
}

/// A row for each draw of the assumptions and finalist; none where nothing was drawn.
pub fn regret_table(search: &Search) -> Option<Table> {
    let of = |d: usize| (0..search.regret.rules.len()).map(move |rule| (search, d, rule));
    let all: Vec<InOne<'_>> = (0..search.regret.draws.len()).flat_map(of).collect();
    (!all.is_empty()).then(|| of_regret().table(&all))
}

/// A search, a draw of the assumptions by its place, and a finalist.
type InOne<'a> = (&'a Search, usize, usize);

pub(super) fn of_regret<'a>() -> Schema<InOne<'a>> {
    let draw = |r: &InOne<'a>| &r.0.regret.draws[r.1];
    Schema::<InOne<'a>>::of("regret", "a draw of the assumptions and a finalist of a search")
        .count("draw", "which draw, as `uncertainty` numbers them", move |r: &InOne<'a>| {
            u64::from(draw(r).number)
        })
        .text("rule", "which finalist", |r| &r.0.regret.rules[r.2])
        .text("figure", "what is to be least, or most where more is better", |(s, ..)| {
            s.objective.least.figure.word()
        })
        .number("mean", Unit::OfTheFigure, "its mean in that draw", move |r| {
            r.0.objective.as_figure(draw(r).means[r.2])
        })
        .number(
            "regret",
            Unit::OfTheFigure,
            "how far it is from the best finalist there that breaks no bound; below nothing of one that breaks one and leaves less",
            move |r| r.0.regret.of(r.2, draw(r)),
        )
}

/// Changes as JSON.
fn changes(of: &[Change]) -> Value {
    of.iter().map(|c| (c.pointer.clone(), c.value.clone())).collect::<Map<String, Value>>().into()
}

pub(super) fn of_candidates<'a>() -> Schema<Ran<'a>> {
    let candidate = |r: &Ran<'a>| &heat(r).candidates[r.2];
    Schema::<Ran<'a>>::of("candidates", "a candidate of a heat")
        .count(
            "heat",
            "which heat, from 1: the grid, then one rule changed at a time",
            |r: &Ran<'a>| r.1 as u64 + 1,
        )
        .count("seed", "the seed of the heat's traffic", |r| heat(r).seed)
        .text("rule", "what people call it", move |r| &candidate(r).name)
        .made("changes", "what it changes of the scenario", move |r| {
            changes(&candidate(r).changes).to_string()
        })
        .in_json_as("changes", move |r| changes(&candidate(r).changes))
        .text("figure", "what is to be least, or most where more is better", |(s, ..)| {
            s.objective.least.figure.word()
        })
        .maybe("mean", Unit::OfTheFigure, "its mean over the replications that were run", |r| {
            let mean = heat(r).race.mean(r.2);
            mean.is_finite().then(|| r.0.objective.as_figure(mean))
        })
        .number("never_answered_above", Unit::Requests, "of requests above by own sending", |r| {
            heat(r).race.cost(r.2)
        })
        .count("n", "replications that were run", |r| heat(r).race.shown[r.2].least.len() as u64)
        .made(
            "bounds",
            "by how much each bound is broken in the mean, not above 0 where it is kept",
            |r| {
                let broken = &heat(r).race.shown[r.2].broken;
                let said = r.0.objective.keeps.iter().zip(broken).map(|(keep, broken)| {
                    let mean = broken.iter().sum::<f64>() / broken.len().max(1) as f64;
                    format!("{}: {mean}", bound_said(keep))
                });
                said.collect::<Vec<String>>().join("; ")
            },
        )
        .made("became", "what became of it", |r| r.0.became(heat(r), r.2))
        .truth(
            "frontier",
            "whether no other that breaks no bound leaves less at no more cost to those above",
            |r| heat(r).frontier().contains(&r.2),
        )
}
