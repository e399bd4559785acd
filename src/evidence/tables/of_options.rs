//! The tables of options side by side.

use super::Table;
use super::columns::{fractions, maybe, texts};
use crate::evidence::OptionsSeen;
use crate::evidence::options::{Burden, OptionFigure};
use polars::prelude::PolarsResult;

/// A row for each option and figure, and one for each option and party category.
///
/// # Errors
/// What polars says.
pub fn options_tables(s: &OptionsSeen) -> PolarsResult<Vec<Table>> {
    let all = &s.figures;
    let option = |f: &OptionFigure| &s.options[f.option];
    let each = |f: &OptionFigure| option(f).gbp_per_request();
    let figures = Table::new(
        "options",
        vec![
            texts("option", all.iter().map(|f| option(f).id.clone())),
            texts("name", all.iter().map(|f| option(f).name.clone())),
            texts("figure", all.iter().map(|f| f.told.figure.word().to_owned())),
            texts("of", all.iter().map(|f| f.told.name.clone())),
            fractions("mean", all.iter().map(|f| f.mean.mean)),
            maybe("ci_low", all.iter().map(|f| f.mean.ci_low)),
            maybe("ci_high", all.iter().map(|f| f.mean.ci_high)),
            maybe("difference", all.iter().map(|f| f.more.map(|m| m.mean))),
            maybe("difference_ci_low", all.iter().map(|f| f.more.and_then(|m| m.ci_low))),
            maybe("difference_ci_high", all.iter().map(|f| f.more.and_then(|m| m.ci_high))),
            maybe("low_gbp", all.iter().map(|f| option(f).gbp.map(|g| g.0))),
            maybe("high_gbp", all.iter().map(|f| option(f).gbp.map(|g| g.1))),
            maybe("low_gbp_per_request_spared", all.iter().map(|f| each(f).map(|e| e.0))),
            maybe("high_gbp_per_request_spared", all.iter().map(|f| each(f).map(|e| e.1))),
        ],
    )?;
    let all = &s.burdens;
    let count = |name: &str, i: usize| fractions(name, all.iter().map(|b| b.counts[i]));
    let share = |b: &Burden| (b.counts[0] > 0.0).then(|| b.counts[3] / b.counts[0]);
    let categories = Table::new(
        "categories",
        vec![
            texts("option", all.iter().map(|b| s.options[b.option].id.clone())),
            texts("category", all.iter().map(|b| b.category.word().to_owned())),
            count("requests", 0),
            count("throttled", 1),
            count("rejected", 2),
            count("unserved", 3),
            maybe("unserved_share", all.iter().map(share)),
        ],
    )?;
    Ok(vec![figures, categories])
}
