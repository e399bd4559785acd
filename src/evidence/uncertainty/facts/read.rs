//! A file of published facts, read: all of its faults at once.
//!
//! Left out: what a fact says of draws (`facts.rs`). Source: C6. Checked by: the tests below, `tests/it/studies/uncertainty.rs`.

use super::Observation;
use headroom_core::scenario::{Fault, Faults, FigureOf};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// The facts of the file `text`, or those that come with headroom.
///
/// # Errors
/// Whatever in it is no fact, by the place in the file.
pub fn observations(text: Option<&str>) -> Result<Vec<Observation>, Faults> {
    let text = text.unwrap_or(include_str!("../../../../data/observations/gb.json"));
    let file: Value = serde_json::from_str(text)
        .map_err(|e| Faults::from(Fault::at("", e.to_string(), "JSON")))?;
    let listed = file.as_object().filter(|all| all.len() == 1).and_then(|all| all.get("facts"));
    let Some(listed) = listed.and_then(Value::as_array) else {
        let expected = "`facts`, a list, and nothing else";
        let fault = Fault::at("", "another form", expected).hint("docs/studies.md has the form");
        return Err(fault.into());
    };
    let (mut facts, mut faults, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (place, form) in listed.iter().enumerate() {
        match Observation::deserialize(form) {
            Err(e) => {
                let fault = Fault::at(format!("/facts/{place}"), e.to_string(), "a fact");
                faults.push(fault.hint("docs/studies.md has the form"));
            }
            Ok(fact) => {
                faults.extend(unfit(&fact, form, place, ids.insert(fact.id.clone())));
                facts.push(fact);
            }
        }
    }
    if faults.is_empty() { Ok(facts) } else { Err(Faults(faults)) }
}

/// What cannot be so of a fact.
fn unfit(fact: &Observation, form: &Value, place: usize, first: bool) -> Vec<Fault> {
    let at = |key: &str| format!("/facts/{place}/{key}");
    let mut all = Vec::new();
    if fact.id.trim().is_empty() || !first {
        all.push(Fault::at(at("id"), format!("{:?}", fact.id), "a name that no other fact has"));
    }
    if let Some([from, to]) = &fact.days
        && !(is_day(from) && is_day(to) && from <= to)
    {
        let expected =
            "its first and its last day, such as 2022-07-01, the first not after the last";
        all.push(Fault::at(at("days"), format!("{from:?} and {to:?}"), expected));
    }
    for (key, x) in [("tolerance", fact.tolerance), ("discrepancy", fact.discrepancy)] {
        if !(x.is_finite() && x >= 0.0) {
            all.push(Fault::at(at(key), x.to_string(), "a standard deviation, 0 or more"));
        }
    }
    let Some(figure) = &fact.figure else { return all };
    if let Err(why) = figure.parse::<FigureOf>() {
        all.push(Fault::at(at("figure"), why, "a figure of docs/figures.md"));
    }
    if form.get("value").is_none() {
        all.push(Fault::at(at("value"), "nothing", "the figure's value, in its unit"));
    }
    if fact.tolerance == 0.0 && fact.discrepancy == 0.0 {
        let found = "nothing, and no discrepancy";
        let expected = "how far the published value may be from the true one, or the model from it";
        all.push(Fault::at(at("tolerance"), found, expected));
    }
    all
}

/// Whether a day is written as days are held against those of a scenario: year, month and day, each with its digits.
fn is_day(text: &str) -> bool {
    let digits = |(place, c): (usize, char)| match place {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    text.chars().count() == 10 && text.chars().enumerate().all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn c6_a_file_of_facts_tells_all_of_its_faults_by_their_places() {
        let fact = |more: Value| {
            let mut fact = json!({
                "id": "f", "says": "So many.", "source": "a test", "date": "that day", "cause": "known",
                "why": "it is so", "figure": "rejected", "value": 1.0, "tolerance": 1.0,
            });
            for (key, value) in more.as_object().expect("an object") {
                fact[key] = value.clone();
            }
            fact
        };
        let places = |facts: Vec<Value>| {
            let text = json!({ "facts": facts }).to_string();
            let found = observations(Some(&text));
            found.map_or_else(|all| all.0.into_iter().map(|f| f.path).collect(), |_| Vec::new())
        };
        assert!(places(vec![fact(json!({}))]).is_empty());
        let mut no_value = fact(json!({ "id": "g" }));
        no_value.as_object_mut().expect("an object").remove("value");
        let found = places(vec![
            fact(json!({ "tolerance": -1.0 })),
            fact(json!({ "figure": "rejcted" })),
            no_value,
            fact(json!({ "id": "h", "days": ["2022-07-02", "2022-07-01"] })),
            fact(json!({ "id": "i", "tolerance": 0.0 })),
            json!({ "id": "j" }),
        ]);
        let expected = [
            "/facts/0/tolerance",
            "/facts/1/id",
            "/facts/1/figure",
            "/facts/2/value",
            "/facts/3/days",
            "/facts/4/tolerance",
            "/facts/5",
        ];
        assert_eq!(found, expected);
        for text in ["[]", "{}", "{\"facts\": [], \"more\": 1}", "no JSON"] {
            assert_eq!(observations(Some(text)).unwrap_err().0.len(), 1, "{text}");
        }
        assert!(observations(None).expect("ours").len() >= 10);
    }
}
