//! How ordinary traffic varies (T3).

use super::super::form::FactorLawForm;
use super::super::json::escape;
use super::super::variation::{FactorLaw, Variation};
use super::{Fault, Reading};

impl Reading<'_> {
    pub(super) fn variation(&mut self) -> Variation {
        let traffic = &self.file.traffic;
        let law = self.law();
        let mut coefficients = vec![
            ("/traffic/day_cv".to_owned(), traffic.day_cv),
            ("/traffic/day_cv_common".to_owned(), traffic.day_cv_common),
            ("/traffic/slot_cv".to_owned(), traffic.slot_cv),
            ("/traffic/slot_cv_common".to_owned(), traffic.slot_cv_common),
        ];
        for user in &self.file.users {
            let own = [("day_cv", user.day_cv), ("slot_cv", user.slot_cv)];
            let own = own.into_iter().filter_map(|(key, cv)| Some((key, cv?)));
            coefficients
                .extend(own.map(|(key, cv)| (format!("/users/{}/{key}", escape(&user.id)), cv)));
        }
        for (path, cv) in coefficients.into_iter().filter(|(_, cv)| law.least(*cv) < 0.0) {
            let most = 1.0 / (1.0 - law.least(1.0));
            let expected = format!(
                "at most {most:.4}, with which the least of `factor_values` is a factor of 0 (T3)"
            );
            let fault = Fault::at(path, cv.to_string(), expected);
            self.fault(fault.hint("`gamma` and `log_normal` have room for any"));
        }
        Variation {
            day_cv_common: traffic.day_cv_common,
            slot_cv_common: traffic.slot_cv_common,
            day_correlation: traffic.day_correlation,
            law,
            first_day: self.calendar.blocks().first().map_or(0, |b| b.local.date),
        }
    }

    fn law(&mut self) -> FactorLaw {
        let values = &self.file.traffic.factor_values;
        let word = match self.file.traffic.factor_law {
            FactorLawForm::Empirical => {
                let law = FactorLaw::like(values);
                return law.unwrap_or_else(|| {
                    let found = format!("{} values, none of which differs", values.len());
                    self.wrong("/traffic/factor_values", found, "two that differ, or more (T3)");
                    FactorLaw::Gamma
                });
            }
            FactorLawForm::LogNormal => FactorLaw::LogNormal,
            FactorLawForm::Gamma => FactorLaw::Gamma,
        };
        if !values.is_empty() {
            let found = format!("{} values", values.len());
            let expected = "none: they belong to `\"factor_law\": \"empirical\"` (T3)";
            self.wrong("/traffic/factor_values", found, expected);
        }
        word
    }
}
