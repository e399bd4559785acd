//! A figure of one replication, by name (C2, C3): how it is read (`core/domain/figure.rs`), of what was counted and
//! measured.

use super::counted::Counted;
use super::interval::{Interval, mean_of_some, proportion_interval};
use super::measures::{Measures, RunMeasures};
use headroom_core::domain::{Count, Figure, Reading, Whose};

impl RunMeasures {
    /// The figure; none where there is nothing to measure, such as a wait
    /// when nothing was served, or what one User or SRV does not have.
    pub fn figure(&self, figure: Figure, whose: Whose) -> Option<f64> {
        match whose {
            Whose::User(_) if !figure.of_user() => return None,
            Whose::Srv(_) if !figure.of_srv() => return None,
            Whose::Category(_) | Whose::Others if !of_groups(figure) => return None,
            _ => {}
        }
        match figure.about().reading {
            Reading::Count(of) => self.number(figure, of, whose).map(|n| n as f64),
            Reading::Share(part, whole) => {
                let [part, whole] = [part, whole].map(|of| self.number(figure, of, whose));
                share(figure, part?, whole?)
            }
            Reading::Measured if whose == Whose::All => self.measured(figure),
            Reading::AddedDelay if whose == Whose::All => self.added.figure(figure),
            Reading::Measured | Reading::AddedDelay => None,
            Reading::OfParties => self.of_parties(figure, whose),
            Reading::OfMessages => self.northbound.as_ref()?.figure(figure, whose),
        }
    }

    /// A number of what was counted; of a figure that is of some requests alone, of these.
    fn number(&self, figure: Figure, of: Count, whose: Whose) -> Option<u64> {
        // Who is not in the list was refused nothing.
        let in_list = |list: &[(usize, Counted)], at: usize| {
            list.iter().find(|(i, _)| *i == at).map(|(_, c)| *c).unwrap_or_default()
        };
        let counted = match whose {
            Whose::All => self.counted,
            Whose::User(user) => in_list(&self.users, user),
            Whose::Srv(srv) => in_list(&self.srvs, srv),
            Whose::Category(category) => self.groups.by_category[category as usize],
            Whose::Others => self.groups.others,
            Whose::Class(_) => return None,
        };
        Some(counted.number(of, figure.about().part))
    }

    /// What is measured of all.
    fn measured(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Triggered => Some(f64::from(u8::from(self.activations > 0))),
            Figure::Activations => Some(self.activations as f64),
            Figure::IdleActivations => Some(self.idle_activations as f64),
            Figure::ThrottledDays => Some(self.days[0] as f64),
            Figure::MaintenanceDays => Some(self.days[1] as f64),
            Figure::ActiveDays => Some(self.days[2] as f64),
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
            Figure::Amplification => Some(self.counted.amplification()),
            Figure::Warnings => Some(self.warnings.all as f64),
            Figure::FalseWarnings => Some(self.warnings.unfounded as f64),
            Figure::WarningLeadS => self.warning_lead_s,
            Figure::Jain => self.jain,
            Figure::WorstOffShare => self.worst_off_share,
            _ => None,
        }
    }

    /// What all or one User knew of supply (G9), and what became of processes (T7).
    fn of_parties(&self, figure: Figure, whose: Whose) -> Option<f64> {
        let runs = self.runs(None, whose).filter(|r| r.begun > 0);
        let part = |n: u64, of: u64| n as f64 / of as f64;
        let [loss, restoration] = self.known(whose).map(|s| s.since).unwrap_or_default();
        match figure {
            Figure::ProcessesFirstTime => runs.map(|r| part(r.first_time, r.begun)),
            Figure::ProcessesAbortedShare => Some(runs.map_or(0.0, |r| part(r.aborted, r.begun))),
            Figure::SupplyKnown5Min => loss.share(0),
            Figure::SupplyKnown15Min => loss.share(1),
            Figure::SupplyKnown60Min => loss.share(2),
            Figure::RestorationKnown5Min => restoration.share(0),
            Figure::RestorationKnown15Min => restoration.share(1),
            Figure::RestorationKnown60Min => restoration.share(2),
            Figure::PresumedWrongly => self.known(whose).map(|s| s.presumed_wrongly as f64),
            Figure::TimeToKnowSP50 => loss.time_s[0],
            Figure::TimeToKnowSP95 => loss.time_s[1],
            _ => None,
        }
    }
}

/// Whether it is counted of groups of Users: what harm tells apart, of which who is in no list had none.
fn of_groups(figure: Figure) -> bool {
    const HARM: [Count; 6] = [
        Count::NeverAnswered,
        Count::Refused,
        Count::Throttled,
        Count::Capped,
        Count::Rejected,
        Count::Unavailable,
    ];
    matches!(figure.about().reading, Reading::Count(of) if HARM.contains(&of))
}

/// A part of a whole; of nothing none of what can be none, else there is no share of it.
fn share(figure: Figure, part: u64, whole: u64) -> Option<f64> {
    match whole {
        0 => figure.can_be_none().then_some(0.0),
        whole => Some(part as f64 / whole as f64),
    }
}

/// The figures of what is known of supply (G9), of processes (T7) and of messages to Users, in the order of
/// tables.
pub(super) fn beyond_requests() -> impl Iterator<Item = Figure> {
    Figure::ALL.into_iter().filter(|f| f.of_messages() || f.of_user() && !f.of_srv())
}

impl Measures {
    /// A figure of every replication; none for one that does not have it. Where one without it has more than
    /// any, none has it: the mean of the others would be too small.
    pub fn values(&self, figure: Figure, whose: Whose) -> Vec<Option<f64>> {
        let values: Vec<Option<f64>> = self.runs.iter().map(|r| r.figure(figure, whose)).collect();
        if figure.may_be_later_than_any() && values.contains(&None) {
            return vec![None; values.len()];
        }
        values
    }

    /// Its mean over the replications that have it, with its interval; exact where it is a share of
    /// replications. None where no replication has it.
    pub fn estimate(&self, figure: Figure, whose: Whose) -> Option<Interval> {
        if figure == Figure::Triggered {
            let triggered = self.runs.iter().filter(|r| r.activations > 0).count();
            return Some(proportion_interval(triggered, self.runs.len()));
        }
        mean_of_some(self.values(figure, whose).into_iter())
    }

    /// Attempts turned away, throttled or rejected (C2), and their share; none where none was.
    pub fn turned_away(&self, whose: Whose) -> Option<[Interval; 2]> {
        let both = |throttled, rejected| {
            let both = self.values(throttled, whose).into_iter().zip(self.values(rejected, whose));
            mean_of_some(both.map(|(throttled, rejected)| Some(throttled? + rejected?)))
        };
        let number = both(Figure::Throttled, Figure::Rejected).filter(|i| i.mean > 0.0)?;
        Some([number, both(Figure::ThrottledShare, Figure::RejectedShare)?])
    }
}
