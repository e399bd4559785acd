//! What the answer says first: who is left without an answer, who waits, and for how long the DSP is down; today's system and
//! what else stands beside it in the same breath, and where the sign turns between them (C2).

use super::Evidence;
use crate::evidence::beside::Beside;
use crate::evidence::delayed::followed_p95;
use crate::evidence::turning::turning;
use crate::evidence::words::{
    borne, differs, is_clear, is_hidden, listed, names, percent, said, so_many, time_like,
    time_said, value, with_ends,
};
use headroom_core::domain::{Figure, Standing, Whose};
use headroom_core::scenario::Counterpart;

/// SRVs of which different things are said, at most.
const FOLLOWED_SAID: usize = 4;
/// What stands for a percentile that lies beyond all that were answered.
const NO_END: &str = "no end";
/// Whose delay is said: the standing, its delay, how many of it were never answered, and what it is called.
const DELAYED: [(Standing, Figure, Figure, &str); 2] = [
    (
        Standing::Within,
        Figure::AddedDelaySP95Within,
        Figure::NeverAnsweredWithin,
        "of requests within",
    ),
    (
        Standing::Displaced,
        Figure::AddedDelaySP95Displaced,
        Figure::NeverAnsweredDisplaced,
        "of displaced ones",
    ),
];

pub(super) fn sentences(e: &Evidence) -> Vec<String> {
    let mut all = vec![never_answered(e)];
    all.extend(turns(e));
    all.extend(delay(e));
    all.extend(outage(e));
    all
}

fn mean(e: &Evidence, figure: Figure) -> Option<f64> {
    Some(e.estimate(figure, Whose::All)?.mean)
}

/// `; today 12, with anomaly detection 7`, as `said` says them; nothing where nothing stands beside.
fn besides(e: &Evidence, of: impl Fn(&Beside) -> Option<String>) -> String {
    let one = |b: &Beside| Some(format!("{} {}", b.said_name(), of(b)?));
    let all: Vec<String> = e.beside.iter().filter_map(one).collect();
    // What is said of one of them is of no other.
    let between = if all.iter().any(|one| one.contains(", ")) { "; " } else { ", " };
    if all.is_empty() { String::new() } else { format!("; {}", all.join(between)) }
}

/// Who is left without an answer.
fn never_answered(e: &Evidence) -> String {
    const OF: Figure = Figure::NeverAnsweredNotAbove;
    let of_all = e.measures().mean(|r| r.figure(OF, Whose::All).unwrap_or_default());
    let there: Vec<f64> = e.beside.iter().filter_map(|b| b.mean(OF)).collect();
    if of_all.mean == 0.0 {
        let all = match open_at_end(e) {
            0.0 => "Every request not above by own sending was answered".to_owned(),
            open => format!(
                "No request not above by own sending was given up ({} still waited, or were to be retried, when the run ended)",
                count(open)
            ),
        };
        return match there.as_slice() {
            [] => format!("{all}."),
            there if there.iter().all(|n| *n == 0.0) => {
                let names: Vec<String> =
                    e.beside.iter().map(|b| b.said_name().to_owned()).collect();
                format!("{all}; {} too.", listed(&names))
            }
            _ => {
                let left = besides(e, |b| match b.mean(OF)? {
                    0.0 => Some("every one too".to_owned()),
                    n => Some(format!("{} never{}", there_said(e, b, n), whose_said(e, b, n))),
                });
                format!("{all}{left}.")
            }
        };
    }
    let (n, was) = match of_all.mean == 1.0 && of_all.ci_low == of_all.ci_high {
        true => ("1".to_owned(), "was"),
        false => (said_mean(&of_all), "were"),
    };
    let whose = sole(e, OF).map_or(String::new(), |name| format!(", all of {name}"));
    let beside = besides(e, |b| {
        let n = b.mean(OF)?;
        Some(format!("{}{}", there_said(e, b, n), whose_said(e, b, n)))
    });
    let more = clearly_more(e, OF).unwrap_or_default();
    format!("Of requests not above by own sending {n} {was} never answered{whose}{beside}{more}.")
}

/// How many requests wait, or are to be retried, when a run ends: of these it is not known what becomes.
fn open_at_end(e: &Evidence) -> f64 {
    e.measures().mean(|r| r.open_at_end() as f64).mean
}

