//! Why Users were throttled: what the table `why` has of it, and the command that looks into the windows.

use super::said::sentence;
use super::{Dossier, headed, ways};
use crate::evidence::explain::explain_command;
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Users that are explained of a variant: the table has them all.
const MOST_USERS: usize = 3;
/// Variants that follow the reader: of more only the scenario as it stands is explained.
const MOST_FOLLOWED: usize = 60;
/// Variants that are on a User's own page, where there are several.
const MOST_VARIANTS: usize = 4;
/// What explains an episode of a kind that years draw.
const OF_A_COURSE: &str = "headroom explain denial-of-service --user british-gas --at 10:05";

/// Below the Users that were throttled: why, folded; of years where to look instead; nothing where nobody was.
pub(super) fn why(book: &Dossier) -> Markup {
    if book.of_courses() {
        return of_a_course(book);
    }
    let Some(sheet) = book.sheet("why") else { return html! {} };
    let standing = ways::standing(book);
    let every = book.variants() <= MOST_FOLLOWED;
    let any = |v: &usize| sheet.of_variant(*v).next().is_some();
    let shown = (1..=book.variants()).filter(|v| every || *v == standing).filter(any);
    html! {
        @for v in shown {
            details.why-throttled data-variant=[(every && book.variants() > 1).then_some(v)] hidden[v != standing] {
                summary {
                    "Why were they throttled?"
                    @if book.variants() > 1 { " " span.quiet { (book.label(v)) } }
                }
                @for row in sheet.of_variant(v).take(MOST_USERS) { (one(book, sheet, row, v)) }
                (more(sheet, v))
            }
        }
        @if !every {
            p.quiet { "Of any other variant: its number after " code { "--variant" } "; the table why has them all." }
        }
    }
}

/// Those of `user` on its own page.
pub(super) fn of_user(book: &Dossier, user: &str) -> Markup {
    if book.of_courses() {
        return of_a_course(book);
    }
    let Some(sheet) = book.sheet("why") else { return html! {} };
    let shown = variants(book, sheet).into_iter().flat_map(|v| {
        let its = sheet.of_variant(v).filter(|row| sheet.text(*row, "user") == user);
        its.map(move |row| (v, row)).collect::<Vec<_>>()
    });
    let shown: Vec<(usize, usize)> = shown.collect();
    if !is_said(book, user) {
        return html! {};
    }
    let inside = html! {
        @for (v, row) in shown {
            @if book.variants() > 1 { h3 { (book.label(v)) } }
            (said(book, sheet, row, v))
        }
    };
    headed("why", "Why", &inside)
}

/// Whether the page of `user` has a section on why.
pub(super) fn is_said(book: &Dossier, user: &str) -> bool {
    let Some(sheet) = book.sheet("why").filter(|_| !book.of_courses()) else { return false };
    let shown = variants(book, sheet);
    shown.into_iter().any(|v| sheet.of_variant(v).any(|row| sheet.text(row, "user") == user))
}

/// Of a few variants all that throttle anybody, of many the first that does.
fn variants(book: &Dossier, sheet: &Table) -> Vec<usize> {
    let any = |v: &usize| sheet.of_variant(*v).next().is_some();
    let most = if book.variants() > MOST_VARIANTS { 1 } else { MOST_VARIANTS };
    (1..=book.variants()).filter(any).take(most).collect()
}

fn one(book: &Dossier, sheet: &Table, row: usize, variant: usize) -> Markup {
    html! { h4 { (sheet.text(row, "name")) } (said(book, sheet, row, variant)) }
}

/// The sentences, and the command for one who stands in the study's folder.
fn said(book: &Dossier, sheet: &Table, row: usize, variant: usize) -> Markup {
    let of = |head: &str| sheet.text(row, head);
    let number = (book.variants() > 1).then_some(variant);
    html! {
        p { (sentence(of("why"))) }
        p.quiet { "Window by window, in the study's folder:" }
        pre tabindex="0" { code { (explain_command(".", of("user"), of("at"), 1, number)) } }
    }
}

fn more(sheet: &Table, variant: usize) -> Markup {
    let all = sheet.of_variant(variant).count();
    html! {
        @if all > MOST_USERS {
            p.quiet { "The " (MOST_USERS) " throttled most of " (all) " Users; the others are in tables/why." }
        }
    }
}

fn of_a_course(book: &Dossier) -> Markup {
    let nobody = book.sheet("throttled_users").is_none();
    html! {
        @if !nobody {
            details.why-throttled {
                summary { "Why were they throttled?" }
                p {
                    "Of years the windows are not kept. By what was in force when it happened, see the table frequency_by_cause; window by window, scenarios of a single day answer, such as:"
                }
                pre tabindex="0" { code { (OF_A_COURSE) } }
            }
        }
    }
}
