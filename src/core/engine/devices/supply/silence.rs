//! Meters with supply that do not answer a poll: communications are out (G9).

use crate::random::Draws;

/// What keeps meters with supply from answering, each poll by itself.
#[derive(Debug)]
pub struct Silence<'a>(Option<(f64, &'a mut Draws)>);

impl<'a> Silence<'a> {
    /// A poll is silent with the chance `share`; where that is 0 nothing is drawn.
    pub fn new(share: f64, draws: impl FnOnce() -> &'a mut Draws) -> Self {
        Self((share > 0.0).then(|| (share, draws())))
    }

    /// How many of `n` polls to meters with supply get no answer.
    pub(super) fn among(&mut self, n: u64) -> u64 {
        self.0.as_mut().map_or(0, |(share, draws)| draws.binomial(n, *share))
    }
}
