//! How a recorded attempt was answered: an HTTP status, or a word where there is none.

use super::Wrong;
use super::digits::shown;

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was taken.
    Accepted,
    /// It may come again.
    Refused,
    /// It was refused for good.
    Ended,
    /// It met no service.
    WithoutService,
}

const WORDS: [(&[u8], Answer); 2] =
    [(b"quarantined", Answer::Ended), (b"unavailable", Answer::WithoutService)];

impl Answer {
    /// What `status` says.
    ///
    /// # Errors
    /// Neither a status nor a word that is known.
    pub fn of(status: &[u8]) -> Result<Self, Wrong> {
        let word = WORDS.iter().find(|(word, _)| *word == status).map(|(_, answer)| *answer);
        word.or_else(|| code_of(status).map(Self::of_code)).ok_or_else(|| {
            let expected = "an HTTP status of three digits, what stands behind a space being left aside (200, 503 full), quarantined or unavailable";
            Wrong::of_file(shown(status), expected)
        })
    }

    fn of_code(code: u32) -> Self {
        match code {
            429 | 503 => Self::Refused,
            502 | 504 => Self::WithoutService,
            _ => Self::Accepted,
        }
    }
}

/// The HTTP status that begins `status`; 503.0 is one, as what takes all numbers for decimal ones writes it.
fn code_of(status: &[u8]) -> Option<u32> {
    let (code, rest) = status.split_at_checked(3)?;
    let code = std::str::from_utf8(code).ok()?.parse().ok()?;
    let ends = rest.is_empty() || rest.starts_with(b" ") || rest == b".0";
    (ends && (100..600).contains(&code)).then_some(code)
}
