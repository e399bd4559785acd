//! What was seen of a setting that is held against the scenario in every combination: counted, read aloud, and as a small table.
//!
//! Scope: in how many combinations there is more of a figure and in how many less, by the mean of each, in how many of those clearly,
//! and how far that goes. Checked by: the test below, `tests/it/studies/uncertainty.rs`.

use super::super::super::contrast::{Way, way_said};
use super::super::super::interval::Interval;
use super::super::super::table::SmallTable;
use super::super::super::told::Told;
use super::super::super::words::{
    is_clear, listed, more_or_less, no_difference, setting_said, so_many, upper,
};
use super::super::Uncertainty;

/// The combinations that the scenario's checks refuse with a setting.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What the setting is called.
    pub setting: String,
    /// The draws by number, and why.
    pub draws: Vec<(u32, String)>,
}

/// In how many combinations a setting has more of a figure, and in how many less.
#[derive(Clone, Debug)]
pub struct ComparedSeen {
    /// The question that asks it, and its command; empty where a person does.
    pub question: [String; 2],
    /// What the setting is called.
    pub setting: String,
    /// The figure.
    pub told: Told,
    /// Inputs that were not drawn, since the setting moves them.
    pub apart: Vec<String>,
    /// Of each combination that can tell what the setting has more, the lowest first.
    pub more: Vec<Interval>,
}

impl ComparedSeen {
    /// Which way one of its combinations lies by the mean: 0 more, 1 less, 2 as much.
    fn way(&self, more: &Interval) -> usize {
        let mean = Interval { ci_low: None, ci_high: None, ..*more };
        match more.mean > 0.0 {
            _ if no_difference(self.told.figure, &mean) => 2,
            more => usize::from(!more),
        }
    }

    /// In how many combinations the setting has more, less, and as much as can be told.
    pub fn counted(&self) -> [usize; 3] {
        [0, 1, 2].map(|way| self.more.iter().filter(|more| self.way(more) == way).count())
    }

    /// In how many it clearly has more, and clearly less: of one replication each, in none.
    pub fn clearly(&self) -> [usize; 2] {
        let clear = |m: &&Interval| m.ci_low.is_some() && is_clear(self.told.figure, m);
        [0, 1].map(|way| self.more.iter().filter(|m| self.way(m) == way).filter(clear).count())
    }

    /// The lowest, the middle and the highest of what the setting has more; none where no combination can tell.
    pub fn spread(&self) -> Option<[f64; 3]> {
        let (first, last) = (self.more.first()?, self.more.last()?);
        Some([first.mean, self.more[(self.more.len() - 1) / 2].mean, last.mean])
    }

    /// Read aloud; nothing where it is not measured.
    fn sentence(&self) -> Option<String> {
        let figure = self.told.figure;
        let [lowest, _, highest] = self.spread()?;
        let (all, name) = (self.more.len(), upper(&self.told.name));
        let setting = setting_said(&self.setting);
        let apart: Vec<String> = self.apart.iter().map(|id| format!("‘{id}’")).collect();
        let apart = match apart.is_empty() {
            true => String::new(),
            false => format!(" ({} as it stands, which the setting moves)", listed(&apart)),
        };
        let counted = self.counted();
        if counted[2] == all {
            return Some(format!(
                "{name} with ‘{setting}’: the same as without it in all of {}{apart}.",
                so_many("combination", all)
            ));
        }
        let clearly = self.clearly();
        let mut ways = [(Way::More, 0), (Way::Less, 1)].map(|(way, i)| {
            let clearly = match (counted[i], clearly[i]) {
                (n, c) if n == c => "all of them".to_owned(),
                (_, 0) => "none".to_owned(),
                (_, c) => c.to_string(),
            };
            (counted[i], way_said(figure, way), format!(", clearly so in {clearly}"))
        });
        ways.sort_by_key(|way| std::cmp::Reverse(way.0));
        let [(most, first, clear), (fewer, second, clear_too)] = ways;
        let mut text = format!(
            "{name} with ‘{setting}’: {first} than without it in {} tried{clear}",
            match most == all {
                true => format!("all of {}", so_many("combination", all)),
                false => format!("{most} of {}", so_many("combination", all)),
            }
        );
        if fewer > 0 {
            text += &format!("; {second} in {fewer}{clear_too}");
        }
        if counted[2] > 0 {
            text += &format!("; the same in {}", counted[2]);
        }
        let [from, to] = [lowest, highest].map(|x| more_or_less(figure, x));
        Some(format!("{text}{apart}. From {from} to {to}."))
    }
}

