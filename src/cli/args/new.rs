//! Arguments of `new`.

use clap::Args as ClapArgs;

/// Arguments of `new`.
#[derive(Debug, ClapArgs)]
pub struct New {
    /// Name of the scenario; writes NAME.json here.
    pub name: String,
    /// The shipped scenario to start from.
    #[arg(long, value_name = "TEMPLATE", default_value = "minimal")]
    pub from: String,
    /// What this party would change of a shipped scenario, to put its own figures in: electricity network
    /// operator, gas network operator, supplier, other User or DCC.
    #[arg(long = "for", value_name = "PARTY", conflicts_with = "from")]
    pub party: Option<String>,
}
