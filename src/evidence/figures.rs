//! A figure of one replication, by name (C2, C3).

use super::interval::{Interval, mean_interval, proportion_interval};
use super::measures::{Counted, Measures, RunMeasures};
use crate::domain::{Figure, Whose};

impl RunMeasures {
    /// The figure; none where there is nothing to measure, such as a wait
    /// when nothing was served, or what one User or SRV does not have.
    pub fn figure(&self, figure: Figure, whose: Whose) -> Option<f64> {
        let of_one = |list: &[(usize, Counted)], at: usize| {
            if !figure.of_one() {
                return None;
            }
            // Who is not in the list was refused nothing.
            let counted = list.iter().find(|(i, _)| *i == at).map(|(_, c)| *c);
            count(&counted.unwrap_or_default(), figure)
        };
        match whose {
            Whose::All => self.of_all(figure),
            Whose::User(user) => of_one(&self.users, user),
            Whose::Srv(srv) => of_one(&self.srvs, srv),
        }
    }

    fn of_all(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Triggered => Some(f64::from(u8::from(self.activations > 0))),
            Figure::Activations => Some(self.activations as f64),
            Figure::ActiveS => Some(self.active_s),
            Figure::LongestActivationS => Some(self.longest_activation_s),
            Figure::UsersThrottled => Some(self.users_throttled as f64),
            Figure::PeakLoadPerS => Some(self.peak_load_per_s),
            Figure::Headroom => Some(self.headroom).filter(|h| h.is_finite()),
            Figure::OutageS => Some(self.outage_s),
            Figure::WaitSP50 => self.wait_s[0],
            Figure::WaitSP95 => self.wait_s[1],
            Figure::WaitSP99 => self.wait_s[2],
            Figure::WaitSMax => self.wait_s[3],
            Figure::Jain => self.jain,
            Figure::WorstOffShare => self.worst_off_share,
            _ => count(&self.counted, figure),
        }
    }
}

/// A figure that is a count, or a share of counts.
fn count(c: &Counted, figure: Figure) -> Option<f64> {
    let share = |part: u64, of: u64| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let value = match figure {
        Figure::Requests => c.requests as f64,
        Figure::Attempts => c.attempts as f64,
        Figure::Admitted => c.admitted as f64,
        Figure::Throttled => c.throttled as f64,
        Figure::ThrottledShare => share(c.throttled, c.attempts),
        Figure::Rejected => c.rejected as f64,
        Figure::RejectedShare => share(c.rejected, c.attempts),
        Figure::Unavailable => c.unavailable as f64,
        Figure::RefusedWithinAllocation => c.refused_within_allocation as f64,
        Figure::Served => c.served as f64,
        Figure::Abandoned => c.abandoned as f64,
        Figure::Unserved => c.unserved as f64,
        Figure::UnservedShare => share(c.unserved, c.requests),
        Figure::Amplification => c.amplification(),
        _ => return None,
    };
    Some(value)
}

impl Measures {
    /// A figure of every replication; none for one that does not have it.
    pub fn values(&self, figure: Figure, whose: Whose) -> Vec<Option<f64>> {
        self.runs.iter().map(|r| r.figure(figure, whose)).collect()
    }

    /// Its mean over the replications that have it, with its interval; exact where it is a share of
    /// replications. None where no replication has it.
    pub fn estimate(&self, figure: Figure, whose: Whose) -> Option<Interval> {
        if figure == Figure::Triggered {
            let triggered = self.runs.iter().filter(|r| r.activations > 0).count();
            return Some(proportion_interval(triggered, self.runs.len()));
        }
        let values: Vec<f64> = self.values(figure, whose).into_iter().flatten().collect();
        (!values.is_empty()).then(|| mean_interval(&values))
    }
}
