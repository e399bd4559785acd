//! What was found, in sentences and in a small table.

use super::{Choice, Heat, Search, Standing};
use crate::evidence::difference::difference;
use crate::evidence::findings::Findings;
use crate::evidence::sizing::bound_said;
use crate::evidence::table::SmallTable;
use crate::evidence::words::{
    borne, differs, few, listed, setting_said, so_many, thousands, upper, value, value_with_ends,
};
use headroom_core::domain::{Better, Figure, Whose};
use headroom_core::scenario::Counterpart;

impl Search {
    /// The rule and what is sure of it; what it leaves on fresh traffic; who bears it; what the search took.
    pub fn sentences(&self, f: &Findings) -> Vec<String> {
        let Some((heat, choice)) = self.last() else { return vec![self.none(), self.took()] };
        let mut all = vec![self.found(f)];
        if let Some(open) = choice.open {
            all[0] = self.undecided(heat, open, choice.best);
        }
        all.extend(self.shared_said());
        all.push(self.sure(heat, choice));
        all.extend(self.alike(heat, choice));
        all.extend(self.runner_up_said(f));
        all.extend(self.held_against(f));
        all.extend(self.brings(f));
        all.extend(self.regret.sentence(&self.objective.least, self.each));
        all.extend(self.not_settled());
        all.push(self.took());
        all
    }

    /// What is asked, in words.
    fn asked(&self) -> String {
        let least = &self.objective.least;
        let word = if least.figure.about().better == Better::Higher { "most" } else { "least" };
        format!("{word} {}", least.name)
    }

    fn bounds(&self) -> String {
        let all: Vec<String> = self.objective.keeps.iter().map(bound_said).collect();
        listed(&all)
    }

    fn tried(&self) -> usize {
        self.heats.iter().map(|heat| heat.candidates.len()).sum::<usize>()
            - (self.heats.len().max(1) - 1)
    }

    /// What was found, without its figures: the title of a chart.
    pub fn title(&self) -> String {
        match self.last() {
            None => self.none().trim_end_matches('.').to_owned(),
            Some((_, choice)) if choice.open.is_some() => "Undecided".to_owned(),
            Some(_) => self.found_of_all(),
        }
    }

    fn found_of_all(&self) -> String {
        let rule = self.winner().map_or(String::new(), |w| setting_said(&w.name));
        let stands = self.winner().is_some_and(|w| w.changes.is_empty());
        let ties = match self.last().map_or(0, |(_, choice)| choice.same.len()) {
            0 => None,
            n => Some(format!("ties with {}", so_many("rule", n))),
        };
        let tried = thousands(self.tried() as f64);
        // Another may have had less in the replications that there were: it is not known to.
        match (stands, ties) {
            (true, ties) => {
                let ties = ties.map_or(String::new(), |ties| format!(", which {ties},"));
                let least = &self.objective.least.name;
                format!(
                    "Of {tried} rules tried, none is known to do better than the scenario as it stands{ties} in {least}"
                )
            }
            (false, ties) => {
                let ties = ties.map_or(String::new(), |ties| ties + " and ");
                format!("Of {tried} rules tried, ‘{rule}’ {ties}has the {}", self.asked())
            }
        }
    }

    fn found(&self, f: &Findings) -> String {
        let (figure, whose) = (self.objective.least.figure, self.objective.least.whose);
        let bounds = match self.objective.keeps.is_empty() {
            true => String::new(),
            false => format!(", of those that keep {}", self.bounds()),
        };
        let there = self.variant(f).and_then(|v| f.estimate(v, figure, whose));
        let said = match there {
            Some(i) => Some(value_with_ends(figure, &i)),
            // It stands beside the finalists, without an interval of its own.
            None => self.todays(f).map(|mean| value(figure, mean)),
        };
        let fresh = said.map_or(String::new(), |said| {
            let (each, n, seed) = (self.each, f.replications(), f.base.seed);
            format!(": {said} a {each} on fresh traffic (n = {n}, seed {seed})")
        });
        format!("{}{fresh}{bounds}.", self.found_of_all())
    }

