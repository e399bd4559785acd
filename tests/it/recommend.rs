//! C7: the rule that is found is the one that does least harm, as often as it says.
//!
//! Judged by races whose best candidate is known, among them such with long tails, and by whole searches of a small market
//! held against a comparison of the same rules.

use crate::commands::{folder, headroom};
use headroom::evidence::recommend::{Race, Shown, Standing};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::path::Path;

/// Races, each of its own draws.
const RACES: u64 = 500;
/// Candidates, of which the first is the best, and how much more each further one leaves.
const CANDIDATES: usize = 6;
const MORE: f64 = 0.25;
const ERROR: f64 = 0.05;

/// What each candidate leaves in a replication: what all share, and what is its own.
type Year = fn(&mut Xoshiro256PlusPlus) -> (f64, [f64; CANDIDATES]);

/// A draw of the standard normal law (Box and Muller).
fn standard(dice: &mut Xoshiro256PlusPlus) -> f64 {
    let (u, v): (f64, f64) = (1.0 - dice.random::<f64>(), dice.random());
    libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v)
}

fn normal(dice: &mut Xoshiro256PlusPlus) -> (f64, [f64; CANDIDATES]) {
    (standard(dice), std::array::from_fn(|c| c as f64 * MORE + standard(dice)))
}

/// Log-normal with σ = 1.5, which is long to the right, brought to mean 0 and standard deviation 1.
fn long(dice: &mut Xoshiro256PlusPlus) -> f64 {
    let mean = libm::exp(1.125);
    (libm::exp(1.5 * standard(dice)) - mean) / (mean * libm::sqrt(libm::expm1(2.25)))
}

fn log_normal(dice: &mut Xoshiro256PlusPlus) -> (f64, [f64; CANDIDATES]) {
    (long(dice), std::array::from_fn(|c| c as f64 * MORE + long(dice)))
}

/// Years in which nothing happens, but for a storm in three of ten.
fn storms(dice: &mut Xoshiro256PlusPlus) -> (f64, [f64; CANDIDATES]) {
    let mut storm = || if dice.random_bool(0.3) { long(dice).abs() * 2.0 } else { 0.0 };
    (storm(), std::array::from_fn(|c| (1.0 + c as f64 * MORE) * storm()))
}

/// Whether what is said of the choice of a race of that law is right, looked at as the command does; none where nothing is
/// chosen.
fn race(year: Year, mean: impl Fn(usize) -> f64, seed: u64) -> Option<bool> {
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut race = Race::new(CANDIDATES, 1, ERROR);
    let mut shown = vec![Shown { broken: vec![Vec::new()], ..Shown::default() }; CANDIDATES];
    for n in 1..=80 {
        let (common, own) = year(&mut dice);
        for (c, shown) in shown.iter_mut().enumerate() {
            shown.least.push(common + own[c]);
            // All keep it, but the last, which would be chosen if it were less.
            shown.broken[0].push(if c + 1 == CANDIDATES { 1.0 } else { -1.0 } + 0.1 * common);
            shown.cost.push(0.0);
        }
        if [10, 20, 40, 80].contains(&n) {
            let left = race.left();
            race.look(left.into_iter().map(|c| shown[c].clone()).collect());
        }
    }
    let choice = race.choice()?;
    let worse = mean(choice.best) - mean(0);
    let kept = choice.best + 1 < CANDIDATES;
    Some(kept && choice.slack.is_none_or(|slack| worse <= slack))
}

#[test]
fn c7_what_is_said_of_the_choice_holds_in_races_of_which_the_best_is_known() {
    // What a storm leaves in the mean, from as many draws as its error does not matter in.
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(0);
    let storm = (0..400_000).map(|_| storms(&mut dice).1[0]).sum::<f64>() / 400_000.0;
    let cases: [(&str, Year, f64); 3] = [
        ("normal", normal, 1.0),
        ("log-normal, σ = 1.5", log_normal, 1.0),
        ("storms", storms, storm),
    ];
    for (name, year, by) in cases {
        let mean = |c: usize| (1.0 + c as f64 * MORE) * by;
        let said: Vec<bool> = (0..RACES).filter_map(|seed| race(year, mean, seed)).collect();
        let wrong = said.iter().filter(|right| !**right).count();
        println!("{name}: {} of {RACES} chose, {wrong} wrongly", said.len());
        assert!(said.len() as u64 >= RACES * 9 / 10, "{name}: {} chose", said.len());
        assert!(wrong as f64 <= said.len() as f64 * ERROR, "{name}: {wrong} of {}", said.len());
    }
}

