//! The kinds of requests that a log holds, numbered in the order in which they first came.

use super::row::Row;
use super::{Kind, Wrong};
use crate::domain::Mode;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Kinds, each with the keys of the parts of a half-hour.
#[derive(Debug)]
pub struct Kinds {
    all: Vec<Kind>,
    /// Which they are, by what they are.
    known: HashTable<u32>,
    /// Parts of a half-hour.
    grains: u32,
}

impl Kinds {
    /// None yet, of half-hours of so many parts.
    pub fn new(grains: u32) -> Self {
        Self { all: Vec::new(), known: HashTable::new(), grains }
    }

    /// Which kind `row` is of, where one like it came before.
    #[inline]
    pub fn of(&self, row: &Row<'_>) -> Option<u32> {
        let same = |kind: &u32| {
            let kind = &self.all[*kind as usize];
            (kind.user.as_bytes(), kind.srv.as_bytes(), kind.mode) == (row.user, row.srv, row.mode)
        };
        self.known.find(hash_of(row.user, row.srv, row.mode), same).copied()
    }

    /// The same of any row.
    #[inline]
    pub fn of_any(&mut self, row: &Row<'_>) -> Result<u32, Wrong> {
        self.of(row).map_or_else(|| self.add(row), Ok)
    }

    /// The key of part `grain` of a half-hour, of `kind`.
    #[inline]
    pub fn key(&self, kind: u32, grain: u32) -> u32 {
        kind * self.grains + grain
    }

    /// All kinds.
    pub fn all(self) -> Vec<Kind> {
        self.all
    }

    fn add(&mut self, row: &Row<'_>) -> Result<u32, Wrong> {
        let text = |field: &[u8]| {
            let text = std::str::from_utf8(field).map(str::to_owned);
            text.map_err(|_| Wrong::not_text())
        };
        let kind = self.all.len() as u32;
        if kind.checked_add(1).and_then(|all| all.checked_mul(self.grains)).is_none() {
            return Err(Wrong::of_file(format!("{kind} kinds of User, SRV and mode"), "fewer"));
        }
        let (user, srv) = (text(row.user)?, text(row.srv)?);
        self.all.push(Kind { user, srv, mode: row.mode });
        let all = &self.all;
        self.known.insert_unique(hash_of(row.user, row.srv, row.mode), kind, |kind| {
            let kind = &all[*kind as usize];
            hash_of(kind.user.as_bytes(), kind.srv.as_bytes(), kind.mode)
        });
        Ok(kind)
    }
}

/// A number for a User, an SRV and a mode together.
pub fn hash_of(user: &[u8], srv: &[u8], mode: Mode) -> u64 {
    FixedState::default().hash_one((user, srv, mode as u8))
}
