//! `headroom month`: the month's report, from recorded traffic, with the mechanism in shadow.

use super::run::of_one;
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Month};
use crate::cli::forecast::running;
use crate::evidence::files::read;
use crate::evidence::findings::Findings;
use crate::evidence::measures::Measures;
use crate::evidence::monthly::{
    Means, MonthChanges, between, changed_said, means, month_screen, month_sentences, month_users,
    told_before,
};
use crate::evidence::table::Titled;
use crate::evidence::tables::{month_json, month_table};
use headroom_core::experiment::{Asked, SealedStudy, Study, run_study};
use headroom_core::scenario::{Change, Draft};
use serde_json::Value;
use std::path::Path;

/// The table in which a month's figures stand, for the month after.
const TABLE: &str = "tables/month.parquet";

impl Kind for Month {
    type Question = ();

    fn common(&self) -> &Common {
        self.replay.common()
    }

    fn beside(&self) -> bool {
        self.replay.beside()
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, ()), Stop> {
        self.replay.asked(draft)
    }

    fn asks_each(&self) -> bool {
        self.replay.asks_each()
    }

    fn check(&self, study: &Study) -> Result<(), Stop> {
        match study.base.mechanism.enabled {
            true => Ok(()),
            false => Err(Stop("the mechanism is switched off in the scenario, so that it casts no shadow\n  hint: --set /mechanism/enabled=true: what was recorded stays what it is, and today's system stands beside".to_owned())),
        }
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        if f.variants.len() > 1 {
            return self.replay.shown(&(), f);
        }
        let e = &f.evidence[0];
        let now = means(&e.measures);
        let changes = match &self.previous {
            Some(folder) => Some(self.since(folder, &e.plan.scenario.resolved, now)?),
            None => None,
        };
        let mut shown = of_one(f)?;
        let mut sentences = month_sentences(e);
        sentences.extend(changes.as_ref().map(changed_said));
        let split = changes.as_ref().map(|changes| Titled {
            title: "What changed since the month before, and through what".to_owned(),
            ..changes.table().into()
        });
        shown.first = month_screen(f, &sentences);
        shown.small = split.into_iter().chain([month_users(e)]).collect();
        shown.tables.push(month_table(now, changes.as_ref()));
        shown.json["month"] = month_json(now, changes.as_ref()).into();
        shown.json["answer"] = sentences.clone().into();
        shown.sentences = sentences;
        Ok(shown)
    }
}

impl Month {
    /// What changed since the report in `folder`, this month's scenario being `now`, resolved.
    fn since(&self, folder: &Path, now: &Value, told: Means) -> Result<MonthChanges, Stop> {
        let report = SealedStudy::read(folder)?.ok_or_else(|| {
            Stop(format!(
                "{}: no study\n  expected: the folder of the report of the month before",
                folder.display()
            ))
        })?;
        report.check()?;
        let no_report = |why: &str| {
            Stop(format!(
                "{}: {why}\n  expected: the folder of a report of a month\n  hint: headroom month SCENARIO --log LOG --out DIR made it",
                folder.display()
            ))
        };
        if !report.files().has(TABLE) {
            return Err(no_report("the study of another command"));
        }
        let table = read("month", &report.file(TABLE)?).map_err(|e| no_report(&e.to_string()))?;
        let mut before = report.study["scenario"].clone();
        for (key, value) in
            [("replications", &report.study["replications"]), ("seed", &report.study["seed"])]
        {
            before[key] = value.clone();
        }
        let [traffic, portfolio] = between(&before, now);
        Ok(MonthChanges {
            told: [
                told_before(&table),
                self.again(folder, &before)?,
                self.again(folder, &traffic)?,
                self.again(folder, &portfolio)?,
                told,
            ],
        })
    }

    /// The means of `scenario`, run again.
    fn again(&self, folder: &Path, scenario: &Value) -> Result<Means, Stop> {
        let label = format!("{}, with what is this month's", folder.display());
        let draft = Draft::of_text(&label, &scenario.to_string())?;
        let study = Study::new(&draft, Asked::of(Vec::<Change>::new(), &[]))?;
        let common = self.common();
        let running = running(&common.choices, common.step_all);
        let folded = run_study(&study, running, |_| ())?;
        Ok(means(&Measures::new(&study.variants[0].plan, &folded[0])))
    }
}
