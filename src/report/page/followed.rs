//! Tables of the page's sections that follow the reader through a study: each shows the rows of the variant chosen, the first
//! time those of the scenario as it stands. What may be shown of all variants goes to the script; where that would be more than
//! a page should weigh, the section stays with the scenario as it stands and says so.

use super::cell::Cell;
use super::section::{ALL, ColumnTitle, Shown, ShownColumn};
use super::sheets::Grid;
use super::tiles::of_user;
use super::{Dossier, ways};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Cells of all variants together that a section may bring to the script.
const MOST_CELLS: usize = 60_000;

/// A section's table: which, of which columns, and of how many rows.
struct Kind {
    id: &'static str,
    table: &'static str,
    label: &'static str,
    columns: fn(&Dossier) -> Vec<ShownColumn>,
    most: usize,
    /// What stands there of a variant without rows.
    none: &'static str,
}

const KINDS: [Kind; 6] = [
    Kind {
        id: "who",
        table: "throttled_users",
        label: "who was throttled",
        columns: |book| of_user(book).to_vec(),
        most: 40,
        none: "Nobody.",
    },
    Kind {
        id: "what",
        table: "throttled_srvs",
        label: "what was throttled",
        columns: |_| SRV.to_vec(),
        most: ALL,
        none: "Nothing.",
    },
    Kind {
        id: "beside",
        table: "counterparts",
        label: "beside today's system",
        columns: |_| BESIDE.to_vec(),
        most: ALL,
        none: "Nothing stands beside this variant.",
    },
    Kind {
        id: "monthly",
        table: "monthly",
        label: "monthly report",
        columns: month,
        most: ALL,
        none: "",
    },
    Kind {
        id: "monthly-users",
        table: "monthly_users",
        label: "monthly report by User",
        columns: user_month,
        most: 40,
        none: "",
    },
    Kind {
        id: "assertions",
        table: "assertions",
        label: "assertions",
        columns: |_| ASSERTED.to_vec(),
        most: ALL,
        none: "Of this variant nothing is asserted.",
    },
];

/// Users of a variant where there are many variants.
const MOST_OF_MANY: usize = 10;
const MANY: usize = 20;

/// What is shown of an SRV of which anything was throttled.
const SRV: [ShownColumn; 6] = [
    ("srv", ALL),
    ("name", ALL),
    ("prioritised", ALL),
    ("mean", ALL),
    ("throttled_share", ALL),
    ("users", ALL),
];

const BESIDE: [ShownColumn; 5] =
    [("name", ALL), ("counterpart", ALL), ("said", ALL), ("more", ALL), ("interval", ALL)];

const ASSERTED: [ShownColumn; 3] = [("verdict", ALL), ("text", ALL), ("found", ALL)];

/// Columns of a User's month where half-hours are left out of a course, and what is expected of them stands beside what was run.
const USER_MONTH: [ShownColumn; 11] = [
    ("month", ALL),
    ("name", ALL),
    ("allocation_per_s", ALL),
    ("used_of_allocation", ALL),
    ("busiest_of_allocation", ALL),
    ("excess", ALL),
    ("excess_first", ALL),
    ("windows_in_excess", ALL),
    ("months_in_breach_in_a_row", ALL),
    ("above_inactive", ALL),
    ("expected_share", ALL),
];

/// Columns of a month where nothing grows.
const AS_IT_STANDS: usize = 14;
const MONTH: [ShownColumn; 20] = [
    ("month", ALL),
    ("used_per_s", ALL),
    ("used_of_capacity", ALL),
    ("excess", ALL),
    ("users_in_breach", 5),
    ("above_inactive", ALL),
    ("activations", ALL),
    ("more_activations_than_month_before", ALL),
    ("active_s", ALL),
    ("longest_activation_s", ALL),
    ("throttled", ALL),
    ("users_throttled", 5),
    ("causes", ALL),
    ("months_in_breach_in_a_row", ALL),
    ("max_capacity_per_s", ALL),
    ("operating_threshold_per_s", ALL),
    ("supplier_meters", ALL),
    ("more_used_per_s", ALL),
    ("by_traffic_per_s", ALL),
    ("by_meters_per_s", ALL),
];

fn user_month(book: &Dossier) -> Vec<ShownColumn> {
    let all = USER_MONTH.len();
    USER_MONTH[..if book.of_courses() { all } else { all - 1 }].to_vec()
}

fn month(book: &Dossier) -> Vec<ShownColumn> {
    let grows = grows(book);
    if grows { MONTH.to_vec() } else { MONTH[..AS_IT_STANDS].to_vec() }
}

/// Whether capacity or meters change from month to month (M2).
pub(super) fn grows(book: &Dossier) -> bool {
    let Some(sheet) = book.sheet("monthly") else { return false };
    let varies = |head: &str| {
        let mut all = sheet.of_variant(1).map(|row| sheet.number(row, head));
        let first = all.next();
        all.any(|x| Some(x) != first)
    };
    varies("max_capacity_per_s") || varies("supplier_meters")
}

