//! Assertions and what was found, in words that a reader from the industry knows.

use crate::evidence::Evidence;
use crate::evidence::northbound::class_said;
use crate::evidence::words::{about_mean, bounded, whose_requests, years};
use headroom_core::domain::{Fairness, Figure, Whose};
use headroom_core::scenario::{Claim, Scenario};

/// What an assertion says, in a sentence.
pub(super) fn text(evidence: &Evidence, claim: Claim) -> String {
    let scenario = &evidence.plan.scenario;
    let word = evidence.replication_word();
    match claim {
        Claim::Property { property, violated } => {
            let says = if violated { violation(property) } else { says(property) };
            format!("{says} ({})", property.word())
        }
        Claim::Never(figure, whose) => of(scenario, figure, whose) + none_and_some(figure)[0],
        Claim::Always(figure, whose) => {
            format!("{}{} in every {word}", of(scenario, figure, whose), none_and_some(figure)[1])
        }
        Claim::MoreThanToday(figure, whose, bounds) => {
            let mean = text(evidence, Claim::Mean(figure, whose, bounds));
            let mean = if figure.is_share() { mean.replace(" %", " points") } else { mean };
            format!("against today's system on the same traffic, the difference: {mean}")
        }
        Claim::Mean(figure, whose, bounds) => {
            let (before, after) = about_mean(figure);
            let after = after.replace("replications", &format!("{word}s"));
            let each = match word {
                "year" if figure.adds_up() => " a year".to_owned(),
                "course" if figure.adds_up() => format!(" in a course of {}", length(evidence)),
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

/// How long a course is.
fn length(evidence: &Evidence) -> String {
    years(evidence.frequency.as_ref().map_or(1.0, |f| f.length.years))
}

/// Whose figure is meant, and of whose requests, before the sentence.
fn of(scenario: &Scenario, figure: Figure, whose: Whose) -> String {
    let whom = match whose {
        Whose::All => String::new(),
        Whose::User(u) => format!("{}: ", scenario.users[u].name),
        Whose::Srv(s) => format!("SRV {}: ", scenario.srvs[s].id),
        Whose::Class(c) => format!("{}: ", class_said(scenario, c)),
        Whose::Category(c) => format!("{}: ", c.called()),
        Whose::Others => "the others: ".to_owned(),
    };
    whom + &whose_requests(figure)
}

/// That the figure is 0, and that it is not; what is always there can be asserted to be neither.
fn none_and_some(figure: Figure) -> [&'static str; 2] {
    figure.about().says.unwrap_or_default()
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
