//! `headroom recommend`: which rules do least harm?

mod over;
mod rules;
mod search;

use super::size::assertions;
use super::{Kind, StudyShown};
use crate::cli::args::{Common, RecommendArgs as Args};
use crate::cli::study::Folder;
use crate::cli::{Console, Stop};
use crate::evidence::findings::Findings;
use crate::evidence::first::of_recommendation;
use crate::evidence::frequency::Length;
use crate::evidence::recommend::{Heat, Objective, Regret, Search, whose};
use crate::evidence::study_json::study_report_of;
use crate::evidence::table::Titled;
use crate::evidence::tables::{candidates_json, candidates_table, regret_table, study_tables};
use crate::evidence::told::Told;
use crate::report::{candidates, frontier, study_charts};
use headroom_core::domain::{Better, Figure};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Axis, Setting};
use headroom_core::scenario::{Change, Counterpart, Draft, Fault, Faults, FigureOf, Scenario};
use search::{FIRST_LOOK, HEATS, Rule, Runner, TODAY};
use serde_json::Value;

/// Users with traffic that are listed where one without is named.
const LISTED: usize = 5;
/// Most replications of a candidate where nobody says how many: with less, little is sure of some thirty.
const REPLICATIONS: u32 = 40;

impl Kind for Args {
    type Question = Search;

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        true
    }

    fn asks_each(&self) -> bool {
        false
    }

    /// The search: what is asked of fresh traffic is known after it.
    fn begin(&self, draft: &Draft, console: &Console) -> Result<(), Stop> {
        if self.common.shard.is_some() {
            return Err(Stop("--shard: which candidates go on is known only after a look at all of them\n  hint: sweep the same grid in shards, into the same folder: its runs are used".to_owned()));
        }
        if self.common.files.publish.is_some() {
            return Err(Stop("--publish: a search is not made again under pseudonyms\n  hint: compare the rules that it names with --publish".to_owned()));
        }
        let few = self.common.choices.replications.filter(|n| *n < FIRST_LOOK);
        if let Some(n) = few {
            return Err(Stop(format!(
                "--replications {n}: too few\n  expected: {FIRST_LOOK} or more, since no candidate is dropped before the {FIRST_LOOK}th; where left out it is {REPLICATIONS}"
            )));
        }
        let set = self.common.choices.all_changes();
        if self.of_user.is_none() && !draft.with(&[("--set", &set)])?.mechanism.enabled {
            return Err(Stop("the mechanism is switched off, so that no rule of it does anything\n  hint: --set /mechanism/enabled=true; today's system is among the candidates".to_owned()));
        }
        let fixed = |c: &&Change| matches!(c.pointer.as_str(), "/seed" | "/replications");
        let given = self.then.iter().flat_map(|s| &s.changes);
        let axes = self.vary.iter().map(|axis| axis.pointer.as_str());
        if let Some(pointer) = given
            .filter(fixed)
            .map(|c| c.pointer.as_str())
            .chain(axes.filter(|p| matches!(*p, "/seed" | "/replications")))
            .next()
        {
            return Err(Stop(format!(
                "{pointer}: no rule\n  expected: a value that decides what a replication shows, on the same draws in all candidates"
            )));
        }
        let user = self.of_user.as_deref();
        let foreign = |axis: &&Axis| user.is_some_and(|user| !rules::is_own(&axis.pointer, user));
        if let Some(Axis { pointer, .. }) = self.vary.iter().find(foreign) {
            let user = user.unwrap_or_default();
            return Err(Stop(format!(
                "{pointer}: no User's own\n  expected: with --for, what the User does itself, such as /users/{user}, /traffic, /retries or how it asks in an event\n  hint: without --for the mechanism's rules are searched"
            )));
        }
        let search = searched(self, draft, console)?;
        self.found.set(Box::new(search)).map_err(|_| Stop("the search was made twice".to_owned()))
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, Search), Stop> {
        let search = self.found.get().ok_or_else(|| Stop("no search was made".to_owned()))?;
        let mut set = self.common.choices.all_changes();
        let base = draft.with(&[("--set", &set)])?;
        // Fresh traffic: that of no heat.
        let fresh = base.seed.wrapping_add(search.heats.len() as u64);
        set.retain(|change| change.pointer != "/seed");
        set.push(Change { pointer: "/seed".to_owned(), value: fresh.into() });
        let today = |s: &Setting| s.changes == Counterpart::todays();
        let finalists: Vec<Setting> =
            search.finalists().into_iter().filter(|s| !s.changes.is_empty() && !today(s)).collect();
        Ok((Asked::of(set, &finalists), (**search).clone()))
    }

    fn shown(&self, search: &Search, f: &Findings) -> Result<StudyShown, Stop> {
        let sentences = search.sentences(f);
        let mut tables = study_tables(f);
        tables.push(candidates_table(search));
        tables.extend(regret_table(search));
        let mut charts = vec![("candidates", candidates(f, search))];
        charts.extend(frontier(f, search).map(|picture| ("frontier", picture)));
        charts.extend(study_charts(f));
        let mut json =
            study_report_of(f, &sentences, ("candidates", candidates_json(search).into()));
        json["choice"] = search.choice_json();
        json["regret"] = search.regret_json();
        Ok(StudyShown {
            first: of_recommendation(f, search),
            small: small(search),
            tables,
            charts,
            json,
            sentences,
            code: match (search.is_decided(), search.is_open()) {
                (true, _) => 0,
                (_, true) => 3,
                _ => 1,
            },
        })
    }
}

