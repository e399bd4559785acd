//! How much ordinary traffic varies, from day to day and within the day (T3).

/// What of T3 is not a User's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// Coefficient of variation of everybody's day.
    pub day_cv_common: f64,
    /// Of everybody's half-hour.
    pub slot_cv_common: f64,
    /// Lag-one correlation of the factors of days.
    pub day_correlation: f64,
    /// What factors are drawn from.
    pub law: FactorLaw,
    /// The first civil day of the run or course, with which sequences of days begin: days since 1970-01-01.
    pub first_day: i32,
}

/// What factors are drawn from; all have the mean 1 and the coefficient of variation that is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum FactorLaw {
    /// A gamma distribution.
    Gamma,
    /// A log-normal one.
    LogNormal,
    /// One of these, each as likely: in rising order, of mean 0 and variance 1. A factor is 1 and so many deviations.
    Empirical(Vec<f64>),
}

impl FactorLaw {
    /// The law of factors like `values`; none where those are all the same.
    pub fn like(values: &[f64]) -> Option<Self> {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let deviation = libm::sqrt(values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n);
        let mut deviations: Vec<f64> = values.iter().map(|v| (v - mean) / deviation).collect();
        deviations.sort_by(f64::total_cmp);
        (deviation > 0.0).then_some(Self::Empirical(deviations))
    }

    /// The least factor of a coefficient of variation.
    pub fn least(&self, cv: f64) -> f64 {
        match self {
            Self::Empirical(deviations) => 1.0 + cv * deviations[0],
            Self::Gamma | Self::LogNormal => 0.0,
        }
    }
}
