//! `headroom month`: the month's report, from recorded traffic, with the mechanism in shadow.

use super::run::of_one;
use super::{Kind, StudyShown};
use crate::cli::args::{Common, Month as Args};
use crate::cli::forecast::running;
use crate::cli::{Console, Stop};
use crate::evidence::Evidence;
use crate::evidence::files::read;
use crate::evidence::findings::Findings;
use crate::evidence::measures::Measures;
use crate::evidence::monthly::{
    AllBefore, Means, MonthBefore, MonthChanges, between, changed_said, means, month_rows,
    month_screen, month_sentences, month_users, told_before,
};
use crate::evidence::table::{Table, Titled};
use crate::evidence::tables::{month_json, month_table, monthly_json, printed, with_report};
use headroom_core::experiment::{Asked, SealedStudy, Study, run_study};
use headroom_core::scenario::{Change, Draft, Faults, Month, find_logs, log_changed};
use serde_json::Value;
use std::path::Path;

/// The tables in which a month's figures stand, for the month after.
const TABLES: [&str; 3] = ["month", "monthly", "monthly_users"];

impl Kind for Args {
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

    /// The report of the month before is there, before anything runs.
    fn begin(&self, _: &Draft, _: &Console) -> Result<(), Stop> {
        if self.previous.is_some() && self.previous == self.common().out {
            return Err(Stop("--out: the folder of the report of the month before, which it would replace\n  hint: a folder for each month, such as reports/2022-08".to_owned()));
        }
        let Some(folder) = self.previous.as_deref() else {
            return Ok(());
        };
        // Its log is there too, and what it was.
        ready_again(folder, "", &as_told(folder, &report_of(folder)?)?).map(|_| ())
    }

    fn check(&self, study: &Study) -> Result<(), Stop> {
        self.replay.check(study)?;
        if study.base.is_course() {
            return Err(Stop("a month's report is of the days of its log, and the scenario is a course, whose days are drawn from it\n  hint: another scenario, or --set /plan=null and no events that occur".to_owned()));
        }
        if study.variants.len() > 1 {
            return Err(Stop("--with, --vary: a month's report is of one setting\n  hint: headroom replay compares several on the same log".to_owned()));
        }
        match study.base.mechanism.enabled {
            true => Ok(()),
            false => Err(Stop("the mechanism is switched off in the scenario, so that it casts no shadow\n  hint: --set /mechanism/enabled=true: what was recorded stays what it is, and today's system stands beside".to_owned())),
        }
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        let e = &f.evidence[0];
        let now = means(&e.measures());
        let since = match &self.previous {
            Some(folder) => Some(self.since(folder, e, now)?),
            None => None,
        };
        let (changes, before) = since.as_ref().map(|(c, b)| (c, b)).unzip();
        let mut shown = of_one(f)?;
        let mut sentences = month_sentences(e);
        sentences.extend(since.as_ref().map(|(changes, before)| changed_said(changes, before)));
        let split = since.as_ref().map(|(changes, before)| Titled {
            title: format!("What changed since {}, and through what", before.month),
            note: changes.note(),
            ..changes.table().into()
        });
        shown.first = month_screen(f, &sentences);
        shown.tables = with_report(shown.tables, e, before, &sentences);
        shown.tables.push(month_table(now, changes));
        // The page shows Users from the table monthly_users.
        shown.tables.extend(printed(split.as_slice()));
        shown.small = split.into_iter().chain([month_users(e, before)]).collect();
        shown.json["month"] = month_json(now, changes).into();
        let [months, users] = monthly_json(e, before);
        shown.json["monthly"] = months.into();
        shown.json["monthly_users"] = users.into();
        shown.json["answer"] = sentences.clone().into();
        shown.sentences = sentences;
        match &self.replay.observed {
            Some(path) => self.replay.beside_observed(path, f, shown),
            None => Ok(shown),
        }
    }
}

impl Args {
    /// What changed since the report in `folder`, and what it says that this one goes on from.
    fn since(
        &self,
        folder: &Path,
        e: &Evidence,
        told: Means,
    ) -> Result<(MonthChanges, MonthBefore), Stop> {
        let report = report_of(folder)?;
        let [table, months, users] = TABLES.map(|name| -> Result<Table, Stop> {
            let bytes = report.file(&file_of(name))?;
            read(name, &bytes).map_err(|e| no_report(folder, &e.to_string()))
        });
        let (table, months, users) = (table?, months?, users?);
        let before_it = month_before(folder, &months, &users, e)?;
        let before = as_told(folder, &report)?;
        let now = &e.plan.scenario.resolved;
        let lasts = [&before, now].map(|of| of["duration"].as_str().unwrap_or_default().to_owned());
        let mut others = between(&before, now);
        hold_capacity(folder, &before, &mut others)?;
        let [traffic, portfolio] = others;
        let changes = MonthChanges {
            told: [
                told_before(&table),
                self.again(folder, &before)?,
                self.again(folder, &traffic)?,
                self.again(folder, &portfolio)?,
                told,
            ],
            lasts,
        };
        Ok((changes, before_it))
    }

