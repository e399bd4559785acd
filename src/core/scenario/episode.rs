//! Episodes: stretches of a course as scenarios of their own.
//!
//! Scope: the clock cut out, fixed events that touch it and drawn ones in their places, and what a `plan` makes of
//! portfolios, amounts and capacity in the month in which it begins (M2). Left out: which days an episode takes, and
//! what is drawn. Source: `docs/scenarios.md`, section "Years". Checked by: unit tests here.

use super::{Month, PlacedEvent, Scenario, meaning};
use serde_json::Value;

impl Scenario {
    /// The half-hours `from..to` of a course as a scenario of their own: the clock cut, fixed events that touch them
    /// and `placed` ones in their cells, portfolios, amounts and capacity of the month in which it begins (M2).
    /// A fixed event that touches it begins in it.
    ///
    /// Events are the fixed ones in file order, then the placed ones in the order given, named by the date on which
    /// they begin. What is about the file as a whole is left out: its text, its assertions and assumptions, and the
    /// rule by which C follows from ordinary traffic, which of a course is settled.
    ///
    /// # Panics
    /// Where a placed event cannot be read, which reading the course has ruled out for every draw.
    pub fn episode(&self, from: usize, to: usize, placed: &[PlacedEvent]) -> Self {
        let calendar = self.calendar.part(from, to);
        let first = (from * self.calendar.cells_per_block()) as u64;
        let month = Month::of(calendar.date(0));
        let users = self.users_in(month);
        let mut streams = self.streams.clone();
        for stream in &mut streams {
            stream.amount = self.amount_in(stream.amount, month);
        }
        let mut processes = self.processes.clone();
        for process in &mut processes {
            process.amount = self.amount_in(process.amount, month);
        }
        let events = meaning::events_of(self, users.clone(), &streams, &calendar, first, placed);
        let mut gateway = self.gateway.clone();
        gateway.threshold_over_ordinary = None;
        if let Some(capacity) = self.growth.as_ref().and_then(|g| g.capacity_in(month)) {
            gateway.max_capacity = capacity;
        }
        Self {
            name: self.name.clone(),
            why: self.why.clone(),
            digest: self.digest.clone(),
            inputs: self.inputs.clone(),
            beside_mechanism: self.beside_mechanism.clone(),
            kept: None,
            resolved: Value::Null,
            seed: self.seed,
            replications: self.replications,
            calendar,
            users,
            srvs: self.srvs.clone(),
            variation: self.variation.clone(),
            profiles: self.profiles.clone(),
            streams,
            recorded: self.recorded.clone(),
            processes,
            signing_delay: self.signing_delay,
            stagger: self.stagger,
            retries: self.retries.clone(),
            followed: self.followed.clone(),
            events,
            occurring: Vec::new(),
            growth: None,
            peaks: None,
            gateway,
            mechanism: self.mechanism.clone(),
            northbound: self.northbound.clone(),
            assertions: Vec::new(),
            ranges: Vec::new(),
            counterparts: Vec::new(),
            overridden: false,
            assumed: Vec::new(),
            file: std::sync::Arc::clone(&self.file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PerSecond;
    use crate::scenario::{EventKind, Range, load_text};
    use serde_json::json;

    /// A hundred days from 1 July 2022 with a storm that occurs, one that is fixed, and growth.
    fn course() -> Scenario {
        let points = |times: f64| json!([{ "month": "2022-07", "times": 1 }, { "month": "2022-09", "times": times }]);
        let party = json!({ "id": "network-c", "customers": 4_000, "meters": 2_000 });
        let file = json!({
            "name": "course", "extends": "minimal", "start": "2022-07-01T00:00", "duration": "100 days",
            "users": [{ "id": "network-c", "portfolio": { "charged_mpans": 1_000_000 } }],
            "events": [
                { "id": "runaway-adapter", "at": "2022-07-06T10:00", "lasts": "15 min" },
                { "id": "storm", "lasts": "1 day", "storm": {
                    "parties": [party],
                    "curve": [{ "after": "0 s", "off": 0 }, { "after": "6 h", "off": 1 }] },
                  "occurs": { "per_year": 50, "values": [
                    { "at": "/storm/size", "uniform": [0.5, 1] },
                    { "at": "/lasts", "log_uniform": ["6 h", "2 days"] }] } },
                { "id": "gale", "at": "2022-09-03T12:00", "until": "2022-09-04T06:00", "storm": {
                    "parties": [{ "id": "network-c", "customers": 100_000 }],
                    "curve": [{ "at": "2022-09-03T12:00", "off": 1 }] } }
            ],
            "plan": {
                "meters": [{ "id": "all", "points": points(3.0) }],
                "requests_per_meter": points(2.0),
                "capacity": [{ "from": "2022-09", "max_capacity": "99/s" }]
            }
        });
        load_text("made.json", &file.to_string(), &[]).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn a_course_has_whole_civil_days_and_keeps_fixed_events_apart() {
        let course = course();
        assert!(course.is_course());
        assert_eq!(course.calendar.blocks().len(), 4_800);
        assert_eq!(course.events.len(), 2);
        assert_eq!((course.event_id(1), course.event_id(2)), ("gale", "storm"));
        let autumn = json!({ "name": "autumn", "extends": "minimal", "start": "2022-10-01T00:00",
            "duration": "31 days", "plan": {}, "events": [{ "id": "runaway-adapter", "remove": true }] });
        let autumn = load_text("made.json", &autumn.to_string(), &[]).unwrap();
        assert_eq!(autumn.calendar.blocks().len(), 31 * 48 + 2, "the clocks go back on the 30th");
    }

    #[test]
    fn an_episode_has_the_events_that_touch_it_by_its_own_clock() {
        let course = course();
        let cell = |day: u64, hour: u64| (day * 24 + hour) * 360;
        let at = |day, hour, size: f64| PlacedEvent {
            occurring: 0,
            cell: cell(day, hour),
            values: vec![json!(size), json!("36000 s")],
        };
        // 5 to 7 July.
        let episode =
            course.episode(4 * 48, 7 * 48, &[at(4, 1, 0.5), at(5, 2, 1.0), at(5, 20, 0.75)]);
        assert_eq!(episode.calendar.local(0), "2022-07-05T00:00:00+01:00");
        assert_eq!(episode.calendar.blocks(), &course.calendar.blocks()[4 * 48..7 * 48]);
        let named: Vec<(&str, u64, u64)> =
            episode.events.iter().map(|e| (e.id.as_str(), e.from, e.to)).collect();
        let day = 8_640;
        assert_eq!(
            named,
            [
                ("runaway-adapter", day + 3_600, day + 3_690),
                ("storm.2022-07-05", 360, 3_960),
                ("storm.2022-07-06", day + 720, day + 4_320),
                ("storm.2022-07-06-2", day + 7_200, 2 * day + 2_160),
            ]
        );
        let EventKind::Storm(storm) = &episode.events[1].kind else { panic!("a storm") };
        let party = &storm.parties[0];
        assert_eq!((party.customers, party.meters), (2_000, 1_000), "half its size");
        assert_eq!(party.off.iter().map(|o| o.cell).collect::<Vec<_>>(), [360, 360 + 2_160]);
        assert!(!episode.is_course() && episode.assertions.is_empty());
        assert_eq!((&episode.digest, &episode.inputs), (&course.digest, &course.inputs));
        assert!(course.episode(0, 48, &[]).events.is_empty());
    }

    #[test]
    fn m2_an_episode_has_the_meters_amounts_and_capacity_of_its_month() {
        let course = course();
        let [july, august, september] =
            [0, 31, 62].map(|day| course.episode(day * 48, (day + 3) * 48, &[]));
        for ((episode, meters), requests) in
            [&july, &august, &september].into_iter().zip([1.0, 2.0, 3.0]).zip([1.0, 1.5, 2.0])
        {
            for (user, said) in episode.users.iter().zip(&course.users) {
                let expected = said.portfolio.meters() as f64 * meters;
                assert_eq!(user.portfolio.meters() as f64, expected, "{}", user.id);
                assert_eq!(user.portfolio.charged_mpans, said.portfolio.charged_mpans);
            }
            for (stream, said) in episode.streams.iter().zip(&course.streams) {
                let times = match (stream.amount, said.amount) {
                    (
                        crate::scenario::Amount::PerMeter(n),
                        crate::scenario::Amount::PerMeter(m),
                    ) => n / m,
                    _ => continue,
                };
                assert!((times - requests).abs() < 1e-12, "{}", stream.id);
            }
        }
        assert_eq!(august.gateway.max_capacity, course.gateway.max_capacity);
        assert_eq!(september.gateway.max_capacity, PerSecond::from_f64(99.0));
        let EventKind::Storm(gale) = &september.events[0].kind else { panic!("a storm") };
        let party = course.users.iter().position(|u| u.id == "network-c").unwrap();
        let share = september.users[party].portfolio.meters() as f64 / 1e6;
        assert_eq!(gale.parties[0].meters as f64, (100_000.0 * share).round());
    }

    #[test]
    fn values_are_drawn_so_that_an_episode_can_be_made_of_them() {
        let course = course();
        let cell = course.calendar.cell();
        let mut state = 1_u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 11) % n
        };
        for _ in 0..200 {
            let of = |values: &[crate::scenario::Drawn], draw: &mut dyn FnMut(u64) -> u64| {
                values.iter().map(|v| Range::value(&v.from, draw, cell)).collect()
            };
            let values = of(&course.occurring[0].values, &mut draw);
            let placed = [PlacedEvent { occurring: 0, cell: 17, values }];
            let storm = &course.episode(0, 48, &placed).events[0];
            assert!((2_160..=17_280).contains(&(storm.to - storm.from)));
        }
    }
}
