//! Users.

use super::super::json::escape;
use super::Reading;
use crate::domain::User;

/// Most of anything in a list: ten thousand Users with forty streams each is far beyond any study.
const MOST_USERS: usize = 20_000;

impl Reading<'_> {
    pub(super) fn users(&mut self) {
        self.ids("/users", &self.file.users);
        if self.file.users.is_empty() || self.file.users.len() > MOST_USERS {
            let found = format!("{} Users", self.file.users.len());
            self.wrong("/users", found, format!("1 to {MOST_USERS} Users"));
        }
        for user in &self.file.users {
            let name = user.name.as_deref().unwrap_or_default();
            self.plain(&format!("/users/{}/name", escape(&user.id)), name);
        }
        let users = self.file.users.iter().map(|u| User {
            id: u.id.clone(),
            name: u.name.clone().unwrap_or_else(|| u.id.clone()),
            category: u.category,
            roles: u.roles.clone(),
            portfolio: u.portfolio,
            day_cv: u.day_cv.unwrap_or(self.file.traffic.day_cv),
            slot_cv: u.slot_cv.unwrap_or(self.file.traffic.slot_cv),
        });
        self.users = users.collect();
    }
}
