//! SRVs and the classes of their response times.

use super::super::form::File;
use super::super::json::escape;
use super::{Fault, Reading};
use crate::domain::{Mode, Srv};

impl Reading {
    pub(super) fn srvs(&mut self, file: &File) {
        self.ids("/srvs", file.srvs.iter().map(|s| s.id.as_str()));
        self.ids("/response_classes", file.response_classes.iter().map(|c| c.id.as_str()));
        let class = |id: &str| {
            let class = file.response_classes.iter().find(|c| c.id == id);
            class.map(|c| (c.target, c.response_time))
        };
        let scheduled = class("scheduled");
        for srv in &file.srvs {
            let path = format!("/srvs/{}", escape(&srv.id));
            let later = srv.modes.iter().any(|m| *m != Mode::OnDemand);
            if later && scheduled.is_none() {
                self.fault(Fault::at(
                    "/response_classes",
                    "no class `scheduled`",
                    format!("one, since {} has such modes", srv.id),
                ));
            }
            let on_demand = class(&srv.response_class);
            if on_demand.is_none() {
                let fault = Fault::at(
                    format!("{path}/response_class"),
                    format!("{:?}", srv.response_class),
                    "the id of a response class",
                );
                let ids = file.response_classes.iter().map(|c| c.id.as_str());
                self.fault(fault.did_you_mean(&srv.response_class, ids));
            }
            let (target_on_demand, response_on_demand) = on_demand.unwrap_or_default();
            let (target_scheduled, response_scheduled) =
                scheduled.unwrap_or((target_on_demand, response_on_demand));
            self.srvs.push(Srv {
                id: srv.id.clone(),
                name: srv.name.clone().unwrap_or_default(),
                roles: srv.roles.clone(),
                critical: srv.critical,
                future_dated: srv.future_dated,
                device: srv.device,
                response_on_demand,
                response_scheduled,
                target_on_demand,
                target_scheduled,
            });
        }
    }
}
