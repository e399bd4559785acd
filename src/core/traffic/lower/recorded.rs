//! Recorded traffic lowered to cohorts (T8).

use super::super::cohort::{Cohort, Exact, Volume};
use super::super::drawn_days::key;
use super::{Lowering, surges};
use crate::scenario::Stream;
use std::sync::Arc;

impl Lowering<'_> {
    /// The cohorts of a stream of what was recorded, each as it was: no factor applies to it (T3).
    pub(super) fn recorded(&mut self, index: usize, stream: &Stream, due: Option<usize>) {
        let scenario = self.scenario;
        let of = |user| scenario.recorded.as_ref()?.of(user, stream.srv, stream.mode);
        for sent in stream.users.iter().filter_map(|user| of(*user)) {
            let key = key(scenario, sent);
            self.cohorts.push(Cohort {
                due,
                volume: Volume::Recorded(Arc::clone(&sent.bins)),
                exact: Exact::Day,
                surges: surges(scenario, index, sent.user, sent.mode),
                stream: Some(index),
                ..Cohort::new(sent.user, sent.srv, sent.mode, key)
            });
        }
    }
}