/// What is printed: finalists over what is assumed, then the last heat.
fn small(search: &Search) -> Vec<Titled> {
    let over = (!search.regret.draws.is_empty()).then(|| Titled {
        title: "Finalists over what is assumed".to_owned(),
        ..search.regret.table(&search.objective.least).into()
    });
    let heat = Titled {
        title: format!(
            "Candidates of the last heat (traffic of the search, seed {})",
            search.heats.last().map_or(0, |heat| heat.seed)
        ),
        part_of: Some("candidates"),
        ..search.table().into()
    };
    over.into_iter().chain([heat]).collect()
}

/// Makes the search.
fn searched(args: &Args, draft: &Draft, console: &Console) -> Result<Search, Stop> {
    let mut set = args.common.choices.all_changes();
    let base = draft.with(&[("--set", &set)])?;
    set.retain(|c| !matches!(c.pointer.as_str(), "/seed" | "/replications"));
    args.of_user.iter().try_for_each(|user| is_heard(&base, user))?;
    let bounds = assertions(&args.keep, &base)?;
    draft.with(&[("--set", &set), ("--keep", &bounds)])?;
    let objective = objective(args, &base)?;
    let most = args.common.choices.replications.unwrap_or(REPLICATIONS);
    // Before its runs make a folder of somebody else's look like a study's.
    let folder = Folder::open(&args.common, &base.name)?;
    if args.draws > 0 && draft.with_ranges(&[("--set", &set)])?.ranges.is_empty() {
        return Err(over::nothing_assumed());
    }
    let runner = Runner {
        draft,
        common: &args.common,
        objective: &objective,
        set,
        seed: base.seed,
        most,
        folder: folder.path(),
        console,
    };
    let (grid, steps) = tried(args, &base);
    let (mut rules, mut not_tried) = runner.allowed(grid);
    let given = runner.allowed(args.then.iter().map(|step| Rule(vec![step.clone()])).collect()).1;
    let axes = not_tried.iter().filter(|_| !args.vary.is_empty());
    if let Some(refused) = given.iter().chain(axes).next() {
        return Err(Stop(format!("{}: {}", refused.name, refused.why)));
    }
    let mut heats: Vec<Heat> = Vec::new();
    let mut settled = false;
    while heats.len() < HEATS && !settled {
        heats.push(runner.heat(&rules, heats.len(), args.error / HEATS as f64)?);
        let Some(choice) = &heats[heats.len() - 1].choice else { break };
        // A heat begins with the best of the one before. Today's system has no rules that could be changed.
        let best = rules[choice.best].clone();
        let is_today = best.setting().changes == Counterpart::todays();
        settled = steps.is_empty() || is_today || (heats.len() > 1 && choice.best == 0);
        let next = steps.iter().map(|step| best.stepped(step));
        let (next, refused) = runner.allowed(std::iter::once(best.clone()).chain(next).collect());
        if heats.len() == 1 && !settled {
            not_tried.extend(refused);
        }
        rules = next;
    }
    let mut search = Search {
        objective: objective.clone(),
        of_user: args.of_user.clone(),
        shared: rules::shared(&base, &args.vary, args.of_user.as_deref()),
        each: if base.is_course() { Length::new(&base).word() } else { "replication" },
        heats,
        not_tried,
        most,
        settled,
        regret: Regret::default(),
    };
    if args.draws > 0 {
        search.regret = runner.over(&search, args)?;
    }
    Ok(search)
}

