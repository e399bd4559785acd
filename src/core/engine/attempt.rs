//! Attempts of a kind: what the gateway, the backlog and Users' retries hand on.

use crate::domain::Standing;

/// Attempts that are alike in all that matters later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    /// How many.
    pub count: u64,
    /// Index of the cohort.
    pub cohort: u32,
    /// Cell of the request's first submission (of its start, where the DSP started it).
    pub first: u32,
    /// What else has to be known of them.
    pub tag: Tag,
    /// Which attempt of the submission it is, from 1.
    pub attempt: u16,
    /// What happened to them before.
    pub past: Past,
}

/// What stands in the backlog for a request, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StandsFor {
    /// The submission that stands for the request.
    Request,
    /// A submission of a request that the DSP then holds until due (T2).
    Held,
    /// A further copy of a request that another stands for (U2).
    Copy,
}

/// Requests of a kind that joined the backlog in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    /// What joined.
    pub what: Attempt,
    /// What it stands for.
    pub role: StandsFor,
    /// Whether it matters in which cell it is processed.
    pub live: bool,
    /// Which part of its cell it is of: its waits are told with that (C2).
    pub part: u32,
    /// Of what was processed, whether its wait was longer than its target (C2).
    pub late: bool,
}

/// What happened to a request before: to its process (T7), that a warning put it off (M8), and the standing it got when it
/// was first due, which it keeps (C2), as it does, where it is followed, whether the mechanism was active then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Past(u8);

/// Some attempt of the run, and some of this very step, was refused, buffered or repeated.
const RUN: u8 = 1;
const STEP: u8 = 2;
/// A warning put it off.
const PUT_OFF: u8 = 4;
/// It is followed, and was first due while the mechanism was active.
const ACTIVE: u8 = 8;
/// Where the standing begins.
const STANDING: u8 = 16;
/// It was refused, and is of the tagged sample of which waits are told; it was, and is not (C2).
const TAGGED: u8 = 64;
const NOT_TAGGED: u8 = 128;

/// Whether the wait of a request is told (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tagged {
    /// As that of all like it.
    All,
    /// For the sample that it is of.
    Yes,
    /// Not.
    No,
}

impl Past {
    /// A request first due with this standing.
    pub fn new(standing: Standing) -> Self {
        Self(standing as u8 * STANDING)
    }

    /// Its standing.
    pub fn standing(self) -> Standing {
        Standing::ALL[usize::from(self.0 / STANDING % 4)]
    }

    /// Whether its wait is told.
    pub fn tagged(self) -> Tagged {
        match self.0 & (TAGGED | NOT_TAGGED) {
            0 => Tagged::All,
            TAGGED => Tagged::Yes,
            _ => Tagged::No,
        }
    }

    /// The same, tagged or not.
    pub fn tag(self, tagged: Tagged) -> Self {
        let tag = match tagged {
            Tagged::All => 0,
            Tagged::Yes => TAGGED,
            Tagged::No => NOT_TAGGED,
        };
        Self((self.0 % TAGGED) | tag)
    }

    /// The same, with an attempt of this step, hence of the run, refused, buffered or repeated.
    pub fn repeated(self) -> Self {
        Self(self.kept() | RUN | STEP)
    }

    /// The same, put off by a warning.
    pub fn put_off(self) -> Self {
        Self(self.kept() | PUT_OFF)
    }

    /// Whether a warning put it off.
    pub fn is_put_off(self) -> bool {
        self.0 & PUT_OFF > 0
    }

    /// The same, first due while the mechanism was active or not.
    pub fn first_due(self, active: bool) -> Self {
        Self(self.0 & !ACTIVE | if active { ACTIVE } else { 0 })
    }

    /// Whether it is followed, and was first due while the mechanism was active.
    pub fn active(self) -> bool {
        self.0 & ACTIVE > 0
    }

    fn kept(self) -> u8 {
        self.0 - self.0 % ACTIVE
    }

    /// Whether some attempt of the run was refused, buffered or repeated.
    pub fn run(self) -> bool {
        self.0 & RUN > 0
    }

    /// Whether some attempt of this step was.
    pub fn step(self) -> bool {
        self.0 & STEP > 0
    }

    /// What the next step knows of it, which is first due itself.
    pub fn next_step(self) -> Self {
        Self(self.first_due(false).tag(Tagged::All).kept() | self.0 & RUN)
    }
}

/// What else has to be known of attempts: the copies that they are linked to (U2), or that their devices did
/// not answer (G9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag(u32);

const LINK: u32 = 1 << 31;

impl Tag {
    /// Linked to a group of copies.
    pub fn linked(group: u32) -> Self {
        debug_assert!(group < LINK, "fewer groups than there are cells times cohorts");
        Self(LINK | group)
    }

    /// The group of copies.
    pub fn group(self) -> Option<u32> {
        (self.0 & LINK > 0).then_some(self.0 & !LINK)
    }

    /// Not answered, and whenever it was processed at least `off` meters were without power.
    pub fn not_answered(off: u64) -> Self {
        debug_assert!(off > 0, "nobody fails to answer while all have power");
        Self(off.min(u64::from(LINK - 1)) as u32)
    }

    /// That number.
    pub fn least_off(self) -> Option<u64> {
        (self.0 > 0 && self.0 & LINK == 0).then_some(u64::from(self.0))
    }
}

impl Attempt {
    /// First attempts of requests first submitted in `cell`.
    pub fn first(cohort: usize, cell: u64, count: u64) -> Self {
        Self {
            count,
            cohort: cohort as u32,
            first: cell as u32,
            tag: Tag::default(),
            attempt: 1,
            past: Past::default(),
        }
    }

    /// The same, of this standing.
    pub fn standing(self, standing: Standing) -> Self {
        Self { past: Past::new(standing), ..self }
    }

    /// The same, first due while the mechanism was active or not.
    pub fn first_due(self, active: bool) -> Self {
        Self { past: self.past.first_due(active), ..self }
    }

    /// Index of the cohort.
    pub fn of(&self) -> usize {
        self.cohort as usize
    }

    /// Cell of the first submission.
    pub fn first_cell(&self) -> u64 {
        u64::from(self.first)
    }

    /// The same, so many of them.
    pub fn times(self, count: u64) -> Self {
        Self { count, ..self }
    }

    /// The next attempt of a request of which one was refused or repeated.
    pub fn again(self) -> Self {
        Self { attempt: self.attempt + 1, past: self.past.repeated(), ..self }
    }

    /// By what attempts of a cohort are told apart.
    pub fn kind(&self) -> (u16, u32, Tag, Past) {
        (self.attempt, self.first, self.tag, self.past)
    }
}
