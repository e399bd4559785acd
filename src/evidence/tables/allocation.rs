//! How each User's allocation is made, row by row (M1).

use crate::evidence::Evidence;
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::domain::{Pool, User};
use headroom_core::traffic::{Expected, Weight};

/// What a User's allocation is made of.
pub(super) struct AllocationRow<'a> {
    user: &'a User,
    weight: Weight,
    multiplier: f64,
    /// Σw.
    weights: f64,
    /// g(u), of the pool.
    guaranteed: f64,
    /// Σg.
    all_guaranteed: f64,
    /// P, requests a second.
    pool: f64,
    /// a(u), and of all Users.
    allocation: [f64; 2],
}

impl AllocationRow<'_> {
    fn of_weights(&self) -> Option<f64> {
        (self.weights > 0.0).then(|| self.weight.weight / self.weights)
    }

    fn share(&self) -> Option<f64> {
        let [own, all] = self.allocation;
        (all > 0.0).then(|| own / all)
    }
}

/// Of every User, in the order of the scenario.
pub(super) fn table(e: &Evidence) -> Table {
    let scenario = &e.plan.scenario;
    let rule = &scenario.mechanism.allocation;
    let weights = Expected::new(scenario).weights(scenario, rule.weights);
    let sum: f64 = weights.iter().map(|w| w.weight).sum();
    let all_guaranteed: f64 = rule.guaranteed.iter().map(|g| g.get()).sum();
    let pool = match rule.pool {
        Pool::Threshold => scenario.threshold().get(),
        Pool::Capacity => scenario.gateway.max_capacity.get(),
    };
    let own = |u: usize| e.plan.allocation_per_s(u);
    let all: f64 = (0..scenario.users.len()).map(own).sum();
    let row = |(u, weight): (usize, Weight)| AllocationRow {
        user: &scenario.users[u],
        weight,
        multiplier: rule.prepayment_multiplier,
        weights: sum,
        guaranteed: rule.guaranteed[u].get(),
        all_guaranteed,
        pool,
        allocation: [own(u), all],
    };
    of_allocations().table(&weights.into_iter().enumerate().map(row).collect::<Vec<_>>())
}

pub(super) fn of_allocations<'a>() -> Schema<AllocationRow<'a>> {
    Schema::<AllocationRow<'a>>::of("allocation", "a User, and what its allocation is made of (M1)")
        .text("user", "its id", |r: &AllocationRow<'a>| &r.user.id)
        .text("name", "its name", |r| &r.user.name)
        .made("category", "what kind of party it is", |r| r.user.category.word().to_owned())
        .number("meters", Unit::Number, "its meters that count", |r| r.weight.meters)
        .number("prepayment", Unit::Number, "of them known to be in prepayment mode", |r| {
            r.weight.prepayment
        })
        .number("multiplier", Unit::Number, "what a meter in prepayment mode counts", |r| {
            r.multiplier
        })
        .number("counted", Unit::Number, "meters, those in prepayment mode so many times", |r| {
            r.weight.meters + r.weight.prepayment * (r.multiplier - 1.0)
        })
        .number(
            "weight_per_meter",
            Unit::Number,
            "what a counted meter weighs: a day's expected submissions of its category ÷ that category's meters, or 1",
            |r| r.weight.per_meter,
        )
        .number("weight", Unit::Number, "w(u): counted × weight_per_meter", |r| r.weight.weight)
        .maybe("weight_share", Unit::Share, "w(u) ÷ Σw of all Users", AllocationRow::of_weights)
        .number("pool_per_s", Unit::PerSecond, "P: what is shared out", |r| r.pool)
        .number("guaranteed_share", Unit::Share, "g(u): its guaranteed share of P", |r| r.guaranteed)
        .number("guaranteed_per_s", Unit::PerSecond, "g(u) × P", |r| r.guaranteed * r.pool)
        .number("left_per_s", Unit::PerSecond, "what all guaranteed shares leave of P", |r| {
            (1.0 - r.all_guaranteed) * r.pool
        })
        .maybe("by_weight_per_s", Unit::PerSecond, "weight_share × left_per_s", |r| {
            Some(r.of_weights()? * (1.0 - r.all_guaranteed) * r.pool)
        })
        .number(
            "allocation_per_s",
            Unit::PerSecond,
            "a(u): guaranteed_per_s + by_weight_per_s, in whole billionths of a request",
            |r| r.allocation[0],
        )
        .maybe("allocation_share", Unit::Share, "a(u) ÷ those of all Users", AllocationRow::share)
        .maybe("charge_share", Unit::Share, "its share of the DCC's charges, if known", |r| {
            r.user.charge_share
        })
        .maybe("over_charge", Unit::Number, "allocation_share ÷ charge_share", |r| {
            Some(r.share()? / r.user.charge_share.filter(|share| *share > 0.0)?)
        })
}
