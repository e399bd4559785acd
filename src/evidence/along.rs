//! Where the variants of a study stand along an axis, in lines: analysed once, for sentences and charts alike.

use super::findings::Findings;
use super::storms::customers;
use super::words::{key_said, rate, said, setting_said, with, word_said};
use super::{Evidence, last, plain};

/// The axis that is drawn as a rate.
pub const THRESHOLD: &str = "/mechanism/operating_threshold";
/// The axis that is drawn as customers: a storm's size; * is any event.
pub const SIZE: &str = "/events/*/storm/size";
/// Most series of a chart, unless there are more settings.
const MOST_SERIES: usize = 6;

/// A variant on the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisStop {
    /// Where along the x axis.
    pub x: f64,
    /// What a sentence calls that.
    pub said: String,
    /// Which variant.
    pub variant: usize,
}

/// Variants that make a series.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingLine {
    /// What the legend calls it; empty where there is one only.
    pub name: String,
    /// Whose setting.
    pub setting: usize,
    /// From left to right.
    pub stops: Vec<AxisStop>,
}

/// The variants of a study along the x axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct AlongAxis {
    /// Which axis; none where it is the settings.
    pub axis: Option<usize>,
    /// What the x axis is, in a sentence.
    pub what: String,
    /// Requests a second of the busiest ordinary window, where x is compared with it.
    pub busiest: Option<f64>,
    /// The series.
    pub lines: Vec<SettingLine>,
    /// What is not shown, for the subtitle; may be empty.
    pub note: String,
}

impl AlongAxis {
    /// Along the first axis of numbers; none where there is none. Only variants that `fit`.
    pub fn of_numbers(f: &Findings, fit: fn(&Evidence) -> bool) -> Option<Self> {
        let axis = f.axes.iter().position(|a| a.numbers().is_some())?;
        Some(Self::along(f, Some(axis), fit))
    }

    /// Along the first axis of numbers, else the first axis, else the settings.
    pub fn of_any(f: &Findings, fit: fn(&Evidence) -> bool) -> Self {
        let first = (!f.axes.is_empty()).then_some(0);
        Self::of_numbers(f, fit).unwrap_or_else(|| Self::along(f, first, fit))
    }

    /// Along `axis`, or the settings where that is none.
    pub fn along(f: &Findings, axis: Option<usize>, fit: fn(&Evidence) -> bool) -> Self {
        let others: Vec<usize> = (0..f.axes.len()).filter(|a| Some(*a) != axis).collect();
        let sizes = others.iter().map(|a| f.axes[*a].values.len());
        let all = sizes.fold(f.settings.len(), usize::saturating_mul);
        let several = others.iter().any(|a| f.axes[*a].values.len() > 1);
        let few = all <= MOST_SERIES;
        let mut keys: Vec<Vec<usize>> = Vec::new();
        let mut lines: Vec<SettingLine> = Vec::new();
        for (v, found) in f.variants.iter().enumerate() {
            let elsewhere: Vec<usize> = others.iter().map(|a| found.place[*a]).collect();
            if !fit(&f.evidence[v]) || !few && elsewhere.iter().any(|i| *i > 0) {
                continue;
            }
            let setting = if axis.is_some() { found.setting } else { 0 };
            let mut key = vec![setting];
            key.extend(&elsewhere);
            let line = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                let name = name(f, axis.map(|_| found.setting), few.then_some(&elsewhere), &others);
                lines.push(SettingLine { name, setting, stops: Vec::new() });
                keys.push(key);
                lines.len() - 1
            });
            lines[line].stops.push(stop(f, v, axis));
        }
        let held = |a: &usize| {
            let axis = &f.axes[*a];
            setting_said(&format!("{} = {}", last(&axis.pointer), plain(&axis.values[0])))
        };
        let held: Vec<String> = others.iter().map(held).collect();
        let note =
            if !few && several { format!("only {}", held.join(", ")) } else { String::new() };
        let busiest = axis.and_then(|a| busiest(f, a, &lines));
        Self { axis, what: what(f, axis), busiest, lines, note }
    }

    /// All places along the x axis, in a sentence.
    pub fn everywhere(&self) -> String {
        let with = if self.what == "setting" { "with" } else { "at" };
        format!("{with} every {} tried", self.what)
    }

    /// Several of its places.
    pub fn places(&self) -> String {
        match self.what.strip_prefix("value of ") {
            Some(of) => format!("values of {of}"),
            None => format!("{}s", self.what),
        }
    }

    /// The evidence of the variants that are shown.
    pub fn shown<'a>(&'a self, f: &'a Findings) -> impl Iterator<Item = &'a Evidence> {
        self.lines.iter().flat_map(|l| &l.stops).map(|s| &f.evidence[s.variant])
    }
}

