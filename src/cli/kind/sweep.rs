//! `headroom sweep`: how does it depend?

use super::compare::of_settings;
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Sweep};
use crate::evidence::findings::Findings;
use headroom_core::experiment::Asked;
use headroom_core::scenario::Draft;

impl Kind for Sweep {
    type Question = ();

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn asked(&self, _: &Draft) -> Result<(Asked, ()), Stop> {
        let asked = Asked::of(self.common.choices.all_changes(), &self.with);
        Ok((Asked { axes: self.vary.clone(), ..asked }, ()))
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        of_settings(f, self.common.format)
    }
}
