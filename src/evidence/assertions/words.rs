//! Assertions and what was found, in words that a reader from the industry knows.

use crate::evidence::Evidence;
use crate::evidence::interval::Interval;
use crate::evidence::northbound::class_said;
use crate::evidence::words::{thousands, upper, years};
use headroom_core::domain::{Fairness, Figure, Whose};
use headroom_core::scenario::{Bounds, Claim, Scenario};

/// What an assertion says, in a sentence.
pub(super) fn text(evidence: &Evidence, claim: Claim) -> String {
    let scenario = &evidence.plan.scenario;
    let word = evidence.replication_word();
    match claim {
        Claim::Property { property, violated } => {
            let says = if violated { violation(property) } else { says(property) };
            format!("{says} ({})", property.word())
        }
        Claim::Never(figure, whose) => of(scenario, figure, whose) + none_and_some(figure).0,
        Claim::Always(figure, whose) => {
            format!("{}{} in every {word}", of(scenario, figure, whose), none_and_some(figure).1)
        }
        Claim::Mean(figure, whose, bounds) => {
            let (before, after) = mean(figure);
            let after = after.replace("replications", &format!("{word}s"));
            let each = match word {
                "year" if adds_up(figure) => " a year".to_owned(),
                "course" if adds_up(figure) => format!(" in a course of {}", length(evidence)),
                _ => String::new(),
            };
            format!(
                "{}{before}{}{after}{each}",
                of(scenario, figure, whose),
                bounded(figure, bounds)
            )
        }
    }
}

/// Whether the figure of two replications together would be their sum.
fn adds_up(figure: Figure) -> bool {
    let of_time = matches!(figure, Figure::Activations | Figure::ActiveS | Figure::OutageS);
    of_time || figure.of_srv() && !figure.is_share()
}

/// How long a course is.
fn length(evidence: &Evidence) -> String {
    years(evidence.frequency.as_ref().map_or(1.0, |f| f.length.years))
}

/// Whose figure is meant, and of whose requests, before the sentence.
fn of(scenario: &Scenario, figure: Figure, whose: Whose) -> String {
    let requests = match figure.whose_requests() {
        "" => String::new(),
        requests => format!("{}: ", upper(requests)),
    };
    let whom = match whose {
        Whose::All => String::new(),
        Whose::User(u) => format!("{}: ", scenario.users[u].name),
        Whose::Srv(s) => format!("SRV {}: ", scenario.srvs[s].id),
        Whose::Class(c) => format!("{}: ", class_said(scenario, c)),
    };
    whom + &requests
}

fn says(property: Fairness) -> &'static str {
    let all = &crate::evidence::fairness::SAYS;
    all.iter().find(|(number, _)| *number == property.word()).map_or("", |(_, says)| says)
}

/// What a violation of the property is.
fn violation(property: Fairness) -> &'static str {
    match property {
        Fairness::F1 => "some User that has kept within its allocation is throttled",
        Fairness::F2 => "some Prioritised Service Request is throttled",
        Fairness::F3 => {
            "some User that has kept within its allocation is rejected while another has not"
        }
        Fairness::F4 => "standard business operation activates the mechanism",
        Fairness::F5 => {
            "some first attempt of a User that has kept within its allocation is throttled or rejected"
        }
    }
}

