//! A figure as a person asks for it on the command line: `never_answered`, `throttled_share of 7.4`.
//!
//! Scope: the words, and whose figure is meant in a scenario. Left out: its value (`evidence`).
//! Checked by: the tests below and `tests/it/commands/size.rs`.

use super::Scenario;
use super::fault::Fault;
use crate::domain::{Figure, Whose};
use serde_json::{Value, json};

/// A figure, and of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureOf {
    /// Which figure.
    pub figure: Figure,
    /// The id of a User, an SRV or a class of messages; of everybody where there is none.
    pub of: Option<String>,
}

impl std::str::FromStr for FigureOf {
    type Err = String;

    /// `FIGURE` or `FIGURE of WHOM`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (word, of) = match text.trim().split_once(" of ") {
            Some((word, of)) => (word.trim(), Some(of.trim().to_owned())),
            None => (text.trim(), None),
        };
        let figure = Figure::ALL.into_iter().find(|f| f.word() == word).ok_or_else(|| {
            let fault = Fault::at("", "", "").did_you_mean(word, Figure::ALL.map(Figure::word));
            let hint = fault.hint.map_or(String::new(), |hint| format!(": {hint}"));
            format!("{word:?} is no figure{hint} (docs/figures.md lists them)")
        })?;
        Ok(Self { figure, of })
    }
}

impl std::fmt::Display for FigureOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.of {
            None => f.write_str(self.figure.word()),
            Some(of) => write!(f, "{} of {of}", self.figure.word()),
        }
    }
}

/// Whose figure it is, and unless it is everybody's the key and id by which an assertion says so.
pub type WhoseAndKey = (Whose, Option<(&'static str, String)>);

/// A key of an assertion, its ids, whose figure it says, and whether it can have a figure.
type OfOne<'a> = (&'static str, Vec<&'a str>, fn(usize) -> Whose, fn(Figure) -> bool);

impl FigureOf {
    /// Whose figure it is in `scenario`, and the key and id by which an assertion says so.
    ///
    /// # Errors
    /// A name that is not there, or one that is that of several, or of what does not have the figure.
    pub fn whose(&self, scenario: &Scenario) -> Result<WhoseAndKey, Fault> {
        let Some(of) = &self.of else { return Ok((Whose::All, None)) };
        let kinds: [OfOne<'_>; 3] = [
            ("user", ids(&scenario.users, |u| &u.id), Whose::User, Figure::of_user),
            ("srv", ids(&scenario.srvs, |s| &s.id), Whose::Srv, Figure::of_srv),
            ("class", scenario.northbound.message_classes(), Whose::Class, Figure::of_class),
        ];
        let places = |id: &str, key: Option<&str>| -> Vec<(usize, usize)> {
            let all = kinds.iter().enumerate().filter(|(_, k)| key.is_none_or(|key| k.0 == key));
            all.filter_map(|(k, kind)| Some((k, kind.1.iter().position(|i| *i == id)?))).collect()
        };
        let mut found = places(of, None);
        let mut id = of.as_str();
        if let (true, Some((key, rest))) = (found.is_empty(), of.split_once(' ')) {
            (found, id) = (places(rest.trim(), Some(key)), rest.trim());
        }
        match found[..] {
            [(k, place)] if kinds[k].3(self.figure) => {
                Ok((kinds[k].2(place), Some((kinds[k].0, id.to_owned()))))
            }
            [(k, _)] => {
                let fitting = Figure::ALL.into_iter().filter(|f| kinds[k].3(*f)).map(Figure::word);
                let fitting = fitting.collect::<Vec<_>>().join(", ");
                let expected = format!("of a {}, one of {fitting}", kinds[k].0);
                Err(Fault::at("", format!("{:?}", self.to_string()), expected))
            }
            [] => {
                let expected = "the id of a User, the number of an SRV, or a class of messages";
                let names = kinds.iter().flat_map(|k| k.1.iter().copied());
                Err(Fault::at("", format!("{of:?}"), expected).did_you_mean(of, names))
            }
            _ => {
                let hint = format!("write `of user {of}`, `of srv {of}` or `of class {of}`");
                let found = format!("{of:?}, which is the name of several");
                Err(Fault::at("", found, "a name that says which").hint(hint))
            }
        }
    }
}

fn ids<T>(list: &[T], id: impl Fn(&T) -> &String) -> Vec<&str> {
    list.iter().map(|item| id(item).as_str()).collect()
}

/// What a figure must keep to.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    /// The figure.
    pub measure: FigureOf,
    /// Whether what is bounded is how much more it is than with today's system on the same traffic.
    pub more_than_today: bool,
    /// Whether the bound is the most that is allowed; else it is the least.
    pub at_most: bool,
    /// The bound, itself allowed, in the figure's unit.
    pub bound: f64,
}

impl std::str::FromStr for Keep {
    type Err = String;

    /// `MEASURE<=X` or `MEASURE>=X`, where MEASURE may end with ` - today`; of a share X may be a percentage.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = ["<=", ">="].iter().find_map(|sign| Some((*sign, text.split_once(*sign)?)));
        let (sign, (measure, bound)) = parts
            .ok_or("expected FIGURE<=X or FIGURE>=X, such as 'throttled_share of 7.4<=0.05' or 'refused.within - today<=0'")?;
        let (measure, more_than_today) = match without_today(measure) {
            Some(measure) => (measure, true),
            None => (measure, false),
        };
        let bound = bound.trim();
        let (number, by) = match bound.strip_suffix('%') {
            Some(number) => (number.trim(), 100.0),
            None => (bound, 1.0),
        };
        let read = number.parse::<f64>().ok().filter(|x| x.is_finite());
        let bound = read.ok_or_else(|| format!("{bound:?} is no number"))? / by;
        let measure: FigureOf = measure.parse()?;
        if by > 1.0 && !measure.figure.is_share() {
            let expected = "a number, since the figure is no share";
            return Err(format!("{measure}: found {number} %, expected {expected}"));
        }
        Ok(Self { measure, more_than_today, at_most: sign == "<=", bound })
    }
}

