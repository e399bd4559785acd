//! Chart 12: the Prioritised list. What adding or dropping SRVs does to them, to 7.4 and to prepayment, and to the
//! others.

use super::columns::{ValueColumn, forest};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed, not_below_none, sentences, subtitle};
use crate::evidence::findings::Findings;
use crate::evidence::words::{borne, listed, said, setting_said, unit, upper, with};
use crate::evidence::{Figure, Setting, Whose, plain};

/// As many settings are shown in the order in which they were asked; of more those that do most.
const IN_ORDER: usize = 12;
const MOST_SHOWN: usize = 25;

/// Where settings change the list.
const LIST: [&str; 2] = ["/mechanism/prioritised/add", "/mechanism/prioritised/remove"];
/// SRVs whose throttling is asked about, where settings change others, or more than can be shown.
const SRVS: [&str; 2] = ["7.4", "2.2"];
/// SRVs that settings change, of which each has a column, at most.
const MOST_SRVS: usize = 4;

/// Chart 12 of `f`; none of a grid, or where no setting changes the list.
pub fn priority_list(f: &Findings) -> Option<Picture> {
    if !f.axes.is_empty() || f.variants.len() < 2 || !f.settings.iter().any(changes_list) {
        return None;
    }
    let asked = columns(f);
    let shown = shown(f, &asked);
    let left_out = match f.variants.len() - shown.len() {
        0 => String::new(),
        n => format!(
            "The {} changes that do most, the greatest first; {n} are not shown.",
            shown.len() - 1
        ),
    };
    let estimate = |v: usize, (_, figure, whose): &ColumnAsked| {
        let of = f.estimate(v, *figure, *whose);
        of.map(not_below_none).map_or(Estimate::default(), Estimate::from)
    };
    let column = |asked: &ColumnAsked| ValueColumn {
        title: asked.0.clone(),
        unit: if asked.1 == Figure::Activations { "" } else { unit(asked.1) }.to_owned(),
        of: String::new(),
        line: estimate(0, asked).value,
        signed: false,
        cells: shown.iter().map(|v| estimate(*v, asked)).collect(),
    };
    let head = ChartHead {
        title: title(f, &asked),
        subtitle: subtitle(f, &format!("means of a {}", f.evidence[0].replication_word())),
        footnote: sentences(&[&left_out, assumed(&f.base)]),
    };
    let labels = shown.iter().map(|v| label(f, *v)).collect();
    let line = f.setting(0);
    Some(forest(head, line, labels, asked.iter().map(column).collect()).picture())
}

fn changes_list(setting: &Setting) -> bool {
    setting.changes.iter().any(|c| LIST.contains(&c.pointer.as_str()))
}

/// The variants that are shown: all, or of many the first and those that do most, in that order. What a change
/// does is its greatest difference in any column, by that column's greatest of all changes.
fn shown(f: &Findings, columns: &[ColumnAsked]) -> Vec<usize> {
    if f.variants.len() <= IN_ORDER {
        return (0..f.variants.len()).collect();
    }
    let differs = |v: usize, c: &ColumnAsked| {
        let mean = |v: usize| f.estimate(v, c.1, c.2).map_or(0.0, |i| i.mean);
        libm::fabs(mean(v) - mean(0))
    };
    let greatest: Vec<f64> = columns
        .iter()
        .map(|c| (1..f.variants.len()).map(|v| differs(v, c)).fold(0.0, f64::max))
        .collect();
    let effect = |v: usize| {
        let of =
            |(c, most): (&ColumnAsked, &f64)| if *most > 0.0 { differs(v, c) / most } else { 0.0 };
        columns.iter().zip(&greatest).map(of).fold(0.0, f64::max)
    };
    let mut others: Vec<(f64, usize)> = (1..f.variants.len()).map(|v| (effect(v), v)).collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    std::iter::once(0).chain(others.into_iter().map(|o| o.1)).take(MOST_SHOWN + 1).collect()
}

/// Title, figure, and whose.
type ColumnAsked = (String, Figure, Whose);