/// That the figure is 0, and that it is not.
fn none_and_some(figure: Figure) -> (&'static str, &'static str) {
    match figure.whole() {
        Figure::Requests => ("no Service Request is begun", "Service Requests are begun"),
        Figure::Attempts => ("no attempt is made", "attempts are made"),
        Figure::Admitted => ("no attempt is admitted", "attempts are admitted"),
        Figure::Throttled | Figure::ThrottledShare => {
            ("no attempt is throttled", "attempts are throttled")
        }
        Figure::Capped => (
            "no attempt is over its User's always-on cap",
            "attempts are over their User's always-on cap",
        ),
        Figure::Rejected | Figure::RejectedShare => (
            "no attempt is rejected by today's protection",
            "attempts are rejected by today's protection",
        ),
        Figure::Unavailable => ("no attempt meets no service", "attempts meet no service"),
        Figure::Quarantined => {
            ("no attempt is held by anomaly detection", "attempts are held by anomaly detection")
        }
        Figure::ToBuffer => {
            ("no attempt is put into a buffer", "attempts are put into their User's buffer")
        }
        Figure::Refused => ("no attempt is refused", "attempts are refused"),
        Figure::Duplicates => ("nothing is processed twice", "copies are processed twice"),
        Figure::TriedAgain => (
            "no request is tried again for want of an answer",
            "requests are tried again for want of an answer",
        ),
        Figure::Served => ("no request is served", "requests are served"),
        Figure::NoResponse => {
            ("no request ends without a response", "requests end without a response")
        }
        Figure::ProcessesAbortedShare => {
            ("no run of a process is aborted", "runs of processes are aborted")
        }
        Figure::Abandoned => ("no request is abandoned", "requests are abandoned"),
        Figure::Superseded => ("no poll is superseded", "polls are superseded by newer ones"),
        Figure::NeverAnswered | Figure::NeverAnsweredShare => {
            ("every request is answered", "requests are never answered")
        }
        Figure::UsersThrottled => ("no User is throttled", "Users are throttled"),
        Figure::Warnings => ("no User is warned", "Users are warned"),
        Figure::FalseWarnings => ("no warning is false", "warnings are false"),
        Figure::OutageS => ("the DSP is never without service", "the DSP is without service"),
        Figure::MessagesGenerated => ("no message is sent to a User", "messages are sent to Users"),
        Figure::MessagesHeldBack => ("no alert is held back", "alerts are held back"),
        Figure::SupplyAlertsHeldBack => (
            "no alert of a loss or return of supply is held back",
            "alerts of a loss or return of supply are held back",
        ),
        Figure::MessagesLost => ("no message is lost", "messages are lost"),
        Figure::MessagesOpenAtEnd => {
            ("no message is under way at the end", "messages are under way at the end")
        }
        Figure::LongestBehindS => ("no message ever waits", "messages wait for their User"),
        _ => ("the mechanism never triggers", "the mechanism triggers"),
    }
}

/// What stands before the bounds of the figure's mean, and after.
fn mean(figure: Figure) -> (&'static str, &'static str) {
    match figure.whole() {
        Figure::Requests => ("on average ", " Service Requests are begun"),
        Figure::Attempts => ("on average ", " attempts are made"),
        Figure::Admitted => ("on average ", " attempts are admitted"),
        Figure::Throttled => ("on average ", " attempts are throttled"),
        Figure::ThrottledShare => ("on average ", " of attempts are throttled"),
        Figure::Capped => ("on average ", " attempts are over their User's always-on cap"),
        Figure::Rejected => ("on average ", " attempts are rejected by today's protection"),
        Figure::RejectedShare => ("on average ", " of attempts are rejected by today's protection"),
        Figure::Unavailable => ("on average ", " attempts meet no service"),
        Figure::Quarantined => ("on average ", " attempts are held by anomaly detection"),
        Figure::ToBuffer => ("on average ", " attempts are put into their User's buffer"),
        Figure::Refused => ("on average ", " attempts are refused"),
        Figure::Duplicates => ("on average ", " copies are processed after another"),
        Figure::TriedAgain => ("on average ", " requests are tried again for want of an answer"),
        Figure::Served => ("on average ", " requests are served"),
        Figure::ServedShare => ("on average ", " of requests are served"),
        Figure::NoResponse => ("on average ", " requests end without a response"),
        Figure::Abandoned => ("on average ", " requests are abandoned"),
        Figure::Superseded => ("on average ", " polls are superseded by newer ones"),
        Figure::NeverAnswered => ("on average ", " requests are never answered"),
        Figure::NeverAnsweredShare => ("on average ", " of requests are never answered"),
        Figure::Amplification => ("on average there are ", " attempts for each submission due"),
        Figure::Triggered => ("the mechanism triggers in ", " of replications"),
        Figure::Activations => ("on average the number of activations is ", ""),
        Figure::ActiveS => ("on average the mechanism is active for ", " s"),
        Figure::LongestActivationS => ("on average the longest activation lasts ", " s"),
        Figure::UsersThrottled => ("on average the number of Users throttled is ", ""),
        Figure::PeakLoadPerS => ("on average the busiest window has ", " requests a second"),
        Figure::Headroom => {
            ("on average the busiest window stays ", " below the operating threshold")
        }
        Figure::OutageS => ("on average the DSP is without service for ", " s"),
        Figure::WaitSP50 => ("on average the wait that half of requests do not exceed is ", " s"),
        Figure::WaitSP95 => ("on average the wait that 95 % of requests do not exceed is ", " s"),
        Figure::WaitSP99 => ("on average the wait that 99 % of requests do not exceed is ", " s"),
        Figure::WaitSMax => ("on average the longest wait is ", " s"),
        _ if figure.added_delay_p95().is_some() => {
            ("on average the added delay that 95 % do not exceed is ", " s")
        }
        _ if figure.added_delay_over().is_some() => {
            ("on average ", " have more than 5 min of added delay or are never answered")
        }
        Figure::ProcessesFirstTime => {
            ("on average ", " of runs of processes are completed first time (T7)")
        }
        Figure::ProcessesAbortedShare => ("on average ", " of runs of processes are aborted (T7)"),
        Figure::SupplyKnown5Min => ("on average ", " of losses of supply are known within 5 min"),
        Figure::SupplyKnown15Min => ("on average ", " of losses of supply are known within 15 min"),
        Figure::SupplyKnown60Min => ("on average ", " of losses of supply are known within 60 min"),
        Figure::RestorationKnown5Min => ("on average ", " of restorations are known within 5 min"),
        Figure::RestorationKnown15Min => {
            ("on average ", " of restorations are known within 15 min")
        }
        Figure::RestorationKnown60Min => {
            ("on average ", " of restorations are known within 60 min")
        }
        Figure::TimeToKnowSP50 => {
            ("on average half of the losses of supply are known after ", " s")
        }
        Figure::TimeToKnowSP95 => {
            ("on average 95 % of the losses of supply are known after ", " s")
        }
        Figure::MessagesGenerated => ("on average ", " messages are sent to Users"),
        Figure::MessagesHeldBack => ("on average ", " alerts are held back (N2, N3)"),
        Figure::SupplyAlertsHeldBack => {
            ("on average ", " alerts of a loss or return of supply are held back (N2, N3)")
        }
        Figure::MessagesLost => ("on average ", " messages are lost at adapters (N6)"),
        Figure::MessagesOpenAtEnd => ("on average ", " messages are under way at the end"),
        Figure::DelaySP95 => ("on average 95 % of messages are delivered within ", " s"),
        Figure::DelaySMax => ("on average the last message is delivered after ", " s"),
        Figure::LongestBehindS => ("on average the User longest behind is level after ", " s"),
        Figure::Warnings => ("on average ", " warnings are given to Users (M8)"),
        Figure::FalseWarnings => ("on average ", " warnings are false (M8)"),
        Figure::WarningLeadS => ("on average a warning comes ", " s before the first 503 (M8)"),
        Figure::Jain => {
            ("on average Jain's index of what Users are admitted of their entitlement is ", " (F6)")
        }
        Figure::WorstOffShare => {
            ("on average the User worst off is admitted ", " of its entitlement (F6)")
        }
        _ => ("on average it is ", ""),
    }
}

