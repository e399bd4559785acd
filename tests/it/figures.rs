//! docs/figures.md says what the registry of figures says (`core/domain/figure.rs`).

use headroom::evidence::words::unit;
use headroom_core::domain::{Better, Figure, FigureUnit, Whom};
use std::fmt::Write;

/// What stands behind the head of the file: a row for each figure.
fn rows() -> String {
    let mut text = String::from(
        "\n| figure | what people call it | what it is | unit | of | better |\n|---|---|---|---|---|---|\n",
    );
    for figure in Figure::ALL {
        let about = figure.about();
        let of = match about.whom {
            Whom::Nobody => "all",
            Whom::User => "all, `user`",
            Whom::UserOrSrv => "all, `user`, `srv`",
            Whom::Class => "all, `class`",
            Whom::UserOrClass => "all, `user`, `class`",
        };
        let mean = if figure.can_be_none() { "" } else { "; as a `mean` only" };
        let better = match about.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "–",
        };
        // As a bound in a file has it: shares as parts of 1, times in seconds.
        let unit = match about.unit {
            FigureUnit::Share => "part of 1",
            FigureUnit::Minutes => "s",
            _ if unit(figure).is_empty() => "–",
            _ => unit(figure),
        };
        let (called, meaning) = (figure.called(), figure.meaning().trim());
        let _ = writeln!(
            text,
            "| `{}` | {called} | {meaning} | {unit} | {of}{mean} | {better} |",
            figure.word()
        );
    }
    text
}

/// After a change of the registry: `HEADROOM_BLESS=1 cargo test --test it figures` writes it again.
#[test]
fn the_documentation_of_figures_is_current() {
    let kept = std::fs::read_to_string("docs/figures.md").unwrap_or_default();
    let (head, _) = kept.split_once("\n| figure").expect("a head, and figures");
    let now = format!("{head}{}", rows());
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        std::fs::write("docs/figures.md", &now).expect("written");
    } else {
        assert!(
            kept == now,
            "docs/figures.md is not what the registry says: HEADROOM_BLESS=1 writes it"
        );
    }
}
