//! The tables of a study: each kind of row with its columns, declared once.
//!
//! Scope: which tables there are, of one variant and of all; a file for each family of rows. Left out: how a column
//! becomes a file, JSON or a small table (`table.rs`). Checked by: `tests/it/tables.rs`, golden results.

mod allocation;
mod answers;
mod beside;
mod candidates;
mod consultation;
mod contrasts;
mod courses;
mod first;
mod fitted;
mod followed;
mod frequency;
mod frequency_parts;
mod happened;
mod judged;
mod month;
mod northbound;
mod observed;
mod of_assumed;
mod of_inputs;
mod of_options;
mod of_uncertainty;
mod page;
mod requests;
mod storms_and_processes;
mod study;

pub use answers::{answers_json, answers_tables};
pub use candidates::{candidates_json, candidates_table, regret_table};
pub use contrasts::{contrasts_json, contrasts_table};
pub use first::{first_tables, printed};
pub use fitted::{fitted_json, fitted_small, fitted_tables};
pub use followed::followed;
pub use frequency::{by_srv, by_user, horizon, levels, per_year};
pub use frequency::{per_year_rows, srv_rows, user_rows};
pub use frequency_parts::{by_cause, by_event, by_month};
pub use happened::activations;
pub use judged::{assertions, cautions, fairness};
pub use month::{month_json, month_table, monthly_json, with_report};
pub use northbound::{adapters, alerts, northbound, northbound_classes};
pub use observed::{observed_json, observed_small, observed_tables};
pub use of_inputs::{
    sensitivity_json, sensitivity_table, sizing_json, sizing_table, sizing_today_table,
};
pub use of_options::{options_json, options_tables};
pub use of_uncertainty::{uncertainty_json, uncertainty_tables};
pub use requests::{replications, response_classes, srvs, users};
pub use storms_and_processes::{processes, steps, supply};
pub use study::{differences_json, study_tables};

use super::Evidence;
use super::counted::Counted;
use super::harm::{HarmKind, REFUSALS, WHOLE, object, whose};
use super::questions::answered;
use super::table::{Schema, Table, TableHead, Unit};
use headroom_core::domain::Standing;

/// All tables of a study of one scenario.
pub fn tables(evidence: &Evidence) -> Vec<Table> {
    let mut all = of_variant(evidence);
    all.push(page::assumptions(&evidence.plan.scenario));
    all.push(consultation::questions(&answered(evidence)));
    all
}

/// Those that a study of several variants has of each.
fn of_variant(e: &Evidence) -> Vec<Table> {
    let mut all = vec![
        requests::summary(e),
        requests::users_table(e),
        allocation::table(e),
        requests::srvs_table(e),
        super::added::table(e),
        followed::followed_table(e),
        super::until_accepted::table(e),
        requests::response_classes_table(e),
        requests::user_srv(e),
        happened::activations_table(e),
    ];
    // Of courses no timelines and waits are kept.
    if let Some(f) = &e.frequency {
        all.extend(frequency::tables(e, f));
        all.extend(courses::tables(e, f));
    } else {
        all.push(happened::timeline(e));
        all.push(happened::user_timeline(e));
        all.push(happened::waits(e));
    }
    all.push(storms_and_processes::supply_table(e));
    all.push(storms_and_processes::processes_table(e));
    all.push(storms_and_processes::steps_table(e));
    all.push(judged::fairness_table(e));
    all.push(judged::assertions_table(e));
    all.push(judged::cautions_table(e));
    all.extend(northbound::tables(e));
    all.extend(beside::table(e));
    all.extend(page::of_variant(e));
    all.extend(consultation::monthly(e, month::months_of(e)));
    all
}

