//! Profiles, streams and retry rules.

use super::super::form::{DayForm, File, ProfileForm, StreamForm};
use super::super::json::escape;
use super::super::{Due, Profile, ProfileDay, RetryPolicy, RetryRule, Stream, When};
use super::{Fault, Reading, indices, utc};
use crate::domain::{FutureDated, Mode, Share, Span};
use crate::scenario::calendar::{Calendar, HALF_HOUR};

/// How far the shares of a day may be from 1.
const SHARE_TOLERANCE: f64 = 1e-6;

impl Reading {
    pub(super) fn profiles(&mut self, file: &File) -> Vec<Profile> {
        self.ids("/traffic/profiles", file.traffic.profiles.iter().map(|p| p.id.as_str()));
        file.traffic.profiles.iter().map(|p| self.profile(p, file.resolution.0)).collect()
    }

    fn profile(&mut self, form: &ProfileForm, cell: Span) -> Profile {
        let path = format!("/traffic/profiles/{}", escape(&form.id));
        let weekday = self.profile_day(&format!("{path}/weekday"), &form.weekday, cell);
        let mut given = |kind: &str, day: &Option<DayForm>, before: &ProfileDay| match day {
            Some(day) => self.profile_day(&format!("{path}/{kind}"), day, cell),
            None => before.clone(),
        };
        let saturday = given("saturday", &form.saturday, &weekday);
        let sunday = given("sunday", &form.sunday, &saturday);
        Profile { id: form.id.clone(), utc: utc(form.clock), days: [weekday, saturday, sunday] }
    }

    fn profile_day(&mut self, path: &str, form: &DayForm, cell: Span) -> ProfileDay {
        let sum: f64 = form.shares.iter().sum();
        if (sum - 1.0).abs() > SHARE_TOLERANCE {
            self.fault(Fault::at(
                format!("{path}/shares"),
                format!("shares that sum to {sum}"),
                "48 shares that sum to 1",
            ));
        }
        let mut within = vec![vec![1.0]; 48];
        let cells = HALF_HOUR.ms() / cell.ms().max(1);
        for (key, shape) in &form.within {
            let at = format!("{path}/within/{}", escape(key));
            let half_hour = (0..48).find(|h| *key == format!("{:02}:{:02}", h / 2, h % 2 * 30));
            match half_hour {
                Some(h) => within[h] = self.shape(&at, shape, cells),
                None => self.fault(Fault::at(
                    &at,
                    format!("{key:?}"),
                    "the start of a half-hour, \"00:00\" to \"23:30\"",
                )),
            }
        }
        ProfileDay {
            level: form.level,
            shares: form.shares.iter().map(|s| s / sum).collect(),
            within,
        }
    }

    pub(super) fn streams(&mut self, file: &File, calendar: &Calendar) -> Vec<Stream> {
        self.ids("/traffic/streams", file.traffic.streams.iter().map(|s| s.id.as_str()));
        file.traffic.streams.iter().filter_map(|s| self.stream(s, file, calendar)).collect()
    }

    fn stream(&mut self, form: &StreamForm, file: &File, calendar: &Calendar) -> Option<Stream> {
        let path = format!("/traffic/streams/{}", escape(&form.id));
        let users = self.select_some(&format!("{path}/users"), &form.users);
        let srv = self.srv(&format!("{path}/srv"), &form.srv)?;
        self.roles(&format!("{path}/users"), &users, srv);
        let modes = &file.srvs[srv].modes;
        let scheduled = form.dcc_scheduled_share > 0.0;
        for mode in [Some(form.mode), scheduled.then_some(Mode::DccScheduled)].into_iter().flatten()
        {
            if !modes.contains(&mode) {
                let found = format!("{}, which {} has not", mode.word(), form.srv);
                let expected = modes.iter().map(|m| m.word()).collect::<Vec<_>>().join(" or ");
                self.fault(Fault::at(format!("{path}/mode"), found, expected));
            }
        }
        if scheduled && form.mode != Mode::OnDemand {
            self.fault(Fault::at(
                format!("{path}/dcc_scheduled_share"),
                format!("one of a {} stream", form.mode.word()),
                "one of an on_demand stream",
            ));
        }
        let amount = form.amount.one().map_err(|n| {
            let found = format!("{n} of them");
            self.fault(Fault::at(
                format!("{path}/amount"),
                found,
                "exactly one of per_meter, per_prepayment_meter, per_user, number",
            ));
        });
        let when = self.when(form, file, calendar, &path);
        let due = self.due(form, srv, calendar, &path);
        Some(Stream {
            id: form.id.clone(),
            users,
            srv,
            mode: form.mode,
            dcc_scheduled_share: Share::from_f64(form.dcc_scheduled_share),
            amount: amount.ok()?,
            fuel: form.amount.fuel,
            exact: form.exact,
            when: when?,
            due,
        })
    }

