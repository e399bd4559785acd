//! Days at a log's ends of which its span has only a part: fitted, what came in the rest of them would be taken for nothing.
//!
//! A log spans from its first row to its last, so that one of requests may begin a little after midnight because nobody sent any before.
//! A day is a part where what is expected in the half-hours that it lacks is more than that.

use super::panel::{KINDS, SLOTS};

/// A day, as the span of its log has it.
#[derive(Clone, Debug)]
pub struct Extent {
    /// Its kind, from 0.
    pub kind: usize,
    /// Half-hours within the span, and requests of those that have a row.
    pub inside: Vec<(usize, Option<f64>)>,
    /// Half-hours of it that lie outside.
    pub outside: Vec<usize>,
}

/// Which of `days` are parts that are left out, with `surely` so many expected in what they lack. Where no day of a kind is whole, its parts are kept if
/// together they have each half-hour of a day; and where nothing would be left, those of the kind of which there is most.
pub fn left_out(days: &[Extent], surely: f64) -> Vec<usize> {
    let parts: Vec<bool> = days.iter().map(|day| expected(days, day) > surely).collect();
    let of_kind = |kind: usize| days.iter().zip(&parts).filter(move |(day, _)| day.kind == kind);
    let whole: [bool; KINDS] = std::array::from_fn(|kind| of_kind(kind).any(|(_, part)| !part));
    let had: [usize; KINDS] = std::array::from_fn(|kind| {
        let had =
            |slot: &usize| of_kind(kind).any(|(day, _)| day.inside.iter().any(|(s, _)| s == slot));
        (0..SLOTS).filter(had).count()
    });
    let mut kept: [bool; KINDS] = std::array::from_fn(|kind| whole[kind] || had[kind] == SLOTS);
    if kept == [false; KINDS] {
        let most = had.iter().max().copied().unwrap_or(0);
        kept = had.map(|n| n == most);
    }
    let out = |d: &usize| parts[*d] && (whole[days[*d].kind] || !kept[days[*d].kind]);
    (0..days.len()).filter(out).collect()
}

/// Requests that are expected in what `day` lacks: as many as other days of its kind have then, else days of any kind, else as many as it has itself.
fn expected(days: &[Extent], day: &Extent) -> f64 {
    let mean = |of: &dyn Fn(&Extent) -> bool, slot: Option<usize>| {
        let inside = days.iter().filter(|other| of(other)).flat_map(|other| &other.inside);
        let inside = inside.filter(|(s, _)| slot.is_none_or(|slot| *s == slot));
        let (n, rows, sum) = inside.fold((0, 0.0_f64, 0.0), |(n, rows, sum), (_, of)| {
            (n + 1, rows + f64::from(u8::from(of.is_some())), sum + of.unwrap_or(0.0))
        });
        (n > 0).then(|| sum / rows.max(1.0))
    };
    let of = |slot: &usize| {
        mean(&|other| other.kind == day.kind, Some(*slot))
            .or_else(|| mean(&|_| true, Some(*slot)))
            .or_else(|| mean(&|other| std::ptr::eq(other, day), None))
            .unwrap_or(0.0)
    };
    day.outside.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day of this kind with 100 requests in each half-hour of `inside` in which somebody sends, which is from 02:00 on.
    fn day(kind: usize, inside: std::ops::Range<usize>) -> Extent {
        let outside = (0..SLOTS).filter(|slot| !inside.contains(slot)).collect();
        Extent {
            kind,
            inside: inside.map(|slot| (slot, (slot >= 4).then_some(100.0))).collect(),
            outside,
        }
    }

    #[test]
    fn t9_a_part_of_a_day_is_left_out_where_it_is_not_all_that_there_is() {
        let whole = 0..SLOTS;
        for (what, days, out) in [
            ("whole days", vec![day(0, whole.clone()), day(1, whole.clone())], vec![]),
            ("two half-hours of a Saturday", vec![day(0, whole.clone()), day(1, 0..2)], vec![1]),
            ("twenty of them", vec![day(0, whole.clone()), day(1, 0..20)], vec![1]),
            (
                "a weekday from noon, others whole",
                vec![day(0, 24..48), day(0, whole.clone())],
                vec![0],
            ),
            (
                "nobody sends before the first row",
                vec![day(0, 4..48), day(0, whole.clone())],
                vec![],
            ),
            ("from noon to noon of weekdays", vec![day(0, 24..48), day(0, 0..24)], vec![]),
            (
                "from Saturday's noon to Saturday's",
                vec![day(1, 24..48), day(0, whole), day(1, 0..24)],
                vec![],
            ),
            ("from Friday's ten to Saturday's", vec![day(0, 20..48), day(1, 0..20)], vec![1]),
        ] {
            assert_eq!(left_out(&days, 9.2), out, "{what}");
        }
    }
}
