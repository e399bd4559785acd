//! What is measured of a year (C4), in the order in which it is asked for: days on which somebody is throttled, maintenance
//! nights apart; time; harm by standing; time without service; activations last, since polls make them flap.
//!
//! Harm is in no sum over all requests: it would count the causer with the others (C2).

use crate::evidence::counted::Counted;
use crate::evidence::days::ActiveDay;
use crate::evidence::words::head;
use headroom_core::domain::{About, Figure, Reading};
use headroom_core::ledger::{ActivationRecord, Episode, Open};

/// What is measured of a year.
#[derive(Clone, Copy, Debug)]
pub struct YearFigure {
    /// The figure of a replication that it is a year's of.
    pub figure: Figure,
    /// The name that stays.
    pub word: &'static str,
    /// A year's is its largest episode's, not the sum.
    pub greatest: bool,
    /// How an episode shows it.
    of: Of,
}

/// How an episode shows a figure.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// As it is counted (C1).
    Counts,
    /// In cells, to be said in hours.
    Cells(fn(&Episode) -> u64),
    /// By its days.
    Days(fn(&ActiveDay) -> bool),
    /// By its activations.
    Activations(fn(&ActivationRecord) -> bool),
}

/// What is looked at of an episode.
pub struct Seen<'a> {
    /// Its counts.
    pub episode: &'a Episode,
    /// Its days.
    pub days: &'a [ActiveDay],
    /// Its activations.
    pub activations: &'a [ActivationRecord],
}

impl YearFigure {
    /// Its name as the head of a column.
    pub fn column(&self) -> String {
        self.word.replace('.', "_")
    }

    /// What people call it, with its unit.
    pub fn title(&self) -> String {
        match self.of {
            Of::Cells(_) => format!("{}, h", self.figure.called()),
            _ => self.figure.called(),
        }
    }

    /// The head of a narrow column.
    pub fn head(&self) -> String {
        match self.of {
            Of::Cells(_) => format!("{}, h", self.figure.about().head),
            _ => head(self.figure),
        }
    }

    /// Whether it counts what happens by itself, so that none of it in so many years has an upper bound.
    pub fn counts(&self) -> bool {
        matches!(self.of, Of::Days(_) | Of::Activations(_))
    }

    /// Of an episode, in cells of so many hours.
    fn in_episode(&self, seen: &Seen<'_>, cell_h: f64) -> f64 {
        match (self.of, self.figure.about()) {
            (Of::Cells(cells), _) => cells(seen.episode) as f64 * cell_h,
            (Of::Days(fits), _) => seen.days.iter().filter(|d| fits(d)).count() as f64,
            (Of::Activations(fits), _) => {
                seen.activations.iter().filter(|a| fits(a)).count() as f64
            }
            (Of::Counts, About { reading: Reading::Count(of), part, .. }) => {
                let e = seen.episode;
                Counted::new(&e.counts, &Open::default(), &e.harm).number(of, part) as f64
            }
            (Of::Counts, _) => unreachable!("{} is counted", self.word),
        }
    }
}

const fn made(figure: Figure, word: &'static str, of: Of) -> YearFigure {
    YearFigure { figure, word, greatest: false, of }
}

const fn sum(figure: Figure) -> YearFigure {
    made(figure, figure.word(), Of::Counts)
}

/// What is measured, in the order of tables.
pub const FIGURES: [YearFigure; 19] = [
    made(Figure::ThrottledDays, "throttled_days", Of::Days(|d| d.otherwise)),
    made(Figure::MaintenanceDays, "maintenance_days", Of::Days(ActiveDay::of_maintenance)),
    made(Figure::ActiveDays, "active_days", Of::Days(|_| true)),
    made(Figure::ActiveS, "active_h", Of::Cells(|e| e.active_cells)),
    YearFigure {
        greatest: true,
        ..made(
            Figure::LongestActivationS,
            "longest_activation_h",
            Of::Cells(|e| e.longest_activation),
        )
    },
    sum(Figure::NeverAnsweredNotAbove),
    sum(Figure::NeverAnsweredWithin),
    sum(Figure::NeverAnsweredDisplaced),
    sum(Figure::NeverAnsweredPolls),
    sum(Figure::NeverAnsweredAbove),
    made(Figure::OutageS, "outage_h", Of::Cells(|e| e.outage_cells)),
    sum(Figure::RefusedWithin),
    sum(Figure::RefusedDisplaced),
    sum(Figure::RefusedPolls),
    sum(Figure::RefusedAbove),
    sum(Figure::Throttled),
    sum(Figure::Rejected),
    made(Figure::Activations, "activations", Of::Activations(|_| true)),
    made(Figure::IdleActivations, "idle_activations", Of::Activations(|a| a.throttled == 0)),
];

/// Places in [`FIGURES`].
pub const DAYS: usize = 0;
/// Days after maintenance alone.
pub const MAINTENANCE_DAYS: usize = 1;
/// Days on which the mechanism is active.
pub const ACTIVE_DAYS: usize = 2;
/// Traffic-management time.
pub const ACTIVE_H: usize = 3;
/// Longest activation.
pub const LONGEST: usize = 4;
/// Requests never answered that are not above by own sending.
pub const NEVER_ANSWERED: usize = 5;
/// Time without service.
pub const OUTAGE_H: usize = 10;
/// Throttled.
pub const THROTTLED: usize = 15;
/// Rejected.
pub const REJECTED: usize = 16;
/// Activations.
pub const ACTIVATIONS: usize = 17;
/// Those that throttle nobody.
pub const IDLE: usize = 18;

/// Figures in their order.
pub type Values = [f64; FIGURES.len()];

/// The figures of an episode, in cells of so many hours.
pub fn of_episode(seen: &Seen<'_>, cell_h: f64) -> Values {
    FIGURES.map(|figure| figure.in_episode(seen, cell_h))
}
