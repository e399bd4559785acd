//! Events that happen by chance: how often, when, and what of them is drawn.

use super::super::form::{DrawnForm, EventForm, OccursForm, TimeForm};
use super::super::json::escape;
use super::super::words::RangeEnd;
use super::super::{Drawn, Ends, HowOften, Occurring, Range, TimeOfDay, schema};
use super::{Fault, Reading};
use crate::domain::Span;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeSet;

/// Parts of an event that are not drawn by `values`.
const NOT_DRAWN: [&str; 4] = ["id", "at", "until", "occurs"];

impl Reading<'_> {
    /// The events of `resolved` that occur, and whether every draw of them can be placed.
    pub(super) fn occurring(&mut self, resolved: &Value) -> Vec<Occurring> {
        let forms = self.file.events.iter().enumerate();
        let occurring = forms.filter_map(|(i, form)| {
            let known = self.faults.len();
            let occurs = self.occurs(form, form.occurs.as_ref()?, &resolved["events"][i]);
            if self.faults.len() == known {
                self.every_draw_fits(occurs.as_ref()?);
            }
            occurs
        });
        occurring.collect()
    }

    fn occurs(&mut self, event: &EventForm, form: &OccursForm, said: &Value) -> Option<Occurring> {
        let path = format!("/events/{}", escape(&event.id));
        if event.at.is_some() {
            self.exactly_one(&path, true, "at and occurs");
        }
        if event.until.is_some() {
            let expected = "no such key: an event that occurs says how long it `lasts`";
            self.wrong(format!("{path}/until"), "a time", expected);
        } else if event.lasts.is_none() && form.values.iter().all(|v| v.at != "/lasts") {
            let fault = Fault::at(format!("{path}/lasts"), "nothing", "how long it lasts");
            self.fault(fault.hint("or a value of `occurs` at \"/lasts\""));
        }
        let at = format!("{path}/occurs");
        let how = self.how_often(&at, form);
        let months = self.months(&at, form);
        let time = self.beginning(&format!("{at}/time"), form.time.as_ref());
        let mut seen = BTreeSet::new();
        let mut values = Vec::new();
        for (i, value) in form.values.iter().enumerate() {
            let at = format!("{at}/values/{i}");
            if !seen.insert(value.at.as_str()) {
                let fault = Fault::at(format!("{at}/at"), "a pointer given twice", "each once");
                self.fault(fault);
            }
            values.extend(self.drawn(&at, value));
        }
        let mut template = said.clone();
        template.as_object_mut().expect("an event is an object").shift_remove("occurs");
        Some(Occurring { id: event.id.clone(), how: how?, months, time, values, template })
    }

    fn how_often(&mut self, path: &str, form: &OccursForm) -> Option<HowOften> {
        match (form.per_year, form.each_month, &form.each_year) {
            (Some(rate), None, None) => Some(HowOften::PerYear(rate)),
            (None, Some(day), None) => Some(HowOften::EachMonth(day)),
            (None, None, Some(dates)) => {
                let mut days = Vec::new();
                for (i, text) in dates.iter().enumerate() {
                    let day = day_of_every_year(text);
                    if day.is_none() || days.contains(&day) {
                        let expected =
                            "a month and day that every year has, such as \"04-01\", each once";
                        let at = format!("{path}/each_year/{i}");
                        self.wrong(at, format!("{text:?}"), expected);
                    }
                    days.push(day);
                }
                Some(HowOften::EachYear(days.into_iter().flatten().collect()))
            }
            (rate, day, dates) => {
                let given = [rate.is_some(), day.is_some(), dates.is_some()];
                let found = format!("{} of them", given.iter().filter(|g| **g).count());
                let expected = "exactly one of per_year, each_month and each_year";
                self.wrong(path, found, expected);
                None
            }
        }
    }

    fn months(&mut self, path: &str, form: &OccursForm) -> [bool; 12] {
        let Some(list) = &form.months else { return [true; 12] };
        let path = format!("{path}/months");
        if form.per_year.is_none() {
            let expected = "no such key: a season is of what occurs so often `per_year`";
            self.wrong(&path, format!("a list of {}", list.len()), expected);
        }
        let mut months = [false; 12];
        for (i, month) in list.iter().enumerate() {
            let chosen = &mut months[usize::from(*month) - 1];
            if std::mem::replace(chosen, true) {
                let at = format!("{path}/{i}");
                self.wrong(at, format!("{month}, given twice"), "each month once");
            }
        }
        months
    }

    fn beginning(&mut self, path: &str, form: Option<&TimeForm>) -> TimeOfDay {
        match form {
            None => TimeOfDay::Between(Span::default(), Span::from_s(86_400)),
            Some(TimeForm::At(time)) => TimeOfDay::At(self.time_of_day(path, *time)),
            Some(TimeForm::Between(form)) => {
                let from = self.time_of_day(&format!("{path}/from"), form.from);
                let to = self.time_of_day(&format!("{path}/to"), form.to);
                if to <= from {
                    let found = format!("{} to {}", form.from.0, form.to.0);
                    let fault = Fault::at(path, found, "`to` after `from`, on the same day");
                    self.fault(fault);
                }
                TimeOfDay::Between(from, to)
            }
        }
    }

    fn drawn(&mut self, path: &str, form: &DrawnForm) -> Option<Drawn> {
        let first = form.at.strip_prefix('/').map(|at| at.split('/').next().unwrap_or_default());
        if first.is_none_or(|key| NOT_DRAWN.contains(&key)) {
            let expected = "a pointer inside the event, such as /lasts, to what may be drawn";
            self.wrong(format!("{path}/at"), format!("{:?}", form.at), expected);
        }
        let whole = schema::whole_in_event(&form.at);
        let from = match (&form.uniform, &form.log_uniform, &form.choose) {
            (Some(ends), None, None) => {
                Range::Uniform(self.ends(&format!("{path}/uniform"), ends, whole, false)?)
            }
            (None, Some(ends), None) => {
                Range::LogUniform(self.ends(&format!("{path}/log_uniform"), ends, whole, true)?)
            }
            (None, None, Some(form)) => {
                let (least, most, of) = (form.least, form.most, form.of.clone());
                if least > most || most > of.len() {
                    let found = format!("{least} to {most} of {}", of.len());
                    let expected = "least, most and the length of the list in rising order";
                    self.wrong(format!("{path}/choose"), found, expected);
                }
                Range::Choose { least, most, of }
            }
            (uniform, log_uniform, choose) => {
                let given = [uniform.is_some(), log_uniform.is_some(), choose.is_some()];
                let found = format!("{} of them", given.iter().filter(|g| **g).count());
                let expected = "exactly one of uniform, log_uniform and choose";
                self.wrong(path, found, expected);
                return None;
            }
        };
        Some(Drawn { at: form.at.clone(), from })
    }

    /// The ends of a range; `whole` where the file has whole numbers, `ratios` where all ratios are alike.
    fn ends(
        &mut self,
        path: &str,
        form: &[RangeEnd; 2],
        whole: bool,
        ratios: bool,
    ) -> Option<Ends> {
        let (ends, low, high, found) = match *form {
            [RangeEnd::Number(low), RangeEnd::Number(high)] => {
                let fits = |x: f64| x >= 0.0 && libm::floor(x) == x;
                if whole && !(fits(low) && fits(high)) {
                    let expected = "whole numbers, as the file has there";
                    self.wrong(path, format!("{low} to {high}"), expected);
                    return None;
                }
                let of_whole = || Ends::Whole(low as u64, high as u64);
                let ends = if whole { of_whole() } else { Ends::Numbers(low, high) };
                (ends, low, high, format!("{low} to {high}"))
            }
            [RangeEnd::Span(low), RangeEnd::Span(high)] => {
                let ms = |span: Span| span.ms() as f64;
                (Ends::Spans(low, high), ms(low), ms(high), format!("{low} to {high}"))
            }
            _ => {
                let found = "a number and a length of time";
                self.wrong(path, found, "two numbers, or two lengths of time");
                return None;
            }
        };
        if low >= high || (ratios && low <= 0.0) {
            let above = if ratios { " and above 0" } else { "" };
            let expected = format!("the lower end first{above}, and the ends apart");
            self.wrong(path, found, expected);
            return None;
        }
        Some(ends)
    }
}

/// Month and day of `04-01`, if every year has it.
fn day_of_every_year(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let number = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<i8>().ok()).flatten()
    };
    let (month, day) = (number(month)?, number(day)?);
    // No leap year.
    Date::new(2023, month, day).is_ok().then_some((month, day))
}
