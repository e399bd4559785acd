//! Figures of harm by whose request it is (C2).

use super::Figure;
use crate::domain::Standing::{self, Above, Displaced, Polls, Within};

/// Standings whose requests a part counts, in the order of [`PARTS`]; the last are all that are not above by own sending.
const OF: [&[Standing]; 5] =
    [&[Within], &[Displaced], &[Polls], &[Above], &[Within, Displaced, Polls]];

/// Figures of harm, and their parts.
const PARTS: [(Figure, [Figure; 5]); 4] = [
    (
        Figure::NeverAnswered,
        [
            Figure::NeverAnsweredWithin,
            Figure::NeverAnsweredDisplaced,
            Figure::NeverAnsweredPolls,
            Figure::NeverAnsweredAbove,
            Figure::NeverAnsweredNotAbove,
        ],
    ),
    (
        Figure::Refused,
        [
            Figure::RefusedWithin,
            Figure::RefusedDisplaced,
            Figure::RefusedPolls,
            Figure::RefusedAbove,
            Figure::RefusedNotAbove,
        ],
    ),
    (
        Figure::Throttled,
        [
            Figure::ThrottledWithin,
            Figure::ThrottledDisplaced,
            Figure::ThrottledPolls,
            Figure::ThrottledAbove,
            Figure::ThrottledNotAbove,
        ],
    ),
    (
        Figure::Rejected,
        [
            Figure::RejectedWithin,
            Figure::RejectedDisplaced,
            Figure::RejectedPolls,
            Figure::RejectedAbove,
            Figure::RejectedNotAbove,
        ],
    ),
];

impl Figure {
    /// The figure of which this one is a part, and the standings of the requests that it counts; none of what is whole.
    pub fn part(self) -> Option<(Figure, &'static [Standing])> {
        let find = |(whole, parts): &(Figure, [Figure; 5])| {
            let place = parts.iter().position(|part| *part == self)?;
            Some((*whole, OF[place]))
        };
        PARTS.iter().find_map(find)
    }

    /// The figure of which it is a part; itself where it is whole.
    pub fn whole(self) -> Figure {
        self.part().map_or(self, |(whole, _)| whole)
    }

    /// Whose requests a part counts, or whose added delay it is, in words; nothing of what is whole.
    pub fn whose_requests(self) -> &'static str {
        let one = self.added_delay_p95().or(self.added_delay_over());
        match (one, self.part().map(|(_, of)| of)) {
            (None, None) => "",
            (Some(Within), _) | (_, Some([Within])) => "requests within",
            (Some(Displaced), _) | (_, Some([Displaced])) => "displaced requests",
            (Some(Polls), _) | (_, Some([Polls])) => "storms' polls",
            (Some(Above), _) | (_, Some([Above])) => "requests above by own sending",
            (None, Some(_)) => "requests not above by own sending",
        }
    }

    /// Its name as the head of a column.
    pub fn column(self) -> String {
        self.word().replace('.', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_a_part_is_named_after_its_whole_and_its_standing() {
        let mut parts = 0;
        for figure in Figure::ALL {
            let Some((whole, of)) = figure.part() else { continue };
            let last = if let [one] = of { one.word() } else { "not_above" };
            assert_eq!(figure.word(), format!("{}.{last}", whole.word()));
            assert!(figure.of_user() && figure.of_srv() && figure.can_be_none());
            assert!(whole.part().is_none() && !figure.whose_requests().is_empty());
            parts += 1;
        }
        assert_eq!(parts, PARTS.len() * OF.len());
    }
}
