//! Recorded traffic made a scenario that a person can read and change (T9).
//!
//! Scope: the days of a log (`days.rs`, `ends.rs`), what it has of Users, SRVs and half-hours (`sent.rs`, `panel.rs`), half-hours of which only ends are
//! known (`censored.rs`), bursts that are batches (`batches.rs`), amounts and profiles (`profiles.rs`), the coefficients of T3 from moments
//! (`moments.rs`), corrected and with errors by what is drawn from them (`variation.rs`, `simulate.rs`), how well it fits (`goodness.rs`, `within.rs`, `weekdays.rs`), retry
//! rules (`retries.rs`), values with their errors (`value.rs`), all that was found (`fitted.rs`, by `shaped.rs` and `told.rs`), and the scenario (`written.rs`, `who.rs`, `source.rs`). Left out: the log's text, which is
//! `recording`'s, and words and tables, which are `evidence`'s. Source: `docs/rules.md` T9. Checked by: `tests/proofs/fitted.rs`,
//! `tests/rules/fits.rs`.

mod batches;
mod censored;
mod days;
mod ends;
mod fitted;
mod goodness;
mod moments;
mod panel;
mod profiles;
mod retries;
mod sent;
mod shaped;
mod simulate;
mod source;
mod told;
mod value;
mod variation;
mod weekdays;
mod who;
mod within;
mod written;

pub use batches::Batch;
pub use days::Part;
pub use fitted::{Fitted, FittedStream};
pub use goodness::Measure;
pub use profiles::Profile;
pub use retries::Rule;
pub use value::{Value, What};
pub use variation::{Estimate, Variation};
pub use weekdays::Weekdays;
pub use within::Uneven;
pub use written::scenario;

use crate::random::Keys;
use crate::recording::{self, Asked, Key, Recording, Wrong, names_in_vain};
use days::Days;
use moments::Moments;
use sent::Sent;
use std::collections::BTreeMap;

/// Rounds in which what is censored is drawn: until what is found settles, and of which the mean is taken.
const SETTLE: u64 = 8;
const KEPT: u64 = 5;

/// What is to be fitted, and how.
#[derive(Clone, Debug)]
pub struct Fitting {
    /// The log.
    pub log: Asked,
    /// Users of other names; an empty one leaves its rows out.
    pub names: BTreeMap<String, String>,
    /// Dates that have a Sunday's profile.
    pub holidays: Vec<String>,
    /// Whether profiles are of UTC's half-hours; else of London's.
    pub utc: bool,
    /// Of what is drawn.
    pub seed: u64,
    /// How often counts are drawn from what was found, to know its errors.
    pub repeats: u64,
}

/// Reads a log and fits it.
///
/// # Errors
/// The first thing that is wrong with the log, or that it has nothing to fit.
pub fn fit(asked: &Fitting) -> Result<Fitted, Wrong> {
    let log = recording::read(&Asked { answers: true, ..asked.log.clone() })?;
    let wrong = |(found, expected): (String, String)| {
        Wrong::of_file(found, expected).in_file(&asked.log.files.join(", "))
    };
    let days = Days::new(&log, asked.utc, &asked.holidays).map_err(|w| match log.span() {
        Some(_) => wrong(w).of_key(Key::Holiday),
        None => wrong(w),
    })?;
    let sent = Sent::new(&log, &days, &asked.names);
    let all: f64 = sent.panel.counts.iter().flatten().sum();
    if all <= 0.0 {
        let found = "no requests: all counts are 0, or all rows are left out".to_owned();
        return Err(wrong((found, "requests to fit".to_owned())));
    }
    Ok(fitted(asked, &log, &days, sent))
}

fn fitted(asked: &Fitting, log: &Recording, days: &Days, mut sent: Sent) -> Fitted {
    let batches = batches::take(log, days, &mut sent);
    let keys = Keys::new(asked.seed, 0);
    let variation = varying(&mut sent, &keys, asked.repeats);
    let mut found = Fitted {
        a_day: a_day(&sent, &batches),
        streams: Vec::new(),
        profiles: Vec::new(),
        batches,
        variation,
        uneven: within::uneven(log, days, &sent),
        weekdays: weekdays::weekdays(&sent.panel),
        rules: Vec::new(),
        values: Vec::new(),
        places: BTreeMap::new(),
        responses: [None; 3],
        days: sent.panel.days(),
        dates: days.ends,
        left_out: days.left_out.clone(),
        half_hours: [days.missing, days.empty, days.partial],
        busiest: sent.busiest(),
        censored: sent.censored.len(),
        answered: false,
        silent: 0,
        in_vain: names_in_vain(
            "Users",
            &asked.names,
            log.kinds.iter().map(|kind| kind.user.as_str()),
        ),
        remarks: log.remarks.clone(),
        holidays: asked.holidays.clone(),
        utc: asked.utc,
        span: log.span().expect("it has rows"),
        bins: [log.bin, asked.log.grain],
        users: sent.users.clone(),
    };
    found.shape(&sent);
    found.add_batches(&sent);
    found.name_variation();
    if let Some(answers) = log.answers.as_ref().filter(|a| a.told > 0) {
        found.silent = answers.silent;
        found.answer(answers, &sent);
    }
    let places = found.values.iter().enumerate().map(|(i, v)| (v.pointer.clone(), i));
    found.places = places.collect();
    found
}

/// By User, requests a day on average over the kinds of day as the log has them: as its streams will send, half-hours of which the log
/// says nothing being empty in them. What is sent exactly is no longer among what is said to vary.
fn a_day(sent: &Sent, batches: &[Batch]) -> Vec<f64> {
    let days = sent.panel.days();
    let all = days.iter().sum::<usize>().max(1) as f64;
    let weights = days.map(|n| n as f64 / all);
    let of = |means: &panel::Table| -> f64 {
        means.iter().zip(weights).map(|(kind, weight)| kind.iter().sum::<f64>() * weight).sum()
    };
    let mut by_user: Vec<f64> = sent.panel.means().iter().map(of).collect();
    for batch in batches.iter().filter(|batch| batch.exact) {
        by_user[sent.streams[batch.stream].user] += batch.mean();
    }
    by_user
}

/// By how much traffic varies; what is censored is drawn until that settles, and stays as it was drawn last.
fn varying(sent: &mut Sent, keys: &Keys, repeats: u64) -> Variation {
    if sent.censored.is_empty() {
        return Variation::new(&sent.panel, &sent.panel.means(), keys, repeats);
    }
    let mut kept: Vec<Variation> = Vec::new();
    let mut means = sent.panel.means();
    let mut law = Moments::new(&sent.panel, &means);
    let mut sums = sent.panel.counts.clone();
    sums.iter_mut().flatten().for_each(|n| *n = 0.0);
    for round in 0..SETTLE + KEPT {
        let censored = std::mem::take(&mut sent.censored);
        censored::draw(&mut sent.panel, &censored, (&means, &law), keys, round);
        sent.censored = censored;
        means = sent.panel.means();
        law = Moments::new(&sent.panel, &means);
        if round >= SETTLE {
            // Each is corrected by fewer draws; together they are as many.
            let part = repeats.div_ceil(KEPT);
            kept.push(Variation::new(&sent.panel, &means, keys, part.max(20)));
            let all = sums.iter_mut().flatten().zip(sent.panel.counts.iter().flatten());
            all.for_each(|(sum, n)| *sum += n / KEPT as f64);
        }
    }
    sent.panel.counts = sums;
    variation::joined(kept)
}
