//! Rows of the first screen, and of the comparison board.

use super::beside::group;
use crate::evidence::board::{BoardCell, Mark, board};
use crate::evidence::findings::Findings;
use crate::evidence::first::{FirstFigure, FirstScreen};
use crate::evidence::stands::stands;
use crate::evidence::table::{Schema, Table, Titled, Unit};
use crate::evidence::words::{borne_as, cell, signed_cells, with_unit, within_reach};
use headroom_core::domain::Whose;

/// The first screen of a study, its figures, and its board.
pub fn first_tables(first: &FirstScreen, f: &Findings) -> Vec<Table> {
    let mut all = vec![
        of_first().table(&[(first, stands(f))]),
        of_first_figures().table(&first.figures),
        of_board().table(&board(f)),
    ];
    all.retain(|table| table.rows > 0);
    all
}

/// A cell of a table that the command prints: number of the table, of the row and of the column.
type PrintedCell<'a> = (&'a Titled, [usize; 3]);

/// The cells of what the command prints.
pub fn printed(all: &[Titled]) -> Option<Table> {
    let mut cells: Vec<PrintedCell<'_>> = Vec::new();
    for (t, titled) in all.iter().enumerate() {
        for (r, row) in titled.table.rows.iter().enumerate() {
            cells.extend((0..row.len()).map(|c| (titled, [t, r, c])));
        }
    }
    (!cells.is_empty()).then(|| of_printed().table(&cells))
}

pub(super) fn of_printed<'a>() -> Schema<PrintedCell<'a>> {
    Schema::<PrintedCell<'a>>::of("printed", "a cell of a table that the command prints")
        .count("table", "which table, from 1", |(_, at): &PrintedCell<'a>| at[0] as u64 + 1)
        .text("title", "its title", |(t, _)| &t.title)
        .text("note", "what is said below it", |(t, _)| &t.note)
        .count("row", "which row, from 1", |(_, at)| at[1] as u64 + 1)
        .count("column", "which column, from 1", |(_, at)| at[2] as u64 + 1)
        .text("head", "the head of the column", |(t, at)| &t.table.head[at[2]])
        .text("words", "`yes` where the column is of words", |(t, at)| {
            if at[2] < t.table.words { "yes" } else { "no" }
        })
        .text("text", "what stands in the cell", |(t, at)| &t.table.rows[at[1]][at[2]])
}

/// A first screen, and which variant is the scenario as it stands.
type Screen<'a> = (&'a FirstScreen, Option<usize>);

pub(super) fn of_first<'a>() -> Schema<Screen<'a>> {
    Schema::<Screen<'a>>::of("first_screen", "what stands on the first screen of the page")
        .text("kind", "of which kind it is", |(s, _): &Screen<'a>| s.kind)
        .text("question", "what is asked", |(s, _)| &s.question)
        .text("answer", "what is said to it", |(s, _)| &s.answer)
        .text(
            "verdict",
            "in a few words, against today's system where that stands beside",
            |(s, _)| &s.verdict,
        )
        .list("charts", ", ", "charts that decide it, the first that there is", |(s, _)| {
            s.charts.iter().map(|&stem| stem.to_owned()).collect()
        })
        .text("decides", "the assumption that decides it", |(s, _)| &s.decides)
        .maybe_whole(
            "stands",
            Unit::Number,
            "the variant that is the scenario as it stands",
            |(_, v)| v.map(|v| v as u64 + 1),
        )
}

pub(super) fn of_first_figures() -> Schema<FirstFigure> {
    Schema::<FirstFigure>::of("first_figures", "a figure on the first screen")
        .text("name", "what people call it", |f: &FirstFigure| &f.name)
        .text("said", "its mean with its unit", |f| &f.said)
        .text("interval", "its 95 % interval", |f| &f.interval)
        .text("beside", "today's, and that of what else stands beside", |f| &f.beside)
        .text("mark", "against today: `better`, `worse`, `other`, `not clear`, `same`", |f| {
            f.mark.map_or("", Mark::word)
        })
}

pub(super) fn of_board() -> Schema<BoardCell> {
    let more = |i: usize| {
        move |c: &BoardCell| {
            c.more.map_or(String::new(), |more| signed_cells(c.figure, &more)[i].clone())
        }
    };
    Schema::<BoardCell>::of("board", "a figure with one setting, or in one system, and its difference")
        .count("variant", "which variant, from 1", |c: &BoardCell| c.variant as u64 + 1)
        .text("column", "the setting or the system", |c| &c.column)
        .text("group", "of which category of party; empty of everybody", |c| group(c.whose))
        .made("whose", "whose it is, as people say it", |c| match c.whose {
            Whose::Category(category) => category.called().to_owned(),
            Whose::Others => "all Users but those who flood the gateway".to_owned(),
            _ => "everybody".to_owned(),
        })
        .text("figure", "which figure", |c| c.figure.word())
        .made("name", "what people call it, with the unit of `said`", |c| {
            with_unit(c.figure, &c.figure.called())
        })
        .estimate("mean", Unit::OfTheFigure, "its mean: a time in seconds, a share of 1", |c: &BoardCell| Some(within_reach(c.figure, c.value)))
        .made("said", "the mean, in the unit of the row", |c| {
            {
            // A counterpart's mean has no interval of its own.
            let of = match (c.value.ci_low, &c.more) {
                (None, Some(more)) => more,
                _ => &c.value,
            };
            cell(c.figure, borne_as(c.figure, c.value.mean, of))
        }
        })
        .text("against", "what the difference is from; empty of what others are held against", |c| {
            &c.against
        })
        .estimate("difference", Unit::OfTheFigure, "how much more, paired (C5); of a system beside a single variant how much more the variant has", |c: &BoardCell| c.more)
        .made("more", "the difference, as it is said", more(0))
        .made("interval", "its 95 % interval, as it is said", more(1))
        .text("mark", "`better`, `worse`, `other`, `not clear`, `same`; empty without a difference", |c| {
            c.mark.map_or("", Mark::word)
        })
}
