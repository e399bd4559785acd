//! Draws over what is assumed: all inputs of a scenario's ranges at once, each by its law (C6).
//!
//! Scope: where a draw places each input, and the changes that follow. A draw is a pure function of the ranges, the seed and
//! its number, so that a study is extended without running anything twice. Left out: what its runs show (`evidence/uncertainty.rs`).
//! Checked by: the tests below, `tests/it/studies/uncertainty.rs`.

use super::setting::Setting;
use crate::random::{Keys, Purpose, name_key, sobol};
use crate::scenario::{Change, InputRange};
use serde_json::Value;

/// All inputs at once, each at a place of its law.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Its number, from 1.
    pub number: u32,
    /// For each input, the share of its law that lies below, above 0 and below 1.
    pub places: Vec<f64>,
    /// The input that is drawn anew in place of that of the draw of this number; none where none is.
    pub anew: Option<usize>,
    /// What it changes.
    pub changes: Vec<Change>,
}

impl Draw {
    /// Draw `number`, from 1, of `ranges` in a study with `seed`: a point of a scrambled Sobol' sequence, an input's digits by
    /// its name. At most [`crate::random::MOST_INPUTS`] ranges, of different names.
    pub fn new(ranges: &[InputRange], seed: u64, number: u32) -> Self {
        let key = |range: &InputRange| name_key(&["assumption", &seed.to_string(), &range.id]);
        let place = |(i, range): (usize, &InputRange)| sobol(i, number - 1, key(range));
        let places: Vec<f64> = ranges.iter().enumerate().map(place).collect();
        Self { number, changes: changes(ranges, &places), anew: None, places }
    }

    /// The same with input `input` drawn anew, and nothing else: what its total share is told from (pick-freeze).
    pub fn with_anew(&self, ranges: &[InputRange], seed: u64, input: usize) -> Self {
        let name = name_key(&[&ranges[input].id]);
        let mut draws = Keys::new(seed, 0).draws(Purpose::Assumption, name, u64::from(self.number));
        let mut places = self.places.clone();
        places[input] = draws.unit().max(f64::MIN_POSITIVE);
        let changes = changes(ranges, &places);
        Self { number: self.number, anew: Some(input), changes, places }
    }

    /// The setting of it: its changes, and a seed of its own, so that what chance does in one draw says nothing of another. Beside it
    /// stands today's system alone: of what a scenario names besides, nothing is looked at in a draw.
    pub fn setting(&self, ranges: &[InputRange], seed: u64) -> Setting {
        let anew = self.anew.map(|input| ranges[input].id.as_str());
        let name = match anew {
            None => format!("draw {}", self.number),
            Some(id) => format!("draw {}, {id} anew", self.number),
        };
        let parts = ["seed", &seed.to_string(), &self.number.to_string(), anew.unwrap_or("")];
        // As a number of JSON has it in every language.
        let own = name_key(&parts) >> 11;
        let mut changes = self.changes.clone();
        changes
            .push(Change { pointer: "/counterparts".to_owned(), value: Value::Array(Vec::new()) });
        changes.push(Change { pointer: "/seed".to_owned(), value: own.into() });
        Setting { name, changes }
    }
}

fn changes(ranges: &[InputRange], places: &[f64]) -> Vec<Change> {
    let change = |(range, place): (&InputRange, &f64)| Change {
        pointer: range.pointer.clone(),
        value: range.at(*place),
    };
    ranges.iter().zip(places).map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ranges() -> Vec<InputRange> {
        let range = |id: &str, low: f64, high: f64| InputRange {
            id: id.to_owned(),
            pointer: format!("/{id}"),
            low: json!(low),
            high: json!(high),
            ..InputRange::default()
        };
        vec![range("a", 0.0, 1.0), range("b", 10.0, 20.0)]
    }

    #[test]
    fn c6_a_draw_depends_on_seed_and_number_alone_and_draws_fill_their_ranges_evenly() {
        let of = |seed| (1..=64).map(|n| Draw::new(&ranges(), seed, n)).collect::<Vec<Draw>>();
        let all = of(1);
        assert_eq!(all[9], Draw::new(&ranges(), 1, 10));
        assert_ne!(all[9].places, of(2)[9].places);
        for input in 0..2 {
            let mut seen = [0; 16];
            all.iter().for_each(|d| seen[(d.places[input] * 16.0) as usize] += 1);
            assert_eq!(seen, [4; 16]);
        }
        let value = all[9].changes[1].value.as_f64().expect("a number");
        assert!((value - (10.0 + 10.0 * all[9].places[1])).abs() < 1e-4);
    }

    #[test]
    fn c6_an_input_drawn_anew_leaves_the_others_as_they_are() {
        let draw = Draw::new(&ranges(), 1, 3);
        let anew = draw.with_anew(&ranges(), 1, 0);
        assert_eq!(anew.changes[1], draw.changes[1]);
        assert_ne!(anew.changes[0], draw.changes[0]);
        let [one, other] = [&draw, &anew].map(|d| d.setting(&ranges(), 1));
        assert_eq!((one.name.as_str(), other.name.as_str()), ("draw 3", "draw 3, a anew"));
        assert_ne!(one.changes.last(), other.changes.last(), "a seed of its own");
    }
}
