//! What the DSP sends to Users.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of northbound messages.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The answer to a Service Request.
    ServiceResponse,
    /// An alert that a device sends.
    DeviceAlert,
    /// An alert that the DCC makes.
    DccAlert,
}

impl MessageKind {
    /// Every kind, in the order of tables.
    pub const ALL: [MessageKind; 3] =
        [MessageKind::ServiceResponse, MessageKind::DeviceAlert, MessageKind::DccAlert];

    /// The word of files and tables.
    pub fn word(self) -> &'static str {
        match self {
            MessageKind::ServiceResponse => "service_response",
            MessageKind::DeviceAlert => "device_alert",
            MessageKind::DccAlert => "dcc_alert",
        }
    }
}
