//! A gateway for polls that never looks at their devices: it refuses, keeps a backlog, and a User tries again.

use crate::random::Draws;
use std::collections::VecDeque;

/// A poll; who is asked stands in it only where each customer is simulated by itself.
#[derive(Clone, Debug)]
pub struct Token {
    pub first: u64,
    pub who: Option<usize>,
    attempt: u32,
}

/// What it does.
#[derive(Clone, Copy, Debug)]
pub struct ToyGateway {
    /// Chance that an attempt is refused, in odd and even tens of cells.
    pub refused: [f64; 2],
    /// Polls that leave the backlog in a cell, in odd and even tens of cells.
    pub served: [usize; 2],
    pub attempts: u32,
}

/// Polls on their way.
#[derive(Debug, Default)]
pub struct Polls {
    /// Those that arrive in each cell.
    arriving: Vec<Vec<Token>>,
    backlog: VecDeque<Token>,
}

impl Polls {
    /// One begins in `first`.
    pub fn begin(&mut self, first: u64, who: Option<usize>) {
        self.arrive(first, Token { first, who, attempt: 1 });
    }

    fn arrive(&mut self, cell: u64, token: Token) {
        let cell = cell as usize;
        self.arriving.resize(self.arriving.len().max(cell + 1), Vec::new());
        self.arriving[cell].push(token);
    }

    /// Steps `cell`: those admitted in it, and those that leave the backlog. What `superseded` says is
    /// given up when it arrives.
    pub fn step(
        &mut self,
        gateway: &ToyGateway,
        draws: &mut Draws,
        cell: u64,
        superseded: impl Fn(&Token) -> bool,
    ) -> (Vec<Token>, Vec<Token>) {
        let half = (cell / 10 % 2) as usize;
        let mut here = self.arriving.get_mut(cell as usize).map(std::mem::take).unwrap_or_default();
        for i in (1..here.len()).rev() {
            here.swap(i, draws.below(i as u64 + 1) as usize);
        }
        let mut admitted = Vec::new();
        for token in here.into_iter().filter(|token| !superseded(token)) {
            if draws.unit() >= gateway.refused[half] {
                admitted.push(token);
            } else if token.attempt < gateway.attempts {
                let at = cell + 1 + draws.below(4);
                self.arrive(at, Token { attempt: token.attempt + 1, ..token });
            }
        }
        self.backlog.extend(admitted.iter().cloned());
        let served = self.backlog.len().min(gateway.served[half]);
        (admitted, self.backlog.drain(..served).collect())
    }
}