/// A section's table, and its rows of each variant.
pub(super) struct Followed<'a> {
    kind: &'static Kind,
    shown: Shown<'a>,
    rows: Vec<Vec<usize>>,
    all: Vec<usize>,
    columns: usize,
}

impl<'a> Followed<'a> {
    fn of(book: &'a Dossier, kind: &'static Kind) -> Option<Self> {
        let sheet = book.sheet(kind.table)?;
        let many = book.variants() > MANY && kind.most != ALL;
        let most = if many { MOST_OF_MANY } else { kind.most };
        let mut rows = by_variant(sheet, book.variants());
        let all = rows.iter().map(Vec::len).collect();
        for of in &mut rows {
            sort(kind.id, sheet, of);
            of.truncate(most);
        }
        let columns = (kind.columns)(book);
        let flat: Vec<usize> = rows.iter().flatten().copied().collect();
        let shown = Shown::of(sheet, &columns, &flat);
        Some(Self { kind, shown, rows, all, columns: columns.len() })
    }

    /// Whether it follows: a single variant has nothing to follow.
    fn follows(&self) -> bool {
        let cells = self.rows.iter().map(Vec::len).sum::<usize>() * self.columns;
        self.rows.len() > 1 && cells <= MOST_CELLS
    }

    /// What is said below the rows of `variant`, from 1.
    pub(super) fn note(&self, variant: usize) -> String {
        let (shown, all) = (self.rows[variant - 1].len(), self.all[variant - 1]);
        match (shown, self.kind.id) {
            (0, _) => self.kind.none.to_owned(),
            (n, _) if n == all => String::new(),
            (n, "who") => format!("The {n} throttled most of {all} Users."),
            (n, "monthly-users") => format!(
                "The first {n} of {all}: those in breach, then those whose busiest half-hour was the largest part of their allocation."
            ),
            (n, _) => format!("The first {n} of {all}."),
        }
    }

    /// The cells of `variant`, from 1.
    pub(super) fn cells(&self, variant: usize) -> Vec<Vec<Cell>> {
        self.rows[variant - 1].iter().map(|row| self.shown.row(*row)).collect()
    }

    /// Its heads.
    pub(super) fn heads(&self) -> Vec<ColumnTitle> {
        self.shown.heads()
    }

    /// What the script calls it.
    pub(super) fn id(&self) -> &'static str {
        self.kind.id
    }

    fn markup(&self, book: &Dossier) -> Markup {
        let variant = ways::standing(book);
        let heads = self.heads();
        let grid = Grid { label: self.kind.label, heads: &heads, wide: false, variant: None };
        html! {
            div.{ "followed " (self.kind.id) } data-follows=[self.follows().then_some(self.kind.id)] {
                div hidden[self.rows[variant - 1].is_empty()] { (grid.of(self.cells(variant).into_iter())) }
                p.quiet.note { (self.note(variant)) }
            }
            @if book.variants() > 1 && !self.follows() {
                p.quiet { "With " b { (book.label(variant)) } ": of so many variants the page does not carry all; the table " a href={ "#table-" (self.kind.table) } { (self.kind.table) } " has them." }
            }
        }
    }
}

/// Rows of each variant, in their order.
fn by_variant(sheet: &Table, variants: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); variants];
    for row in 0..sheet.rows {
        let of = sheet.number(row, "variant").map_or(1, |v| v as usize);
        if let Some(rows) = all.get_mut(of - 1) {
            rows.push(row);
        }
    }
    all
}

/// Puts first what is looked for first, and leaves out what nobody asks for first.
fn sort(id: &str, sheet: &Table, rows: &mut Vec<usize>) {
    let of = |row: usize, head: &str| sheet.number(row, head).unwrap_or_default();
    match id {
        "beside" => rows.retain(|row| !sheet.text(*row, "name").is_empty()),
        "monthly-users" => {
            let key = |row: &usize| (of(*row, "excess"), of(*row, "busiest_of_allocation"));
            rows.sort_by(|a, b| key(b).partial_cmp(&key(a)).unwrap_or(std::cmp::Ordering::Equal));
        }
        _ => {}
    }
}

/// The table that the sections call `id`, as far as the study has it.
pub(super) fn followed(book: &Dossier, id: &str) -> Markup {
    let kind = KINDS.iter().find(|kind| kind.id == id);
    let table = kind.and_then(|kind| Followed::of(book, kind));
    table.map_or(html! {}, |table| table.markup(book))
}

/// All that follow.
pub(super) fn all(book: &Dossier) -> Vec<Followed<'_>> {
    KINDS.iter().filter_map(|kind| Followed::of(book, kind)).filter(Followed::follows).collect()
}
