//! A storm and a process in the small market, and ledgers of them made by hand.
//!
//! Of delta's customers 4 000 and of epsilon's 1 000 have a meter. From 10:05 all of them are off supply, and
//! from 10:20 on they come back evenly, the last at 10:50.

use headroom::evidence::findings::{Findings, Found};
use headroom::evidence::{Evidence, last, plain};
use headroom_core::domain::{Share, Span};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Axis, Setting};
use headroom_core::ledger::{Folded, Ledger, Runs, Step, Supply, UserRow};
use headroom_core::scenario::{
    Alerts, Amount, Event, EventKind, Off, Poll, Process, Scenario, Storm, StormParty, When,
};
use kit::make::{Changes, scenario, small_market};
use serde_json::{Value, json};

/// The market with another network party.
pub fn market() -> Value {
    let mut market = small_market();
    let epsilon = json!({ "id": "epsilon", "name": "Epsilon Networks", "category": "electricity_network_party",
        "roles": ["ED"], "portfolio": { "electricity_credit": 3000, "charged_mpans": 9000 } });
    market["users"].as_array_mut().expect("users").push(epsilon);
    market["mechanism"]["allocation"]["guaranteed"][0]["share"] = json!(0.05);
    market
}

/// The market with `changes`, a storm and a process.
pub fn stormy(changes: Changes) -> Scenario {
    let mut scenario = scenario(&market(), changes);
    let user = |id: &str| scenario.users.iter().position(|u| u.id == id).expect("a User");
    let srv = |id: &str| scenario.srvs.iter().position(|s| s.id == id).expect("an SRV");
    let off = |cell, share| Off { cell, share };
    let curve = vec![off(30, 1.0), off(120, 1.0), off(300, 0.0)];
    let poll = Poll {
        srv: srv("7.4"),
        every: Span::from_s(900),
        spread: Span::from_s(300),
        neighbours: 1,
        stop_when_known: true,
    };
    let party = |id: &str, customers, meters| StormParty {
        user: user(id),
        customers,
        meters,
        off: curve.clone(),
        poll: Some(poll),
    };
    let storm = Storm {
        parties: vec![party("delta", 10_000, 4_000), party("epsilon", 2_000, 1_000)],
        alerts: Alerts {
            after: Span::from_s(180),
            outage_lost: Share::from_f64(0.3),
            restore_lost: Share::ZERO,
            outage_code: None,
            restore_code: None,
        },
        silent_with_supply: Share::ZERO,
        surges: Vec::new(),
    };
    let step = |id: &str, of: &str| headroom_core::scenario::ProcessStep {
        id: id.to_owned(),
        srv: srv(of),
        delay: Span::from_ms(0),
        deadline: None,
    };
    let process = Process {
        id: "install".to_owned(),
        users: vec![user("alpha"), user("beta")],
        amount: Amount::PerUser(100.0),
        fuel: None,
        exact: true,
        when: When::Profile(0),
        steps: vec![step("join", "1.1"), step("read", "4.6.1")],
        retrigger: Share::from_f64(0.5),
        retrigger_after: Span::from_s(7_200),
    };
    scenario.events.push(Event {
        id: "arwen".to_owned(),
        from: 30,
        to: 330,
        kind: EventKind::Storm(storm),
    });
    scenario.processes.push(process);
    scenario
}

/// What a party knew: so many of its customers with a meter after so many cells since the loss.
pub fn supply(lost: u64, known: &[(u64, u64)]) -> Supply {
    let mut supply = Supply {
        lost,
        restored: lost,
        polls: 3 * lost,
        neighbour_polls: 3 * lost,
        alerts: lost / 2,
        ..Supply::default()
    };
    known.iter().for_each(|(cells, n)| supply.from_loss.add(*cells, *n));
    supply.from_restoration.add(0, lost);
    supply
}

/// A ledger of `plan` in which `throttled` of delta's 30 000 polls were throttled, and `late` of its 4 000
/// customers were known after 20 min, the others at once. 40 of 100 runs of alpha and all 50 of beta were
/// completed first time.
pub fn ledger(plan: &Plan, replication: u32, throttled: u64, late: u64) -> Ledger {
    let users = plan.scenario.users.len();
    let mut ledger = Ledger::new(replication, plan.traffic.pairs.len(), users);
    let id = |pair: &(usize, usize)| {
        (plan.scenario.users[pair.0].id.as_str(), plan.scenario.srvs[pair.1].id.as_str())
    };
    let at =
        |of: (&str, &str)| plan.traffic.pairs.iter().position(|p| id(p) == of).expect("a pair");
    let polls = &mut ledger.pairs[at(("delta", "7.4"))];
    polls.requests = 30_000;
    polls.submissions = 30_000;
    polls.attempts = 30_000 + throttled;
    polls.throttled = throttled;
    polls.admitted = 30_000;
    polls.processed = 30_000;
    polls.served = 28_000;
    polls.no_response = 2_000;
    let reads = &mut ledger.pairs[at(("beta", "4.6.1"))];
    reads.requests = 2_000;
    reads.submissions = 2_000;
    reads.attempts = 2_000;
    reads.admitted = 2_000;
    reads.processed = 2_000;
    reads.served = 2_000;
    ledger.supply =
        vec![supply(4_000, &[(0, 4_000 - late), (120, late)]), supply(1_000, &[(18, 700)])];
    ledger.supply[0].presumed.add(0, (4_000 - late) / 10);
    if late == 2_000 {
        let active = &mut ledger.supply[0].while_active;
        active.lost = 500;
        active.from_loss.add(0, 400);
        active.from_loss.add(120, 100);
    }
    ledger.processes = vec![
        Runs { begun: 100, first_time: 40, late: 30, aborted: 20, retriggered: 10 },
        Runs { begun: 50, first_time: 50, late: 0, aborted: 0, retriggered: 0 },
    ];
    ledger.steps = vec![
        Step { begun: 150, served: 140, first_time: 120, aborted: 8, refused: 44 },
        Step { begun: 140, served: 120, first_time: 100, aborted: 12, refused: 31 },
    ];
    let blocks = plan.scenario.calendar.blocks().len();
    ledger.users = vec![UserRow::default(); blocks * users];
    ledger.waits.add(0, 28_000);
    ledger
}

