//! By what the demand of Users is measured, in all of a study alike (C2): by the rules and the capacity of its first setting, on no
//! axis, so that no setting and no point of a grid chooses its own victims.

use super::asked::Asked;
use crate::engine::Plan;
use crate::scenario::{Change, Draft, Faults, Scenario};
use std::sync::Arc;

/// The scenario as it stands: the study's first setting.
pub struct Measure {
    stands: Arc<Scenario>,
}

impl Measure {
    /// Of a study of `draft` whose variants all have the changes `set`, and whose first setting has those of `with`.
    ///
    /// # Errors
    /// Faults of that setting.
    pub fn new(draft: &Draft, set: &[Change], with: &[Change]) -> Result<Self, Faults> {
        let stands = draft.with(&[("--set", set), ("--with", with)])?;
        let name = stands.name.clone();
        // With the capacity that it asks for.
        let stands = Plan::sharing(Arc::new(stands), &[])
            .map_err(|fault| Faults::from(fault.in_file(name)))?;
        Ok(Self { stands: stands.scenario })
    }

    /// Of the study that is `asked` of `draft`. What is set of the mechanism chooses no victims of its own: only window and hold are
    /// those that are set, where cells that are set do not go into the window that stands.
    ///
    /// # Errors
    /// Faults of the first setting.
    pub fn of_study(draft: &Draft, asked: &Asked) -> Result<Self, Faults> {
        let of = |counts: &dyn Fn(&str) -> bool| {
            let set = asked.set.iter().filter(|c| counts(&c.pointer)).cloned();
            Self::new(draft, &set.collect::<Vec<_>>(), asked.first())
        };
        let world = |p: &str| !p.starts_with("/mechanism");
        let and_lengths =
            |p: &str| world(p) || matches!(p, "/mechanism/window" | "/mechanism/hold");
        of(&world).or_else(|_| of(&and_lengths)).or_else(|_| of(&|_| true))
    }

    /// Measures what `plan` shows by it.
    ///
    /// # Errors
    /// Allocations that cannot be worked out (M1).
    pub fn measure(&self, plan: &mut Plan) -> Result<(), Faults> {
        let name = plan.scenario.name.clone();
        let measured = plan.clone().measured_by(&self.stands);
        *plan = measured.map_err(|fault| Faults::from(fault.in_file(name)))?;
        Ok(())
    }
}
