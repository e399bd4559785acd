//! What is said of a log on the command line.

use headroom_core::domain::Span;
use std::str::FromStr;

/// A name, and what it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named(pub String, pub String);

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, is) = text.split_once('=').ok_or("expected COLUMN=NAME")?;
        Ok(Self(name.to_owned(), is.to_owned()))
    }
}

/// A length of time that divides a half-hour, as a scenario says it.
pub fn part_of_half_hour(text: &str) -> Result<Span, String> {
    let read = serde_json::from_value::<Span>(text.into()).map_err(|e| e.to_string())?;
    let half_hour = Span::from_s(1_800);
    match read.ms() > 0 && half_hour.is_multiple_of(read) {
        true => Ok(read),
        false => Err("expected a length that divides a half-hour".to_owned()),
    }
}
