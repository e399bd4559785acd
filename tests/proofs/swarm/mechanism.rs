//! What the mechanism promises of every run: M1, M4, M5, M6, M10 and the fairness properties.

use super::{Met, admitted, fresh, plan};
use headroom_core::domain::{Detect, Measure, Mode, NANO, Nano, Pace, Pool};
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Counts, Ledger, Row};
use headroom_core::mechanism::Quotas;
use headroom_core::scenario::EventKind;
use headroom_core::traffic::Cohort;
use kit::random_scenario::{read, show_where_it_fails};
use serde_json::{Value, json};

/// Except by a buffer that is full: what is in it queues on when the mechanism is no longer active (M9).
pub fn nothing_is_throttled_while_inactive(plan: &Plan, ledger: &Ledger) {
    let mut full = 0;
    for row in &ledger.timeline {
        let may_be = row.active_cells > 0 || row.to_buffer + row.buffered + full > 0;
        assert!(row.throttled == 0 || may_be, "throttled while inactive: {row:?}");
        full = row.buffered;
    }
    let throttled: u64 = ledger.activations.iter().map(|a| a.throttled).sum();
    let totals = ledger.totals();
    assert!(throttled == totals.throttled || totals.to_buffer > 0 && throttled < totals.throttled);
    if !plan.scenario.mechanism.enabled {
        assert_eq!((throttled, ledger.activations.len(), ledger.active_cells), (0, 0, 0));
    }
}

/// M6 and F2, by what was counted of each SRV.
pub fn prioritised_requests_are_never_throttled(plan: &Plan, ledger: &Ledger) {
    assert_eq!(ledger.fairness.f2.count, 0);
    for (&(_, srv), counts) in plan.traffic.pairs.iter().zip(&ledger.pairs) {
        assert!(!plan.scenario.mechanism.prioritised[srv] || counts.throttled == 0, "{counts:?}");
    }
}

/// M1: exactly, and as whole requests for as many windows as an activation may have.
pub fn allocations_add_up_to_the_pool(plan: &Plan) {
    let mechanism = &plan.scenario.mechanism;
    let rate = match mechanism.allocation.pool {
        Pool::Threshold => plan.scenario.threshold(),
        Pool::Capacity => plan.scenario.gateway.max_capacity,
    };
    let pool = rate.over(plan.scenario.calendar.window());
    assert_eq!(plan.allocation.iter().sum::<Nano>(), pool);
    let whole = |quotas: &[u64]| quotas.iter().map(|q| Nano::from(*q)).sum::<Nano>();
    let mut quotas = Quotas::new(plan.allocation.clone());
    assert_eq!(whole(&quotas.without_carry((1, 1))), pool / NANO);
    let mut given = 0;
    for window in 1..=50 {
        given += whole(&quotas.next((1, 1)));
        assert_eq!(given, window * pool / NANO, "after {window} windows");
    }
}

/// No window has more than the busiest, and the busiest has it.
pub fn the_busiest_window_is_the_busiest(plan: &Plan, ledger: &Ledger) {
    let (most, at) = ledger.peak_load;
    let per_window = plan.scenario.calendar.cells_per_window() as u64;
    let offered = plan.scenario.mechanism.measure == Measure::Offered;
    // What is taken from a buffer was load when it came.
    let told = !offered || ledger.totals().to_buffer == 0;
    for row in ledger.timeline.iter().filter(|_| told) {
        let load = admitted(row) + if offered { row.throttled + row.rejected } else { 0 };
        assert!(load <= most * (row.cells / per_window), "{row:?} has more than {most} a window");
        assert!(row.cell != at || row.cells > per_window || load == most, "{row:?} has not {most}");
    }
    for a in &ledger.activations {
        assert!(a.peak_load <= most);
    }
}

