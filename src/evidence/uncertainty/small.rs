//! The small tables of a study over assumptions.

use super::super::assertions::Outcome;
use super::super::table::{SmallTable, Titled};
use super::super::words::{cell, from_to, with_unit};
use super::facts::Cause;
use super::said::{percent, reweighted_said};
use super::{FigureSeen, NOT_APART, Spread, Uncertainty, compared};

/// Inputs of the first table, at most.
const MOST: usize = 15;

impl Uncertainty {
    /// The small tables, what knowing an input would change first.
    pub fn small(&self) -> Vec<Titled> {
        let mut all = vec![self.knowing(), self.ranges(), self.holding()];
        all.push(self.comparing());
        all.extend(self.total_shares());
        all.push(self.fact_table());
        all.retain(|titled| !titled.table.rows.is_empty());
        all
    }

    /// What knowing an input would change: those that clearly change anything.
    fn knowing(&self) -> Titled {
        let row = |i: usize| {
            let narrows = |f: &FigureSeen| f.narrowing().into_iter().find(|n| n.0 == i);
            let most = self.figures.iter().filter_map(|f| Some((f, narrows(f)?.1)));
            let most = most.reduce(|a, b| if b.1 > a.1 { b } else { a });
            let turns = self.statements.iter().map(|s| (s, s.turns[i])).filter(|t| t.1 > 0.0);
            let turns = turns.reduce(|a, b| if b.1 > a.1 { b } else { a });
            if most.is_none() && turns.is_none() {
                return None;
            }
            let input = &self.inputs[i];
            let cells = vec![
                input.id.clone(),
                input.range.clone(),
                most.map_or("–".to_owned(), |m| m.0.told.name.clone()),
                turns.map_or("–".to_owned(), |t| t.0.statement.says.clone()),
                most.map_or("–".to_owned(), |m| percent(m.1)),
                turns.map_or("–".to_owned(), |(s, part)| {
                    let of = s.counted().1;
                    format!("{:.0} of {of}", part * of as f64)
                }),
            ];
            Some((most.map_or(0.0, |m| m.1), turns.map_or(0.0, |t| t.1), cells))
        };
        let mut rows: Vec<(f64, f64, Vec<String>)> =
            (0..self.inputs.len()).filter_map(row).collect();
        rows.sort_by(|a, b| (b.0 + b.1).total_cmp(&(a.0 + a.1)));
        rows.truncate(MOST);
        let head = ["known", "its range", "narrows most", "turns most often", "by", "in"];
        titled(
            "what knowing an input would change",
            &head,
            rows.into_iter().map(|r| r.2).collect(),
            4,
            "Known to within a fifth of its range, or which of its values it is. Inputs that are not clearly more than chance are left out.",
            Some("uncertainty_inputs"),
        )
    }

    /// The figures and their ranges.
    fn ranges(&self) -> Titled {
        let knows = self.knows_chance();
        let mark = |s: &Spread| if knows && !s.apart { " *" } else { "" };
        let row = |f: &FigureSeen| {
            let said = |x: f64| cell(f.told.figure, x);
            let s = &f.spread;
            vec![
                with_unit(f.told.figure, &f.told.name),
                f.stands.map_or("–".to_owned(), |i| said(i.mean)),
                said(s.mean.mean),
                f.nine_in_ten(said).map_or(NOT_APART.to_owned(), |ends| from_to(ends) + mark(s)),
                said(s.lowest.1),
                said(s.highest.1),
                s.chance_share.map_or("–".to_owned(), |(share, ends)| {
                    format!("{} ({})", percent(share), from_to(ends.map(percent)))
                }),
                f.today.map_or("–".to_owned(), &said),
            ]
        };
        let each = format!("in a {}", self.each);
        let head = [
            each.as_str(),
            "as it stands",
            "mean",
            "nine in ten",
            "lowest",
            "highest",
            "chance",
            "today, mean",
        ];
        let title = format!("over {}", self.tried());
        let mut note = match self.knows_chance() {
            true => "Nine in ten: of the combinations, apart from chance. Chance: its part of what differs between single replications, with its 95 % interval; of few replications each, what is rare is not in it.".to_owned(),
            false => "Nine in ten: of the combinations, chance included: one replication of each cannot tell it apart.".to_owned(),
        };
        if self.differing().any(|f| !mark(&f.spread).is_empty()) {
            note += " * One combination in twenty or more has none of it: chance is included.";
        }
        let same = |f: &&FigureSeen| f.spread.highest.1 <= f.spread.lowest.1;
        let still = self
            .figures
            .iter()
            .filter(same)
            .map(|f| format!("{} ({})", f.told.name, f.told.said(f.spread.mean.mean)));
        let still: Vec<String> = still.collect();
        if !still.is_empty() {
            note += &format!(" The same in every combination: {}.", still.join("; "));
        }
        let rows = self.differing().map(row).collect();
        titled(&title, &head, rows, 1, &note, Some("uncertainty_figures"))
    }

