//! What of a log its scenario does not expect, and takes all the same: a person decides whether the log is wrong, the map or the scenario (T8).

use super::super::form::RecordingForm;
use super::super::log::Log;
use super::super::recorded::Meant;
use super::{Reading, inert};
use crate::recording::names_in_vain;
use std::collections::BTreeMap;

/// Users and SRVs that are listed; there may be more.
const LISTED: usize = 12;

impl Reading<'_> {
    /// Names that are mapped in vain, and requests of SRVs that their Users may not send: what was sent was sent, so it is replayed.
    pub(super) fn doubts_of_log(
        &self,
        form: &RecordingForm,
        log: &Log,
        meant: &[Meant],
    ) -> Vec<String> {
        let kinds = &log.recording.kinds;
        let (users, srvs) = (kinds.iter().map(|k| &*k.user), kinds.iter().map(|k| &*k.srv));
        let all = [
            names_in_vain("Users", &form.user_names, users),
            names_in_vain("SRVs", &form.srv_names, srvs),
            self.beyond_roles(log, meant),
        ];
        all.into_iter().flatten().map(|said| inert(&said)).collect()
    }

    /// How many requests are of SRVs that the User Roles of their Users may not send, and which.
    fn beyond_roles(&self, log: &Log, meant: &[Meant]) -> Option<String> {
        let mut beyond = BTreeMap::<(usize, usize), u64>::new();
        for (kind, n) in meant.iter().zip(&log.totals) {
            if let Some((user, srv, _)) = kind.filter(|(user, srv, _)| !self.may(*user, *srv)) {
                *beyond.entry((user, srv)).or_default() += n;
            }
        }
        let n: u64 = beyond.values().sum();
        let said = |((user, srv), n): (&(usize, usize), &u64)| {
            format!("{} of {} ({n})", self.srvs[*srv].id, self.users[*user].id)
        };
        let listed: Vec<String> = beyond.iter().take(LISTED).map(said).collect();
        let more = if beyond.len() > LISTED { ", …" } else { "" };
        (n > 0).then(|| {
            let listed = listed.join(", ");
            format!("{n} requests are of SRVs that the User Roles of their Users may not send, and are replayed all the same: {listed}{more}")
        })
    }

    /// Whether `user` may send `srv`.
    fn may(&self, user: usize, srv: usize) -> bool {
        self.users[user].roles.iter().any(|role| self.srvs[srv].roles.contains(role))
    }
}

/// A name that the scenario does not know, in `n` requests: the log's own, or the one that it is mapped to.
pub(super) fn unknown_said(name: &str, map: &BTreeMap<String, String>, n: u64) -> String {
    match map.get(name) {
        Some(id) => format!("\"{id}\", to which \"{name}\" is mapped ({n})"),
        None => format!("\"{name}\" ({n})"),
    }
}
