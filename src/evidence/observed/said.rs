//! How a replay of one variant compares, read aloud.

use super::super::words::{said, thousands, upper};
use super::{FIGURES, Score, Scored};

impl Scored {
    /// How far each figure of everybody is from what was observed, of one variant; of several, [`Scored::best`] says which fits.
    pub fn sentences(&self) -> Vec<String> {
        let of_all = |s: &&Score| s.user.is_none();
        let several = self.scores.iter().any(|s| s.variant != self.scores[0].variant);
        let told = self.scores.iter().filter(of_all).filter(|_| !several);
        told.map(|score| self.sentence(score)).collect()
    }

    fn sentence(&self, score: &Score) -> String {
        let times = score.figure == FIGURES[2];
        let number = |x: f64| if times { format!("{x:.1} s") } else { said(x) };
        let by_chance = match score.further {
            None => "fewer than 19 replications cannot say whether by more than chance".to_owned(),
            Some(true) => format!("further off than chance (p {:.3})", score.p),
            Some(false) => format!("no further off than chance (p {:.2})", score.p),
        };
        let outside = self.outside.iter().filter(|o| o.figure == score.figure).count();
        format!(
            "{}: {} observed, {} replayed on average; {by_chance}; outside every replication in {} of {} half-hours of Users.",
            upper(&score.figure.replace('_', " ")),
            number(score.observed),
            number(score.mean),
            thousands(outside as f64),
            thousands(score.half_hours as f64)
        )
    }
}