    /// The means of `scenario`, run again.
    fn again(&self, folder: &Path, scenario: &Value) -> Result<Means, Stop> {
        let study = ready_again(folder, ", with what is this month's", scenario)?;
        let common = self.common();
        let running = running(&common.choices, common.step_all);
        let folded = run_study(&study, running, |_| ())?;
        Ok(means(&Measures::new(&study.variants[0].plan, &folded[0])))
    }
}

/// Leaves the capacity in the scenarios `between` what it was in that of `before`, where it follows from the traffic: that it is
/// another is a parameter's doing.
fn hold_capacity(folder: &Path, before: &Value, between: &mut [Value; 2]) -> Result<(), Stop> {
    if before["gateway"]["threshold_over_ordinary"].is_null() {
        return Ok(());
    }
    let study = ready_again(folder, "", before)?;
    let capacity = study.variants[0].plan.scenario.gateway.max_capacity;
    for scenario in between {
        scenario["gateway"]["max_capacity"] = format!("{}/s", capacity.get()).into();
        scenario["gateway"]["threshold_over_ordinary"] = Value::Null;
    }
    Ok(())
}

/// The scenario of the report in `folder` as it was told.
fn as_told(folder: &Path, report: &SealedStudy) -> Result<Value, Stop> {
    let mut scenario = report.study["scenario"].clone();
    for key in ["replications", "seed"] {
        scenario[key] = report.study[key].clone();
    }
    let found = find_logs(&mut scenario, folder);
    found.map_err(|fault| Faults::from(fault.in_file(folder.display().to_string())))?;
    Ok(scenario)
}

/// `scenario`, which is the one of the report in `folder`, or changed from it as `label` says, ready to run.
fn ready_again(folder: &Path, label: &str, scenario: &Value) -> Result<Study, Stop> {
    let report = folder.display().to_string();
    let draft = Draft::of_text(&format!("{report}{label}"), &scenario.to_string())?;
    let study = Study::new(&draft, Asked::of(Vec::<Change>::new(), &[]));
    Ok(study.map_err(|faults| log_changed(faults, &report))?)
}

/// The report of a month in `folder`, no file of which was changed.
fn report_of(folder: &Path) -> Result<SealedStudy, Stop> {
    let report = SealedStudy::read(folder)?.ok_or_else(|| no_report(folder, "no study"))?;
    report.check()?;
    match TABLES.iter().all(|table| report.files().has(&file_of(table))) {
        true => Ok(report),
        false => Err(no_report(folder, "the study of another command")),
    }
}

fn file_of(table: &str) -> String {
    format!("tables/{table}.parquet")
}

fn no_report(folder: &Path, why: &str) -> Stop {
    Stop(format!(
        "{}: {why}\n  expected: the folder of a report of a month\n  hint: headroom month SCENARIO --log LOG --out DIR made it",
        folder.display()
    ))
}

/// What the `months` of the earlier report in `folder` and the `users` in them say.
fn month_before(
    folder: &Path,
    months: &Table,
    users: &Table,
    e: &Evidence,
) -> Result<MonthBefore, Stop> {
    let row = months.rows.checked_sub(1);
    let last = row.and_then(|row| Some((row, months.text(row, "month").parse::<Month>().ok()?)));
    let (row, last) = last.ok_or_else(|| no_report(folder, "no month in it"))?;
    let own = month_rows(e);
    let (first, end) = (own[0].month, own[own.len() - 1].month);
    if first != end {
        return Err(Stop(format!(
            "--previous: the log goes from {} to {}\n  expected: a log of one month, which is held against the month in {}\n  hint: leave --previous out, or report each month by itself",
            first.said(),
            end.said(),
            folder.display()
        )));
    }
    // Its totals are of all of its months.
    if months.rows > 1 {
        return Err(Stop(format!(
            "--previous: {} is of {} to {}\n  expected: the report of one month\n  hint: headroom month with the log of {} alone makes it",
            folder.display(),
            months
                .text(0, "month")
                .parse::<Month>()
                .map_or_else(|_| "another month".to_owned(), Month::said),
            last.said(),
            last.said()
        )));
    }
    if last >= first {
        return Err(Stop(format!(
            "--previous: {} is of {}, and the log of {}\n  expected: the report of an earlier month",
            folder.display(),
            last.said(),
            first.said()
        )));
    }
    let of = |head: &str| months.number(row, head).unwrap_or_default();
    let in_it = (0..users.rows).filter(|row| users.text(*row, "month") == last.to_string());
    let streak = |row: usize| {
        let mean = users.number(row, "months_in_breach_in_a_row")?;
        let most = users.number(row, "longest_in_a_row")?;
        Some((users.text(row, "user").to_owned(), (mean, most as u64)))
    };
    Ok(MonthBefore {
        month: last.said(),
        adjacent: last.number() + 1 == first.number(),
        in_a_row: in_it.filter_map(streak).collect(),
        all: AllBefore {
            in_a_row: of("months_in_breach_in_a_row"),
            activations: of("activations"),
            basis: (of("used_per_s"), of("supplier_meters"), of("max_capacity_per_s")),
        },
    })
}
