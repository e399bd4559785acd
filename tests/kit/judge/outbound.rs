//! N4 to N6: the path from the DSP to Users, the release of queues, and adapters.

use super::World;
use super::northbound::Sent;
use headroom_core::domain::{NANO, Nano, PerSecond, Share};
use headroom_core::scenario::{AdapterRate, EventKind, Outbound as Path, ReleasePolicy, Scenario};
use headroom_core::traffic::{Message, Traffic};
use rand::RngExt;
use rand::seq::SliceRandom;

/// Messages that wait in the DSP, and what is known of the path.
#[derive(Clone, Debug)]
pub struct Outbound {
    pub queue: Vec<Sent>,
    /// Whether queues are being released (N5).
    released: bool,
    /// Share of the path in the cell before.
    share: Share,
    /// Fractions of a message that the path, the release rate and those of Users have left.
    carry: Nano,
    release_carry: Nano,
    user_carry: Vec<Nano>,
    /// For each User, the cells running at whose ends something waited for it, the path being up.
    behind: Vec<u64>,
}

impl Outbound {
    pub fn new(users: usize) -> Self {
        Self {
            queue: Vec::new(),
            released: false,
            share: Share::ONE,
            carry: 0,
            release_carry: 0,
            user_carry: vec![0; users],
            behind: vec![0; users],
        }
    }
}

/// A User's adapter.
#[derive(Clone, Debug)]
pub struct Adapter {
    /// What waits, and the cell in which it came.
    pub queue: Vec<(Sent, u64)>,
    rate: PerSecond,
    /// Most that waits.
    bound: usize,
    carry: Nano,
}

/// The adapter of each User.
pub fn adapters(scenario: &Scenario) -> Vec<Adapter> {
    let ordinary = Traffic::ordinary(scenario);
    let adapter = |(user, adapter): (usize, &headroom_core::scenario::Adapter)| {
        let rate = match adapter.rate {
            AdapterRate::Rate(rate) => rate,
            AdapterRate::TimesBusiestMinute(times) => {
                let busiest = super::ordinary::busiest_minute_per_s(scenario, &ordinary, user);
                PerSecond::from_f64((times * busiest).max(1.0))
            }
        };
        let bound = (rate.over(adapter.bound) / NANO) as usize;
        Adapter { queue: Vec::new(), rate, bound, carry: 0 }
    };
    scenario.northbound.adapters.iter().enumerate().map(adapter).collect()
}

/// Share of the path in `cell`, collapses apart; of events at the same time the worst.
fn share_of_path(scenario: &Scenario, cell: u64) -> Share {
    let in_force = scenario.events.iter().filter(|event| event.from <= cell && cell < event.to);
    let share = in_force.filter_map(|event| match event.kind {
        EventKind::Outage { outbound, .. } => Some(outbound),
        EventKind::Maintenance(_) => Some(Share::ZERO),
        _ => None,
    });
    share.min().unwrap_or(Share::ONE)
}

/// What is kept of a budget: a fraction of a message, while something waits.
fn kept(budget: Nano, waits: bool) -> Nano {
    if waits { budget % NANO } else { 0 }
}