    /// What today's system leaves on fresh traffic; none where it is not what was found.
    fn todays(&self, f: &Findings) -> Option<f64> {
        self.winner().filter(|w| w.changes == Counterpart::todays())?;
        let (figure, whose) = (self.objective.least.figure, self.objective.least.whose);
        let today = f.evidence[0].today()?;
        match (today.of(figure, whose), whose) {
            (Some(there), _) => Some(there.mean),
            // What does not differ, or is not compared, is left out of what stands beside.
            (None, Whose::All) => today.mean(figure),
            (None, _) => Some(f.estimate(0, figure, whose)?.mean),
        }
    }

    /// That one that leaves less may keep every bound.
    fn undecided(&self, heat: &Heat, open: usize, best: usize) -> String {
        let figure = self.objective.least.figure;
        let mean = |c: usize| value(figure, self.objective.as_figure(heat.race.mean(c)));
        format!(
            "Undecided: of {} rules tried ‘{}’ has {} of {}, and is not known to keep {} in {} {}s; known to keep them is ‘{}’, with {}. More replications would settle it.",
            thousands(self.tried() as f64),
            setting_said(&heat.candidates[open].name),
            mean(open),
            self.objective.least.name,
            self.bounds(),
            heat.race.shown[open].least.len(),
            self.each,
            setting_said(&heat.candidates[best].name),
            mean(best)
        )
    }

    fn alike(&self, heat: &Heat, choice: &Choice) -> Option<String> {
        let names = |all: &[usize]| -> String {
            let said = |c: &usize| format!("‘{}’", setting_said(&heat.labels[*c]));
            let some: Vec<String> = all.iter().take(3).map(said).collect();
            let more = all.len().saturating_sub(3);
            let more = (more > 0).then(|| format!("{more} more"));
            listed(&some.into_iter().chain(more).collect::<Vec<String>>())
        };
        let same = (!choice.same.is_empty())
            .then(|| format!("{} left as much in every {}", names(&choice.same), self.each));
        let left = (!choice.left.is_empty())
            .then(|| format!("{} cannot be told from it for sure", names(&choice.left)));
        let cheaper = choice.cheaper.map(|c| {
            format!("of these ‘{}’ surely costs those above less", setting_said(&heat.labels[c]))
        });
        let as_it: Vec<usize> = (0..heat.candidates.len())
            .filter(|c| heat.race.standings[*c] == Standing::Same(choice.best))
            .collect();
        let alike = |h: &Heat| h.race.standings[1..].iter().all(|s| matches!(s, Standing::Same(_)));
        if heat.candidates.len() > 1 && self.heats.iter().all(alike) {
            return Some(
                "No rule that was tried changes any of it: this scenario does not exercise them."
                    .to_owned(),
            );
        }
        let stopped = as_it.first().map(|first| {
            let n = heat.race.shown[*first].least.len();
            format!("{} left as much in each of the first {n}, and ran no further", names(&as_it))
        });
        let said: Vec<String> =
            same.into_iter().chain(stopped).chain(cheaper).chain(left).collect();
        (!said.is_empty()).then(|| format!("{}.", upper(&said.join("; "))))
    }

    /// On fresh traffic, against the scenario as it stands, and what those above bear.
    fn held_against(&self, f: &Findings) -> Vec<String> {
        let Some(best) = self.variant(f) else { return Vec::new() };
        let (figure, whose) = (self.objective.least.figure, self.objective.least.whose);
        let above = Figure::NeverAnsweredAbove;
        let as_it_stands = |figure, whose| {
            let found = (best != 0).then(|| difference(&f.evidence, best, 0, figure, whose))??;
            Some(format!("against the scenario as it stands: {}", differs(figure, &found.more)))
        };
        let mut all = Vec::new();
        all.extend(as_it_stands(figure, whose).map(|said| format!("On fresh traffic, {said}.")));
        // What a User gains by trying again later it pays for in time.
        let wait = Figure::WaitSP95;
        if let Some(i) = f.estimate(best, wait, Whose::All).filter(|_| self.of_user.is_some()) {
            let than = as_it_stands(wait, Whose::All).map(|said| format!(" ({said})"));
            all.push(format!(
                "Of the requests of all Users that are answered 95 % wait {} at most{}.",
                value(wait, i.mean),
                than.unwrap_or_default()
            ));
        }
        if let Some(i) = f.estimate(best, above, Whose::All).filter(|_| figure != above) {
            let cost = as_it_stands(above, Whose::All).map(|said| format!(" ({said})"));
            let cost = cost.unwrap_or_default();
            all.push(format!(
                "Of requests above by own sending {} are never answered on fresh traffic{cost}.",
                value(above, borne(i.mean, &i))
            ));
        }
        all
    }

