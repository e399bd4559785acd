//! Lists of the file: things with ids, rules, and ids that mean one or some of a list.

use super::super::fault::MOST_SHOWN;
use super::super::form::{HasId, SelectForm};
use super::super::json::escape;
use super::super::{Rule, Rules, is_formula, steers};
use super::{Fault, Reading, indices};
use crate::domain::User;
use std::collections::BTreeSet;

impl Reading<'_> {
    /// What `read` makes of each of a list of named things and its path.
    pub(super) fn each<F: HasId, T>(
        &mut self,
        list: &str,
        forms: &[F],
        mut read: impl FnMut(&mut Self, &str, &F) -> T,
    ) -> Vec<T> {
        self.ids(list, forms);
        let path = |form: &F| format!("{list}/{}", escape(form.id()));
        forms.iter().map(|form| read(self, &path(form), form)).collect()
    }

    /// The rules of a list, as far as they can be read.
    pub(super) fn rules<F: HasId, T>(
        &mut self,
        list: &str,
        forms: &[F],
        read: impl FnMut(&mut Self, &str, &F) -> Option<Rule<T>>,
    ) -> Rules<T> {
        Rules::new(self.each(list, forms, read).into_iter().flatten().collect())
    }

    /// Ids of a list: plain text, each once.
    pub(super) fn ids(&mut self, path: &str, list: &[impl HasId]) {
        let mut seen = BTreeSet::new();
        for id in list.iter().map(HasId::id) {
            let at = format!("{path}/{}", escape(id));
            if id.is_empty() || id.chars().count() > 80 || id.chars().any(steers) {
                self.wrong(
                    &at,
                    format!("the id {id:?}"),
                    "1 to 80 characters, none that steers a terminal or the direction of a line",
                );
            } else if is_formula(id) {
                let fault = Fault::at(&at, format!("the id {id:?}"), "another first character");
                self.fault(fault.hint("a spreadsheet would take it for a formula"));
            }
            if !seen.insert(id) {
                self.wrong(&at, "an id given twice", "each id once");
            }
        }
    }

    /// What was found; a fault is noted.
    pub(super) fn noted<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        found.map_err(|fault| self.fault(fault)).ok()
    }

    /// For each User, whether the selection `users` of what stands at `path` means it.
    pub(super) fn select(&mut self, path: &str, form: &SelectForm) -> Vec<bool> {
        for (key, ids) in [("ids", &form.ids), ("except", &form.except)] {
            if ids.is_empty() {
                continue;
            }
            let known: BTreeSet<&str> = self.users.iter().map(|u| u.id.as_str()).collect();
            let unknown: Vec<usize> =
                (0..ids.len()).filter(|i| !known.contains(&*ids[*i])).collect();
            for i in unknown {
                let id = &ids[i];
                let at = format!("{path}/users/{key}/{i}");
                let mut fault = Fault::at(at, format!("{id:?}"), "the id of a User");
                // Faults that are not shown need no hint.
                if self.faults.len() < MOST_SHOWN {
                    fault = fault.did_you_mean(id, self.users.iter().map(|u| u.id.as_str()));
                }
                self.fault(fault);
            }
        }
        let wanted: BTreeSet<&str> = form.ids.iter().map(String::as_str).collect();
        let barred: BTreeSet<&str> = form.except.iter().map(String::as_str).collect();
        let fits = |u: &User| {
            (form.categories.is_empty() || form.categories.contains(&u.category))
                && (form.roles.is_empty() || u.roles.iter().any(|r| form.roles.contains(r)))
                && (wanted.is_empty() || wanted.contains(&*u.id))
                && !barred.contains(&*u.id)
        };
        self.users.iter().map(fits).collect()
    }

    /// The Users whom the selection `users` of what stands at `path` means, of whom there must be some.
    pub(super) fn select_some(&mut self, path: &str, form: &SelectForm) -> Vec<usize> {
        let known = self.faults.len();
        let chosen = indices(&self.select(path, form));
        if chosen.is_empty() && self.faults.len() == known {
            let expected = "a selection that at least one User fits";
            self.wrong(format!("{path}/users"), "no User fits", expected);
        }
        chosen
    }

    /// The SRV of that number.
    pub(super) fn srv(&mut self, path: &str, id: &str) -> Option<usize> {
        let numbers = self.srvs.iter().map(|s| s.id.as_str());
        self.noted(place_of(path, id, numbers, "the number of an SRV in /srvs"))
    }

    /// The SRVs of those numbers.
    pub(super) fn srv_list(&mut self, path: &str, ids: &[String]) -> Vec<usize> {
        ids.iter().enumerate().filter_map(|(i, id)| self.srv(&format!("{path}/{i}"), id)).collect()
    }

    /// For each SRV, whether the list `srvs` of what stands at `path` means it: every one where it is empty.
    pub(super) fn srvs_or_all(&mut self, path: &str, ids: &[String]) -> Vec<bool> {
        let chosen: BTreeSet<usize> =
            self.srv_list(&format!("{path}/srvs"), ids).into_iter().collect();
        (0..self.srvs.len()).map(|s| ids.is_empty() || chosen.contains(&s)).collect()
    }

    /// For each stream, whether the list `streams` of what stands at `path` means it: every one where it is empty.
    pub(super) fn streams_or_all(&mut self, path: &str, ids: &[String]) -> Vec<bool> {
        let recorded = self.streams.iter().map(|s| s.id.as_str());
        let known: BTreeSet<&str> =
            self.file.traffic.streams.iter().map(|s| s.id.as_str()).chain(recorded).collect();
        for (i, id) in ids.iter().enumerate().filter(|(_, id)| !known.contains(id.as_str())) {
            let fault =
                Fault::at(format!("{path}/streams/{i}"), format!("{id:?}"), "the id of a stream");
            self.fault(fault.did_you_mean(id, known.iter().copied()));
        }
        let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        self.streams.iter().map(|s| wanted.is_empty() || wanted.contains(s.id.as_str())).collect()
    }
}

/// The place of `id`, which stands at `path`, among `ids`.
pub(super) fn place_of<'a>(
    path: &str,
    id: &str,
    ids: impl Iterator<Item = &'a str> + Clone,
    expected: &str,
) -> Result<usize, Fault> {
    let place = ids.clone().position(|known| known == id);
    place.ok_or_else(|| Fault::at(path, format!("{id:?}"), expected).did_you_mean(id, ids))
}
