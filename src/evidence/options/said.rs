//! Options in sentences and small tables, ranked: whom each leaves without an answer, what it costs, and what an outage hour
//! must be worth for that.

use super::{OBJECTIVE, OptionsSeen, Priced};
use crate::evidence::interval::Interval;
use crate::evidence::table::SmallTable;
use crate::evidence::words::{
    borne, cell, decimals, differs, is_clear, listed, no_difference, said, signed_cells, thousands,
};
use headroom_core::domain::{Category, Figure};

impl OptionsSeen {
    /// Which leaves fewest never answered, what cannot be told apart from it, and where a cost breaks even.
    pub fn sentences(&self) -> Vec<String> {
        let mut all = vec![self.best()];
        all.extend(self.break_even());
        let none: Vec<&str> =
            self.options.iter().filter(|o| o.gbp.is_none()).map(|o| o.name.as_str()).collect();
        if !none.is_empty() {
            all.push(format!("No cost is given for: {}.", none.join("; ")));
        }
        all
    }

    /// The options, the fewest never answered first.
    pub fn ranked(&self) -> Vec<&Priced> {
        let mut all: Vec<&Priced> = self.options.iter().collect();
        all.sort_by_key(|o| o.rank);
        all
    }

    /// Those held against: today's system, or the first option where none is that.
    fn reference(&self) -> &Priced {
        &self.options[self.today.unwrap_or(0)]
    }

    fn best(&self) -> String {
        let (ranked, each) = (self.ranked(), self.each);
        let (best, reference) = (ranked[0], self.reference());
        let ties: Vec<String> =
            ranked.iter().filter(|o| o.ties()).map(|o| format!("‘{}’", o.name)).collect();
        let tied = match ties.as_slice() {
            [] => String::new(),
            all if all.len() + 1 == self.options.len() => {
                "; no other option can be told apart from it".to_owned()
            }
            [_, _, _, ..] => format!("; {} other options cannot be told apart from it", ties.len()),
            all => format!("; cannot be told apart from it: {}", listed(all)),
        };
        let never = said(best.never_answered.mean);
        if best.id == reference.id || reference.ties() {
            return format!(
                "No option clearly leaves fewer requests, not above by own sending, never answered than ‘{}’: {} a {each}{tied}.",
                reference.name,
                said(reference.never_answered.mean)
            );
        }
        let fewer = reference.behind.as_ref().map_or(String::new(), |behind| {
            let fewer = Interval {
                mean: -behind.mean,
                ci_low: behind.ci_high.map(|x| -x),
                ci_high: behind.ci_low.map(|x| -x),
                ..*behind
            };
            format!(", {}", differs(OBJECTIVE, &fewer))
        });
        format!(
            "Fewest requests, not above by own sending, are never answered with ‘{}’: {never} a {each}, {} with ‘{}’{fewer}{tied}.",
            best.name,
            said(reference.never_answered.mean),
            reference.name
        )
    }

    /// What an outage hour must be worth for a cost to pay.
    fn break_even(&self) -> Option<String> {
        self.options.iter().any(|o| o.gbp.is_some_and(|gbp| gbp.1 > 0.0)).then_some(())?;
        let each = self.each;
        let mut paying: Vec<(f64, &Priced)> =
            self.options.iter().filter_map(|o| Some((o.breaks_even_gbp()?.0, o))).collect();
        paying.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(match (paying.first(), self.today) {
            (_, None) => {
                "No option is today's system: no outage hours avoided can be said.".to_owned()
            }
            (None, _) => format!(
                "None of those with a cost clearly avoids an outage in a {each}: there is no outage hour to set the cost against."
            ),
            (Some((_, o)), _) => format!(
                "Of those with a cost, ‘{}’ breaks even in one {each} at the lowest value of an outage hour: if that is worth {} or more (it avoids {} h against today's system).",
                o.name,
                o.even(),
                decimals(o.hours_avoided().unwrap_or_default())
            ),
        })
    }

    /// A row for each option, ranked.
    pub fn table(&self) -> SmallTable {
        let held = self.options.iter().any(|o| o.quarantined > 0.0);
        let down = self.options.iter().any(|o| o.outage_s.mean > 0.0);
        let row = |o: &&Priced| {
            let [more, ends] = o.more.map(|m| signed_cells(OBJECTIVE, &m)).unwrap_or_default();
            let mut row = vec![
                o.name.clone(),
                o.place(),
                o.cost(),
                cell(OBJECTIVE, borne(o.never_answered.mean, &o.never_answered)),
                more,
                ends,
            ];
            row.extend(held.then(|| thousands(o.quarantined)));
            if down {
                row.push(decimals(o.outage_s.mean / 3_600.0));
                row.push(o.avoided());
                row.push(o.even());
            }
            row
        };
        let mut head = vec![
            "option",
            "rank",
            "cost",
            "never answered, not above",
            "more than the first",
            "95 % interval",
        ];
        head.extend(held.then_some("attempts quarantined"));
        if down {
            head.extend([
                "without service, h",
                "avoided against today, h",
                "breaks even, £ an outage hour",
            ]);
        }
        SmallTable {
            head: head.into_iter().map(str::to_owned).collect(),
            rows: self.ranked().iter().map(row).collect(),
            words: 3,
        }
    }

    /// What falls on whom: requests never answered, not above by own sending, by category.
    pub fn by_category(&self) -> SmallTable {
        let mut head = vec!["never answered, not above, of".to_owned()];
        head.extend(Category::ALL.map(|c| c.word().replace('_', " ")));
        let row = |(n, o): (usize, &Priced)| {
            let cell = |c: Category| {
                let burden = self.burdens.iter().find(|b| b.option == n && b.category == c);
                burden.map_or("–".to_owned(), |b| thousands(b.counts[3]))
            };
            std::iter::once(o.name.clone()).chain(Category::ALL.map(cell)).collect()
        };
        SmallTable { head, rows: self.options.iter().enumerate().map(row).collect(), words: 1 }
    }
}

impl Priced {
    /// Its rank; what cannot be told apart from the best is first too.
    fn place(&self) -> String {
        if self.ties() { "not told apart".to_owned() } else { self.rank.to_string() }
    }

    /// What it costs, in words.
    pub fn cost(&self) -> String {
        match self.gbp {
            None => "no cost given".to_owned(),
            Some((low, high)) if low == high => format!("£{}", thousands(low)),
            Some((low, high)) => format!("£{} to £{}", thousands(low), thousands(high)),
        }
    }

    /// Hours of outage avoided, in a cell.
    fn avoided(&self) -> String {
        match self.more_outage_s.as_ref() {
            None => "–".to_owned(),
            Some(i) if no_difference(Figure::OutageS, i) => "0".to_owned(),
            Some(i) if !is_clear(Figure::OutageS, i) => "not clear".to_owned(),
            Some(i) => format!("{:.2}", -i.mean / 3_600.0).replace('-', "−"),
        }
    }

    /// What an outage hour must be worth, in words.
    fn even(&self) -> String {
        match self.breaks_even_gbp() {
            None => "–".to_owned(),
            Some((low, high)) if low == high => format!("£{}", said(three_figures(low))),
            Some((low, high)) => {
                format!("£{} to £{}", said(three_figures(low)), said(three_figures(high)))
            }
        }
    }
}

/// To three figures: the hours bear no more.
fn three_figures(x: f64) -> f64 {
    let unit = libm::pow(10.0, libm::floor(libm::log10(x.max(1.0))) - 2.0);
    libm::round(x / unit) * unit
}