/// What stands before `- today`. After a name, which may have a dash in it, a space must part them.
fn without_today(measure: &str) -> Option<&str> {
    let before = measure.trim().strip_suffix("today")?.trim_end().strip_suffix('-')?;
    let parted = before.ends_with(char::is_whitespace) || !before.contains(" of ");
    parted.then(|| before.trim_end())
}

impl std::fmt::Display for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.at_most { "≤" } else { "≥" };
        let (x, unit) = match (self.measure.figure.is_share(), self.more_than_today) {
            (true, false) => (self.bound * 100.0, " %"),
            (true, true) => (self.bound * 100.0, " points"),
            (false, _) => (self.bound, ""),
        };
        // To nine places, so that 0.07 × 100 is 7.
        let x = libm::round(x * 1e9) / 1e9;
        let today = if self.more_than_today { " − today" } else { "" };
        write!(f, "{}{today} {sign} {x}{unit}", self.measure)
    }
}

impl Keep {
    /// The same as an assertion of `scenario`, under a name of its own.
    ///
    /// # Errors
    /// As [`FigureOf::whose`].
    pub fn assertion(&self, scenario: &Scenario, id: &str) -> Result<Value, Fault> {
        let (_, of) = self.measure.whose(scenario)?;
        let key = if self.at_most { "at_most" } else { "at_least" };
        let mut form = json!({ "id": id, "mean": self.measure.figure.word(), key: self.bound });
        if self.more_than_today {
            form["more_than"] = "today".into();
        }
        if let Some((key, name)) = of {
            form[key] = name.into();
        }
        Ok(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_said_as_it_is_typed() {
        let keep = "throttled_share of 7.4<=0.05".parse::<Keep>().unwrap();
        assert_eq!(keep.measure.of.as_deref(), Some("7.4"));
        assert_eq!((keep.at_most, keep.bound), (true, 0.05));
        assert_eq!(keep.to_string(), "throttled_share of 7.4 ≤ 5 %");
        assert_eq!(
            "throttled_share <= 7 %".parse::<Keep>().unwrap().to_string(),
            "throttled_share ≤ 7 %"
        );
        assert_eq!("headroom>=-0.1".parse::<Keep>().unwrap().to_string(), "headroom ≥ -10 %");
        assert_eq!("never_answered of british-gas <=100".parse::<Keep>().unwrap().bound, 100.0);
    }

    #[test]
    fn a_bound_on_what_is_more_than_today_says_so() {
        for text in ["refused.within - today <= 0", "refused.within-today<=0"] {
            let keep = text.parse::<Keep>().unwrap();
            assert!(keep.more_than_today && keep.measure.of.is_none(), "{text}");
            assert_eq!(keep.to_string(), "refused.within − today ≤ 0");
        }
        let keep = "throttled_share of north-today - today<=5%".parse::<Keep>().unwrap();
        assert_eq!(keep.to_string(), "throttled_share of north-today − today ≤ 5 points");
        let named = "throttled of north-today<=5".parse::<Keep>().unwrap();
        assert_eq!(
            (named.measure.of.as_deref(), named.more_than_today),
            (Some("north-today"), false)
        );
    }

    #[test]
    fn what_is_no_bound_is_refused_in_words() {
        for bad in [
            "never_answered",
            "never_answered<100",
            "never_answered<=",
            "never_answered<=many",
            "never_answere<=1",
            "<=1",
            "never_answered<=NaN",
            "never_answered<=5%",
        ] {
            assert!(bad.parse::<Keep>().is_err(), "{bad}");
        }
        assert!(
            "never_answere<=1"
                .parse::<Keep>()
                .unwrap_err()
                .contains("did you mean `never_answered`")
        );
    }
}
