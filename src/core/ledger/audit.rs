//! C1: conservation, checked at the end of every half-hour that was opened and at the end of the run.

use super::{Counts, Harm, Open};

/// The first identity of C1 that a pair breaks, in words; none where all hold.
pub fn audit(counts: &Counts, open: &Open, harm: &Harm) -> Option<String> {
    let c = counts;
    let by_standing = [
        ("throttled", (harm.throttled.sum(), c.throttled)),
        ("capped", (harm.capped.sum(), c.capped)),
        ("rejected", (harm.rejected.sum(), c.rejected)),
        ("unavailable", (harm.unavailable.sum(), c.unavailable)),
        ("quarantined", (harm.quarantined.sum(), c.quarantined - c.quarantined_copies)),
        ("abandoned", (harm.abandoned.sum(), c.abandoned)),
    ];
    if let Some((what, (parts, all))) = by_standing.into_iter().find(|(_, (a, b))| a != b) {
        return Some(format!("{what} = its parts by standing: {all} ≠ {parts}"));
    }
    let identities = [
        (
            "attempts = admitted − from buffer + throttled + capped + rejected + unavailable + quarantined + to buffer",
            c.attempts + c.from_buffer,
            c.admitted
                + c.throttled
                + c.capped
                + c.rejected
                + c.unavailable
                + c.quarantined
                + c.to_buffer,
        ),
        (
            "to buffer = from buffer + left it + buffered",
            c.to_buffer,
            c.from_buffer + c.left_buffer + open.buffered + open.buffered_copies,
        ),
        (
            "admitted = processed + backlog",
            c.admitted,
            c.processed + open.backlog + open.backlog_earlier + open.backlog_copies,
        ),
        (
            "processed = last submissions + earlier submissions + duplicates + tried again + not yet answered",
            c.processed,
            c.served
                + c.no_response
                + c.earlier_submissions
                + c.duplicates
                + c.tried_again
                + open.unanswered,
        ),
        (
            "requests = served + no response + abandoned + superseded + quarantined + open",
            c.requests,
            c.served + c.no_response + c.abandoned + c.superseded + c.quarantined
                - c.quarantined_copies
                + open.requests(),
        ),
    ];
    let broken = identities.into_iter().find(|(_, left, right)| left != right);
    broken.map(|(identity, left, right)| format!("{identity}: {left} ≠ {right}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Standing;

    #[test]
    fn c1_one_request_lost_anywhere_is_found() {
        let good = Counts {
            requests: 3,
            attempts: 4,
            admitted: 2,
            throttled: 1,
            rejected: 1,
            processed: 1,
            served: 1,
            abandoned: 1,
            ..Counts::default()
        };
        let open = Open { backlog: 1, ..Open::default() };
        let mut harm = Harm::default();
        harm.throttled[Standing::Above] = 1;
        harm.rejected[Standing::Within] = 1;
        harm.abandoned[Standing::Displaced] = 1;
        assert_eq!(audit(&good, &open, &harm), None);
        for bad in [
            Counts { attempts: 5, ..good },
            Counts { admitted: 3, rejected: 0, ..good },
            Counts { processed: 2, admitted: 3, attempts: 5, ..good },
            Counts { requests: 4, ..good },
            Counts { superseded: 1, ..good },
        ] {
            assert!(audit(&bad, &open, &harm).is_some(), "{bad:?}");
        }
        assert!(audit(&good, &Open { retrying: 1, ..open }, &harm).is_some());
        harm.abandoned[Standing::Displaced] = 0;
        assert!(audit(&good, &open, &harm).is_some());
    }
}
