//! What a shipped scenario's kept sensitivity says of a comparison: whether it lies the same way at every end of every range.

use super::super::contrast::{Asked, Contrast, Over};
use super::super::findings::Findings;
use super::Kept;
use headroom_core::domain::Figure;
use headroom_core::experiment::version;
use headroom_core::scenario::InputRange;
use serde::{Deserialize, Serialize};

/// A figure of a question, held against a setting over the inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptContrast {
    /// The question.
    pub question: String,
    /// Its command.
    pub command: String,
    /// The setting or point of it, or `today`.
    pub against: String,
    /// Which figure.
    pub figure: Figure,
    /// Of which User, SRV or class; empty of everything.
    pub of: String,
    /// The inputs that the setting itself moves: they were not tried.
    pub apart: Vec<String>,
    /// What the ends say.
    pub over: Over,
}

impl KeptContrast {
    /// What is kept of those of `all` that questions ask.
    pub(super) fn kept(
        f: &Findings,
        inputs: &[InputRange],
        (asked, all): (&[Asked], &[Contrast]),
    ) -> Vec<Self> {
        let one = |of: &Contrast| {
            let asked = &asked[of.of];
            let [question, command] = asked.question.clone();
            (!question.is_empty()).then(|| Self {
                question,
                command,
                against: asked.setting.name.clone(),
                figure: of.told.figure,
                of: f.names(0, of.told.whose).concat(),
                apart: asked.apart.iter().map(|i| inputs[*i].id.clone()).collect(),
                over: of.over(inputs),
            })
        };
        all.iter().filter_map(one).collect()
    }
}

impl Kept {
    /// Those shipped with the scenario `name`, by this version.
    pub fn contrasts_of(name: &str) -> Vec<KeptContrast> {
        let kept = Self::shipped(name).filter(|kept| kept.headroom == version());
        kept.map_or(Vec::new(), |kept| kept.contrasts)
    }
}