/// The first heat's candidates, and what is changed one at a time after it.
fn tried(args: &Args, base: &Scenario) -> (Vec<Rule>, Vec<Setting>) {
    let stands = Rule::default();
    if let Some(user) = args.of_user.as_ref().filter(|_| args.vary.is_empty()) {
        let own = rules::own(base, user).into_iter().map(|part| Rule(vec![part]));
        return (std::iter::once(stands).chain(own).collect(), Vec::new());
    }
    let axes = if args.vary.is_empty() { rules::grid() } else { args.vary.clone() };
    let parts = |axis: &Axis| -> Vec<Setting> {
        let to = |value: &Value| Change { pointer: axis.pointer.clone(), value: value.clone() };
        let part = |value: &Value| match axis.pointer.as_str() {
            // Short: it stands before others in a name.
            "/mechanism/operating_threshold" => {
                Setting { name: format!("θ = {value}"), changes: vec![to(value)] }
            }
            _ => Setting::new(vec![to(value)]),
        };
        axis.values.iter().map(part).collect()
    };
    let axes: Vec<Vec<Setting>> = axes.iter().map(parts).collect();
    let mut grid = vec![Rule::default()];
    for parts in &axes {
        grid = grid.iter().flat_map(|rule| parts.iter().map(|part| rule.stepped(part))).collect();
    }
    // No User can choose today's system.
    let today = Setting { name: TODAY.to_owned(), changes: Counterpart::todays() };
    let today = args.of_user.is_none().then(|| Rule(vec![today]));
    let grid = std::iter::once(stands).chain(today).chain(grid).collect();
    let steps = match (args.grid_only || args.of_user.is_some(), args.then.is_empty()) {
        (true, _) => Vec::new(),
        (_, false) => args.then.clone(),
        _ => rules::steps(base).into_iter().chain(axes.into_iter().flatten()).collect(),
    };
    (grid, steps)
}

/// That `user` is known, and sends anything: else nothing that it can do makes a difference.
fn is_heard(base: &Scenario, user: &str) -> Result<(), Stop> {
    if base.users.iter().all(|u| u.id != *user) {
        let ids: Vec<&str> = base.users.iter().map(|u| u.id.as_str()).collect();
        let fault = Fault::at("", format!("{user:?}"), format!("one of: {}", ids.join(", ")));
        let names = base.users.iter().flat_map(|u| [u.id.as_str(), u.name.as_str()]);
        return Err(Faults::from(fault.did_you_mean(user, names).in_file("--for")).into());
    }
    let named = |fault: Fault| Stop::from(Faults::from(fault.in_file(base.name.as_str())));
    let traffic = Plan::new(base).map_err(named)?.traffic;
    let sends = |id: &str| traffic.pairs.iter().any(|pair| base.users[pair.0].id == id);
    if sends(user) {
        return Ok(());
    }
    let all: Vec<&str> =
        base.users.iter().map(|u| u.id.as_str()).filter(|id| sends(id)).take(LISTED).collect();
    let found = format!("{user:?}, which sends nothing in this scenario");
    let fault = Fault::at("", found, format!("a User with traffic, such as {}", all.join(", ")));
    Err(Faults::from(fault.in_file("--for")).into())
}

/// What is asked of every candidate.
fn objective(args: &Args, base: &Scenario) -> Result<Objective, Stop> {
    let keeps = match (args.keep.is_empty(), &args.of_user) {
        (true, None) => rules::bounds(base),
        _ => args.keep.clone(),
    };
    let least = args.least.clone().unwrap_or_else(|| match &args.of_user {
        None => FigureOf { figure: Figure::NeverAnsweredNotAbove, of: None },
        Some(user) => {
            let asks = !rules::polls(base, user).is_empty();
            let figure = if asks { Figure::SupplyKnown15Min } else { Figure::NeverAnswered };
            FigureOf { figure, of: Some(user.clone()) }
        }
    });
    let fault =
        |option: &'static str| move |fault: Fault| Stop::from(Faults::from(fault.in_file(option)));
    if least.figure.about().better == Better::Neither {
        return Err(Stop(format!(
            "--least: {least}, of which neither more nor less is better by itself\n  expected: a figure of which one is (docs/figures.md)"
        )));
    }
    let (of, _) = least.whose(base).map_err(fault("--least"))?;
    Ok(Objective {
        whose: whose(&keeps, base).map_err(fault("--keep"))?,
        least: Told::of(&least, of),
        keeps,
        error: args.error,
    })
}
