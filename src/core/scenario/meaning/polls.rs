//! How network parties ask in storms: as the storm says, or a party by itself (G9).

use super::super::Poll;
use super::super::form::{PartyPollForm, PollForm, StormForm, StormPartyForm};
use super::super::json::escape;
use super::Reading;

impl Reading<'_> {
    /// How each party of the storm at `path` asks; none: it does not. `users` are the parties', where there are such.
    pub(super) fn polls(
        &mut self,
        path: &str,
        form: &StormForm,
        users: &[Option<usize>],
    ) -> Vec<Option<Poll>> {
        let known = self.faults.len();
        let asks_with_the_storms = |p: &StormPartyForm| match &p.poll {
            None => true,
            Some(own) => own.as_ref().is_some_and(|own| own.srv.is_none()),
        };
        let of = form.parties.iter().zip(users).filter(|(p, _)| asks_with_the_storms(p));
        let of: Vec<usize> = of.filter_map(|(_, user)| *user).collect();
        let at = |word: &str| format!("{path}/poll/{word}");
        let shared = form.poll.as_ref().and_then(|poll| self.poll(&at, poll, &of));
        // What is wrong with the storm's words is told once.
        let sound = self.faults.len() == known;
        let poll = |(party, user): (&StormPartyForm, &Option<usize>)| match &party.poll {
            None => shared,
            Some(Some(own)) if sound => self.own_poll(path, form, (&party.id, *user), own),
            Some(_) => None,
        };
        form.parties.iter().zip(users).map(poll).collect()
    }

    /// How a party asks that says so itself: each of its words stands before the storm's, and that before the default.
    fn own_poll(
        &mut self,
        path: &str,
        form: &StormForm,
        (id, user): (&str, Option<usize>),
        own: &PartyPollForm,
    ) -> Option<Poll> {
        let shared = form.poll.clone().unwrap_or_default();
        let here = format!("{path}/parties/{}/poll", escape(id));
        let is_own = |word: &str| match word {
            "srv" => own.srv.is_some(),
            "every" => own.every.is_some(),
            _ => own.spread.is_some(),
        };
        let at = |word: &str| match form.poll.is_none() || is_own(word) {
            true => format!("{here}/{word}"),
            false => format!("{path}/poll/{word}"),
        };
        let mut poll = PollForm {
            srv: own.srv.clone().unwrap_or(shared.srv),
            every: own.every.unwrap_or(shared.every),
            spread: own.spread.unwrap_or(shared.spread),
            neighbours: own.neighbours.unwrap_or(shared.neighbours),
            stop_when_known: own.stop_when_known.unwrap_or(shared.stop_when_known),
        };
        if is_own("every") && !is_own("spread") && poll.spread > poll.every {
            let expected = format!("at least {}, over which a round is spread", poll.spread);
            self.wrong(at("every"), poll.every.to_string(), expected);
            // The rest is looked at all the same.
            poll.spread = self.calendar.cell();
        }
        self.poll(&at, &poll, user.as_slice())
    }

    /// How `users` ask; `at` is where a word stands.
    fn poll(
        &mut self,
        at: &dyn Fn(&str) -> String,
        form: &PollForm,
        users: &[usize],
    ) -> Option<Poll> {
        let known = self.faults.len();
        let every = self.whole_cells(&at("every"), form.every);
        let spread = self.whole_cells(&at("spread"), form.spread);
        if spread > every && self.faults.len() == known {
            let expected = format!("at most {every}, as often as rounds begin");
            self.wrong(at("spread"), spread.to_string(), expected);
        }
        let at = at("srv");
        let srv = self.srv(&at, &form.srv)?;
        if let Some(fault) = self.barred(&at, users, srv) {
            self.fault(fault);
        }
        self.on_demand(&at, srv);
        if self.srvs[srv].critical || !self.srvs[srv].device {
            let found = if self.srvs[srv].critical {
                format!("{}, which is critical", form.srv)
            } else {
                format!("{}, which goes to no device", form.srv)
            };
            let expected = "an SRV that a device answers, of one submission (G9)";
            self.wrong(at, found, expected);
        }
        let (neighbours, stop_when_known) = (form.neighbours, form.stop_when_known);
        Some(Poll { srv, every, spread, neighbours, stop_when_known })
    }
}
