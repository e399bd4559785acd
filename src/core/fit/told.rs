//! Values of how traffic varies, and of how requests were answered.

use super::fitted::Fitted;
use super::retries::rule;
use super::sent::Sent;
use super::value::{Value, What, token};
use super::variation::Estimate;
use crate::recording::{Answers, Attempts};

impl Fitted {
    /// The coefficients with their errors.
    pub fn name_variation(&mut self) {
        let days = self.days.iter().sum();
        let of = |pointer: String, what: What, e: &Estimate| {
            Value::coefficient(pointer, what, (e.value, e.error), e.ends, days)
        };
        let mut values = Vec::new();
        for (user, [day, slot]) in self.users.iter().zip(&self.variation.own) {
            let place = format!("/users/{}", token(user));
            values.push(of(format!("{place}/day_cv"), What::DayCv, day));
            values.push(of(format!("{place}/slot_cv"), What::SlotCv, slot));
        }
        if let Some([day, slot]) = &self.variation.common {
            values.push(of("/traffic/day_cv_common".to_owned(), What::DayCv, day));
            values.push(of("/traffic/slot_cv_common".to_owned(), What::SlotCv, slot));
        }
        if let Some(e) = &self.variation.correlation {
            values.push(Value {
                pointer: "/traffic/day_correlation".to_owned(),
                what: What::Correlation,
                value: e.value.clamp(0.0, 0.9),
                error: Some(e.error),
                ends: Some(e.ends),
                days,
            });
        }
        self.values.extend(values);
    }

    /// Retry rules and response times.
    pub fn answer(&mut self, answers: &Answers, sent: &Sent) {
        self.answered = true;
        let cell = self.bins[1].seconds();
        let most = answers.attempts.first().map_or(0, |a| a.len());
        let mut all = vec![Attempts::default(); most];
        let mut by_user = vec![all.clone(); sent.users.len()];
        for (kind, attempts) in answers.attempts.iter().enumerate() {
            let Some(stream) = sent.of_kind.get(kind).copied().flatten() else {
                continue;
            };
            let of = &mut by_user[sent.streams[stream].user];
            for (k, attempts) in attempts.iter().enumerate() {
                all[k].join(attempts);
                of[k].join(attempts);
            }
        }
        // Without an identity nobody knows which attempt is a further one.
        if self.remarks.identity {
            self.rules.extend(rule(None, &all, cell));
            let own = by_user.iter().enumerate().filter_map(|(u, a)| rule(Some(u), a, cell));
            self.rules.extend(own);
        }
        let days = self.days.iter().sum();
        for rule in &self.rules {
            let id = rule.user.map_or("default", |u| &self.users[u]);
            let place = format!("/retries/{}", token(id));
            self.values.extend(rule.values(&place, days));
        }
        for (response, of) in self.responses.iter_mut().zip(&answers.responses) {
            *response = of.within(0.5).zip(of.within(0.95)).map(|(a, b)| (a, b, of.n()));
        }
    }
}
