//! Cohorts whose requests follow from what happened: second submissions (T6), later steps (T7) and the
//! polls of a storm (G9).

use super::super::amounts::amounts;
use super::super::cohort::{Cohort, Exact, PollOf, StepOf, Then, Traffic, Volume};
use super::Lowering;
use crate::domain::{Mode, Span};
use crate::random::name_key;
use crate::scenario::{EventKind, Process, Scenario, When};

impl Lowering<'_> {
    /// A process: fresh requests of its first step, and what follows.
    pub(super) fn process(&mut self, index: usize, process: &Process) {
        let scenario = self.scenario;
        let cell = scenario.calendar.cell();
        let first_step = self.steps.len();
        self.steps.extend((0..process.steps.len()).map(|s| (index, s)));
        let amounts = amounts(scenario, &process.users, process.amount, process.fuel);
        let in_the_log = scenario.recorded.as_ref().is_some_and(|r| r.process_steps);
        for (turn, (&user, &amount)) in process.users.iter().zip(&amounts).enumerate() {
            if in_the_log && scenario.is_recorded(user) {
                continue;
            }
            let later = self.later(process.when, user, turn as u64, amount);
            let run = self.runs.len();
            self.runs.push((index, user));
            let first = self.cohorts.len();
            let again = process.retrigger_after.cells_up(cell).max(1);
            for (s, step) in process.steps.iter().enumerate() {
                let then = process.steps.get(s + 1).map(|next| Then {
                    cohort: first + s + 1,
                    delay: 1 + next.delay.cells_up(cell),
                });
                let names = ["process", &process.id, &scenario.users[user].id, &step.id];
                let here = StepOf {
                    run,
                    step: first_step + s,
                    first: Then { cohort: first, delay: again },
                    is_first: s == 0,
                    deadline: step.deadline.map(|d| d.cells_up(cell)),
                };
                let follows = Cohort::new(user, step.srv, Mode::OnDemand, name_key(&names));
                let mut cohort = Cohort { then, step: Some(here), ..follows };
                if s == 0 {
                    cohort.volume = self.volume(process.when, amount, later);
                    cohort.exact = if process.exact { Exact::Day } else { Exact::No };
                    cohort.varies = !process.exact;
                }
                self.cohorts.push(cohort);
            }
        }
    }
}

/// The network parties in storms and their polls.
pub(super) fn polls(scenario: &Scenario, traffic: &mut Traffic) {
    for (e, event) in scenario.events.iter().enumerate() {
        let EventKind::Storm(storm) = &event.kind else {
            continue;
        };
        for (p, party) in storm.parties.iter().enumerate() {
            let index = traffic.parties.len();
            traffic.parties.push((e, p));
            for (neighbours, word) in [(false, "customers"), (true, "neighbours")] {
                let Some(poll) = party.poll.filter(|poll| !neighbours || poll.neighbours > 0)
                else {
                    continue;
                };
                let names = ["poll", &event.id, &scenario.users[party.user].id, word];
                let cohort = Cohort::new(party.user, poll.srv, Mode::OnDemand, name_key(&names));
                traffic
                    .cohorts
                    .push(Cohort { poll: Some(PollOf { party: index, neighbours }), ..cohort });
            }
        }
    }
}

/// T6: after each critical submission a signed second one; what followed the request follows that.
pub(super) fn seconds(scenario: &Scenario, traffic: &mut Traffic) {
    let delay = scenario.signing_delay.max(Span::from_ms(1)).cells_up(scenario.calendar.cell());
    let in_the_log = scenario.recorded.as_ref().is_some_and(|r| r.second_submissions);
    for c in 0..traffic.cohorts.len() {
        let first = &traffic.cohorts[c];
        let recorded = |s: usize| matches!(scenario.streams[s].when, When::Recorded);
        if in_the_log && first.stream.is_some_and(recorded) {
            continue;
        }
        let at_gateway = first.mode != Mode::DccScheduled && first.due.is_none();
        if !at_gateway || !scenario.srvs[first.srv].critical {
            continue;
        }
        let second = Cohort {
            second: true,
            key: name_key(&["second", &first.key.to_string()]),
            volume: Volume::Follows,
            exact: Exact::No,
            varies: false,
            surges: Vec::new(),
            stream: None,
            ..first.clone()
        };
        let after = Then { cohort: traffic.cohorts.len(), delay };
        traffic.cohorts[c].then = Some(after);
        traffic.cohorts.push(second);
    }
}