impl World<'_> {
    /// The way of messages in `cell`, in which the DSP was away after a collapse or not.
    pub fn carry_out(&mut self, cell: u64, away: bool) {
        if !self.scenario.northbound.enabled {
            return;
        }
        let share = if away { Share::ZERO } else { share_of_path(self.scenario, cell) };
        let out = &mut self.northbound.outbound;
        // N5: restored, or less restricted, while something waits from before.
        out.released |= share > out.share && !out.queue.is_empty();
        out.share = share;
        out.queue.append(&mut self.northbound.made);
        self.send(cell, share);
        for user in 0..self.scenario.users.len() {
            self.deliver(user, cell);
        }
        self.note_queues(share);
    }

    /// What leaves the DSP.
    fn send(&mut self, cell: u64, share: Share) {
        let (north, length) = (&self.scenario.northbound, self.scenario.calendar.cell());
        let release = north.release;
        let path = match north.outbound {
            Path::Rate(rate) => rate.over(length),
            Path::TimesCapacity(times) => times.of(self.scenario.gateway.max_capacity.over(length)),
        };
        let budget = self.northbound.outbound.carry + share.of(path);
        let mut room = budget / NANO;
        let limited =
            self.northbound.outbound.released && release.policy != ReleasePolicy::AllAtOnce;
        let over = |rate: Option<PerSecond>| rate.filter(|_| limited).map(|rate| rate.over(length));
        let released = over(release.rate).map(|rate| rate + self.northbound.outbound.release_carry);
        room = released.map_or(room, |budget| room.min(budget / NANO));
        let each = over(release.rate_per_user);
        let by_class = limited && release.policy == ReleasePolicy::Prioritised;
        let mut queue = std::mem::take(&mut self.northbound.outbound.queue);
        let class = |sent: &Sent| if by_class { self.importance(*sent) } else { 0 };
        queue.sort_by_key(|sent| (class(sent), sent.at, sent.lot));
        let (mut offered, mut stay) = (queue, Vec::new());
        if let Some(rate) = each {
            let carry = &self.northbound.outbound.user_carry;
            let mut left: Vec<Nano> = carry.iter().map(|c| (c + rate) / NANO).collect();
            for sent in std::mem::take(&mut offered) {
                let left = &mut left[self.northbound.flows[sent.flow].user];
                if *left > 0 { &mut offered } else { &mut stay }.push(sent);
                *left = (*left - 1).max(0);
            }
            if offered.len() as Nano > room {
                offered.shuffle(&mut self.rng);
            }
        }
        stay.extend(offered.split_off(offered.len().min(room as usize)));
        let mut waiting = vec![false; self.scenario.users.len()];
        stay.iter().for_each(|sent| waiting[self.northbound.flows[sent.flow].user] = true);
        let out = &mut self.northbound.outbound;
        out.carry = kept(budget, !stay.is_empty());
        out.release_carry = released.map_or(0, |budget| kept(budget, !stay.is_empty()));
        for (carry, waits) in out.user_carry.iter_mut().zip(waiting) {
            *carry = each.map_or(0, |rate| kept(*carry + rate, waits));
        }
        out.queue = stay;
        for sent in offered {
            self.spend(sent.flow);
            self.north_row().sent += 1;
            let user = self.northbound.flows[sent.flow].user;
            let lot = self.rng.random();
            self.northbound.adapters[user].queue.push((Sent { lot, ..sent }, cell));
        }
    }

    /// Classes in order of importance: the list, other responses, alerts.
    fn importance(&self, sent: Sent) -> usize {
        match self.northbound.flows[sent.flow].what {
            Message::Response(class) => class,
            Message::Alert(_) => self.scenario.northbound.classes.len() + 1,
        }
    }

    /// N6: what a User's adapter takes, and what it cannot hold.
    fn deliver(&mut self, user: usize, cell: u64) {
        let by_class = self.scenario.northbound.adapters[user].by_class;
        let mut queue = std::mem::take(&mut self.northbound.adapters[user].queue);
        let class = |sent: &Sent| if by_class { self.importance(*sent) } else { 0 };
        queue.sort_by_key(|(sent, came)| (class(sent), *came, sent.lot));
        let adapter = &mut self.northbound.adapters[user];
        let budget = adapter.carry + adapter.rate.over(self.scenario.calendar.cell());
        let mut left = queue.split_off(queue.len().min((budget / NANO) as usize));
        for (sent, _) in queue {
            self.seen.messages[sent.flow].delivered += 1;
            self.north_row().delivered += 1;
            let class = self.delay_class(sent);
            self.seen.delays[user].by_class[class].add(cell - sent.at, 1);
        }
        // Too many are of those that came in this cell: those before were not too many.
        left.shuffle(&mut self.rng);
        left.sort_by_key(|(_, came)| *came);
        for (sent, came) in left.split_off(left.len().min(self.northbound.adapters[user].bound)) {
            assert_eq!(came, cell, "only what comes overflows");
            self.seen.messages[sent.flow].lost += 1;
            self.north_row().lost += 1;
        }
        let adapter = &mut self.northbound.adapters[user];
        adapter.carry = kept(budget, !left.is_empty());
        adapter.queue = left;
    }

    /// Where the delays of a message are noted: responses by class, Device Alerts, DCC Alerts.
    fn delay_class(&self, sent: Sent) -> usize {
        use headroom_core::domain::MessageKind;
        let device = self.scenario.northbound.classes.len() + 1;
        let flow = &self.northbound.flows[sent.flow];
        match (flow.what, flow.kind) {
            (Message::Response(class), _) => class,
            (Message::Alert(_), MessageKind::DccAlert) => device + 1,
            (Message::Alert(_), _) => device,
        }
    }

    /// At a cell's end: what waits, who is behind, and whether queues are released from the next cell on.
    fn note_queues(&mut self, share: Share) {
        let mut queued = vec![0_u64; self.scenario.users.len()];
        for sent in &self.northbound.outbound.queue {
            queued[self.northbound.flows[sent.flow].user] += 1;
        }
        let mut at_adapters = 0;
        for (user, &queued) in queued.iter().enumerate() {
            let at_adapter = self.northbound.adapters[user].queue.len() as u64;
            at_adapters += at_adapter;
            let behind = &mut self.northbound.outbound.behind[user];
            let is_behind = share > Share::ZERO && queued + at_adapter > 0;
            *behind = if is_behind { *behind + 1 } else { 0 };
            let delays = &mut self.seen.delays[user];
            delays.most_queued = delays.most_queued.max(queued);
            delays.most_at_adapter = delays.most_at_adapter.max(at_adapter);
            delays.longest_behind = delays.longest_behind.max(*behind);
        }
        let row = self.north_row();
        (row.queued, row.at_adapters) = (queued.iter().sum(), at_adapters);
        let abnormal = self.scenario.northbound.release.abnormal;
        let out = &mut self.northbound.outbound;
        out.released &= !out.queue.is_empty();
        out.released |= abnormal.is_some_and(|most| queued.iter().any(|n| *n > most));
    }
}