fn columns(f: &Findings) -> Vec<ColumnAsked> {
    let asked = |id: &String| {
        let place = f.base.srvs.iter().position(|s| s.id == *id)?;
        let called = if id == "2.2" { "top-ups (2.2)" } else { id };
        Some((format!("{called} throttled"), Figure::Throttled, Whose::Srv(place)))
    };
    let mut all = vec![("activations".to_owned(), Figure::Activations, Whose::All)];
    all.extend(asked_srvs(f).iter().filter_map(asked));
    for figure in [Figure::RefusedWithin, Figure::NeverAnsweredNotAbove] {
        all.push((figure.heading(), figure, Whose::All));
    }
    all
}

/// The SRVs whose throttling has a column: those that settings put on the list or take off it, and of few or of many those that are always
/// asked about.
fn asked_srvs(f: &Findings) -> Vec<String> {
    let changes = f.settings.iter().flat_map(|s| &s.changes);
    let listed = changes.filter(|c| LIST.contains(&c.pointer.as_str()));
    let mut all: Vec<String> = Vec::new();
    for id in listed.flat_map(|c| c.value.as_array().into_iter().flatten()).map(plain) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    if all.len() > MOST_SRVS {
        all.clear();
    }
    for id in SRVS {
        if all.len() < SRVS.len() && all.iter().all(|known| known != id) {
            all.push(id.to_owned());
        }
    }
    all
}

/// The setting's name, and where it adds or drops a single SRV, what that is called.
fn label(f: &Findings, variant: usize) -> String {
    let setting = &f.settings[f.variants[variant].setting];
    let named = |value: &serde_json::Value| {
        let [one] = value.as_array()?.as_slice() else { return None };
        let id = plain(one);
        f.base.srvs.iter().find(|s| s.id == id && s.name != id).map(|s| s.name.clone())
    };
    match setting.changes.as_slice() {
        [one] if LIST.contains(&one.pointer.as_str()) => match named(&one.value) {
            Some(srv) => format!("{} {srv}", setting_said(&setting.name)),
            None => setting_said(&setting.name),
        },
        _ => setting_said(&setting.name),
    }
}

/// The change of the list that spares most, of what, and what that costs the others.
fn title(f: &Findings, columns: &[ColumnAsked]) -> String {
    let mean = |v: usize, (_, figure, whose): &ColumnAsked| {
        f.estimate(v, *figure, *whose).map_or(0.0, |i| i.mean)
    };
    let cost = columns.iter().find(|c| c.1 == Figure::RefusedWithin);
    let srvs = columns.iter().filter(|c| matches!(c.2, Whose::Srv(_)));
    // Today's system may do more, and is no change of the list.
    let of_list = |v: &usize| changes_list(&f.settings[f.variants[*v].setting]);
    let listing = || (1..f.variants.len()).filter(of_list);
    let changes = srvs.flat_map(|c| listing().map(move |v| (mean(v, c) - mean(0, c), v, c)));
    let apart = |v: usize, c: &ColumnAsked| f.told_apart(v, 0, c.1, c.2);
    let clear = changes.filter(|(_, v, c)| apart(*v, c));
    let most = clear.max_by(|a, b| libm::fabs(a.0).total_cmp(&libm::fabs(b.0)));
    let base = &f.settings[0].name;
    let Some((more, v, column)) = most else {
        let of = asked_srvs(f);
        return format!(
            "No change to the Prioritised list clearly changes what is throttled of {}",
            listed(&of)
        );
    };
    let srv = column.0.trim_end_matches(" throttled");
    let few = |x: f64| if x < 0.0 { "fewer" } else { "more" };
    // As the sentences have it: to the digits that the interval of the difference bears.
    let of = |c: &ColumnAsked, x: f64| {
        let more = f.more(v, 0, c.1, c.2);
        said(libm::fabs(more.map_or(x, |more| borne(x, &more))))
    };
    let paid = cost.map_or(0.0, |c| mean(v, c) - mean(0, c));
    let refused = "attempts of requests within are refused";
    let paid = match cost.filter(|c| apart(v, c)) {
        Some(c) => format!("{} {} {refused}", of(c, paid), few(paid)),
        None => format!("not clearly more or fewer {refused}"),
    };
    format!(
        "{}, {} {} attempts of {srv} are throttled a {} than {}, and {paid}",
        upper(&with(&f.settings[f.variants[v].setting].name)),
        of(column, more),
        few(more),
        f.evidence[0].replication_word(),
        with(base)
    )
}