/// M4, as far as the ledger shows it.
pub fn activations_are_what_the_load_says(plan: &Plan, ledger: &Ledger, met: &mut Met) {
    let (calendar, mechanism) = (&plan.scenario.calendar, &plan.scenario.mechanism);
    let per_window = calendar.cells_per_window() as u64;
    let mut before = 0;
    for a in &ledger.activations {
        assert!(before <= a.from && a.from < a.to, "activations follow one another: {a:?}");
        assert!(a.to % per_window == 0, "{a:?}");
        assert!(a.open || a.to - a.from >= u64::from(mechanism.hold) * per_window, "{a:?}");
        assert!(mechanism.detect == Detect::Immediate || a.from % per_window == 0, "{a:?}");
        assert_eq!(a.throttled > 0, !a.users.is_empty(), "{a:?}");
        before = a.to;
    }
    let cells: u64 = ledger.activations.iter().map(|a| a.to - a.from).sum();
    assert_eq!(cells, ledger.active_cells);
    assert_eq!(
        ledger.activations.iter().filter(|a| a.open).count(),
        usize::from(ledger.activations.last().is_some_and(|a| a.open)),
        "only the last can be open"
    );
    let uncaused = ledger.activations.iter().filter(|a| a.causes.is_empty()).count();
    assert_eq!(ledger.fairness.f4.count, uncaused as u64);
    if mechanism.threshold_follows_capacity {
        return;
    }
    // Θ × window is reached in some window but the last if and only if something follows from it.
    let reached = ledger.peak_load.0 as f64 >= plan.threshold_per_window();
    let last = ledger.peak_load.1 + per_window == calendar.cells();
    met.note("threshold not reached", !reached);
    if mechanism.enabled && !(reached && last) {
        assert_eq!(reached, !ledger.activations.is_empty());
    }
}

/// F3 needs a refusal by the DSP, and F5 something that keeps attempts out; throttling with limits over a whole
/// window does not break it.
pub fn fairness_holds_where_nothing_can_break_it(plan: &Plan, ledger: &Ledger) {
    let (totals, f) = (ledger.totals(), &ledger.fairness);
    assert!(totals.rejected > 0 || f.f3.count == 0, "F3 without a rejection");
    let over_windows = plan.scenario.mechanism.pace == Pace::Window;
    let kept_out = totals.rejected + totals.unavailable + totals.capped + totals.quarantined;
    // Nothing carries a User over but what it was refused while it had kept within, and that was nothing.
    let resubmits = plan.scenario.retries.iter().any(|r| r.says.response_timeout.is_some());
    if over_windows && kept_out + totals.to_buffer + totals.tried_again == 0 && !resubmits {
        assert_eq!((f.f1.count, f.f5.count), (0, 0), "F1 and F5 hold by construction");
    }
    assert!(f.ratios().into_iter().flatten().all(|share| (0.0..=1.0).contains(&share)), "F6");
    assert!(plan.scenario.mechanism.enabled || f.entitled.iter().all(|n| *n == 0), "off has no F6");
}

/// M5 over whole windows, whatever the reading: a User whose fresh requests stay below its quota in
/// every window, and that has nothing to retry, never meets its limit.
pub fn who_asks_for_less_than_its_allocation_is_never_throttled(
    plan: &Plan,
    ledger: &Ledger,
    met: &mut Met,
) {
    let mechanism = &plan.scenario.mechanism;
    let shrinks = mechanism.threshold_follows_capacity
        && plan.scenario.events.iter().any(|e| matches!(e.kind, EventKind::Outage { .. }));
    if mechanism.pace != Pace::Window || shrinks || ledger.activations.is_empty() {
        return;
    }
    let per_window = plan.scenario.calendar.cells_per_window();
    let mut most = vec![0; plan.scenario.users.len()];
    let mut here = most.clone();
    for (at, cell) in fresh(plan).iter().enumerate() {
        if at % per_window == 0 {
            here.fill(0);
        }
        for f in cell {
            let cohort = &plan.traffic.cohorts[f.cohort as usize];
            let counts = mechanism.prioritised_use_allocation || !mechanism.prioritised[cohort.srv];
            if counts && cohort.mode != Mode::DccScheduled {
                here[cohort.user] += f.count;
                most[cohort.user] = most[cohort.user].max(here[cohort.user]);
            }
        }
    }
    for (user, most) in most.into_iter().enumerate() {
        let pairs = plan.traffic.pairs.iter().zip(&ledger.pairs).filter(|(p, _)| p.0 == user);
        let own = pairs.fold(Counts::default(), |sum, (_, c)| sum + *c);
        // What is carried, and what rounding takes back, is less than a request each.
        // Nor does it hold for what follows from what was processed, which may bunch (T6, T7), or for polls (G9).
        let later = |c: &Cohort| c.user == user && (c.then.is_some() || c.poll.is_some());
        let follows = plan.traffic.cohorts.iter().any(later);
        let never_above = !follows && Nano::from(most) + 2 <= plan.allocation[user] / NANO;
        if never_above && own.rejected + own.unavailable + own.tried_again == 0 {
            met.note("a User certain of its service", most > 0);
            assert_eq!(own.throttled, 0, "{}", plan.scenario.users[user].id);
        }
    }
}