#[test]
fn c7_a_bound_that_is_broken_is_found_out_and_its_candidate_never_chosen() {
    let mut race = Race::new(2, 1, ERROR);
    let shown =
        |least, broken| Shown { least: vec![least; 10], broken: vec![broken], cost: vec![0.0; 10] };
    let above = (0..10).map(|i| 5.0 + f64::from(i % 2)).collect();
    race.look(vec![shown(1.0, vec![-1.0; 10]), shown(0.0, above)]);
    assert_eq!(race.standings, [Standing::Keeps, Standing::Breaks(0)]);
    assert_eq!(race.choice().map(|c| c.best), Some(0));
}

/// A search of `minimal`, which floods; its answer as JSON.
fn search(folder: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let always = ["recommend", "minimal", "--format", "json", "--quiet"];
    let ran = headroom(folder, &[&always[..], more].concat());
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err)))
}

/// The rule that was found, and the sentence that says so.
fn found(answer: &Value) -> (String, String) {
    let candidates = answer["candidates"].as_array().unwrap();
    let best = candidates.iter().rev().find(|c| c["became"] == "found").expect("a rule");
    (best["rule"].as_str().unwrap().to_owned(), answer["answer"][0].as_str().unwrap().to_owned())
}

#[test]
fn c7_a_threshold_towards_nothing_never_wins_and_the_choice_is_the_least_of_a_sweep() {
    let folder = folder();
    let thresholds = "/mechanism/operating_threshold=[0.02,0.5,0.7,0.9]";
    let more = ["--vary", thresholds, "--grid-only", "--replications", "40"];
    let (code, answer) = search(folder.path(), &more);
    assert_eq!(code, Some(0), "{answer}");
    let rule = found(&answer).0;
    let choice = &answer["choice"];
    assert_eq!((&choice["rule"], &choice["decided"]), (&json!(rule), &json!(true)));
    assert_eq!(choice["guarantee"]["confidence"], 0.95);
    assert_eq!(choice["guarantee"]["figure"], "never_answered.not_above");
    let slack = choice["guarantee"]["better_by_at_most"].as_f64().expect("it is known");
    assert!(choice["runner_up"].is_string(), "{choice}");
    // The page's first screen: who came second, how much worse it is, and on which traffic that was seen.
    let page = std::fs::read_to_string(folder.path().join("reports/minimal/report.html")).unwrap();
    let screen = page.split("<section class=\"first\"").nth(1).expect("a first screen");
    let screen = screen.split("</section>").next().unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    for said in ["Runner-up: ‘", "on fresh traffic (n = 40, seed 2)", "against what was found"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    assert!(page.contains("traffic of the search: 10 to 40 replications"));
    let candidates = answer["candidates"].as_array().unwrap();
    let ran: u64 = candidates.iter().map(|c| c["n"].as_u64().unwrap()).sum();
    assert_eq!(choice["replications_run"], ran);
    assert_eq!(choice["replications_of_a_full_grid"], 40 * candidates.len());
    assert!(slack >= 0.0 && answer["regret"].is_null(), "nothing was drawn");
    // On the frontier nobody leaves less at no more cost.
    let [left, cost] = ["mean", "never_answered_above"].map(|k| move |c: &Value| c[k].as_f64());
    let on = |c: &&Value| c["frontier"] == true;
    for one in candidates.iter().filter(on) {
        let other =
            candidates.iter().filter(on).find(|o| left(o) < left(one) && cost(o) <= cost(one));
        assert!(other.is_none(), "{one} {other:?}");
    }
    assert!(candidates.iter().any(|c| on(&c)));
    // The same by hand: every threshold on the same traffic.
    let args = [
        "sweep",
        "minimal",
        "--vary",
        thresholds,
        "--replications",
        "40",
        "--format",
        "json",
        "--quiet",
        "--alone",
    ];
    let swept: Value = serde_json::from_str(&headroom(folder.path(), &args).out).unwrap();
    let least = |v: &Value| -> f64 {
        let never = &v["totals"]["never_answered"];
        ["within", "displaced", "polls"].iter().map(|s| never[s].as_f64().expect("a count")).sum()
    };
    let variants = swept["variants"].as_array().unwrap();
    let all: Vec<f64> = variants.iter().map(least).collect();
    let best = all.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(all[0] > best, "a threshold that makes everybody an offender: {all:?}");
    assert!(!rule.contains("0.02"), "{rule}: {all:?}");
    let at = |threshold: &str| rule.ends_with(threshold);
    let chosen = ["0.5", "0.7", "0.9"].iter().position(|t| at(t)).map(|i| all[i + 1]);
    assert!(chosen.is_none_or(|mean| mean <= best * 1.2 + 1.0), "{rule}: {all:?}");
}

#[test]
fn c5_of_a_bound_kept_by_as_much_in_every_replication_no_confidence_is_claimed() {
    let folder = folder();
    let more = ["--keep", "throttled<=0", "--grid-only", "--replications", "10"];
    let choice = search(folder.path(), &more).1;
    assert_eq!(found(&choice).0, "today's system", "the only one that throttles nobody");
    // Of none of 10, up to 1 − 0.025^(1/10) = 30.8 % may have some.
    let said = choice["answer"][1].as_str().unwrap();
    let seen = "As far as was seen (fewer than 30.8 % of such replications may do otherwise) it keeps them, and with 95 % confidence no other";
    assert!(said.starts_with(seen), "{said}");
    let unseen = choice["choice"]["guarantee"]["unseen"].as_f64().unwrap();
    assert!((unseen - 0.3085).abs() < 1e-4, "{unseen}");
}

#[test]
fn c7_threads_do_not_move_a_byte_and_a_search_goes_on_from_what_is_kept() {
    let folder = folder();
    let more = |threads: &'static str, out: &'static str| {
        ["--replications", "10", "--grid-only", "--threads", threads, "--out", out]
    };
    let one = search(folder.path(), &more("1", "one")).1;
    let two = search(folder.path(), &more("2", "two")).1;
    assert_eq!(one, two);
    assert_eq!(search(folder.path(), &more("2", "one")).1, one);
    let table = |out: &str| std::fs::read(folder.path().join(out).join("tables/candidates.csv"));
    assert_eq!(table("one").unwrap(), table("two").unwrap());
}

#[test]
fn c7_a_user_s_own_choices_are_its_retries_or_how_often_it_asks_in_a_storm() {
    let folder = folder();
    let (code, own) = search(folder.path(), &["--for", "supplier-a", "--replications", "10"]);
    assert_eq!(code, Some(0));
    let candidates = own["candidates"].as_array().unwrap();
    assert!(candidates.iter().any(|c| c["rule"] == "4 attempts, the second after 2 min"));
    assert!(candidates.iter().all(|c| c["changes"].get("/mechanism/enabled").is_none()));
    // What ties with what was found is said at once.
    let ties = own["choice"]["same"].as_array().map_or(0, Vec::len);
    let said = found(&own).1;
    assert!(
        ties > 1
            && said.contains(&format!("which ties with {ties} rules, in requests never answered")),
        "{said}"
    );
    // Of what is varied it can choose all, and not today's system.
    let vary = ["--vary", "/retries/default/attempts=[2,6]", "--out", "varied"];
    let own = ["--for", "supplier-a", "--replications", "10"];
    let (code, varied) = search(folder.path(), &[&own[..], &vary].concat());
    assert_eq!(code, Some(0));
    let rules: Vec<&Value> =
        varied["candidates"].as_array().unwrap().iter().map(|c| &c["rule"]).collect();
    assert!(rules.len() == 3 && !rules.contains(&&json!("today's system")), "{rules:?}");
    // What holds for others too is told, of its own alone nothing.
    assert_eq!(varied["choice"]["changes_others_too"], json!(["/retries/default/attempts"]));
    assert!(varied["answer"].to_string().contains("is not of supplier-a alone"), "{varied}");
    let vary = ["--vary", "/users/supplier-a/portfolio/gas_credit=[1,2]", "--out", "its"];
    let its = search(folder.path(), &[&own[..], &vary].concat()).1;
    assert_eq!(its["choice"]["changes_others_too"], json!([]));
}

#[test]
fn c7_finalists_are_held_against_one_another_over_joint_draws_of_what_is_assumed() {
    let folder = folder();
    let over =
        ["--replications", "40", "--grid-only", "--draws", "4", "--of-each", "2", "--out", "over"];
    let ranged = r#"{ "name": "ranged", "extends": "minimal", "ranges": [
        { "id": "capacity", "pointer": "/gateway/max_capacity", "low": "6/s", "high": "20/s" },
        { "id": "window", "pointer": "/mechanism/window", "low": "10 s", "high": "60 s" }] }"#;
    std::fs::write(folder.path().join("ranged.json"), ranged).unwrap();
    let said = |name: &str| headroom(folder.path(), &[&["recommend", name][..], &over].concat());
    let ran = said("ranged.json");
    assert!(
        ran.code == Some(0) && ran.out.contains("Over 4 combinations of assumptions"),
        "{}{}",
        ran.out,
        ran.err
    );
    let study = |name: &str| std::fs::read_to_string(folder.path().join("over").join(name));
    let page = study("report.html").expect("a page");
    assert!(!page.contains("No setting is today's system"), "today stands beside each");
    let json = [&["recommend", "ranged.json", "--format", "json"][..], &over].concat();
    let answer: Value = serde_json::from_str(&headroom(folder.path(), &json).out).unwrap();
    let regret = &answer["regret"];
    assert_eq!((&regret["draws"], &regret["refused"]), (&json!(4), &json!(0)));
    let greatest = |f: &Value| f["greatest_regret"].as_f64().expect("one");
    let finalists = regret["finalists"].as_array().unwrap();
    assert!(finalists.windows(2).all(|w| greatest(&w[0]) <= greatest(&w[1])), "{regret}");
    let table = study("tables/regret.csv").unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|l| l.rsplitn(3, ',').collect()).collect();
    assert!(rows.len() >= 8, "four draws of two finalists or more: {table}");
    // In each draw somebody is best.
    for draw in 1..=4 {
        let here = table.lines().filter(|line| line.starts_with(&format!("{draw},")));
        assert!(here.clone().any(|line| line.ends_with(",0.0")), "{table}");
        assert!(here.count() >= 2, "{table}");
    }
    let none = said("minimal");
    assert!(none.code == Some(2) && none.err.contains("no ranges"), "{}", none.err);
    // What breaks a bound is shown beside what does not, and nothing is told as short of it.
    let kept = headroom(
        folder.path(),
        &[
            "recommend",
            "ranged.json",
            "--keep",
            "throttled<=0",
            "--grid-only",
            "--replications",
            "10",
            "--draws",
            "2",
            "--of-each",
            "2",
            "--out",
            "kept",
        ],
    );
    assert!(kept.out.contains("as it stands (breaks a bound)"), "{}", kept.out);
    assert!(!kept.out.contains("least maximum regret"), "{}", kept.out);
}

