//! How DCC-scheduled work runs after maintenance, in words: `at once`, `over 1 h`, `at 0.5 C`.

use super::super::ScheduledRelease;
use crate::domain::Share;
use std::str::FromStr;

impl FromStr for ScheduledRelease {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        if text == "at once" {
            return Ok(Self::AtOnce);
        }
        if let Some(span) = text.strip_prefix("over ") {
            return span.parse().map(Self::Over);
        }
        let share = text.strip_prefix("at ").and_then(|t| t.strip_suffix('C')).ok_or(())?.trim();
        if !share.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(());
        }
        let share = Share::from_f64(share.parse().map_err(|_| ())?);
        // At nothing it would wait for ever.
        let fits = share > Share::ZERO && share <= Share::ONE;
        if fits { Ok(Self::ShareOfCapacity(share)) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    #[test]
    fn a_release_is_read_in_three_ways_and_no_other() {
        for (text, release) in [
            ("at once", ScheduledRelease::AtOnce),
            ("over 1 h", ScheduledRelease::Over(Span::from_s(3_600))),
            ("at 0.5 C", ScheduledRelease::ShareOfCapacity(Share::from_f64(0.5))),
            ("at 1C", ScheduledRelease::ShareOfCapacity(Share::ONE)),
        ] {
            assert_eq!(text.parse(), Ok(release));
        }
        for text in
            ["", "once", "over", "over 1", "at C", "at 0 C", "at 2 C", "at -1 C", "at 1e9 C"]
        {
            assert!(text.parse::<ScheduledRelease>().is_err(), "{text}");
        }
    }
}
