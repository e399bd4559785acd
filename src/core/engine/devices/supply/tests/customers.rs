//! Each customer simulated by itself, as G9 reads.

use super::case::StormCase;
use super::gateway::Polls;
use crate::ledger::{Supply, WhileActive};
use crate::random::{Draws, Keys, Purpose};

/// A loss, and the restoration after it.
#[derive(Clone, Debug)]
struct Loss {
    lost: u64,
    restored: Option<u64>,
    loss_known: Option<u64>,
    restoration_known: Option<u64>,
    /// Whether its loss was known by silence alone.
    presumed: bool,
    /// Whether its alert of loss would arrive.
    alert: bool,
}

/// A customer's meter.
#[derive(Clone, Debug, Default)]
struct SimulatedMeter {
    episodes: Vec<Loss>,
    /// Whether a poll of it is in the backlog.
    admitted: bool,
    /// Cell in which its last processed poll ends.
    ends: u64,
    news: Vec<News>,
}

/// News on their way.
#[derive(Clone, Debug)]
struct News {
    cell: u64,
    episode: usize,
    /// Whether they tell of the restoration too.
    restoration: bool,
    /// Whether they are that no answer came.
    silence: bool,
}

impl SimulatedMeter {
    fn is_off(&self) -> bool {
        self.episodes.last().is_some_and(|e| e.restored.is_none())
    }

    fn hear(&mut self, cell: u64) {
        for news in self.news.iter().filter(|news| news.cell == cell) {
            let episode = &mut self.episodes[news.episode];
            episode.presumed |= news.silence && episode.loss_known.is_none();
            episode.presumed &= news.silence || episode.loss_known.is_some_and(|at| at < cell);
            episode.loss_known.get_or_insert(cell);
            if news.restoration {
                episode.restoration_known.get_or_insert(cell);
            }
        }
    }

    fn is_asked(&self, cell: u64, stop_when_known: bool) -> bool {
        let Some(last) = self.episodes.last() else {
            return false;
        };
        let matters = last.restored.is_none() || last.restoration_known.is_none();
        (matters || !stop_when_known) && !self.admitted && self.ends <= cell
    }
}

/// Simulates `case`; the result also holds how many polls got no answer.
pub fn simulate(case: &StormCase, replication: u32) -> (Supply, u64) {
    let mut draws = Keys::new(77, replication).draws(Purpose::Storm, 0, 0);
    let party = case.party();
    let (every, spread) = (case.every, case.spread);
    let mut meters = vec![SimulatedMeter::default(); case.meters];
    let mut polls = Polls::default();
    let (mut supply, mut dark) = (Supply::default(), 0);
    for cell in 0..case.end {
        let on = (case.from..case.to).contains(&cell);
        let off = if on { party.off_in(cell) as usize } else { 0 };
        for (rank, meter) in meters.iter_mut().enumerate() {
            change(case, &mut draws, meter, rank < off, cell, &mut supply);
            meter.hear(cell);
        }
        if on && (cell - case.from).is_multiple_of(every) {
            for (who, meter) in meters.iter().enumerate() {
                if meter.is_asked(cell, case.stop_when_known) {
                    let first = cell + draws.below(spread);
                    supply.polls += u64::from(first < case.end);
                    polls.begin(first, Some(who));
                    for _ in 0..2 {
                        supply.neighbour_polls += u64::from(cell + draws.below(spread) < case.end);
                    }
                }
            }
        }
        let last = (case.to - 1 - case.from) / every;
        let round = |cell: u64| (cell.saturating_sub(case.from) / every).min(last);
        let (admitted, processed) =
            polls.step(&case.gateway, &mut draws, cell, |token| round(token.first) < round(cell));
        for token in admitted {
            meters[token.who.unwrap()].admitted = true;
        }
        for token in processed {
            let meter = &mut meters[token.who.unwrap()];
            let is_off = meter.is_off();
            meter.admitted = false;
            let is_silent = !is_off && draws.unit() < case.silent;
            let no_answer = is_off || is_silent;
            meter.ends = cell + if no_answer { case.timeout } else { case.response };
            dark += u64::from(no_answer);
            if is_silent {
                supply.presumed_wrongly += u64::from(meter.ends < case.end);
                continue;
            }
            meter.news.push(News {
                cell: meter.ends,
                episode: meter.episodes.len() - 1,
                restoration: !is_off,
                silence: is_off,
            });
            meter.hear(cell);
        }
    }
    let mut active = WhileActive::default();
    for episode in meters.iter().flat_map(|meter| &meter.episodes) {
        if let Some(known) = episode.loss_known {
            let cells = known - episode.lost;
            supply.from_loss.add(cells, 1);
            supply.presumed.add(cells, u64::from(episode.presumed));
            active.from_loss.add(cells, u64::from(case.active(episode.lost)));
        }
        active.lost += u64::from(case.active(episode.lost));
        active.restored += u64::from(episode.restored.is_some_and(|at| case.active(at)));
        if let (Some(restored), Some(known)) = (episode.restored, episode.restoration_known) {
            supply.from_restoration.add(known - restored, 1);
            active.from_restoration.add(known - restored, u64::from(case.active(restored)));
        }
    }
    supply.while_active = active;
    (supply, dark)
}

/// A meter at the start of `cell`.
fn change(
    case: &StormCase,
    draws: &mut Draws,
    meter: &mut SimulatedMeter,
    is_off: bool,
    cell: u64,
    supply: &mut Supply,
) {
    let last = meter.episodes.len().wrapping_sub(1);
    if is_off && !meter.is_off() {
        supply.lost += 1;
        let alert = draws.unit() >= case.outage_lost;
        meter.episodes.push(Loss {
            lost: cell,
            restored: None,
            loss_known: None,
            restoration_known: None,
            presumed: false,
            alert,
        });
    } else if !is_off && meter.is_off() {
        supply.restored += 1;
        meter.episodes[last].restored = Some(cell);
        if draws.unit() >= case.restore_lost {
            supply.alerts += 1;
            meter.news.push(News { cell, episode: last, restoration: true, silence: false });
        }
    } else if is_off && meter.episodes[last].alert && cell == meter.episodes[last].lost + case.after
    {
        supply.alerts += 1;
        meter.news.push(News { cell, episode: last, restoration: false, silence: false });
    }
}
