//! Profiles, and the streams that go by them or are batches.

use super::fitted::{Fitted, FittedStream};
use super::panel::Table;
use super::profiles::{LEAST, Varies, profile};
use super::sent::Sent;
use super::value::{Value, What, short, token};
use crate::domain::Mode;

impl Fitted {
    /// Profiles and what goes by them.
    pub fn shape(&mut self, sent: &Sent) {
        let counts = sent.counts();
        let total = |s: usize| counts[s].iter().flatten().sum::<f64>();
        let small = |s: &usize| total(*s) < LEAST;
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (u, user) in self.users.iter().enumerate() {
            let own: Vec<usize> = (0..counts.len())
                .filter(|s| sent.streams[*s].user == u && total(*s) > 0.0)
                .collect();
            let few: Vec<usize> = own.iter().copied().filter(small).collect();
            let large = own.iter().filter(|s| !small(s));
            groups.extend(large.map(|s| (stream_id(sent, *s), vec![*s])));
            match few[..] {
                [] => {}
                [one] => groups.push((stream_id(sent, one), vec![one])),
                _ => groups.push((short(&format!("{user} other")), few)),
            }
        }
        for (id, streams) in groups {
            self.add_profile(&id, streams, (&counts, sent));
        }
    }

    fn add_profile(&mut self, id: &str, streams: Vec<usize>, (counts, sent): (&[Table], &Sent)) {
        let mut pooled = counts[streams[0]];
        let mut parts = sent.streams[streams[0]].parts.clone();
        for s in &streams[1..] {
            let all = pooled.iter_mut().flatten().zip(counts[*s].iter().flatten());
            all.for_each(|(sum, n)| *sum += n);
            parts.iter_mut().zip(&sent.streams[*s].parts).for_each(|(sum, n)| *sum += n);
        }
        let of = (&pooled, &parts[..]);
        let varies = self.varies(sent.streams[streams[0]].user);
        let Some((found, values)) = profile(id, streams.clone(), of, &sent.panel, varies) else {
            return;
        };
        let all: f64 = pooled.iter().flatten().sum();
        for s in streams {
            let of = &sent.streams[s];
            let share = counts[s].iter().flatten().sum::<f64>() / all;
            let id = stream_id(sent, s);
            let a_day = share * found.a_day;
            // The share's own error, where several go by a profile.
            let variance = found.variance + (1.0 - share) / (share * all);
            let pointer = format!("/traffic/streams/{}/amount/per_user", token(&id));
            let days = self.days.iter().sum();
            let value = (a_day, variance);
            let of_amount = Value::with_degrees(pointer, What::Amount, value, varies.degrees, days);
            self.values.push(of_amount);
            self.streams.push(FittedStream {
                id,
                user: of.user,
                srv: of.srv.clone(),
                mode: of.mode,
                a_day,
                profile: Some(self.profiles.len()),
                batch: None,
            });
        }
        self.values.extend(values);
        self.profiles.push(found);
    }

    /// Streams of batches, and what is known of them.
    pub fn add_batches(&mut self, sent: &Sent) {
        for (b, batch) in self.batches.iter().enumerate() {
            let stream = &sent.streams[batch.stream];
            let start = clock(batch.start.ms());
            let id = short(&format!("{} at {start}", stream_id(sent, batch.stream)));
            let varies = self.varies(stream.user);
            let n = batch.by_day.len() as f64;
            let mean = batch.mean();
            // As of a profile that has nothing else.
            let day = varies.day * (1.0 + varies.correlation) / (1.0 - varies.correlation);
            let variance = match batch.exact {
                true => 0.0,
                false => (day + varies.slot + 1.0 / mean) / n,
            };
            let pointer = format!("/traffic/streams/{}/amount/per_user", token(&id));
            let value = (mean, variance);
            let of = Value::with_degrees(pointer, What::Amount, value, varies.degrees, n as usize);
            self.values.push(of);
            self.streams.push(FittedStream {
                id,
                user: stream.user,
                srv: stream.srv.clone(),
                mode: stream.mode,
                a_day: mean,
                profile: None,
                batch: Some(b),
            });
        }
    }

    /// By how much the traffic of `user` varies.
    fn varies(&self, user: usize) -> Varies {
        let law = self.variation.law();
        let square = |i: usize| {
            (1.0 + law.own[user][i] * law.own[user][i]) * (1.0 + law.common[i] * law.common[i])
                - 1.0
        };
        let days = self.days.iter().sum::<usize>() as f64;
        let correlation = law.correlation;
        let degrees = days * (1.0 - correlation) / (1.0 + correlation);
        let uneven = self.uneven[user].map_or(1.0, |u| u.index.max(1.0));
        Varies { day: square(0), slot: square(1), correlation, degrees, uneven }
    }
}

/// The name of a stream.
fn stream_id(sent: &Sent, stream: usize) -> String {
    let of = &sent.streams[stream];
    let mode = match of.mode {
        Mode::OnDemand => String::new(),
        mode => format!(" {}", mode.word().replace('_', " ")),
    };
    short(&format!("{} {}{mode}", sent.users[of.user], of.srv))
}

/// Milliseconds after midnight as a time of day.
fn clock(ms: u64) -> String {
    let s = ms / 1_000;
    let seconds = if s.is_multiple_of(60) { String::new() } else { format!(":{:02}", s % 60) };
    format!("{:02}:{:02}{seconds}", s / 3_600, s / 60 % 60)
}
