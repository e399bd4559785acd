//! Assertions: one claim each, of a figure that can be asked for, with bounds it can reach.

use super::super::fault::NOTHING;
use super::super::form::{AssertionForm, ExpectForm, MoreThanForm};
use super::super::{Assertion, Bounds, Claim, inert};
use super::lists::place_of;
use super::{Fault, Reading};
use crate::domain::{Figure, Whose};

impl Reading<'_> {
    /// The assertions of a scenario with these classes of messages.
    pub(super) fn assertions(&mut self, classes: &[&str]) -> Vec<Assertion> {
        let assertion = |r: &mut Self, path: &str, form: &_| r.assertion(path, form, classes);
        let assertions = self.each("/assertions", &self.file.assertions, assertion);
        assertions.into_iter().flatten().collect()
    }

    fn assertion(
        &mut self,
        path: &str,
        form: &AssertionForm,
        classes: &[&str],
    ) -> Option<Assertion> {
        let given = [
            ("property", form.property.is_some()),
            ("none", form.none.is_some()),
            ("some", form.some.is_some()),
            ("mean", form.mean.is_some()),
        ];
        let given: Vec<&str> = given.iter().filter(|(_, given)| *given).map(|(k, _)| *k).collect();
        let [kind] = given[..] else {
            let found = if given.is_empty() { NOTHING.into() } else { given.join(" and ") };
            self.wrong(path, found, "exactly one of property, none, some, mean");
            return None;
        };
        let known = self.faults.len();
        self.only_with(form, kind, path);
        let whose = self.whose(form, classes, path);
        let claim = match (form.property, form.none, form.some, form.mean) {
            (Some(property), ..) => {
                let violated = form.expect == Some(ExpectForm::Violations);
                Some(Claim::Property { property, violated })
            }
            (_, Some(figure), ..) => self.can_be_none(figure, path, kind, whose, Claim::Never),
            (_, _, Some(figure), _) => self.can_be_none(figure, path, kind, whose, Claim::Always),
            (.., Some(figure)) => {
                self.bounds(form, figure, path);
                let bounds = Bounds { at_least: form.at_least, at_most: form.at_most };
                Some(match form.more_than {
                    Some(MoreThanForm::Today) => Claim::MoreThanToday(figure, whose, bounds),
                    None => Claim::Mean(figure, whose, bounds),
                })
            }
            _ => None,
        };
        let claim = claim.filter(|_| self.faults.len() == known)?;
        let why = inert(form.why.as_deref().unwrap_or_default());
        Some(Assertion { id: form.id.clone(), why, claim })
    }

    /// Keys that say something only beside another.
    fn only_with(&mut self, form: &AssertionForm, kind: &str, path: &str) {
        let one = of_one(form).first().map(|o| o.0);
        for (key, given, fits, beside) in [
            ("expect", form.expect.is_some(), kind == "property", "property"),
            ("more_than", form.more_than.is_some(), kind == "mean", "mean"),
            ("at_least", form.at_least.is_some(), kind == "mean", "mean"),
            ("at_most", form.at_most.is_some(), kind == "mean", "mean"),
            (one.unwrap_or_default(), one.is_some(), kind != "property", "a figure"),
        ] {
            if given && !fits {
                let found = format!("beside {kind}");
                self.wrong(format!("{path}/{key}"), found, format!("beside {beside}"));
            }
        }
        if kind == "mean" && form.at_least.is_none() && form.at_most.is_none() {
            let fault = Fault::at(path, "mean without a bound", "at_most, at_least or both");
            self.fault(fault.hint("to state that it is 0, or above 0, use `none` or `some`"));
        }
    }

    /// Whose figure is meant.
    fn whose(&mut self, form: &AssertionForm, classes: &[&str], path: &str) -> Whose {
        let of = of_one(form);
        if of.len() > 1 {
            let found = of.iter().map(|o| o.0).collect::<Vec<_>>().join(" and ");
            self.wrong(path, found, "at most one of user, srv and class");
        }
        let Some((key, id, has)) = of.first() else { return Whose::All };
        let figure = form.none.or(form.some).or(form.mean);
        if let Some(figure) = figure.filter(|f| !has(*f) && of.len() == 1) {
            let fault = Fault::at(
                format!("{path}/{key}"),
                format!("beside {}, which is {}", figure.word(), whole(figure)),
                format!("beside one of {}", words(has)),
            );
            self.fault(fault);
        }
        let path = format!("{path}/{key}");
        let whose = match *key {
            "srv" => self.srv(&path, id).map(Whose::Srv),
            "class" => {
                let place = place_of(&path, id, classes.iter().copied(), "a class of messages");
                self.noted(place).map(Whose::Class)
            }
            _ => {
                let ids = self.users.iter().map(|u| u.id.as_str());
                self.noted(place_of(&path, id, ids, "the id of a User")).map(Whose::User)
            }
        };
        whose.unwrap_or(Whose::All)
    }

    /// The claim that `figure` is 0, or above it, if that says anything.
    fn can_be_none(
        &mut self,
        figure: Figure,
        path: &str,
        kind: &str,
        whose: Whose,
        claim: fn(Figure, Whose) -> Claim,
    ) -> Option<Claim> {
        if !figure.can_be_none() {
            let expected =
                format!("a figure of what may not happen at all: {}", words(Figure::can_be_none));
            let fault = Fault::at(format!("{path}/{kind}"), figure.word(), expected);
            self.fault(fault.hint("use `mean` with `at_most` or `at_least`"));
            return None;
        }
        Some(claim(figure, whose))
    }

    /// Bounds that the figure can reach, the lower one not above the upper one.
    fn bounds(&mut self, form: &AssertionForm, figure: Figure, path: &str) {
        let (mut least, most) = (figure.least(), figure.greatest());
        // A difference may be negative, of a share down to −1.
        if form.more_than.is_some() {
            least = most.map(|m| -m);
        }
        for (key, bound) in [("at_least", form.at_least), ("at_most", form.at_most)] {
            let Some(x) = bound else { continue };
            if least.is_some_and(|l| x < l) || most.is_some_and(|m| x > m) {
                let expected = match (least, most) {
                    (Some(least), Some(most)) => {
                        format!("{least} to {most}, as {} is", figure.word())
                    }
                    (_, Some(most)) => format!("at most {most}, as {} is", figure.word()),
                    _ => format!("at least 0, as {} is", figure.word()),
                };
                let mut fault = Fault::at(format!("{path}/{key}"), x.to_string(), expected);
                if figure.is_share() && x > 1.0 && x <= 100.0 {
                    fault = fault.hint(format!("for {x} % write {}", x / 100.0));
                }
                self.fault(fault);
            }
        }
        if let (Some(least), Some(most)) = (form.at_least, form.at_most)
            && least > most
        {
            let found = format!("at_least {least} and at_most {most}");
            self.wrong(path, found, "at_least not above at_most");
        }
    }
}

/// Whether a figure is of one such.
type Has = fn(Figure) -> bool;

/// The keys by which `form` asks for one User, SRV or class, with what they say.
fn of_one(form: &AssertionForm) -> Vec<(&'static str, &String, Has)> {
    let all: [(_, _, Has); 3] = [
        ("user", &form.user, Figure::of_user),
        ("srv", &form.srv, Figure::of_srv),
        ("class", &form.class, Figure::of_class),
    ];
    all.into_iter().filter_map(|(key, id, has)| Some((key, id.as_ref()?, has))).collect()
}

/// Of whom or what `figure` is.
fn whole(figure: Figure) -> String {
    let some = [(figure.of_user(), "of Users"), (figure.of_class(), "of classes of messages")];
    let some = some.into_iter().filter(|s| s.0).map(|s| s.1);
    some.chain(["of everybody together"]).collect::<Vec<_>>().join(", or ")
}

/// The words of the figures that fit.
fn words(fits: impl Fn(Figure) -> bool) -> String {
    let fitting = Figure::ALL.into_iter().filter(|f| fits(*f)).map(Figure::word);
    fitting.collect::<Vec<_>>().join(", ")
}