    /// The statements.
    fn holding(&self) -> Titled {
        let row = |s: &super::StatementSeen| {
            let (holds, told) = s.counted();
            let n = |outcome| s.decided(outcome).to_string();
            let of = |share: f64| format!("{:.0} of {told}", share * told as f64);
            vec![
                s.statement.says.clone(),
                s.stands.word().to_owned(),
                reweighted_said(self, s.reweighted, &of),
                format!("{holds} of {told}"),
                n(Outcome::Holds),
                n(Outcome::Fails),
                n(Outcome::Undecided),
            ]
        };
        let head = [
            "it holds that",
            "as it stands",
            "with other laws",
            "in combinations",
            "decided so",
            "decided not",
            "undecided",
        ];
        let note = "Combinations tried, by the mean of each; better and worse off is by requests never answered; decided where the whole 95 % interval lies on one side. With other laws: of one input, weighted towards its low or high end.";
        let rows = self.statements.iter().map(row).collect();
        titled(
            "in how many combinations a statement holds",
            &head,
            rows,
            3,
            note,
            Some("uncertainty_statements"),
        )
    }

    /// Settings held against the scenario.
    fn comparing(&self) -> Titled {
        Titled {
            title: "settings held against the scenario, in every combination on the same traffic".to_owned(),
            table: compared::table(&self.compared),
            note: "Than without the setting, by the mean of each combination; clearly where the 95 % interval of its paired replications says so, too. Combinations tried, and no chance of anything; an input that the setting moves stays as it stands.".to_owned(),
            part_of: Some("uncertainty_contrasts"),
        }
    }

    /// Total shares of the inputs that were chosen.
    fn total_shares(&self) -> Option<Titled> {
        let mut rows = Vec::new();
        for f in self.figures.iter() {
            for (input, total) in &f.totals {
                let alone = f.alone(&self.inputs[*input]);
                let [alone, with_all] = shares_said(alone, total.map(|t| (t.share, t.ends)));
                rows.push(vec![
                    f.told.name.clone(),
                    self.inputs[*input].id.clone(),
                    alone,
                    with_all,
                ]);
            }
        }
        let note = "Of the variance of means that the assumptions make; 95 % intervals. Totals of all other inputs are not estimated.";
        let head = ["figure", "input", "alone", "with all that it acts with"];
        (!rows.is_empty())
            .then(|| titled("total shares", &head, rows, 2, note, Some("uncertainty_totals")))
    }

    /// Published facts that this scenario can be held to, and what they rule out.
    fn fact_table(&self) -> Titled {
        let row = |f: &super::FactSeen| {
            let far = f.too_far()?;
            let out = match f.fact.cause {
                Cause::Known => format!("{far} of {}", self.draws.1),
                Cause::Unknown => {
                    format!("nothing: its cause is not known ({far} are too far from it)")
                }
                Cause::Calibrates => "nothing: the model is set to it".to_owned(),
            };
            let none = if f.met_by_none() { "none meets it" } else { "some meet it" };
            let cells = [&f.fact.id, &f.fact.says, &f.fact.date].map(String::clone);
            Some(cells.into_iter().chain([out, none.to_owned()]).collect())
        };
        let left = format!("{} of {} combinations are left.", self.left(), self.draws.1);
        let head = ["fact", "published", "of", "rules out", "combinations"];
        let rows = self.facts.iter().filter_map(row).collect();
        titled("published facts", &head, rows, 5, &left, Some("uncertainty_facts"))
    }
}

/// The share of an input alone and with all that it acts with, as they are told.
fn shares_said(alone: Option<(f64, [f64; 2])>, with: Option<(f64, [f64; 2])>) -> [String; 2] {
    let said = |x: Option<(f64, [f64; 2])>| {
        x.map_or("not estimated".to_owned(), |(share, [low, high])| {
            format!("{} ({} to {})", percent(share), percent(low), percent(high))
        })
    };
    // No input does less with others than alone.
    let told = alone.zip(with).is_none_or(|(alone, with)| with.0 >= alone.0);
    let with_all = said(with);
    [said(alone), if told { with_all } else { format!("too few draws to tell: {with_all}") }]
}

fn titled(
    title: &str,
    head: &[&str],
    rows: Vec<Vec<String>>,
    words: usize,
    note: &str,
    part_of: Option<&'static str>,
) -> Titled {
    let head = head.iter().map(|h| (*h).to_owned()).collect();
    let table = SmallTable { head, rows, words };
    Titled { title: title.to_owned(), table, note: note.to_owned(), part_of }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c6_a_total_share_below_the_share_alone_is_of_too_few_draws() {
        let of = |share: f64| Some((share, [0.1, 0.9]));
        let said = |alone, with| shares_said(alone, with)[1].clone();
        let alone = said(None, of(0.25));
        assert!(alone.starts_with(&percent(0.25)), "{alone}");
        assert_eq!(said(of(0.25), of(0.25)), alone);
        assert_eq!(said(of(0.5), of(0.25)), format!("too few draws to tell: {alone}"));
        assert_eq!(said(of(0.5), None), "not estimated");
    }
}
