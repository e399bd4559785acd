//! N4 and N5: the DSP's queues of messages to Users, and what of them leaves over the outbound path.

use super::plan::NorthPlan;
use crate::domain::Nano;
use crate::mechanism::Budget;
use crate::random::{Draws, Keys, Purpose, deal};
use crate::scenario::ReleasePolicy;
use std::collections::VecDeque;

/// Messages of a flow that were made in the same cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeTogether {
    /// Index of the flow.
    pub flow: u32,
    /// Cell in which they were made.
    pub made: u32,
    /// How many.
    pub count: u64,
}

/// The queues, and what the path carries.
#[derive(Clone, Debug)]
pub struct Path {
    queues: FlowQueues,
    /// How much waits of each User.
    pub queued: Vec<u64>,
    /// How much waits in all.
    pub waiting: u64,
    /// Whether queues are being released (N5).
    released: bool,
    /// The outbound path in the cell before.
    before: Nano,
    path: Budget,
    release: Budget,
    per_user: Vec<Budget>,
    /// The flows by place in the order of importance, and all of them.
    by_rank: Vec<Vec<u32>>,
    all: Vec<u32>,
}

/// The DSP's queues.
#[derive(Clone, Debug)]
struct FlowQueues {
    /// What waits of each flow, by the cell in which it was made, oldest first.
    of: Vec<VecDeque<(u32, u64)>>,
    counts: Vec<u64>,
    taken: Vec<u64>,
}

impl Path {
    pub fn new(plan: &NorthPlan, users: usize) -> Self {
        let flows = || 0..plan.flows.len() as u32;
        let of_rank = |rank: usize| flows().filter(|f| plan.rank[*f as usize] == rank).collect();
        Self {
            queues: FlowQueues {
                of: vec![VecDeque::new(); plan.flows.len()],
                counts: Vec::new(),
                taken: Vec::new(),
            },
            queued: vec![0; users],
            waiting: 0,
            released: false,
            before: plan.outbound,
            path: Budget::default(),
            release: Budget::default(),
            per_user: vec![Budget::default(); users],
            by_rank: (0..plan.ranks).map(of_rank).collect(),
            all: flows().collect(),
        }
    }

    /// Whether `made` messages all leave as they come over a path that carries `rate`, for nothing waits and they fit;
    /// asked once a cell.
    pub fn passes(&mut self, rate: Nano, made: u64) -> bool {
        self.released |= rate > self.before && self.waiting > 0;
        self.before = rate;
        // No fraction is carried from cells in which nothing waits.
        self.waiting == 0 && made <= self.path.whole(rate)
    }

    /// What was `made` in `cell` and does not pass, by flow, joins the queues, and what leaves them over a path that
    /// carries `rate` goes to `out`.
    pub fn step(
        &mut self,
        plan: &NorthPlan,
        keys: &Keys,
        (cell, rate): (u64, Nano),
        made: &mut [u64],
        out: &mut Vec<MadeTogether>,
    ) {
        for (flow, n) in made.iter_mut().enumerate().filter(|(_, n)| **n > 0) {
            self.queues.of[flow].push_back((cell as u32, *n));
            self.queued[plan.flows[flow].user] += *n;
            self.waiting += std::mem::take(n);
        }
        let ordered = self.released && plan.policy != ReleasePolicy::AllAtOnce;
        let release = plan.release.filter(|_| ordered);
        let room = release.map_or(u64::MAX, |r| self.release.whole(r)).min(self.path.whole(rate));
        let from = out.len();
        if let Some(per_user) = plan.release_per_user.filter(|_| ordered) {
            self.leave_by_user(plan, keys, (cell, per_user), room, out);
        } else if ordered && plan.policy == ReleasePolicy::Prioritised {
            let mut left = room;
            for rank in 0..self.by_rank.len() {
                let mut draws = Lazy::new(keys, cell, rank as u64);
                left -= self.queues.oldest(&self.by_rank[rank], left, &mut draws, out);
            }
        } else {
            let mut draws = Lazy::new(keys, cell, plan.ranks as u64);
            self.queues.oldest(&self.all, room, &mut draws, out);
        }
        let sent: u64 = out[from..].iter().map(|p| p.count).sum();
        for part in &out[from..] {
            self.queued[plan.flows[part.flow as usize].user] -= part.count;
        }
        self.waiting -= sent;
        let waits = self.waiting > 0;
        self.path.spend(rate, waits);
        self.release.spend(release.unwrap_or(0), waits && release.is_some());
        let grown = self.queued.iter().any(|n| *n > plan.abnormal);
        self.released = waits && (self.released || grown);
    }