impl Refused {
    /// Which draws are refused with a setting, read aloud.
    fn sentence(&self, draws: usize) -> Option<String> {
        let (first, why) = self.draws.first()?;
        Some(format!(
            "With ‘{}’ {} of {} are refused by the scenario's checks and left out, the first of them draw {first}: {why}",
            setting_said(&self.setting),
            self.draws.len(),
            so_many("combination", draws)
        ))
    }
}

impl Uncertainty {
    /// Settings, each with the figures it is compared by.
    fn by_setting(&self) -> impl Iterator<Item = &[ComparedSeen]> {
        self.compared.chunk_by(|a, b| (&a.question, &a.setting) == (&b.question, &b.setting))
    }

    /// Of each setting what it changes of the first figure that is measured.
    pub fn compared_first(&self) -> impl Iterator<Item = String> {
        self.by_setting().filter_map(|of| of.iter().find_map(ComparedSeen::sentence))
    }

    /// What settings change, read aloud: what is measured, what is not, and what was refused.
    pub(in crate::evidence::uncertainty) fn compared_said(&self) -> Vec<String> {
        let mut all = Vec::new();
        for of in self.by_setting() {
            all.extend(of.iter().filter_map(ComparedSeen::sentence));
            let unknown = of.iter().filter(|c| c.more.is_empty());
            let unknown: Vec<String> = unknown.map(|c| c.told.name.clone()).collect();
            let setting = setting_said(&of[0].setting);
            if !unknown.is_empty() {
                all.push(format!(
                    "Not measured with ‘{setting}’ or without it: {}.",
                    listed(&unknown)
                ));
            }
        }
        all.extend(self.refused_with.iter().filter_map(|r| r.sentence(self.draws.1)));
        all
    }
}

/// The same as a small table.
pub(in crate::evidence::uncertainty) fn table(all: &[ComparedSeen]) -> SmallTable {
    let head = [
        "figure",
        "with",
        "more in",
        "clearly",
        "less in",
        "clearly",
        "the same in",
        "from",
        "middle",
        "to",
    ];
    let row = |of: &ComparedSeen| {
        let ([more, less, same], [clear, clearly]) = (of.counted(), of.clearly());
        let counted = [more, clear, less, clearly, same].map(|n| n.to_string());
        let said = |x: f64| more_or_less(of.told.figure, x);
        let spread = of.spread().map_or([(); 3].map(|()| "–".to_owned()), |all| all.map(said));
        let named = [of.told.name.clone(), setting_said(&of.setting)];
        named.into_iter().chain(counted).chain(spread).collect()
    };
    let rows = all.iter().filter(|of| !of.more.is_empty()).map(row);
    SmallTable { head: head.map(str::to_owned).to_vec(), rows: rows.collect(), words: 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::domain::{Figure, Whose};

    #[test]
    fn c6_combinations_are_counted_by_the_way_in_which_the_mean_lies_and_what_is_clear_apart() {
        let of = |more: &[(f64, f64)]| ComparedSeen {
            question: Default::default(),
            setting: "a queue".to_owned(),
            told: Told::new(Figure::NeverAnswered, Whose::All, ""),
            apart: Vec::new(),
            more: more
                .iter()
                .map(|&(mean, by)| Interval {
                    mean,
                    ci_low: Some(mean - by),
                    ci_high: Some(mean + by),
                    n: 2,
                })
                .collect(),
        };
        let seen = of(&[(-40.0, 1.0), (-2.0, 5.0), (0.0, 0.0), (0.0, 1.0), (7.0, 9.0)]);
        assert_eq!((seen.counted(), seen.clearly()), ([1, 2, 2], [0, 1]));
        assert_eq!(seen.spread(), Some([-40.0, 0.0, 7.0]));
        assert_eq!(
            seen.sentence().as_deref(),
            Some(
                "Requests never answered with ‘a queue’: fewer than without it in 2 of 5 combinations tried, clearly so in 1; more in 1, clearly so in none; the same in 2. From 40 fewer to 7 more."
            )
        );
        let same = of(&[(0.0, 0.0), (0.0, 0.0)]).sentence();
        assert!(same.is_some_and(|said| {
            said.ends_with("the same as without it in all of 2 combinations.")
        }));
        assert_eq!(of(&[]).sentence(), None);
        // One replication tells nothing clearly.
        let mut one = of(&[(7.0, 0.0)]);
        one.more[0] = Interval { ci_low: None, ci_high: None, n: 1, ..one.more[0] };
        assert_eq!((one.counted(), one.clearly()), ([1, 0, 0], [0, 0]));
    }
}
