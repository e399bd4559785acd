//! How portfolios, requests and capacity change from month to month (M2).
//!
//! Scope: what a `plan` says, and what it makes of a scenario in a month. Left out: allocations, which are worked out
//! anew from that. Source: rule M2, and the Modification Report, section 7. Checked by: unit tests here.

use super::{Amount, Calendar, Month, Rules, Scenario};
use crate::domain::{Fuel, PerSecond, Portfolio, User};
use schemars::JsonSchema;
use serde::Deserialize;

/// How portfolios, requests and capacity change from month to month (M2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    /// Multipliers of Users' portfolios.
    pub meters: Rules<Vec<Point>>,
    /// Multipliers of what is sent per meter and per User.
    pub requests_per_meter: Vec<Point>,
    /// Maximum capacity from the first of a month on, in order.
    pub capacity: Vec<(Month, PerSecond)>,
}

/// A multiplier on the first of a month; linear between points, constant before and after them.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "PointForm")]
pub struct Point {
    /// Which month: `2022-07`.
    pub month: Month,
    /// How many times as much.
    #[schemars(range(min = 0.001, max = 1_000.0))]
    pub times: f64,
}

/// The multiplier in a month: all months between two points are equally far apart.
pub(super) fn times(points: &[Point], month: Month) -> f64 {
    let next = points.partition_point(|p| p.month <= month);
    match (next.checked_sub(1).map(|i| points[i]), points.get(next)) {
        (None, None) => 1.0,
        (None, Some(only)) => only.times,
        (Some(last), None) => last.times,
        (Some(a), Some(b)) => {
            let months = |from: Month, to: Month| f64::from(to.number() - from.number());
            a.times + (b.times - a.times) * months(a.month, month) / months(a.month, b.month)
        }
    }
}

/// A portfolio with so many times the meters, rounded, halves up; what a network party is charged for stays.
pub(super) fn grown(portfolio: Portfolio, times: f64) -> Portfolio {
    let meters = |n: u64| libm::floor(n as f64 * times + 0.5) as u64;
    Portfolio {
        electricity_credit: meters(portfolio.electricity_credit),
        electricity_prepayment: meters(portfolio.electricity_prepayment),
        gas_credit: meters(portfolio.gas_credit),
        gas_prepayment: meters(portfolio.gas_prepayment),
        charged_mpans: portfolio.charged_mpans,
    }
}

/// The months in which a run lies, in order.
pub(super) fn months(calendar: &Calendar) -> Vec<Month> {
    let of = |cell| Month::of(calendar.date(cell));
    let (first, last) = (of(0), of(calendar.cells().saturating_sub(1)));
    std::iter::successors(Some(first), |m| Some(m.after(1))).take_while(|m| *m <= last).collect()
}

impl Growth {
    /// How many times a User's meters are its portfolio's in a month.
    pub fn meters_of(&self, user: usize, month: Month) -> f64 {
        self.meters.of_user(user).map_or(1.0, |points| times(points, month))
    }

    /// How many times as many requests as the file says come of `amount` of `user`, who has `portfolio` there, in a month: by its whole
    /// meters, those of `fuel` if one is named; a fixed number stays, whoever has how many meters.
    pub fn sent(
        &self,
        (amount, fuel): (Amount, Option<Fuel>),
        (user, portfolio): (usize, Portfolio),
        month: Month,
    ) -> f64 {
        let requests = times(&self.requests_per_meter, month);
        let now = || grown(portfolio, self.meters_of(user, month));
        let of = |meters: &dyn Fn(Portfolio) -> u64| match meters(portfolio) {
            0 => requests,
            before => requests * meters(now()) as f64 / before as f64,
        };
        match amount {
            Amount::PerMeter(_) => of(&|p| p.of(fuel)),
            Amount::PerPrepaymentMeter(_) => of(&|p| p.prepayment(fuel)),
            Amount::PerUser(_) => requests,
            Amount::Number(_) => 1.0,
        }
    }

    /// How many times over what was recorded of a User is sent in a month (T8): as often as what is sent per meter.
    pub fn sent_per_meter(&self, user: usize, month: Month) -> f64 {
        times(&self.requests_per_meter, month) * self.meters_of(user, month)
    }

    /// What ordinary traffic of a User, or of nobody in particular, is at most of what the file says in a month; at
    /// least 1, since fixed numbers do not shrink.
    pub fn load_of(&self, user: Option<usize>, month: Month) -> f64 {
        let meters = match user {
            Some(user) => self.meters_of(user, month),
            None => self.meters.iter().map(|rule| times(&rule.says, month)).fold(1.0, f64::max),
        };
        (meters.max(1.0) * times(&self.requests_per_meter, month)).max(1.0)
    }

