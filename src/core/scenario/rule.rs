//! Rules of which the last that matches holds.
//!
//! Scope: whom a rule is for and what it is of, and which one holds. Left out: what the rules of a list say.
//! Source: `docs/scenarios.md`, section "Keys". Checked by: unit tests here.

use std::ops::Deref;

/// A rule: whom it is for, what it is of, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<T> {
    /// Its name.
    pub id: String,
    /// For each User, whether it is for it.
    pub users: Vec<bool>,
    /// For each SRV, or each stream, of whichever the list's rules are, whether it is of it; empty where they
    /// are of Users alone.
    pub of: Vec<bool>,
    /// What it says.
    pub says: T,
}

/// A list of rules, the last of the file first: the first that matches holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules<T>(Vec<Rule<T>>);

impl<T> Rules<T> {
    /// Rules in the order of the file.
    pub fn new(mut in_file_order: Vec<Rule<T>>) -> Self {
        in_file_order.reverse();
        Self(in_file_order)
    }

    /// What the rule says that holds for `user`, of rules that are of Users alone.
    pub fn of_user(&self, user: usize) -> Option<&T> {
        self.0.iter().find(|rule| rule.users[user]).map(|rule| &rule.says)
    }

    /// What the rule says that holds for `user` and this SRV or stream.
    pub fn of(&self, user: usize, of: usize) -> Option<&T> {
        self.0.iter().find(|rule| rule.users[user] && rule.of[of]).map(|rule| &rule.says)
    }
}

impl<T> Default for Rules<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Rules<T> {
    type Target = [Rule<T>];

    fn deref(&self) -> &[Rule<T>] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_matches_holds() {
        let rule = |says: &'static str, users: [bool; 2], of: [bool; 2]| Rule {
            id: says.to_owned(),
            users: users.to_vec(),
            of: of.to_vec(),
            says,
        };
        let general = rule("general", [true, true], [true, false]);
        let special = rule("special", [false, true], [true, true]);
        let rules = Rules::new(vec![general, special]);
        assert_eq!(rules.of(0, 0), Some(&"general"));
        assert_eq!(rules.of(1, 0), Some(&"special"));
        assert_eq!(rules.of(0, 1), None);
        assert_eq!((rules.of_user(0), rules.of_user(1)), (Some(&"general"), Some(&"special")));
    }
}
