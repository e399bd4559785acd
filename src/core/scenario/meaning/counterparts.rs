//! Counterparts: named, and changing inputs of today's system. That the scenario can be read with the changes is found
//! out where they are made (`load.rs`).

use super::super::Counterpart;
use super::super::json::escape;
use super::Reading;
use super::ranges::is_input;

impl Reading<'_> {
    pub(super) fn counterparts(&mut self) {
        self.each("/counterparts", &self.file.counterparts, Self::counterpart);
    }

    fn counterpart(&mut self, path: &str, form: &Counterpart) {
        if form.id == Counterpart::TODAY {
            let found = format!("the id {:?}", form.id);
            self.wrong(
                path,
                found,
                "another id: today's system, which always is one, has this one",
            );
        }
        if form.with.is_empty() {
            let expected = "at least one change: today's system as it is always is one";
            self.wrong(format!("{path}/with"), "no change", expected);
        }
        for pointer in form.with.keys().filter(|pointer| !is_input(pointer)) {
            let expected =
                "a JSON pointer to an input that decides results, such as /gateway/anomaly";
            let at = format!("{path}/with/{}", escape(pointer));
            self.wrong(at, format!("{pointer:?}"), expected);
        }
    }
}