    /// C in a month, where the plan says it.
    pub fn capacity_in(&self, month: Month) -> Option<PerSecond> {
        self.capacity.iter().rev().find(|(from, _)| *from <= month).map(|(_, capacity)| *capacity)
    }
}

impl Scenario {
    /// The Users as they are in a month.
    pub fn users_in(&self, month: Month) -> Vec<User> {
        let mut users = self.users.clone();
        if let Some(growth) = self.growth.as_ref().filter(|g| !g.meters.is_empty()) {
            for (u, user) in users.iter_mut().enumerate() {
                user.portfolio = grown(user.portfolio, growth.meters_of(u, month));
            }
        }
        users
    }

    /// What is sent per meter and per User in a month, of an amount that the file gives; numbers stay.
    pub(super) fn amount_in(&self, amount: Amount, month: Month) -> Amount {
        let Some(growth) = &self.growth else { return amount };
        let times = times(&growth.requests_per_meter, month);
        match amount {
            Amount::PerMeter(n) => Amount::PerMeter(n * times),
            Amount::PerPrepaymentMeter(n) => Amount::PerPrepaymentMeter(n * times),
            Amount::PerUser(n) => Amount::PerUser(n * times),
            Amount::Number(n) => Amount::Number(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn between_points_a_multiplier_is_linear_by_months_and_outside_them_constant() {
        let points = [("2022-07", 1.0), ("2023-07", 2.2), ("2023-09", 2.0)];
        let points = points.map(|(m, times)| Point { month: month(m), times });
        for (at, expected) in [
            ("2020-01", 1.0),
            ("2022-07", 1.0),
            ("2022-12", 1.5),
            ("2023-07", 2.2),
            ("2023-08", 2.1),
            ("2023-09", 2.0),
            ("2030-01", 2.0),
        ] {
            assert!((times(&points, month(at)) - expected).abs() < 1e-12, "{at}");
        }
        assert_eq!(times(&[], month("2022-07")), 1.0);
    }

    #[test]
    fn a_run_lies_in_the_months_from_its_first_cell_to_its_last() {
        let start = crate::scenario::calendar::london("2022-11-30T00:00".parse().unwrap()).unwrap();
        let of = |days: usize| {
            let cell = crate::domain::Span::from_s(10);
            let run = Calendar::new(start, days * 48, cell, cell, Vec::new());
            months(&run).iter().map(Month::to_string).collect::<Vec<String>>()
        };
        assert_eq!(of(1), ["2022-11"]);
        assert_eq!(of(33), ["2022-11", "2022-12", "2023-01"]);
    }

    #[test]
    fn meters_are_whole_halves_up_and_what_is_charged_for_stays() {
        let portfolio = Portfolio { gas_credit: 5, charged_mpans: 9, ..Portfolio::default() };
        let twice = grown(portfolio, 0.5);
        assert_eq!((twice.gas_credit, twice.charged_mpans), (3, 9));
    }

    #[test]
    fn m2_what_is_sent_grows_as_whole_meters_do() {
        // 1.1 times 5 meters are 6, of 10 in prepayment mode 11.
        let says = vec![Point { month: month("2022-07"), times: 1.1 }];
        let rule = Rule { id: "all".to_owned(), users: vec![true], of: Vec::new(), says };
        let growth = Growth { meters: Rules::new(vec![rule]), ..Growth::default() };
        let portfolio =
            Portfolio { gas_credit: 5, electricity_prepayment: 10, ..Portfolio::default() };
        let sent = |amount, fuel| growth.sent((amount, fuel), (0, portfolio), month("2022-07"));
        assert_eq!(sent(Amount::PerMeter(2.0), Some(Fuel::Gas)), 6.0 / 5.0);
        assert_eq!(sent(Amount::PerMeter(2.0), None), 17.0 / 15.0);
        assert_eq!(sent(Amount::PerPrepaymentMeter(2.0), None), 1.1);
        assert_eq!(sent(Amount::PerPrepaymentMeter(2.0), Some(Fuel::Gas)), 1.0);
        assert_eq!([Amount::PerUser(2.0), Amount::Number(2.0)].map(|a| sent(a, None)), [1.0; 2]);
    }

    #[test]
    fn capacity_steps_on_the_first_of_a_month() {
        let rate = PerSecond::from_f64;
        let capacity = vec![(month("2024-01"), rate(2.0)), (month("2025-01"), rate(3.0))];
        let growth = Growth { capacity, ..Growth::default() };
        assert_eq!(growth.capacity_in(month("2023-12")), None);
        assert_eq!(growth.capacity_in(month("2024-12")), Some(rate(2.0)));
        assert_eq!(growth.capacity_in(month("2025-01")), Some(rate(3.0)));
    }
}
