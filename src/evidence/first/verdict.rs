//! The verdict in a few words: better or worse than today's system, or that it cannot be told.

use crate::evidence::Evidence;
use crate::evidence::interval::Interval;
use crate::evidence::sizing::{Against, AgainstToday, against_today};
use crate::evidence::turning::turning;
use headroom_core::domain::{Figure, FigureUnit};

/// Of a run or of years against what stands beside.
pub(super) fn verdict(e: &Evidence) -> String {
    let scenario = &e.plan.scenario;
    if !scenario.mechanism.enabled {
        return "the mechanism is switched off".to_owned();
    }
    let Some(today) = against_today(e) else {
        return "not held against today's system".to_owned();
    };
    let said = match today.against {
        Against::NeverTriggers => "does not trigger: nothing differs from today",
        Against::NoHarmDiffers => "triggers, and nobody's harm differs from today",
        Against::NotTold => "cannot be told from today",
        Against::Spares => &format!("better than today: {}", first(&today, false)),
        Against::Costs => &format!("worse than today: {}", first(&today, true)),
        Against::SparesAndCosts => &format!(
            "spares some and costs others, against today: {}, but {}",
            first(&today, false),
            first(&today, true)
        ),
    };
    format!("{said}{}", turns(e))
}

/// What is told first of what is clearly more, or less.
fn first(today: &AgainstToday, more: bool) -> String {
    let found = today.clear.iter().find(|(_, i)| (i.mean > 0.0) == more);
    let said = |(figure, i): &(Figure, Interval)| {
        let word = match (i.mean > 0.0, figure.about().unit) {
            (true, _) => "more",
            (false, FigureUnit::Number) => "fewer",
            (false, _) => "less",
        };
        format!("{word} {}", figure.called())
    };
    found.map_or(String::new(), said)
}

/// That it is worse than another counterpart where it is better than one, or the other way round.
fn turns(e: &Evidence) -> &'static str {
    let more = |figure: Figure| -> Vec<(String, Interval)> {
        e.beside.iter().filter_map(|b| Some((b.id.clone(), b.of_all(figure)?.more))).collect()
    };
    if turning(more).is_empty() { "" } else { "; turns with what it is held against" }
}
