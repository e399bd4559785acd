//! In how many replications each end of a kept sensitivity was tried, and what so few leave open: where none of four triggers, a chance of
//! one in two may not have shown (C5).

use super::super::interval::{Interval, proportion_interval};
use super::super::words::{percent, so_many};
use super::{Kept, KeptFigure};
use headroom_core::domain::Figure;

impl Kept {
    /// `in 4 replications`, and of a chance what these leave open.
    pub fn tried_in(&self, kept: &KeptFigure) -> String {
        let open = self.chance(kept).map_or(String::new(), |chance| {
            let [low, high] =
                [chance.ci_low, chance.ci_high].map(|end| percent(end.unwrap_or_default()));
            match chance.mean {
                0.0 => format!(", which tell no chance below {high} from none"),
                1.0 => format!(", which tell no chance above {low} from certainty"),
                _ => format!(", which leave the chance between {low} and {high}"),
            }
        });
        format!("in {}{open}", so_many("replication", self.replications))
    }

    /// How wide the interval is within which so few replications leave a chance; nought of what is none.
    pub fn left_open(&self, kept: &KeptFigure) -> f64 {
        let width = |chance: Interval| Some(chance.ci_high? - chance.ci_low?);
        self.chance(kept).and_then(width).unwrap_or_default()
    }

    /// The chance that the scenario as it stands was kept with; none of what is no share of replications.
    fn chance(&self, kept: &KeptFigure) -> Option<Interval> {
        let n = self.replications;
        let k = libm::round(kept.base * n as f64) as usize;
        (kept.figure == Figure::Triggered && k <= n && n > 0).then(|| proportion_interval(k, n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_none_of_four_tells_no_chance_below_three_in_five_from_none() {
        let kept = Kept::shipped("vends-fail-1-april").expect("it is kept");
        let figure = kept.figure(Figure::Triggered, "").expect("it was looked at");
        assert_eq!((kept.replications, figure.base), (4, 0.0));
        // 1 − 0.025^(1/4).
        assert_eq!(
            kept.tried_in(figure),
            "in 4 replications, which tell no chance below 60.2 % from none"
        );
        assert!((kept.left_open(figure) - 0.602).abs() < 1e-3);
        let figure = kept.figure(Figure::Amplification, "").expect("it was looked at");
        assert_eq!(kept.tried_in(figure), "in 4 replications");
        assert_eq!(kept.left_open(figure), 0.0);
        let said = kept.moved(Figure::Triggered, "").expect("it was looked at");
        assert!(said.ends_with("60.2 % from none"), "{said}");
    }
}
