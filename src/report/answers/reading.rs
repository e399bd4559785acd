//! How the page of the whole consultation is read: what each verdict means, in short where it begins and by its rule at the end.
//!
//! Scope: words on whose requests are counted (C2), verdicts, ranges and comparisons. Left out: the rules themselves (`evidence/answers/verdict.rs`). Source:
//! `docs/answers.md`. Checked by: looking.

use crate::evidence::answers::Verdict;
use crate::evidence::table::Table;
use crate::evidence::words::so_many;
use maud::{Markup, html};

/// Each verdict with how many questions have it, none included, and what it means.
pub(super) fn legend(sheet: &Table) -> Markup {
    let meaning = |verdict: Verdict| match verdict {
        Verdict::Answered => "stands, and about as large, whatever was tried",
        Verdict::WhichWay => {
            "which way two things differ holds wherever it could be told, not by how much"
        }
        Verdict::Range => {
            "how much it is depends on what is assumed, or a further figure of the answer cannot be told"
        }
        Verdict::Hinges => {
            "whether there is any of it, or which way it goes, depends on what is assumed: on the input that is named, or on all at once"
        }
        Verdict::No => "could be chance, or is not measured",
    };
    html! {
        dl.verdicts aria-label="Verdicts" {
            @for verdict in Verdict::ALL {
                @let n = sheet.whose("verdict", verdict.word()).count();
                dt { span class={ "verdict " (verdict.word()) } { (verdict.said()) } }
                dd { (so_many("question", n)) ": " (meaning(verdict)) }
            }
        }
    }
}

/// Whose requests are counted, and what verdicts and ranges mean.
pub(super) fn reading() -> Markup {
    let rules = [
        (
            "not above by own sending",
            "A request is above by its User’s own sending where what that User asked for afresh (no retries) in the last ‘hold’ windows together, five of a minute as it stands, is more than 1.05 times its yardstick: the allocation that it has at full capacity. All others are not above by own sending, under every setting and today alike (C2). That is another thing than a User within its allocation: the mechanism throttles by what a User uses of its quota in a single window, retries too, so that it may throttle a request that is not above.",
        ),
        (
            "within",
            "Of the requests not above by own sending those that are neither a storm’s polls nor displaced by an outage or a maintenance of the scenario (C2).",
        ),
        (
            "refused",
            "An attempt is refused by the mechanism (throttled), by an always-on cap, by today’s protection (rejected), or because there is no service. So more are refused than throttled and rejected where service is out.",
        ),
        (
            "with ‘…’: more, fewer",
            "What is compared is said of the other: how much more or less of the figure there is with the setting that is named, or in today’s system, than in the scenario as it stands, on the same traffic.",
        ),
        (
            "what a verdict is on",
            "Each figure of the sentence has one, and the answer has that of the least certain; a further one that cannot be told leaves a range. Where two things are compared, it is on which way they differ; where a figure stands alone, on whether there is any of it, and how much.",
        ),
        (
            "answered",
            "Compared: the difference is clear on the same traffic, and lies the same way, within half of itself, with each assumption at either end of its range. Alone: nothing that was tried turns it, or moves it by more than half of itself (of a share: of what there is less of, it or the rest of the whole).",
        ),
        (
            "direction holds",
            "The difference lies the same way wherever it is clear, but somewhere there is nothing to compare, or less than a twentieth of what there is here, or it is more than half of itself larger or smaller. That nothing floods or fails turns nothing, unless the answer says that something does.",
        ),
        (
            "a range",
            "Of a figure that stands alone: an assumption moves it by more than half of itself, alone or with all others drawn at once, or its interval is as wide as that. Or nothing was tried on it. Compared: a further figure of the answer cannot be told, at more than half of the ends it could be chance, or in as few replications as those have the difference is not clear as the scenario stands either.",
        ),
        (
            "hinges",
            "Compared: with an assumption that was tried the difference clearly lies the other way, or there is as much on both sides, or there is one where here there is none; or it lies the other way in one in ten or more of the combinations drawn jointly. Alone: there is none of it in place of some, or some in place of none. The reason says with which; who takes the answer further has to know that first.",
        ),
        (
            "cannot be told",
            "The study does not have the figure that answers first, or what is asked about could be chance in so many replications.",
        ),
        (
            "single assumptions",
            "One input at a time at either end of its range, on the same traffic, as computed and kept with the scenario, in two to five replications, of ordinary days in a hundred; inputs that act together are not seen. How many ends there are says how much was tried, and nothing of how likely any of them is.",
        ),
        (
            "all jointly",
            "The same with all assumptions drawn at once, as computed and kept with the scenario. “In 63 of 64” counts combinations of what was assumed and is no chance of anything. Nine in ten of the means lie between the values given, apart from chance where that is said.",
        ),
        (
            "where the studies are",
            "This page stands alone. Each question’s command makes its study; all of them, with their pages beside this one, are made by headroom answers.",
        ),
    ];
    html! {
        section id="reading" aria-labelledby="reading-h" {
            h2 id="reading-h" { "How to read it" }
            dl.rules { @for (what, said) in rules { dt { (what) } dd { (said) } } }
        }
    }
}
