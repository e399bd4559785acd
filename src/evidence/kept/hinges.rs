//! On which assumed inputs an answer hinges, by the sensitivity kept with its scenario: what the caution `hinges_on` says.
//!
//! Scope: figures of everybody, a few inputs by name and how many there are. Checked by: `tests/it/kept.rs`.

use super::{Kept, KeptFigure, KeptSwing, both_ends};
use crate::evidence::words::{so_many, value};
use headroom_core::domain::Figure;
use std::collections::BTreeSet;

/// Inputs that a caution names, at most.
const NAMED: usize = 3;
/// A swing above this share of the figure makes it hinge on the input.
const HINGES: f64 = 0.5;

impl Kept {
    /// On how many inputs figures of everybody hinge, and the first of them, each with the figure that it decides; none where on none.
    pub fn hinges(&self) -> Option<String> {
        let mut inputs: BTreeSet<&str> = BTreeSet::new();
        let mut named: Vec<(&KeptFigure, &KeptSwing)> = Vec::new();
        for kept in self.figures.iter().filter(|f| f.of.is_empty() && decides(f.figure)) {
            let mut clear = 0;
            for swing in kept.moved_by.iter().filter(|s| hinges(kept, s)) {
                let always = self.input(swing).is_some_and(|i| always_said(&i.pointer));
                clear += usize::from(swing.clear);
                // Of a figure the two greatest that are clear; the reading, the cell and assumed rates also where they are not.
                let told = (swing.clear && clear <= 2) || always;
                let known = named.iter().any(|(_, s)| s.input == swing.input);
                if told && !known && named.len() < NAMED {
                    named.push((kept, swing));
                }
                if swing.clear || always {
                    inputs.insert(&swing.input);
                }
            }
        }
        let of_figure = |of: &[(&KeptFigure, &KeptSwing)]| {
            let each = of.iter().map(|(kept, s)| {
                let sure = if s.clear { "" } else { ", not clear" };
                format!("‘{}’ ({}{sure})", s.input, both_ends(kept, s, self.input(s)))
            });
            let each = each.collect::<Vec<String>>().join(", then ");
            let (figure, base) = (of[0].0.figure, of[0].0.base);
            format!("{}, {} as it stands, on {each}", figure.called(), value(figure, base))
        };
        let said: Vec<String> =
            named.chunk_by(|a, b| a.0.figure == b.0.figure).map(of_figure).collect();
        let more = match inputs.len() - named.len() {
            0 => String::new(),
            n => format!("; and on {n} more"),
        };
        (!said.is_empty()).then(|| {
            format!("{}: {}{more}", so_many("assumed input", inputs.len()), said.join("; "))
        })
    }
}

/// Figures whose hinges a reader must see: what becomes of those not above, how long they wait, and whether anything
/// triggers.
fn decides(figure: Figure) -> bool {
    matches!(
        figure,
        Figure::NeverAnsweredNotAbove
            | Figure::AddedDelaySP95Within
            | Figure::ThrottledNotAbove
            | Figure::ActiveS
    )
}

/// Inputs that are said beside a figure whenever it hinges on them: the reading, the cell, and assumed rates.
fn always_said(pointer: &str) -> bool {
    pointer == "/mechanism/throttle_to"
        || pointer == "/resolution"
        || pointer.ends_with("/per_year")
}

fn hinges(kept: &KeptFigure, swing: &KeptSwing) -> bool {
    swing.swing > HINGES * libm::fabs(kept.base)
}