#[test]
fn c7_where_today_s_system_is_found_or_nothing_matters_the_answer_says_so() {
    let folder = folder();
    let of = |more: &[&str]| {
        search(folder.path(), &[more, &["--grid-only", "--replications", "10"]].concat()).1
    };
    let today = found(&of(&["--least", "throttled", "--out", "today"]));
    assert_eq!(today.0, "today's system");
    assert!(
        today.1.contains("attempts throttled by the mechanism: 0 a replication"),
        "{}",
        today.1
    );
    let ample = of(&["--set", "/gateway/max_capacity=1000000/s", "--out", "ample"]);
    let said = ample["answer"].to_string();
    assert!(said.contains("this scenario does not exercise them"), "{said}");
}

#[test]
fn what_cannot_be_searched_is_said_before_anything_runs() {
    let folder = folder();
    for (more, said) in [
        (vec!["--shard", "1/2"], "--shard"),
        (vec!["--publish", "key"], "--publish"),
        (vec!["--least", "activations"], "neither more nor less is better"),
        (vec!["--for", "suplier-a"], "did you mean `supplier-a`"),
        (vec!["--for", "suplier-a"], "error: --for"),
        (
            vec!["--for", "supplier-a", "--vary", "/mechanism/hold=[1,5]"],
            "/mechanism/hold: no User's own",
        ),
        (
            vec!["--for", "supplier-a", "--vary", "/gateway/max_capacity=[10,20]"],
            "/gateway/max_capacity: no User's own",
        ),
        (
            vec!["--for", "supplier-b", "--vary", "/users/supplier-a/portfolio/gas_credit=[1,2]"],
            "gas_credit: no User's own",
        ),
        (vec!["--of-each", "9"], "--draws"),
        (
            vec![
                "--for",
                "idle",
                "--set",
                "/users/-={\"id\":\"idle\",\"category\":\"other_user\",\"roles\":[\"OU\"]}",
            ],
            "sends nothing in this scenario",
        ),
        (vec!["--keep", "throttled of nobody<=1"], "nobody"),
        (vec!["--keep", "throttled_share<=150%"], "expected: 0 to 1"),
        (vec!["--error", "0.9"], "to 0.5"),
        (vec!["--replications", "5"], "expected: 10 or more"),
        (vec!["--vary", "/seed=[1,2]"], "no rule"),
        (vec!["--then", "b: /mechanism/nope=1"], "/mechanism/nope"),
        (vec!["--set", "/mechanism/enabled=false"], "switched off"),
    ] {
        let ran = headroom(folder.path(), &[&["recommend", "minimal"][..], &more].concat());
        assert!(ran.code == Some(2) && ran.err.contains(said), "{more:?}: {}", ran.err);
    }
}

#[test]
fn a_folder_of_somebody_else_s_is_refused_before_the_search_writes_into_it() {
    let folder = folder();
    let theirs = folder.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::write(theirs.join("report.html"), "mine").unwrap();
    let ran = headroom(folder.path(), &["recommend", "minimal", "--out", "theirs"]);
    assert!(ran.code == Some(2) && ran.err.contains("no study's"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(theirs.join("report.html")).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(&theirs).unwrap().count(), 1);
}