/// The evidence of two replications: 10 000 polls throttled and 1 000 customers late, and 20 000 and 2 000.
pub fn evidence(changes: Changes) -> Evidence {
    let plan = Plan::new(&stormy(changes)).unwrap_or_else(|fault| panic!("{fault:?}"));
    let ledgers = [ledger(&plan, 0, 10_000, 1_000), ledger(&plan, 1, 20_000, 2_000)];
    let folded = Folded::all(ledgers, &plan.traffic.pairs);
    Evidence::new(&plan, folded)
}

/// The scenario with so many times the customers and meters, in all 1.2 million at 100.
pub fn sized(scenario: &Scenario, size: f64) -> Scenario {
    let mut scenario = scenario.clone();
    let times = |n: u64| (n as f64 * size).round() as u64;
    for event in &mut scenario.events {
        if let EventKind::Storm(storm) = &mut event.kind {
            for party in &mut storm.parties {
                (party.customers, party.meters) = (times(party.customers), times(party.meters));
            }
        }
    }
    scenario
}

/// A ledger in which of each party's customers with a meter such shares were known within 5, 15 and 60
/// minutes, and such a share of the attempts of 7.4 was throttled.
pub fn known(plan: &Plan, replication: u32, shares: [f64; 3], throttled: f64) -> Ledger {
    let mut ledger =
        ledger(plan, replication, (30_000.0 * throttled / (1.0 - throttled)).round() as u64, 0);
    let EventKind::Storm(storm) = &plan.scenario.events.last().expect("a storm").kind else {
        panic!("no storm")
    };
    let of = |meters: u64| {
        let part = |i: usize| (meters as f64 * shares[i]).round() as u64;
        supply(meters, &[(3, part(0)), (60, part(1) - part(0)), (200, part(2) - part(1))])
    };
    ledger.supply = storm.parties.iter().map(|p| of(p.meters)).collect();
    ledger
}

/// A ledger in which `submissions` took so many attempts each.
pub fn amplified(plan: &Plan, replication: u32, submissions: f64, attempts: f64) -> Ledger {
    let mut ledger = Ledger::new(replication, plan.traffic.pairs.len(), plan.scenario.users.len());
    let of = &mut ledger.pairs[0];
    of.submissions = submissions.round() as u64;
    of.attempts = (submissions * attempts).round() as u64;
    ledger
}

/// A study of `settings` and axes whose variants' scenarios and ledgers `of` makes of setting and place.
pub fn findings(
    settings: &[&str],
    axes: &[&str],
    of: impl Fn(usize, &[usize]) -> (Scenario, Vec<Ledger>),
) -> Findings {
    planned(settings, axes, |setting, place| {
        let (scenario, ledgers) = of(setting, place);
        (Plan::new(&scenario).expect("a plan"), ledgers)
    })
}

/// The same of plans.
pub fn planned(
    settings: &[&str],
    axes: &[&str],
    of: impl Fn(usize, &[usize]) -> (Plan, Vec<Ledger>),
) -> Findings {
    let axes: Vec<Axis> = axes.iter().map(|a| a.parse().expect("an axis")).collect();
    let setting = |name: &&str| Setting { name: (*name).to_owned(), changes: Vec::new() };
    let mut places: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in &axes {
        let further = |place: Vec<usize>| {
            (0..axis.values.len()).map(move |i| [place.clone(), vec![i]].concat())
        };
        places = places.into_iter().flat_map(further).collect();
    }
    let (mut variants, mut evidence) = (Vec::new(), Vec::new());
    for (setting, name) in settings.iter().enumerate() {
        for place in &places {
            let (plan, ledgers) = of(setting, place);
            let folded = Folded::all(ledgers, &plan.traffic.pairs);
            evidence.push(Evidence::new(&plan, folded));
            variants.push(Found {
                label: label(name, &axes, place),
                setting,
                place: place.clone(),
                changes: serde_json::Map::new(),
                against: None,
            });
        }
    }
    Findings {
        alike: std::collections::BTreeSet::new(),
        demands: Vec::new(),
        base: std::sync::Arc::clone(&evidence[0].plan.scenario),
        settings: settings.iter().map(setting).collect(),
        axes,
        variants,
        evidence,
        differences: Vec::new(),
    }
}

/// The setting's name, or where there are axes the values on them.
fn label(setting: &str, axes: &[Axis], place: &[usize]) -> String {
    let value =
        |(a, i): (&Axis, &usize)| format!("{} = {}", last(&a.pointer), plain(&a.values[*i]));
    let values: Vec<String> = axes.iter().zip(place).map(value).collect();
    if values.is_empty() { setting.to_owned() } else { values.join(", ") }
}