    /// Each User's first messages, as many as its rate allows, are offered; of more than `room` those that leave
    /// are a uniformly random choice.
    fn leave_by_user(
        &mut self,
        plan: &NorthPlan,
        keys: &Keys,
        (cell, rate): (u64, Nano),
        room: u64,
        out: &mut Vec<MadeTogether>,
    ) {
        let mut offered = Vec::new();
        for user in 0..self.queued.len() {
            let mut left = self.per_user[user].whole(rate);
            let own = |f: &u32| plan.flows[*f as usize].user == user;
            for rank in 0..self.by_rank.len() {
                let flows: Vec<u32> = match plan.policy == ReleasePolicy::Prioritised {
                    true => self.by_rank[rank].iter().copied().filter(own).collect(),
                    // Oldest first, whatever it is.
                    false if rank == 0 => self.all.iter().copied().filter(own).collect(),
                    false => Vec::new(),
                };
                let stream = ((user + 1) << 8 | rank) as u64;
                let mut draws = Lazy::new(keys, cell, stream);
                left -= self.queues.oldest(&flows, left, &mut draws, &mut offered);
            }
        }
        let counts: Vec<u64> = offered.iter().map(|p| p.count).collect();
        let take = counts.iter().sum::<u64>().min(room);
        let mut taken = Vec::new();
        deal(Lazy::new(keys, cell, u64::MAX).get(), &counts, take, &mut taken);
        let mut of_user = vec![0; self.queued.len()];
        // What does not leave goes back in front, the oldest last.
        for (part, n) in offered.iter().zip(taken).rev() {
            of_user[plan.flows[part.flow as usize].user] += n;
            self.queues.put_back(MadeTogether { count: part.count - n, ..*part });
            if n > 0 {
                out.push(MadeTogether { count: n, ..*part });
            }
        }
        for (user, budget) in self.per_user.iter_mut().enumerate() {
            budget.spend(rate, self.queued[user] > of_user[user]);
        }
    }
}

impl FlowQueues {
    /// Takes the oldest of what waits of `flows`, at most `room`: the result is how much. Of what was made in the
    /// same cell it is a uniformly random choice.
    fn oldest(
        &mut self,
        flows: &[u32],
        room: u64,
        draws: &mut Lazy<'_>,
        out: &mut Vec<MadeTogether>,
    ) -> u64 {
        let mut left = room;
        while left > 0 {
            let fronts = flows.iter().filter_map(|f| self.of[*f as usize].front());
            let Some(oldest) = fronts.map(|front| front.0).min() else {
                break;
            };
            self.counts.clear();
            self.counts.extend(flows.iter().map(|f| {
                let front = self.of[*f as usize].front();
                front.filter(|front| front.0 == oldest).map_or(0, |front| front.1)
            }));
            let take = self.counts.iter().sum::<u64>().min(left);
            deal(draws.get(), &self.counts, take, &mut self.taken);
            for (&flow, &count) in flows.iter().zip(&self.taken).filter(|(_, n)| **n > 0) {
                let queue = &mut self.of[flow as usize];
                let front = queue.front_mut().expect("it was counted");
                front.1 -= count;
                if front.1 == 0 {
                    queue.pop_front();
                }
                out.push(MadeTogether { flow, made: oldest, count });
            }
            left -= take;
        }
        room - left
    }

    fn put_back(&mut self, part: MadeTogether) {
        let queue = &mut self.of[part.flow as usize];
        match queue.front_mut() {
            _ if part.count == 0 => {}
            Some(front) if front.0 == part.made => front.1 += part.count,
            _ => queue.push_front((part.made, part.count)),
        }
    }
}

/// Draws that are made when first asked for.
pub struct Lazy<'a> {
    keys: &'a Keys,
    cell: u64,
    stream: u64,
    draws: Option<Draws>,
}

impl<'a> Lazy<'a> {
    fn new(keys: &'a Keys, cell: u64, stream: u64) -> Self {
        Self { keys, cell, stream, draws: None }
    }

    fn get(&mut self) -> &mut Draws {
        let make = || self.keys.draws(Purpose::Outbound, self.cell, self.stream);
        self.draws.get_or_insert_with(make)
    }
}
