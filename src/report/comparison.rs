//! How settings differ: paired differences of the headline figures (C5).

use super::columns::{ValueColumn, forest};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::difference::Difference;
use crate::evidence::findings::Findings;
use crate::evidence::words::{
    borne, cell, is_clear, lower, no_difference, one_of, said, unit, upper, with,
};
use crate::evidence::{Figure, Whose};

/// The figures compared, first what answers begin with, and how a sentence tells more or fewer of them.
const COMPARED: [(Figure, &str); 5] = [
    (Figure::NeverAnsweredNotAbove, "requests not above by own sending are never answered"),
    (Figure::Throttled, "attempts are throttled"),
    (Figure::Rejected, "attempts are rejected"),
    (Figure::RefusedWithin, "attempts of requests within are refused"),
    (Figure::ActiveS, "minutes of activation"),
];

/// The same of messages, where these are simulated.
const OF_MESSAGES: (Figure, &str) = (Figure::MessagesLost, "messages are lost at Users' adapters");

/// The figures that a title is made of, most telling first: what Users lose.
const TOLD: [Figure; 6] = [
    Figure::NeverAnsweredNotAbove,
    Figure::RefusedWithin,
    Figure::Rejected,
    Figure::Throttled,
    Figure::MessagesLost,
    Figure::ActiveS,
];

/// The figures compared in `f`.
fn compared(f: &Findings) -> impl Iterator<Item = (Figure, &'static str)> {
    let messages = f.evidence[0].estimate(OF_MESSAGES.0, Whose::All).map(|_| OF_MESSAGES);
    COMPARED.into_iter().chain(messages)
}

/// A row of differences for each setting but the first; none of a grid or a single setting.
pub fn comparison(f: &Findings) -> Option<Picture> {
    if !f.axes.is_empty() || f.variants.len() < 2 {
        return None;
    }
    let estimate = |v: usize, figure: Figure| {
        let more = difference(f, v, figure).map(|d| d.more);
        let part = |x: Option<f64>| x.map(|x| x / one_of(figure));
        more.map_or(Estimate::default(), |i| Estimate {
            value: part(Some(i.mean)),
            low: part(i.ci_low),
            high: part(i.ci_high),
        })
    };
    let column = |(figure, _): (Figure, &str)| {
        let base = f.evidence[0].estimate(figure, Whose::All);
        ValueColumn {
            title: figure.heading(),
            unit: unit(figure).to_owned(),
            of: base.map_or(String::new(), |i| format!(", from {}", cell(figure, i.mean))),
            line: Some(0.0),
            signed: true,
            cells: (1..f.variants.len()).map(|v| estimate(v, figure)).collect(),
        }
    };
    let base = with(&f.setting(0));
    let word = f.evidence[0].replication_word();
    let below = format!(
        "Differences from the figure {base}, which stands below each heading, taken {word} by {word} (C5)."
    );
    let head = ChartHead {
        title: title(f),
        subtitle: subtitle(f, &format!("means of a {word}")),
        footnote: sentences(&[&below, assumed(&f.base)]),
    };
    let label = |v: usize| f.setting(f.variants[v].setting);
    let labels = (1..f.variants.len()).map(label).collect();
    let columns = compared(f).map(column).collect();
    Some(forest(head, format!("no difference from the figure {base}"), labels, columns).picture())
}

/// The difference of a figure of everybody.
fn difference(f: &Findings, variant: usize, figure: Figure) -> Option<&Difference> {
    f.differences
        .iter()
        .find(|d| d.variant == variant && d.figure == figure && d.whose == Whose::All)
}

/// What settings do, and before it that what answers begin with differs and cannot be told apart, where that is so.
fn title(f: &Findings) -> String {
    let first = TOLD[0];
    let all = move || (1..f.variants.len()).filter_map(move |v| difference(f, v, first));
    let said = of_first_clear(f);
    let untold =
        all().any(|d| !no_difference(first, &d.more)) && !all().any(|d| is_clear(first, &d.more));
    match said {
        Some(said) if untold => {
            format!("{} cannot be told apart; {}", upper(&first.called()), lower(&said))
        }
        Some(said) => said,
        None => format!("No setting differs clearly from the scenario {}", with(&f.setting(0))),
    }
}

/// What the settings with the least and the most do to the first figure that clearly differs; none where none does.
fn of_first_clear(f: &Findings) -> Option<String> {
    let word = f.evidence[0].replication_word();
    let base = with(&f.setting(0));
    let name = |d: &Difference| with(&f.setting(f.variants[d.variant].setting));
    for figure in TOLD {
        let Some((_, called)) = compared(f).find(|(known, _)| *known == figure) else { continue };
        let mut all: Vec<&Difference> = (1..f.variants.len())
            .filter_map(|v| difference(f, v, figure))
            .filter(|d| is_clear(figure, &d.more))
            .collect();
        all.sort_by(|a, b| a.more.mean.total_cmp(&b.more.mean));
        let (Some(least), Some(most)) = (all.first(), all.last()) else { continue };
        let size = |d: &Difference| said(libm::fabs(borne(d.more.mean, &d.more)) / one_of(figure));
        let few = |d: &Difference| if d.more.mean < 0.0 { "fewer" } else { "more" };
        if least.variant == most.variant || size(least) == size(most) && few(least) == few(most) {
            let others = if all.len() > 1 { " and others" } else { "" };
            let name = upper(&name(least));
            return Some(format!(
                "{name}{others}, {} {} {called} a {word} than {base}",
                size(least),
                few(least)
            ));
        }
        let apart = f.told_apart(least.variant, most.variant, figure, Whose::All);
        if few(least) == few(most) && !apart {
            return Some(format!(
                "{} to {} {} {called} a {word} with {} of {} settings than {base}; which of them differs most cannot be told",
                size(if few(least) == "more" { least } else { most }),
                size(if few(least) == "more" { most } else { least }),
                few(least),
                all.len(),
                f.variants.len() - 1
            ));
        }
        if few(least) == few(most) {
            // The nearer to the base first.
            let (near, far) = if few(least) == "more" { (least, most) } else { (most, least) };
            return Some(format!(
                "{} to {} {} {called} a {word} than {base}: the least change {}, the greatest {}",
                size(near),
                size(far),
                few(near),
                name(near),
                name(far)
            ));
        }
        return Some(format!(
            "{}, {} {} {called} a {word} than {base}; {}, {} {}",
            upper(&name(least)),
            size(least),
            few(least),
            name(most),
            size(most),
            few(most)
        ));
    }
    None
}
