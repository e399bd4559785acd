//! The rooms of a replication, each with what it owns. What one needs done by another it says as a list, and what stands
//! above them (`half_hour.rs`, `cell.rs`, `processed.rs`, `leap`) hands it on.

use super::attempt::Attempt;
use super::book::DayBook;
use super::devices::Devices;
use super::drawn::DrawnTraffic;
use super::dsp::Dsp;
use super::gateway::Entrance;
use super::here::Here;
use super::leap::peak::Unopened;
use super::management::Management;
use super::north::WayBack;
use super::plan::Plan;
use super::users::Users;
use crate::random::Keys;
use std::rc::Rc;

/// A replication under way.
pub struct Rooms<'a> {
    pub plan: &'a Plan,
    pub drawn: &'a DrawnTraffic<'a>,
    pub keys: &'a Keys,
    pub book: DayBook<'a>,
    pub gateway: Entrance<'a>,
    pub management: Management<'a>,
    pub dsp: Dsp<'a>,
    pub users: Users<'a>,
    pub devices: Devices<'a>,
    pub north: WayBack<'a>,
    /// The half-hour that is open.
    pub here: Rc<Here>,
    /// Half-hours that were not.
    pub unopened: Unopened,
    /// What comes to the gateway in the cell: what follows from before, and fresh requests that are not plain.
    pub found: Vec<Attempt>,
    pub fresh: Vec<Attempt>,
}

impl<'a> Rooms<'a> {
    /// Before the run's first cell.
    pub fn new(plan: &'a Plan, drawn: &'a DrawnTraffic<'a>, replication: u32) -> Self {
        let keys = drawn.keys();
        let mut book = DayBook::new(plan, replication);
        Self {
            plan,
            drawn,
            keys,
            gateway: Entrance::new(plan, keys),
            management: Management::new(plan, drawn),
            dsp: Dsp::new(plan, keys, &mut book),
            users: Users::new(plan, keys),
            devices: Devices::new(plan, keys),
            north: WayBack::new(plan, keys),
            book,
            here: Rc::default(),
            unopened: Unopened::default(),
            found: Vec::new(),
            fresh: Vec::new(),
        }
    }

    /// Takes over what `ahead` has come to, whose scenario differs by what the mechanism does when it acts, and in which it
    /// never acted.
    pub fn take_over(&mut self, ahead: &Self) {
        self.book = ahead.book.told_by(self.plan);
        self.gateway.guards = ahead.gateway.guards.clone();
        self.management.take_over(&ahead.management);
        // What the mechanism does not decide is the same by either plan.
        self.users = ahead.users.clone();
        self.dsp = ahead.dsp.clone();
        self.devices = ahead.devices.clone();
        self.north = ahead.north.clone();
        self.here = Rc::clone(&ahead.here);
        self.unopened = ahead.unopened.clone();
    }
}