    fn when(
        &mut self,
        form: &StreamForm,
        file: &File,
        calendar: &Calendar,
        path: &str,
    ) -> Option<When> {
        match (&form.profile, &form.batch) {
            (Some(id), None) => {
                let found = file.traffic.profiles.iter().position(|p| p.id == *id);
                if found.is_none() {
                    let fault = Fault::at(
                        format!("{path}/profile"),
                        format!("{id:?}"),
                        "the id of a profile",
                    );
                    self.fault(
                        fault.did_you_mean(id, file.traffic.profiles.iter().map(|p| p.id.as_str())),
                    );
                }
                found.map(When::Profile)
            }
            (None, Some(batch)) => {
                let path = format!("{path}/batch");
                let cell = calendar.cell();
                let start = self.time_of_day(&format!("{path}/start"), batch.start, calendar);
                let spread = batch
                    .spread
                    .map_or(cell, |s| self.whole_cells(&format!("{path}/spread"), s.0, calendar));
                let stagger = batch.stagger.map_or(Span::default(), |s| s.0);
                if !stagger.is_multiple_of(cell) {
                    self.fault(Fault::at(
                        format!("{path}/stagger"),
                        stagger.to_string(),
                        format!("a whole number of cells of {cell} (T1)"),
                    ));
                }
                Some(When::Batch { start, utc: utc(batch.clock), spread, stagger })
            }
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.fault(Fault::at(path, found, "exactly one of profile and batch"));
                None
            }
        }
    }

    fn due(
        &mut self,
        form: &StreamForm,
        srv: usize,
        calendar: &Calendar,
        path: &str,
    ) -> Option<Due> {
        let held_by_dsp =
            form.mode == Mode::FutureDated && self.srvs[srv].future_dated == FutureDated::Dsp;
        let path = format!("{path}/due");
        match (&form.due, held_by_dsp) {
            (Some(due), true) => Some(Due {
                at: self.time_of_day(&format!("{path}/at"), due.at, calendar),
                utc: utc(due.clock),
                spread: due.spread.map_or(calendar.cell(), |s| {
                    self.whole_cells(&format!("{path}/spread"), s.0, calendar)
                }),
            }),
            (None, true) => {
                self.fault(Fault::at(
                    path,
                    "nothing",
                    "when the DSP, which holds such a request, starts it",
                ));
                None
            }
            (Some(_), false) => {
                let expected = "no such key: only what the DSP holds future dated is due later";
                self.fault(Fault::at(path, "a time", expected));
                None
            }
            (None, false) => None,
        }
    }

    /// The retry rules, the last first: it is the last that matches that holds (U1).
    pub(super) fn retries(&mut self, file: &File) -> Vec<RetryRule> {
        self.ids("/retries", file.retries.iter().map(|r| r.id.as_str()));
        let mut rules: Vec<RetryRule> = file
            .retries
            .iter()
            .map(|form| {
                let path = format!("/retries/{}", escape(&form.id));
                let users = self.select(&format!("{path}/users"), &form.users);
                let chosen = self.srv_list(&format!("{path}/srvs"), &form.srvs);
                let srvs = (0..self.srvs.len())
                    .map(|s| form.srvs.is_empty() || chosen.contains(&s))
                    .collect();
                if form.attempts > 1 && form.first.is_none() {
                    self.fault(Fault::at(
                        format!("{path}/first"),
                        "nothing",
                        "the delay before the first retry",
                    ));
                }
                RetryRule {
                    id: form.id.clone(),
                    users,
                    srvs,
                    policy: RetryPolicy {
                        attempts: form.attempts,
                        first: form.first.map_or(Span::default(), |s| s.0),
                        factor: form.factor,
                        cap: form.cap.map(|s| s.0),
                        jitter: Share::from_f64(form.jitter),
                        give_up_at_deadline: form.give_up_at_deadline,
                    },
                }
            })
            .collect();
        rules.reverse();
        rules
    }

    /// The Users of a selection as a list of who is in it; used by events.
    pub(super) fn chosen(
        &mut self,
        path: &str,
        form: &super::SelectForm,
    ) -> (Vec<bool>, Vec<usize>) {
        let chosen = self.select(path, form);
        let list = indices(&chosen);
        (chosen, list)
    }
}
