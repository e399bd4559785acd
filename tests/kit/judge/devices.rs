//! N1 to N3: every device that sends alerts by itself, and what of them is held back.

use super::World;
use super::northbound::meters;
use headroom_core::domain::Share;
use headroom_core::scenario::{Damping, EventKind};
use headroom_core::traffic::Message;
use rand::RngExt;
use rand_distr::{Distribution, Exp};

/// Who looks at what a device sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Its Communications Hub (N3).
    Hub,
    /// The DSP (N2).
    Dsp,
}

/// A device, as far as it sends one alert code.
#[derive(Clone, Debug)]
pub struct Device {
    flow: usize,
    watch: Option<Watch>,
    /// Alerts in the present window.
    sent: u64,
    /// In storm: the window in which it entered or last sent a copy; negative before the run.
    since: Option<i64>,
}

impl World<'_> {
    /// N1: all devices that send alerts by themselves, and when.
    pub fn set_devices_up(&mut self) {
        let north = &self.scenario.northbound;
        if !north.enabled {
            return;
        }
        let cells = self.scenario.calendar.cells();
        let cell_ms = self.scenario.calendar.cell().ms() as f64;
        for (code, alert) in north.alerts.iter().enumerate() {
            for user in 0..self.scenario.users.len() {
                let meters = meters(self.scenario, alert, user);
                let all = alert.per_meter * meters as f64 * cell_ms / 86_400_000.0;
                if all == 0.0 {
                    continue;
                }
                let flow = self.northbound.flow(user, Message::Alert(code), None);
                let faulty = (alert.faulty.get() * meters as f64).round() as u64;
                let theirs = match faulty {
                    0 => 0.0,
                    n if n == meters => all,
                    _ => alert.faulty_alerts.get() * all,
                };
                // Of the many no one repeats itself enough to be looked at.
                self.add_device(flow, None, all - theirs, 0, cells);
                self.add_devices(flow, faulty, theirs / faulty as f64, 0, cells, true);
            }
        }
        for (e, event) in self.scenario.events.iter().enumerate() {
            let EventKind::AlertStorm { alert, devices, every, times_cost } = &event.kind else {
                continue;
            };
            for (user, number) in devices.iter().enumerate().filter(|(_, n)| **n > 0) {
                let own = (*times_cost != Share::ONE).then_some(e);
                let flow = self.northbound.flow(user, Message::Alert(*alert), own);
                let per_cell = cell_ms / every.ms() as f64;
                self.add_devices(flow, *number, per_cell, event.from, event.to.min(cells), false);
            }
        }
        for alerts in &mut self.northbound.alerts {
            alerts.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }

    /// So many devices of one source; a share of them are behind hubs that consolidate (N3).
    fn add_devices(
        &mut self,
        flow: usize,
        number: u64,
        per_cell: f64,
        from: u64,
        to: u64,
        from_before: bool,
    ) {
        let Message::Alert(code) = self.northbound.flows[flow].what else { unreachable!() };
        let north = &self.scenario.northbound;
        let hub = north.hub.as_ref().filter(|(damping, _)| !damping.exclude[code]);
        let behind = hub.map_or(0, |(_, share)| (share.get() * number as f64).round() as u64);
        let dsp = north.protection.as_ref().filter(|damping| !damping.exclude[code]);
        for i in 0..number {
            let watch = if i < behind { Some(Watch::Hub) } else { dsp.map(|_| Watch::Dsp) };
            let device = self.add_device(flow, watch, per_cell, from, to);
            if let (Some(watch), true) = (watch, from_before) {
                self.northbound.devices[device].since = self.storm_before(watch, per_cell);
            }
        }
    }

    fn add_device(
        &mut self,
        flow: usize,
        watch: Option<Watch>,
        per_cell: f64,
        from: u64,
        to: u64,
    ) -> usize {
        let device = self.northbound.devices.len();
        self.northbound.devices.push(Device { flow, watch, sent: 0, since: None });
        if per_cell > 0.0 {
            let gap = Exp::new(per_cell).expect("a rate");
            let mut at = from as f64 + gap.sample(&mut self.rng);
            while at < to as f64 {
                self.northbound.alerts[at as usize].push((at, device));
                at += gap.sample(&mut self.rng);
            }
        }
        device
    }

    /// N2: whether a device that has sent so for long is in storm when the run begins, and since when.
    fn storm_before(&mut self, watch: Watch, per_cell: f64) -> Option<i64> {
        let cell = self.scenario.calendar.cell();
        let damping = self.damping(watch);
        let mean = per_cell * damping.window.cells_up(cell) as f64;
        let mut term = libm::exp(-mean);
        let mut at_most = term;
        for k in 1..=damping.threshold {
            term *= mean / k as f64;
            at_most += term;
        }
        let windows = (damping.period.ms() / damping.window.ms()) as i64;
        (self.rng.random::<f64>() >= at_most).then(|| -self.rng.random_range(1..=windows))
    }

    fn damping(&self, watch: Watch) -> &Damping {
        let north = &self.scenario.northbound;
        match watch {
            Watch::Hub => &north.hub.as_ref().expect("on").0,
            Watch::Dsp => north.protection.as_ref().expect("on"),
        }
    }

    /// The alerts that devices send in `cell`, in the order of time.
    pub fn send_alerts(&mut self, cell: u64) {
        if !self.scenario.northbound.enabled {
            return;
        }
        for (_, device) in std::mem::take(&mut self.northbound.alerts[cell as usize]) {
            let flow = self.northbound.devices[device].flow;
            let watch = self.northbound.devices[device].watch;
            self.generate(flow);
            match watch.filter(|watch| self.is_excess(device, *watch, cell)) {
                Some(watch) => self.hold_back(flow, watch),
                None => self.make(flow, cell),
            }
        }
        self.end_damping_windows(cell + 1);
    }

    /// N2, N3: one more alert of a device; whether it is held back.
    fn is_excess(&mut self, device: usize, watch: Watch, cell: u64) -> bool {
        let cells = self.scenario.calendar.cell();
        let Damping { threshold, window, period, .. } = self.damping(watch).clone();
        let now = (cell / window.cells_up(cells)) as i64;
        let device = &mut self.northbound.devices[device];
        device.sent += 1;
        match device.since {
            None if device.sent <= threshold => false,
            None => {
                device.since = Some(now);
                true
            }
            Some(since) if now >= since + (period.ms() / window.ms()) as i64 => {
                // The first of this window goes on as the period's copy.
                device.since = Some(now);
                false
            }
            Some(_) => true,
        }
    }

    /// Where a window ends before cell `end`, who sent little in it is in storm no more.
    fn end_damping_windows(&mut self, end: u64) {
        for watch in [Watch::Hub, Watch::Dsp] {
            let north = &self.scenario.northbound;
            let damping = match watch {
                Watch::Hub => north.hub.as_ref().map(|(damping, _)| damping),
                Watch::Dsp => north.protection.as_ref(),
            };
            let Some(Damping { threshold, window, .. }) = damping else { continue };
            if !end.is_multiple_of(window.cells_up(self.scenario.calendar.cell())) {
                continue;
            }
            let watched = self.northbound.devices.iter_mut().filter(|d| d.watch == Some(watch));
            for device in watched {
                if device.sent <= *threshold {
                    device.since = None;
                }
                device.sent = 0;
            }
        }
    }

    /// Devices in storm of a User and code: behind hubs that hold back, and at the DSP.
    pub fn in_storm(&self, user: usize, code: usize) -> [u64; 2] {
        let number = |watch: Watch| {
            let theirs = |d: &&Device| {
                let flow = &self.northbound.flows[d.flow];
                flow.user == user && flow.what == Message::Alert(code)
            };
            let storming = |d: &&Device| d.watch == Some(watch) && d.since.is_some();
            self.northbound.devices.iter().filter(theirs).filter(storming).count() as u64
        };
        [number(Watch::Hub), number(Watch::Dsp)]
    }
}
