//! A row of a log, whatever the file it stands in.

use super::status::Answer;
use crate::domain::Mode;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The User, as the log calls it.
    pub user: &'a [u8],
    /// The SRV.
    pub srv: &'a [u8],
    /// How it reaches the DSP.
    pub mode: Mode,
    /// How many requests it stands for.
    pub count: u32,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Which submission, 1 or 2.
    pub submission: u32,
    /// Which request.
    pub id: Option<&'a [u8]>,
    /// How it was answered; known where answers are asked for.
    pub answer: Option<Answer>,
    /// When the request's first attempt was made, and when this one was answered; the same.
    pub first: Option<i64>,
    /// The same of its answer.
    pub answered: Option<i64>,
}