    fn not_settled(&self) -> Option<String> {
        (!self.settled).then(|| {
            "The search ended before a heat found nothing better: go on from the rule that was found with --set.".to_owned()
        })
    }

    fn none(&self) -> String {
        let open = self.heats.iter().flat_map(|h| &h.race.standings);
        let open = open.filter(|s| **s == Standing::Open).count();
        let open = match open {
            0 => String::new(),
            n => format!("; of {n} it is undecided: more replications would settle it"),
        };
        let bounds = self.bounds();
        format!(
            "Of {} rules tried none is known to keep {bounds}{open}.",
            thousands(self.tried() as f64)
        )
    }

    fn took(&self) -> String {
        let (ran, all) = self.cost();
        let heats = self.heats.iter().map(|h| h.candidates.len().to_string());
        let not = self.not_tried.first().map_or(String::new(), |one| {
            let n = so_many("rule", self.not_tried.len());
            format!("; {n} the scenario does not allow, such as ‘{}’", one.name)
        });
        format!(
            "The search took {} {}s of candidates ({} a heat), where a full grid of them would have taken {}{not}.",
            thousands(ran as f64),
            self.each,
            listed(&heats.collect::<Vec<String>>()),
            thousands(all as f64)
        )
    }

    /// Its variant in the study on fresh traffic.
    pub fn variant(&self, f: &Findings) -> Option<usize> {
        let winner = self.winner()?;
        f.settings.iter().position(|s| s.changes == winner.changes)
    }

    /// Candidates of the last heat, the least first: what became of each.
    pub fn table(&self) -> SmallTable {
        let figure = self.objective.least.figure;
        let head = [
            "rule",
            &upper(&self.objective.least.name),
            "never answered, above",
            "n",
            "what became of it",
        ];
        let Some(heat) = self.heats.last() else { return SmallTable::default() };
        let mut order: Vec<usize> = (0..heat.candidates.len()).collect();
        let best = heat.choice.as_ref().map(|c| c.best);
        order.sort_by(|a, b| {
            (best != Some(*a)).cmp(&(best != Some(*b))).then(heat.race.order(*a, *b))
        });
        let row = |c: usize| {
            let shown = &heat.race.shown[c];
            vec![
                setting_said(&heat.labels[c]),
                value(figure, self.objective.as_figure(heat.race.mean(c))),
                few(heat.race.cost(c)),
                shown.least.len().to_string(),
                self.became(heat, c),
            ]
        };
        SmallTable {
            head: head.map(str::to_owned).into(),
            rows: order.into_iter().map(row).collect(),
            words: 1,
        }
    }

    /// What became of a candidate, in words.
    pub fn became(&self, heat: &Heat, candidate: usize) -> String {
        // In heats after the first, what the one before has found.
        let of = |c: usize| match (c, heat.seed == self.heats[0].seed) {
            (0, false) => "what was found before".to_owned(),
            _ => format!("‘{}’", setting_said(&heat.labels[c])),
        };
        match heat.race.standings[candidate] {
            Standing::Open => "not known to keep every bound".to_owned(),
            Standing::Keeps if heat.choice.as_ref().is_some_and(|c| c.best == candidate) => {
                "found".to_owned()
            }
            Standing::Keeps
                if heat.choice.as_ref().is_some_and(|c| c.same.contains(&candidate)) =>
            {
                "the same".to_owned()
            }
            Standing::Keeps => "not told apart".to_owned(),
            Standing::Breaks(b) => format!("breaks: {}", bound_said(&self.objective.keeps[b])),
            Standing::Same(other) => {
                format!("as much as {} in each it ran", of(other))
            }
            Standing::Beaten(by) => format!("beaten by {}", of(by)),
        }
    }
}
