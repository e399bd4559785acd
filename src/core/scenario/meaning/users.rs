//! Users.

use super::super::form::File;
use super::super::json::escape;
use super::{Fault, Reading};
use crate::domain::User;

/// Most of anything in a list: ten thousand Users with forty streams each is far beyond any study.
const MOST_USERS: usize = 20_000;

impl Reading {
    pub(super) fn users(&mut self, file: &File) {
        self.ids("/users", file.users.iter().map(|u| u.id.as_str()));
        if file.users.is_empty() || file.users.len() > MOST_USERS {
            let found = format!("{} Users", file.users.len());
            self.fault(Fault::at("/users", found, format!("1 to {MOST_USERS} Users")));
        }
        for user in &file.users {
            let name = user.name.as_deref().unwrap_or_default();
            self.plain(&format!("/users/{}/name", escape(&user.id)), name);
        }
        let users = file.users.iter().map(|u| User {
            id: u.id.clone(),
            name: u.name.clone().unwrap_or_else(|| u.id.clone()),
            category: u.category,
            roles: u.roles.clone(),
            portfolio: u.portfolio,
            day_cv: u.day_cv.unwrap_or(file.traffic.day_cv),
        });
        self.users = users.collect();
    }
}
