//! Users.

use super::super::json::escape;
use super::Reading;
use crate::domain::User;
use std::collections::BTreeMap;

impl Reading<'_> {
    pub(super) fn users(&mut self) {
        self.ids("/users", &self.file.users);
        for user in &self.file.users {
            let name = user.name.as_deref().unwrap_or_default();
            let path = format!("/users/{}", escape(&user.id));
            self.plain(&format!("{path}/name"), name);
            for (i, former) in user.formerly.iter().enumerate() {
                self.plain(&format!("{path}/formerly/{i}"), former);
            }
        }
        self.names();
        self.charges();
        let users = self.file.users.iter().map(|u| User {
            id: u.id.clone(),
            name: u.name.clone().unwrap_or_else(|| u.id.clone()),
            formerly: u.formerly.clone(),
            charge_share: u.charge_share,
            category: u.category,
            roles: u.roles.clone(),
            portfolio: u.portfolio,
            day_cv: u.day_cv.unwrap_or(self.file.traffic.day_cv),
            slot_cv: u.slot_cv.unwrap_or(self.file.traffic.slot_cv),
        });
        self.users = users.collect();
    }

    /// A report calls Users by name, so that everybody needs one of their own.
    fn names(&mut self) {
        let plain = |name: &str| name.trim().to_lowercase();
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        known.extend(self.file.users.iter().map(|u| (plain(&u.id), u.id.as_str())));
        let mut faults = Vec::new();
        for user in &self.file.users {
            let Some(name) = &user.name else { continue };
            let path = format!("/users/{}/name", escape(&user.id));
            if name.trim().is_empty() {
                faults.push((path, format!("{name:?}"), "a name, or none: the id then".to_owned()));
                continue;
            }
            match known.insert(plain(name), &user.id).filter(|other| *other != user.id) {
                None => {}
                Some(other) => {
                    let expected = format!("a name of its own: {other} is called so too");
                    faults.push((path, format!("{name:?}"), expected));
                }
            }
        }
        for (path, found, expected) in faults {
            self.wrong(path, found, expected);
        }
    }

    /// Shares of charges are of all of them.
    fn charges(&mut self) {
        // As far as numbers of a file are written.
        const ROUNDING: f64 = 1e-9;
        let all: f64 = self.file.users.iter().filter_map(|u| u.charge_share).sum();
        if all > 1.0 + ROUNDING {
            let found = format!("shares of charges that add up to {all}");
            self.wrong("/users", found, "at most 1: `charge_share` is of everybody's charges");
        }
    }
}
