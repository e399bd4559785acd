//! Figures of added delay (C2).

use super::Figure;
use crate::domain::Standing::{self, Above, Displaced, Within};

impl Figure {
    /// Of whose requests it is the added delay that 95 % do not exceed.
    pub fn added_delay_p95(self) -> Option<Standing> {
        match self {
            Figure::AddedDelaySP95Within => Some(Within),
            Figure::AddedDelaySP95Displaced => Some(Displaced),
            Figure::AddedDelaySP95Above => Some(Above),
            _ => None,
        }
    }

    /// Of whose requests it is the share with more than 5 minutes of added delay.
    pub fn added_delay_over(self) -> Option<Standing> {
        match self {
            Figure::AddedDelayOver5MinWithin => Some(Within),
            Figure::AddedDelayOver5MinDisplaced => Some(Displaced),
            Figure::AddedDelayOver5MinAbove => Some(Above),
            _ => None,
        }
    }
}