/// Requests never answered with `b`, to the digits that the interval of the difference bears; as many as here are said as here.
fn there_said(e: &Evidence, b: &Beside, n: f64) -> String {
    const OF: Figure = Figure::NeverAnsweredNotAbove;
    let own = e.estimate(OF, Whose::All).filter(|own| own.mean == n);
    let of = own.or_else(|| Some(b.of_all(OF)?.more));
    count(of.map_or(n, |of| borne(n, &of)))
}

/// That there is clearly more, or less, of `figure` than today, where both as they are said do not show it.
fn clearly_more(e: &Evidence, figure: Figure) -> Option<String> {
    let today = e.beside.iter().find(|b| b.id == Counterpart::TODAY)?;
    let more = &today.of_all(figure)?.more;
    let (here, there) = (mean(e, figure)?, today.mean(figure)?);
    let hidden = is_hidden(figure, [&count(here), &count(there)], here.max(there), more);
    hidden.then(|| format!(": {} than today", differs(figure, more)))
}

/// The User whose all of a figure is; none where it is of several.
pub(super) fn sole(e: &Evidence, figure: Figure) -> Option<&str> {
    let all = mean(e, figure)?;
    let users = &e.plan.scenario.users;
    let of = |u: &usize| e.estimate(figure, Whose::User(*u)).map(|i| i.mean) == Some(all);
    let one = (0..users.len()).find(of).filter(|_| all > 0.0)?;
    Some(&users[one].name)
}

/// `, all of British Gas`, where all `n` requests not above that are never answered with `b` are one User's; where all are with
/// another that stands beside, how many of these are.
fn whose_said(e: &Evidence, b: &Beside, n: f64) -> String {
    let name = |user: usize| &e.plan.scenario.users[user].name;
    if let Some(user) = all_of_one(e, b) {
        return format!(", all of {}", name(user));
    }
    let other = e.beside.iter().find_map(|other| all_of_one(e, other));
    other.filter(|_| n > 0.0).map_or(String::new(), |user| match never_of(e, b, user) {
        0.0 => format!(", none of {}", name(user)),
        some => format!(", {} of {}", count(some), name(user)),
    })
}

/// Requests not above of `user` that are never answered with `b`: as many as here, where no difference is kept.
fn never_of(e: &Evidence, b: &Beside, user: usize) -> f64 {
    let of = (Figure::NeverAnsweredNotAbove, Whose::User(user));
    let differs = b.figures.iter().find(|f| (f.figure, f.whose) == of).map(|f| f.mean);
    differs.or_else(|| Some(e.estimate(of.0, of.1)?.mean)).unwrap_or_default()
}

/// The User whose all requests not above are that are never answered with `b`.
fn all_of_one(e: &Evidence, b: &Beside) -> Option<usize> {
    let n = b.mean(Figure::NeverAnsweredNotAbove).filter(|n| *n > 0.0)?;
    (0..e.plan.scenario.users.len()).find(|user| never_of(e, b, *user) == n)
}

fn said_mean(of: &crate::evidence::interval::Interval) -> String {
    if of.mean < 100.0 {
        crate::evidence::words::value_with_ends(Figure::NeverAnswered, of)
    } else {
        with_ends(of)
    }
}

fn count(n: f64) -> String {
    if n < 100.0 { value(Figure::NeverAnswered, n) } else { said(n) }
}

/// Where a figure is better than one that stands beside and worse than another.
fn turns(e: &Evidence) -> Option<String> {
    let all = turning(|figure| {
        let more = |b: &Beside| Some((format!("than {}", b.id), b.of_all(figure)?.more));
        e.beside.iter().filter_map(more).collect()
    });
    (!all.is_empty())
        .then(|| format!("The sign turns with what it is held against: {}.", all.join("; ")))
}

/// How much longer those that were processed waited than they had to; what is followed, with those never answered.
fn delay(e: &Evidence) -> Option<String> {
    let mean_of = match e.replications() {
        1 => String::new(),
        n => format!(" (mean of {})", so_many(e.replication_word(), n)),
    };
    let by_standing: Vec<String> = DELAYED.into_iter().filter_map(|of| delay_of(e, of)).collect();
    let told = [
        (format!("of those processed do not exceed{mean_of}"), by_standing),
        ("do not exceed, never answered ones being later than any".to_owned(), of_followed(e)),
    ];
    let some = told.into_iter().filter(|(_, all)| !all.is_empty());
    let said = some.map(|(of, all)| format!("Added delay, which 95 % {of}: {}.", all.join("; ")));
    said.reduce(|a, b| format!("{a} {b}"))
}

