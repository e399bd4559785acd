//! C1: conservation, at the end of every block that was opened and of the run.

use super::attempt::StandsFor;
use super::rooms::Rooms;
use crate::ledger::{Ledger, Open, audit};

impl Rooms<'_> {
    /// C1, at the end of a block or of the run.
    pub fn audit(&self, block: Option<usize>) {
        self.audit_messages(block);
        let ledger = self.book.ledger();
        let kept = ledger.pairs.iter().zip(&ledger.open).zip(&ledger.harm);
        for (pair, ((counts, open), harm)) in kept.enumerate() {
            if let Some(broken) = audit(counts, open, harm) {
                let (user, srv) = self.plan.traffic.pairs[pair];
                let scenario = &self.plan.scenario;
                panic!(
                    "conservation (C1) broken: {broken}; {} sending {}, {}; scenario {}, seed {}, replication {}",
                    scenario.users[user].id,
                    scenario.srvs[srv].id,
                    block.map_or("end of the run".to_owned(), |b| format!("block {b}")),
                    scenario.name,
                    scenario.seed,
                    self.book.ledger().replication,
                );
            }
        }
    }

    /// N4, at the end of a block or of the run.
    fn audit_messages(&self, block: Option<usize>) {
        let pairs = self.book.ledger().pairs.iter();
        let answered = pairs.map(|c| c.served + c.no_response + c.tried_again);
        if let Some(broken) = self.north.audit(answered) {
            let scenario = &self.plan.scenario;
            panic!(
                "conservation of messages (N4) broken: {broken}; {}; scenario {}, seed {}, replication {}",
                block.map_or("end of the run".to_owned(), |b| format!("block {b}")),
                scenario.name,
                scenario.seed,
                self.book.ledger().replication,
            );
        }
    }

    /// The run has ended: what is open is counted afresh and held against the running counts (C1).
    pub fn finish(self) -> Ledger {
        let mut open = vec![Open::default(); self.plan.traffic.pairs.len()];
        let pair = |cohort: u32| self.plan.traffic.cohorts[cohort as usize].pair;
        let (retries, follows) = self.users.all();
        for retry in retries.filter(|a| a.tag.group().is_none()) {
            open[pair(retry.cohort)].retrying += retry.count;
        }
        for a in self.gateway.buffers.all() {
            let open = &mut open[pair(a.cohort)];
            *(if a.tag.group().is_some() {
                &mut open.buffered_copies
            } else {
                &mut open.buffered
            }) += a.count;
        }
        for a in follows.filter(|a| {
            self.plan.traffic.cohorts[a.of()]
                .step
                .is_none_or(|_| self.plan.traffic.cohorts[a.of()].second)
        }) {
            open[pair(a.cohort)].pending += a.count;
        }
        let (held, deferred) = self.dsp.starts.all();
        held.for_each(|(cohort, n)| open[pair(cohort)].held += n);
        deferred.for_each(|(cohort, n)| open[pair(cohort)].deferred += n);
        for joined in self.dsp.all() {
            let open = &mut open[pair(joined.what.cohort)];
            *(match joined.role {
                StandsFor::Request => &mut open.backlog,
                StandsFor::Held => &mut open.backlog_earlier,
                StandsFor::Copy => &mut open.backlog_copies,
            }) += joined.what.count;
        }
        // What is not answered leaves nothing behind to be counted afresh.
        for (open, known) in open.iter_mut().zip(&self.book.ledger().open) {
            open.unanswered = known.unanswered;
        }
        assert!(
            open == self.book.ledger().open,
            "conservation (C1) broken: what is open is not what was counted; scenario {}, seed {}, replication {}",
            self.plan.scenario.name,
            self.plan.scenario.seed,
            self.book.ledger().replication,
        );
        self.audit(None);
        let mut ledger = self.book.close();
        ledger.supply = self.devices.close();
        self.north.close(&mut ledger);
        ledger
    }
}
