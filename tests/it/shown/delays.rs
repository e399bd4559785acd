//! What is said of the delays of messages: the same everywhere or not, with which variant, and after which return of the path.

use super::made::planned;
use super::messages::{north, plan, scenario};
use headroom::evidence::Evidence;
use headroom::evidence::answer::sentences;
use headroom::evidence::study_answer::study_sentences;
use headroom_core::ledger::Folded;

/// A study of settings whose Device Alerts take as many cells at most as `last` says, and the sentence about them.
fn device_alerts(settings: &[&str], last: &[u64]) -> String {
    let f = planned(settings, &[], |setting, _| {
        let plan = plan(&scenario());
        let ledger = north(&plan, 0, 0, [0, 12, 60, last[setting], 240]);
        (plan, vec![ledger])
    });
    let said = study_sentences(&f).into_iter().find(|s| s.starts_with("Device Alerts delivered: "));
    said.expect("a sentence")
}

#[test]
fn everywhere_holds_for_every_number_that_is_said() {
    // 7 220 and 7 360 s are 2 h alike, and 95 % take half: 60.2 and 61.3 min.
    assert_eq!(
        device_alerts(&["as it stands", "other"], &[736, 722]),
        "Device Alerts delivered: the longest delay is 2 h everywhere; 95 % within 60.2 min with ‘other’, 61.3 min with ‘as it stands’."
    );
    assert_eq!(
        device_alerts(&["as it stands", "other"], &[722, 722]),
        "Device Alerts delivered: the longest delay is 2 h (95 % within 60.2 min) everywhere."
    );
}

#[test]
fn a_whole_number_is_said_as_what_rounds_to_it() {
    // 7 200 and 7 210 s are 2 h; of both 95 % take 60 min.
    let said = device_alerts(&["as it stands", "other"], &[720, 721]);
    assert!(said.starts_with("Device Alerts delivered: the longest delay is 2 h "), "{said}");
    assert!(said.contains(" everywhere"), "{said}");
}

#[test]
fn of_delays_that_are_said_alike_the_first_variant_is_named() {
    // The last of them is as long as the first to the last digit.
    let said = device_alerts(&["as it stands", "short", "alike"], &[60, 12, 60]);
    assert!(
        said.ends_with(" with ‘short’, 10 min (95 % within 5 min) with ‘as it stands’."),
        "{said}"
    );
}

#[test]
fn every_return_of_the_outbound_path_is_named() {
    let mut twice = scenario();
    let mut second = twice.events.last().expect("the cut").clone();
    (second.id, second.from, second.to) = ("again".to_owned(), 210, 240);
    twice.events.push(second);
    let plan = plan(&twice);
    let ledger = north(&plan, 0, 0, [0, 12, 60, 240, 240]);
    let said = sentences(&Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs)));
    let last = said.last().expect("a sentence");
    let back =
        "The outbound path came back at 10:30 on Wed 6 Jul 2022 and 10:40 on Wed 6 Jul 2022. ";
    assert!(last.starts_with(back), "{last}");
    assert!(last.contains("; the User longest behind in all of the run was "), "{last}");
}
