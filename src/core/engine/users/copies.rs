//! U2: requests of which more than one copy is on its way.
//!
//! A group is requests that were alike when the User resubmitted them. One copy of each is in the
//! backlog and, first in first out, is processed before any later one, so it decides its request. Of each
//! request one further copy is the latest: it is coming, in the backlog or in a buffer, or the User has
//! stopped. Which requests of a group are processed first is a uniformly random choice, since a cell's order in the
//! backlog is; so when some are, their latest copies are dealt among those places.

use crate::engine::attempt::{Attempt, Tag};
use crate::random::{Draws, deal};
use std::collections::VecDeque;

/// Where the latest copies of a group's requests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// They come to the gateway in this cell.
    Coming(u64),
    /// They were admitted in this cell.
    Admitted(u64),
    /// They went into a buffer in this cell.
    Buffered(u64),
    /// There is none: the User waits for the copy it has.
    Stopped,
}

/// A place and an attempt in one number, since a group has up to as many as cells in which retries come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(u64);

impl Place {
    fn new(at: Where, attempt: u16) -> Self {
        let (kind, cell) = match at {
            Where::Coming(cell) => (0, cell),
            Where::Admitted(cell) => (1, cell),
            Where::Buffered(cell) => (2, cell),
            Where::Stopped => (3, 0),
        };
        // No run is so long: what comes later does not come.
        Self(kind << 62 | cell.min((1 << 46) - 1) << 16 | u64::from(attempt))
    }

    fn at(self) -> Where {
        let cell = self.0 << 2 >> 18;
        match self.0 >> 62 {
            0 => Where::Coming(cell),
            1 => Where::Admitted(cell),
            2 => Where::Buffered(cell),
            _ => Where::Stopped,
        }
    }

    fn attempt(self) -> u16 {
        self.0 as u16
    }
}

/// Latest copies of a group: where and which attempt, how many.
#[derive(Clone, Copy, Debug)]
struct CopiesAt {
    place: Place,
    count: u64,
}

#[derive(Clone, Debug, Default)]
struct Group {
    places: Vec<CopiesAt>,
    /// How many of its requests are not decided yet.
    alive: u64,
    /// What its requests' tag was before.
    tag: Tag,
}

/// All groups of a run of which some request is not decided.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// The oldest first, as they are decided: of one that is, nothing is left.
    groups: VecDeque<Group>,
    /// The number of the next one.
    next: u32,
    /// Requests of which another copy is on its way.
    alive: u64,
}

impl Copies {
    /// A new group, of requests like `a` in the backlog; the result is their tag.
    pub fn group(&mut self, a: &Attempt) -> Tag {
        self.alive += a.count;
        let number = self.next;
        self.next += 1;
        self.groups.push_back(Group { places: Vec::new(), alive: a.count, tag: a.tag });
        Tag::linked(number)
    }

    /// The group of that `number`, if it is not decided.
    #[inline]
    fn of(&mut self, number: u32) -> Option<&mut Group> {
        let first = self.next - self.groups.len() as u32;
        let group = self.groups.get_mut(number.checked_sub(first)? as usize)?;
        (group.alive > 0).then_some(group)
    }

    /// The latest copies of `count` requests of `group` are in a place.
    pub fn put(&mut self, group: u32, at: Where, attempt: u16, count: u64) {
        // Copies of a group that is decided are wanted nowhere.
        let Some(Group { places, .. }) = self.of(group).filter(|_| count > 0) else {
            return;
        };
        let place = Place::new(at, attempt);
        match places.iter_mut().find(|p| p.place == place) {
            Some(known) => known.count += count,
            None => places.push(CopiesAt { place, count }),
        }
    }

    /// Takes the latest copies from a place: those that are still wanted.
    pub fn take(&mut self, group: u32, at: Where, attempt: u16) -> u64 {
        let Some(Group { places, .. }) = self.of(group) else {
            return 0;
        };
        let place = Place::new(at, attempt);
        let found = places.iter().position(|p| p.place == place);
        found.map_or(0, |i| places.swap_remove(i).count)
    }

    /// Of the group's requests as many as `a` are decided: their latest copies are no longer wanted, `gone` hears
    /// which. The result are the requests, by the attempts made.
    pub fn decide(
        &mut self,
        draws: &mut Draws,
        number: u32,
        a: &Attempt,
        mut gone: impl FnMut(Where, u16, u64),
    ) -> Vec<Attempt> {
        let group = self.of(number).expect("some of its requests are not decided");
        let counts: Vec<u64> = group.places.iter().map(|p| p.count).collect();
        let mut taken = Vec::new();
        deal(draws, &counts, a.count, &mut taken);
        let mut decided = Vec::new();
        for (place, &n) in group.places.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
            place.count -= n;
            let (at, attempt) = (place.place.at(), place.place.attempt());
            gone(at, attempt, n);
            let made = attempt - u16::from(matches!(at, Where::Coming(_)));
            decided.push(Attempt { count: n, tag: group.tag, attempt: made, ..*a });
        }
        group.places.retain(|p| p.count > 0);
        group.alive -= a.count;
        if group.alive == 0 {
            *group = Group::default();
        }
        self.alive -= a.count;
        while self.groups.front().is_some_and(|g| g.alive == 0) {
            self.groups.pop_front();
        }
        decided
    }

    /// Whether no request has another copy on its way.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Keys, Purpose};

    #[test]
    fn u2_the_latest_copies_of_decided_requests_are_withdrawn_wherever_they_are() {
        let mut copies = Copies::default();
        let tag = copies.group(&Attempt::first(0, 0, 10));
        let group = tag.group().expect("linked");
        copies.put(group, Where::Coming(7), 2, 6);
        copies.put(group, Where::Admitted(5), 2, 3);
        copies.put(group, Where::Stopped, 2, 1);
        let mut draws = Keys::new(1, 0).draws(Purpose::Copies, 0, 0);
        let mut gone = 0;
        let decided =
            copies.decide(&mut draws, group, &Attempt::first(0, 0, 4), |_, _, n| gone += n);
        assert_eq!(decided.iter().map(|a| a.count).sum::<u64>(), 4);
        let coming = copies.take(group, Where::Coming(7), 2);
        let left = coming
            + copies.take(group, Where::Admitted(5), 2)
            + copies.take(group, Where::Stopped, 2);
        assert_eq!((gone, left), (4, 6));
        assert_eq!(copies.take(group, Where::Coming(7), 2), 0, "taken once");
    }
}
