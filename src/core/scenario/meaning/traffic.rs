//! Profiles and streams.

use super::super::form::{AmountForm, BatchForm, DayForm, ProfileForm, StreamForm};
use super::super::json::escape;
use super::super::{Amount, Due, Profile, ProfileDay, Stream, When};
use super::lists::place_of;
use super::{Fault, Reading, utc};
use crate::domain::{FutureDated, Mode, Share, Span};
use crate::scenario::calendar::HALF_HOUR;
use std::sync::Arc;

/// How far the shares of a day may be from 1.
const SHARE_TOLERANCE: f64 = 1e-6;
/// After the midnight before a batch begins, within which it ends.
const TWO_DAYS: Span = Span::from_s(2 * 86_400);

impl Reading<'_> {
    pub(super) fn profiles(&mut self) -> Vec<Profile> {
        self.each("/traffic/profiles", &self.file.traffic.profiles, Self::profile)
    }

    fn profile(&mut self, path: &str, form: &ProfileForm) -> Profile {
        let weekday = self.profile_day(&format!("{path}/weekday"), &form.weekday);
        let mut given = |kind: &str, day: &Option<DayForm>, before: &ProfileDay| match day {
            Some(day) => self.profile_day(&format!("{path}/{kind}"), day),
            None => before.clone(),
        };
        let saturday = given("saturday", &form.saturday, &weekday);
        let sunday = given("sunday", &form.sunday, &saturday);
        Profile { id: form.id.clone(), utc: utc(form.clock), days: [weekday, saturday, sunday] }
    }

    fn profile_day(&mut self, path: &str, form: &DayForm) -> ProfileDay {
        let sum: f64 = form.shares.iter().sum();
        if (sum - 1.0).abs() > SHARE_TOLERANCE {
            self.wrong(
                format!("{path}/shares"),
                format!("shares that sum to {sum}"),
                "48 shares that sum to 1",
            );
        }
        let even: Arc<[f64]> = Arc::new([1.0]);
        let mut within = vec![even; 48];
        let cells = HALF_HOUR.ms() / self.file.resolution.ms().max(1);
        for (key, shape) in &form.within {
            let at = format!("{path}/within/{}", escape(key));
            let half_hour = (0..48).find(|h| *key == format!("{:02}:{:02}", h / 2, h % 2 * 30));
            match half_hour {
                Some(h) => within[h] = self.shape(&at, shape, cells).into(),
                None => self.wrong(
                    &at,
                    format!("{key:?}"),
                    "the start of a half-hour, \"00:00\" to \"23:30\"",
                ),
            }
        }
        ProfileDay {
            level: form.level,
            shares: form.shares.iter().map(|s| s / sum).collect(),
            within,
        }
    }

    pub(super) fn streams(&mut self) -> Vec<Stream> {
        let streams = self.each("/traffic/streams", &self.file.traffic.streams, Self::stream);
        streams.into_iter().flatten().collect()
    }

    fn stream(&mut self, path: &str, form: &StreamForm) -> Option<Stream> {
        let users = self.select_some(path, &form.users);
        let srv = self.srv(&format!("{path}/srv"), &form.srv);
        if let Some(srv) = srv {
            self.sendable(form, (srv, &users), path);
        }
        let amount = self.amount(&form.amount, path);
        let when = self.when((form.profile.as_ref(), form.batch.as_ref()), users.len(), path);
        let due = srv.and_then(|srv| self.due(form, srv, path));
        Some(Stream {
            id: form.id.clone(),
            users,
            srv: srv?,
            mode: form.mode,
            dcc_scheduled_share: Share::from_f64(form.dcc_scheduled_share),
            amount: amount?,
            fuel: form.amount.fuel,
            exact: form.exact,
            when: when?,
            due,
        })
    }

    /// Whether `users` may send the SRV of a stream, and in its modes.
    fn sendable(&mut self, form: &StreamForm, (srv, users): (usize, &[usize]), path: &str) {
        self.roles(&format!("{path}/users"), users, srv);
        let modes = &self.file.srvs[srv].modes;
        let scheduled = form.dcc_scheduled_share > 0.0;
        for mode in [Some(form.mode), scheduled.then_some(Mode::DccScheduled)].into_iter().flatten()
        {
            if !modes.contains(&mode) {
                let found = format!("{}, which {} has not", mode.word(), form.srv);
                let expected = modes.iter().map(|m| m.word()).collect::<Vec<_>>().join(" or ");
                self.wrong(format!("{path}/mode"), found, expected);
            }
        }
        if scheduled && form.mode != Mode::OnDemand {
            self.wrong(
                format!("{path}/dcc_scheduled_share"),
                format!("one of a {} stream", form.mode.word()),
                "one of an on_demand stream",
            );
        }
    }

    /// How much a day, of a stream or process.
    pub(super) fn amount(&mut self, form: &AmountForm, path: &str) -> Option<Amount> {
        let amount = form.one().map_err(|n| {
            let found = format!("{n} of them");
            self.wrong(
                format!("{path}/amount"),
                found,
                "exactly one of per_meter, per_prepayment_meter, per_user, number",
            );
        });
        amount.ok()
    }

    /// When a day's requests are sent, or a day's runs begin, by so many `users`.
    pub(super) fn when(
        &mut self,
        given: (Option<&String>, Option<&BatchForm>),
        users: usize,
        path: &str,
    ) -> Option<When> {
        let profile = given.0.map(|id| {
            let ids = self.file.traffic.profiles.iter().map(|p| p.id.as_str());
            let path = format!("{path}/profile");
            self.noted(place_of(&path, id, ids, "the id of a profile"))
        });
        match (profile, given.1) {
            (Some(profile), None) => profile.map(When::Profile),
            (None, Some(batch)) => Some(self.batch(batch, users, &format!("{path}/batch"))),
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.wrong(path, found, "exactly one of profile and batch");
                None
            }
        }
    }

    fn batch(&mut self, form: &BatchForm, users: usize, path: &str) -> When {
        let cell = self.calendar.cell();
        let start = self.time_of_day(&format!("{path}/start"), form.start);
        let spread = form.spread.map_or(cell, |s| self.whole_cells(&format!("{path}/spread"), s));
        let stagger = form.stagger.unwrap_or_default();
        let stagger = self.some_cells(&format!("{path}/stagger"), stagger);
        let later = stagger.ms().saturating_mul(users.saturating_sub(1) as u64);
        let end = start.ms().saturating_add(spread.ms()).saturating_add(later);
        // A run begins with what the batch of the day before still sends, and knows of none before that.
        if end > TWO_DAYS.ms() {
            let own = start.ms() + spread.ms() > TWO_DAYS.ms();
            let (key, found) = match own {
                true => ("spread", spread.to_string()),
                false => ("stagger", format!("{stagger} between each two of {users} Users")),
            };
            let expected = "a batch that ends by the end of the day after its start (T2)";
            let fault = Fault::at(format!("{path}/{key}"), found, expected);
            self.fault(fault.hint(
                "sent every day, it comes to as much at any time over \"1 day\"; what is sent once is an event, a campaign with a `number`",
            ));
        }
        When::Batch { start, utc: utc(form.clock), spread, stagger }
    }

    fn due(&mut self, form: &StreamForm, srv: usize, path: &str) -> Option<Due> {
        let held_by_dsp =
            form.mode == Mode::FutureDated && self.srvs[srv].future_dated == FutureDated::Dsp;
        let path = format!("{path}/due");
        match (&form.due, held_by_dsp) {
            (Some(due), true) => Some(Due {
                at: self.time_of_day(&format!("{path}/at"), due.at),
                utc: utc(due.clock),
                spread: due.spread.map_or(self.calendar.cell(), |s| {
                    self.whole_cells(&format!("{path}/spread"), s)
                }),
            }),
            (None, true) => {
                self.wrong(path, "nothing", "when the DSP, which holds such a request, starts it");
                None
            }
            (Some(_), false) => {
                let expected = "no such key: only what the DSP holds future dated is due later";
                self.wrong(path, "a time", expected);
                None
            }
            (None, false) => None,
        }
    }
}