/// F1 without retries or buffers and with limits over whole windows: only who is above its allocation can be
/// over its limit, whoever else was rejected or met no service. With retries a User may be carried
/// over by what it sent before, however long ago, since one displaces the next: so nothing weaker is
/// certain.
pub fn no_user_is_hit_unfairly_without_retries(file: &Value, met: &mut Met) {
    let changes = [
        ("/retries", json!([])),
        ("/mechanism/pace", json!("window")),
        ("/mechanism/buffer/enabled", json!(false)),
    ];
    let scenario = read(file, &changes);
    show_where_it_fails(&scenario.resolved, || {
        let ledger = run(&plan(&scenario), 0, false);
        met.note("throttled without retries", ledger.totals().throttled > 0);
        assert_eq!(ledger.timeline.iter().map(|r| r.retries).sum::<u64>(), 0);
        assert_eq!(ledger.fairness.f1.count, 0, "F1 without retries");
        let c = ledger.totals();
        if c.rejected + c.unavailable + c.capped + c.quarantined == 0 {
            met.note("F5 for certain, throttled", c.throttled > 0);
            assert_eq!(ledger.fairness.f5.count, 0, "F5: everything but throttling was ruled out");
        }
    });
}

/// M10: switched off it acts on nothing, and C3 looks at every window all the same.
pub fn today_is_what_a_mechanism_leaves_that_throttles_nobody(
    file: &Value,
    ledger: &Ledger,
    met: &mut Met,
) {
    let scenario = read(file, &[("/mechanism/enabled", json!(false))]);
    show_where_it_fails(&scenario.resolved, || {
        let plan = plan(&scenario);
        let today = run(&plan, 0, false);
        nothing_is_throttled_while_inactive(&plan, &today);
        assert_eq!((today.fairness.f1.count, today.fairness.f4.count), (0, 0));
        let seen = |l: &Ledger| l.fairness.entitled.iter().any(|n| *n > 0);
        assert!(!seen(&today), "F6 is of active windows");
        met.note("today, F5", today.fairness.f5.count > 0);
        // Who is warned, or has to queue, behaves otherwise too.
        let totals = ledger.totals();
        if totals.throttled + totals.to_buffer > 0 || scenario.mechanism.early_warning.is_some() {
            return;
        }
        met.note("active, and nobody throttled", seen(ledger));
        // What is followed and first due while it is active is of a kind of its own, and drawn apart (C2).
        let unfollowed = |enabled: &Value| {
            let changes = [("/mechanism/enabled", enabled.clone()), ("/followed_srvs", json!([]))];
            run(&self::plan(&read(file, &changes)), 0, false)
        };
        let [off, on] =
            [json!(false), file["mechanism"]["enabled"].clone()].map(|e| unfollowed(&e));
        let inactive = |row: &Row| Row { active_cells: 0, ..*row };
        assert_eq!(off.timeline, on.timeline.iter().map(inactive).collect::<Vec<_>>());
        assert_eq!((&off.users, &off.waits), (&on.users, &on.waits));
        if ledger.activations.is_empty() {
            assert!(today == *ledger, "switched off, what was not active changed the results");
        }
    });
}
