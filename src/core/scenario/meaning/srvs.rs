//! SRVs and the classes of their response times.

use super::super::json::escape;
use super::super::{Process, inert};
use super::Reading;
use super::lists::place_of;
use crate::domain::{Mode, Srv};

impl Reading<'_> {
    pub(super) fn srvs(&mut self) {
        self.ids("/srvs", &self.file.srvs);
        self.ids("/response_classes", &self.file.response_classes);
        let class = |id: &str| {
            let class = self.file.response_classes.iter().find(|c| c.id == id);
            class.map(|c| (c.target, c.response_time))
        };
        let scheduled = class("scheduled");
        for srv in &self.file.srvs {
            let later = srv.modes.iter().any(|m| *m != Mode::OnDemand);
            if later && scheduled.is_none() {
                self.wrong(
                    "/response_classes",
                    "no class `scheduled`",
                    format!("one, since {} has such modes", srv.id),
                );
            }
            let on_demand = class(&srv.response_class);
            if on_demand.is_none() {
                let ids = self.file.response_classes.iter().map(|c| c.id.as_str());
                let path = format!("/srvs/{}/response_class", escape(&srv.id));
                let class = &srv.response_class;
                self.noted(place_of(&path, class, ids, "the id of a response class"));
            }
            let (target_on_demand, response_on_demand) = on_demand.unwrap_or_default();
            let (target_scheduled, response_scheduled) =
                scheduled.unwrap_or((target_on_demand, response_on_demand));
            self.srvs.push(Srv {
                id: srv.id.clone(),
                name: inert(srv.name.as_deref().unwrap_or_default()),
                roles: srv.roles.clone(),
                critical: srv.critical,
                future_dated: srv.future_dated,
                device: srv.device,
                response_class: srv.response_class.clone(),
                supply_status: srv.supply_status,
                response_on_demand,
                response_scheduled,
                target_on_demand,
                target_scheduled,
            });
        }
    }

    /// For each SRV, whether its requests are followed (C2).
    pub(super) fn followed_srvs(&mut self, processes: &[Process]) -> Vec<bool> {
        if let Some(ids) = &self.file.followed_srvs {
            let chosen = self.srv_list("/followed_srvs", ids);
            return (0..self.srvs.len()).map(|s| chosen.contains(&s)).collect();
        }
        let is_step = |s: usize| processes.iter().flat_map(|p| &p.steps).any(|step| step.srv == s);
        let asked = |s: usize| ["7.4", "2.2"].contains(&&*self.srvs[s].id);
        (0..self.srvs.len()).map(|s| asked(s) || is_step(s)).collect()
    }
}