/// The delay of those of a standing, and how many of them were never answered where that is more than one in twenty: they are
/// in no percentile of those processed.
fn delay_of(
    e: &Evidence,
    (standing, figure, never, whose): (Standing, Figure, Figure, &str),
) -> Option<String> {
    let here = mean(e, figure)?;
    let there: Vec<f64> = e.beside.iter().filter_map(|b| b.mean(figure)).collect();
    if here == 0.0 && there.iter().all(|x| *x == 0.0) {
        return None;
    }
    let begun = e.measures().mean(|r| r.counted.harm.requests[standing] as f64).mean;
    let unanswered = |n: Option<f64>| match n.map(|n| n / begun) {
        Some(share) if share > 0.05 => format!(", {} of them never answered", percent(share)),
        _ => String::new(),
    };
    let beside = besides(e, |b| {
        let x = b.mean(figure)?;
        Some(time_like(x, here.max(x)) + &unanswered(b.mean(never)))
    });
    let beside = if beside.is_empty() { beside } else { format!(" ({})", &beside[2..]) };
    Some(format!("{whose}, {}{}{beside}", time_said(here), unanswered(mean(e, never))))
}

/// Of SRVs that are followed, those of which the same is said together; of many the longest, and how many are shorter.
fn of_followed(e: &Evidence) -> Vec<String> {
    let mut alike: Vec<(String, f64, Vec<String>)> = Vec::new();
    for (srv, here) in followed_p95(e) {
        let Some((said, longest)) = followed(e, &srv, here) else { continue };
        match alike.iter_mut().find(|(other, ..)| *other == said) {
            Some((.., srvs)) => srvs.push(srv),
            None => alike.push((said, longest, vec![srv])),
        }
    }
    let mut shorter = 0;
    if alike.len() > FOLLOWED_SAID {
        alike.sort_by(|a, b| b.1.total_cmp(&a.1));
        shorter = alike.drain(FOLLOWED_SAID..).map(|(.., srvs)| srvs.len()).sum();
    }
    let one = |(said, _, srvs): (String, f64, Vec<String>)| {
        let srvs: Vec<&str> = srvs.iter().map(String::as_str).collect();
        format!("of {}, {said}", names(&srvs))
    };
    let mut all: Vec<String> = alike.into_iter().map(one).collect();
    if shorter > 0 {
        all.push(format!("of {shorter} more SRVs less, here and beside (table `followed`)"));
    }
    all
}

/// What is said of an SRV that is followed, and the longest of it; nothing where nobody waits.
fn followed(e: &Evidence, srv: &str, here: Option<f64>) -> Option<(String, f64)> {
    let there = |b: &Beside| b.followed.iter().find(|(id, _)| id == srv).map(|(_, p95)| *p95);
    let all = e.beside.iter().filter_map(there).chain([here]);
    let longest = all.map(|p95| p95.unwrap_or(f64::INFINITY)).reduce(f64::max)?;
    if longest == 0.0 {
        return None;
    }
    let never = format!("{NO_END}, over one in twenty being never answered");
    // Why is said once.
    let again = if here.is_none() { NO_END } else { &never };
    let beside = besides(e, |b| there(b).map(|p95| p95.map_or(again.to_owned(), time_said)));
    let beside = if beside.is_empty() { beside } else { format!(" ({})", &beside[2..]) };
    Some((format!("{}{beside}", here.map_or(never.clone(), time_said)), longest))
}

/// Outage avoided, or brought.
fn outage(e: &Evidence) -> Option<String> {
    let here = mean(e, Figure::OutageS)?;
    let one = |b: &Beside| {
        let more = b.of_all(Figure::OutageS)?;
        let word = if more.more.mean < 0.0 { "avoided" } else { "more" };
        is_clear(Figure::OutageS, &more.more)
            .then(|| format!("{} {word} against {}", time_said(libm::fabs(more.more.mean)), b.id))
    };
    let all: Vec<String> = e.beside.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| format!("Outage: {} here; {}.", time_said(here), all.join(", ")))
}
