//! Clock changes and both clocks of results (T1).

use super::*;

#[test]
fn t1_an_hour_that_comes_twice_is_said_with_its_clock() {
    let start: Timestamp = "2022-10-29T23:00:00Z".parse().unwrap();
    let run = Calendar::new(start, 50, Span::from_s(10), Span::from_s(60), Vec::new());
    let said = [540, 900, 1_080].map(|cell| run.said(cell));
    let want = ["01:30 BST", "01:30 GMT", "02:00"].map(|at| format!("{at} on Sun 30 Oct 2022"));
    assert_eq!(said, want);
}

use jiff::civil::date;

fn calendar(y: i16, m: i8, d: i8, blocks: usize) -> Calendar {
    let start = london(date(y, m, d).at(0, 0, 0, 0)).unwrap();
    Calendar::new(start, blocks, Span::from_s(10), Span::from_s(60), vec![])
}

#[test]
fn t1_a_day_that_changes_clocks_has_46_or_50_blocks() {
    for (y, m, d, blocks) in [(2023, 3, 26, 46), (2023, 10, 29, 50), (2023, 7, 5, 48)] {
        let calendar = calendar(y, m, d, 52);
        let today = calendar.blocks()[0].local.date;
        let count = calendar.blocks().iter().filter(|b| b.local.date == today).count();
        assert_eq!(count, blocks, "{y}-{m}-{d}");
    }
}

#[test]
fn t1_a_half_hour_that_does_not_exist_is_left_out_and_one_that_comes_twice_comes_twice() {
    let march = calendar(2023, 3, 26, 46);
    assert!(march.blocks().iter().all(|b| b.local.half_hour != 2 && b.local.half_hour != 3));
    assert_eq!(
        march.daily(Span::from_s(5_400), false).len(),
        2,
        "01:30 on the 25th and on the 27th"
    );
    let october = calendar(2023, 10, 29, 50);
    assert_eq!(october.blocks().iter().filter(|b| b.local.half_hour == 2).count(), 2);
    assert!(london(date(2023, 3, 26).at(1, 30, 0, 0)).is_err());
}

#[test]
fn results_carry_both_clocks() {
    let calendar = calendar(2022, 7, 6, 48);
    assert_eq!(calendar.utc(0), "2022-07-05T23:00:00Z");
    assert_eq!(calendar.local(0), "2022-07-06T00:00:00+01:00");
    assert_eq!(calendar.said(360), "01:00 on Wed 6 Jul 2022");
    assert_eq!(
        calendar.edge(date(2022, 7, 6).at(0, 0, 14, 0)),
        Err("the nearest edge is 2022-07-06T00:00:10".into())
    );
}