fn bounded(figure: Figure, bounds: Bounds) -> String {
    if let (Some(least), Some(most)) = (bounds.at_least, bounds.at_most)
        && least == most
    {
        return format!("exactly {}", value(figure, least));
    }
    let least = bounds.at_least.map(|x| format!("at least {}", value(figure, x)));
    let most = bounds.at_most.map(|x| format!("at most {}", value(figure, x)));
    [least, most].into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

/// A bound: shares as percentages, nothing rounded away that the file says.
fn value(figure: Figure, x: f64) -> String {
    if figure.is_share() { format!("{} %", exact(x * 100.0)) } else { exact(x) }
}

/// To nine places at most, so that 0.07 × 100 is 7.
fn exact(x: f64) -> String {
    let whole = libm::round(x);
    if x == whole && libm::fabs(x) >= 1e3 {
        return thousands(x);
    }
    let text = format!("{x:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "0" | "-0" if x != 0.0 => format!("{x:e}"),
        text => text.replace('-', "−"),
    }
}

/// A measured value: four digits that count.
fn measured(figure: Figure, x: f64) -> String {
    let shown = if figure.is_share() { x * 100.0 } else { x };
    let size = libm::fabs(shown);
    let places = [(1e3, 0), (1.0, 2)].iter().find(|(least, _)| size >= *least).map_or(4, |p| p.1);
    let text = if places == 0 { thousands(shown) } else { format!("{shown:.places$}") };
    let text = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// A measured value with its unit.
pub(in crate::evidence) fn seen(figure: Figure, x: f64) -> String {
    measured(figure, x) + if figure.is_share() { " %" } else { "" }
}

/// A mean with its interval.
pub(in crate::evidence) fn interval(figure: Figure, i: &Interval) -> String {
    let mean = seen(figure, i.mean);
    match (i.ci_low, i.ci_high) {
        (Some(low), Some(high)) => {
            let (low, high) = (measured(figure, low), seen(figure, high));
            format!("{mean} (95 %: {low} to {high}, n = {})", i.n)
        }
        _ => mean,
    }
}
