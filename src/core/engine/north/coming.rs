//! N4: responses that are still to be made, by cell and flow.

/// What is to come, a row for each cell that has any.
#[derive(Clone, Debug)]
pub struct Coming {
    /// By cell modulo the number of rows: how many of each flow; empty where nothing comes.
    rows: Vec<Vec<u64>>,
    /// Rows that were used before, all zero.
    spare: Vec<Vec<u64>>,
    /// How many of each flow in all.
    of_flow: Vec<u64>,
}

impl Coming {
    /// Nothing, of so many flows, which never comes more than `most` cells ahead.
    pub fn new(flows: usize, most: u64) -> Self {
        let rows = (most + 1).next_power_of_two() as usize;
        Self { rows: vec![Vec::new(); rows], spare: Vec::new(), of_flow: vec![0; flows] }
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.of_flow.iter().all(|n| *n == 0)
    }

    /// How many of `flow` are.
    pub fn of(&self, flow: usize) -> u64 {
        self.of_flow[flow]
    }

    /// `n` more of `flow` come in `cell`.
    #[inline]
    pub fn add(&mut self, cell: u64, flow: u32, n: u64) {
        *self.row(cell, flow) += n;
        self.of_flow[flow as usize] += n;
    }

    /// The same of several cells that follow one another, the first of which is `cell`.
    pub fn add_all(&mut self, cell: u64, flow: u32, counts: &[u64]) {
        for (cell, n) in (cell..).zip(counts).filter(|(_, n)| **n > 0) {
            *self.row(cell, flow) += n;
        }
        self.of_flow[flow as usize] += counts.iter().sum::<u64>();
    }

    /// `n` of `flow` that were to come in `cell` do not, as it turns out.
    pub fn take_back(&mut self, cell: u64, flow: u32, n: u64) {
        let at = self.place(cell);
        let noted = self.rows[at].get_mut(flow as usize).filter(|noted| **noted >= n);
        *noted.expect("what is taken back was noted before") -= n;
        self.of_flow[flow as usize] -= n;
    }

    /// What comes in `cell`, by flow, is added to `made`; the result is what it is in all.
    pub fn come(&mut self, cell: u64, made: &mut [u64]) -> u64 {
        let at = self.place(cell);
        if self.rows[at].is_empty() {
            return 0;
        }
        let mut row = std::mem::take(&mut self.rows[at]);
        let mut all = 0;
        for ((n, made), coming) in row.iter_mut().zip(made).zip(&mut self.of_flow) {
            *made += *n;
            *coming -= *n;
            all += *n;
            *n = 0;
        }
        self.spare.push(row);
        all
    }

    #[inline]
    fn row(&mut self, cell: u64, flow: u32) -> &mut u64 {
        let at = self.place(cell);
        let row = &mut self.rows[at];
        if row.is_empty() {
            let flows = self.of_flow.len();
            *row = self.spare.pop().unwrap_or_else(|| vec![0; flows]);
        }
        &mut row[flow as usize]
    }

    fn place(&self, cell: u64) -> usize {
        cell as usize & (self.rows.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n4_responses_come_in_their_cell_and_once() {
        let mut coming = Coming::new(3, 6);
        coming.add(5, 1, 4);
        coming.add_all(4, 2, &[1, 0, 7]);
        coming.take_back(5, 1, 3);
        assert_eq!((coming.of(1), coming.of(2)), (1, 8));
        let mut made = vec![0; 3];
        let all: Vec<u64> = (4..8).map(|cell| coming.come(cell, &mut made)).collect();
        assert_eq!((all, made), (vec![1, 1, 7, 0], vec![0, 1, 8]));
        assert!(coming.is_empty());
        // The same row again, and nothing of before in it.
        assert_eq!(coming.come(12, &mut [0; 3]), 0);
        coming.add(13, 0, 2);
        assert_eq!(coming.come(13, &mut [0; 3]), 2);
    }
}