/// What tables there are, in the order in which a reader meets them.
pub fn described() -> Vec<TableHead> {
    vec![
        first::of_first().described(),
        first::of_first_figures().described(),
        first::of_board().described(),
        first::of_printed().described(),
        answers::of_answers().described(),
        answers::of_figures().described(),
        answers::of_consultation().described(),
        page::of_sentences("answer").described(),
        page::of_sentences("study_answer").described(),
        page::of_headlines().described(),
        study::of_variants(&[], true).described(),
        study::of_differences().described(),
        study::of_parts().described(),
        beside::of_counterparts().described(),
        of_inputs::of_sizing().described(),
        of_inputs::of_sizing_today().described(),
        of_inputs::of_swings().described(),
        contrasts::of_contrasts().described(),
        of_uncertainty::of_figures().described(),
        of_uncertainty::of_statements().described(),
        of_uncertainty::of_compared().described(),
        of_assumed::of_inputs().described(),
        of_assumed::of_turns().described(),
        of_assumed::of_totals().described(),
        of_assumed::of_facts().described(),
        of_assumed::of_left().described(),
        of_assumed::of_draws().described(),
        of_assumed::of_seen().described(),
        of_assumed::of_refused().described(),
        of_options::of_figures().described(),
        of_options::of_burdens().described(),
        candidates::of_candidates().described(),
        candidates::of_regret().described(),
        month::of_month().described(),
        requests::of_replications().described(),
        requests::of_users().described(),
        allocation::of_allocations().described(),
        requests::of_srvs().described(),
        super::added::of_added_delay().described(),
        followed::of_followed().described(),
        super::until_accepted::of_until_accepted().described(),
        requests::of_response_classes().described(),
        requests::of_pairs().described(),
        happened::of_activations().described(),
        happened::of_timeline().described(),
        happened::of_user_timeline().described(),
        happened::of_waits().described(),
        page::of_throttled_users().described(),
        page::of_throttled_srvs().described(),
        page::of_users_in_words().described(),
        page::of_why().described(),
        page::of_storms().described(),
        page::of_listings().described(),
        storms_and_processes::of_supply().described(),
        storms_and_processes::of_processes().described(),
        storms_and_processes::of_steps().described(),
        northbound::of_messages().described(),
        northbound::of_classes().described(),
        northbound::of_alerts().described(),
        northbound::of_adapters().described(),
        northbound::of_timeline().described(),
        frequency::per_year().described(),
        frequency_parts::by_cause().described(),
        frequency_parts::by_event().described(),
        frequency_parts::by_month().described(),
        frequency::by_user().described(),
        frequency::by_srv().described(),
        frequency::levels().described(),
        frequency::convergence().described(),
        frequency::horizon().described(),
        courses::of_years().described(),
        courses::of_episodes().described(),
        courses::of_calendar().described(),
        judged::of_fairness().described(),
        judged::of_assertions().described(),
        judged::of_cautions().described(),
        observed::of_scores().described(),
        observed::of_outside().described(),
        fitted::of_values().described(),
        fitted::of_kinds().described(),
        fitted::of_measures().described(),
        consultation::of_months().described(),
        consultation::of_user_months().described(),
        consultation::of_questions().described(),
        page::of_assumptions().described(),
    ]
}

/// What a doc comment states, without its full stop.
fn stated(doc: &'static str) -> &'static str {
    doc.trim().trim_end_matches('.')
}

impl<R> Schema<R> {
    /// The counts that `of` reads of a row, with the names that stay.
    fn counted(self, of: impl Fn(&R) -> Counted + Copy + 'static) -> Self {
        let counts = Counted::ALL.iter().fold(self, |schema, (name, meaning, get)| {
            schema.count(*name, stated(meaning), move |row| get(&of(row)))
        });
        let whole = WHOLE.iter().fold(counts, |schema, kind| {
            let schema =
                schema.count(kind.word, kind.meaning, move |row| (kind.of)(&of(row).harm).sum());
            schema.not_in_json().by_standing(kind, of)
        });
        let refusals = REFUSALS.iter().fold(whole, |schema, kind| schema.by_standing(kind, of));
        let told = move |row: &R| of(row).requests_by_standing();
        let requests = Standing::ALL.into_iter().fold(refusals, |schema, s| {
            let head = format!("requests_{}", s.word());
            let meaning = format!("requests begun, {}", whose(s));
            let of = move |row: &R| told(row).map(|n| n[s]);
            schema.maybe_whole(head, Unit::Number, meaning, of).not_in_json()
        });
        let meaning = "requests begun, by standing (C2); none of a course";
        let all =
            requests.in_json("requests_by_standing", meaning, move |row| told(row).map(object));
        all.unit(Unit::Number)
    }

    /// A kind of harm of each standing: in files a column each, in JSON an object.
    fn by_standing(
        self,
        kind: &'static HarmKind,
        of: impl Fn(&R) -> Counted + Copy + 'static,
    ) -> Self {
        let columns = Standing::ALL.into_iter().fold(self, |schema, s| {
            let what = kind.meaning.trim_end_matches(" (C2)");
            let head = format!("{}_{}", kind.word, s.word());
            let meaning = format!("{what}, {}", whose(s));
            schema.count(head, meaning, move |row| (kind.of)(&of(row).harm)[s]).not_in_json()
        });
        let by = move |row: &R| object((kind.of)(&of(row).harm));
        let meaning = format!("{}, by standing", kind.meaning);
        columns.in_json(kind.in_json, meaning, by).unit(Unit::Number)
    }
}
