//! G9: losses presumed from silence, and what tells of them in the very cell in which it ends.

use super::{Changes, Value, at, bins, case, json, polls, storm};

#[test]
fn g9_an_answer_in_the_cell_in_which_silence_ends_tells_of_the_loss() {
    // Back in cell 2; the silence of the round in cell 0 ends in cell 6, in which the next round asks.
    let of = |changes: Changes| {
        let ran = polls(2, &[("every", json!("60 s"))], changes);
        let supply = &ran.seen.supply[0];
        [&supply.from_loss, &supply.presumed, &supply.from_restoration].map(bins)
    };
    assert_eq!(of(&[]), [vec![(6, 10)], vec![], vec![(4, 10)]], "it answers at once");
    let later = of(&[("/response_classes/on_demand/response_time", json!("10 s"))]);
    assert_eq!(later, [vec![(6, 10)], vec![(6, 10)], vec![(5, 10)]], "a cell too late");
}

#[test]
fn g9_a_loss_presumed_is_known_also_where_the_next_comes_before_anybody_asks() {
    // Off in cells 0 and 1, and again from cell 8; asked in cells 0 and 12, silence ends six cells later.
    let curve: Vec<Value> = [(0, 1), (1, 1), (2, 0), (7, 0), (8, 1)]
        .map(|(cell, off)| json!({ "at": at(10 * cell), "off": off }))
        .into();
    let more = json!({ "curve": curve,
        "poll": { "every": "2 min", "spread": "10 s", "neighbours": 0, "stop_when_known": true },
        "alerts": { "after": "50 min", "outage_lost": 1, "restore_lost": 1 } });
    let ran = case(&[], &[("/events", storm(30, 10, 30, more))]);
    let supply = &ran.seen.supply[0];
    assert_eq!((supply.lost, supply.restored), (20, 20));
    assert_eq!(
        [&supply.from_loss, &supply.presumed].map(bins),
        [(); 2].map(|()| vec![(6, 10), (10, 10)])
    );
}