/// Whether `pointer` is where `pattern` says, in which * stands for any token.
pub fn is_at(pointer: &str, pattern: &str) -> bool {
    let (tokens, wanted) = (pointer.split('/'), pattern.split('/'));
    tokens.clone().count() == wanted.clone().count()
        && tokens.zip(wanted).all(|(token, want)| want == "*" || want == token)
}

/// Whether the mechanism is switched on.
pub fn enabled(e: &Evidence) -> bool {
    e.plan.scenario.mechanism.enabled
}

/// Setting and values on the other axes, as far as there are several.
fn name(
    f: &Findings,
    setting: Option<usize>,
    elsewhere: Option<&Vec<usize>>,
    others: &[usize],
) -> String {
    let setting = setting.filter(|_| f.settings.len() > 1).map(|s| f.setting(s));
    let value = |(a, i): (&usize, &usize)| {
        let axis = &f.axes[*a];
        let said =
            || setting_said(&format!("{} = {}", last(&axis.pointer), plain(&axis.values[*i])));
        (axis.values.len() > 1).then(said)
    };
    let values = elsewhere.into_iter().flat_map(|e| others.iter().zip(e).filter_map(value));
    setting.into_iter().chain(values).collect::<Vec<String>>().join(", ")
}

fn stop(f: &Findings, variant: usize, axis: Option<usize>) -> AxisStop {
    let found = &f.variants[variant];
    let Some(a) = axis else {
        let said = with(&f.setting(found.setting));
        return AxisStop { x: found.setting as f64, said, variant };
    };
    let (axis, i) = (&f.axes[a], found.place[a]);
    if axis.pointer == THRESHOLD {
        let x = f.evidence[variant].plan.scenario.threshold().get();
        return AxisStop { x, said: rate(x), variant };
    }
    if is_at(&axis.pointer, SIZE) {
        let x = customers(&f.evidence[variant].plan).unwrap_or(0) as f64;
        let said = format!("{} customers off supply", said(x));
        return AxisStop { x, said, variant };
    }
    let x = axis.numbers().map_or(i as f64, |(numbers, _)| numbers[i]);
    AxisStop { x, said: word_said(last(&axis.pointer), &plain(&axis.values[i])), variant }
}

/// The busiest ordinary window, where x is a threshold and it is the same for all variants shown.
fn busiest(f: &Findings, axis: usize, lines: &[SettingLine]) -> Option<f64> {
    let of = |stop: &AxisStop| f.evidence[stop.variant].ordinary.busiest_window_per_s;
    let mut all = lines.iter().flat_map(|l| &l.stops).map(of);
    let first = all.next().filter(|x| *x > 0.0 && f.axes[axis].pointer == THRESHOLD)?;
    all.all(|x| x == first).then_some(first)
}

/// What the axis is, in a sentence.
fn what(f: &Findings, axis: Option<usize>) -> String {
    match axis.map(|a| f.axes[a].pointer.as_str()) {
        None => "setting".to_owned(),
        Some(THRESHOLD) => "threshold".to_owned(),
        Some(pointer) if is_at(pointer, SIZE) => "storm".to_owned(),
        Some(pointer) => format!("value of {}", key_said(last(pointer))),
    }
}
