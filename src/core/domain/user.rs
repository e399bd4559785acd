//! Users, their User Roles and their portfolios.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of SEC Party a User is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// A supplier with a share of the domestic market of its own in the sources (F4.1, F4.2).
    LargeSupplier,
    /// Any other supplier.
    SmallSupplier,
    /// An electricity distribution group, such as Electricity North West.
    ElectricityNetworkParty,
    /// A gas distribution group, such as Cadent.
    GasNetworkParty,
    /// An Other SEC Party.
    OtherUser,
}

impl Category {
    /// Every category, in the order of tables.
    pub const ALL: [Category; 5] = [
        Category::LargeSupplier,
        Category::SmallSupplier,
        Category::ElectricityNetworkParty,
        Category::GasNetworkParty,
        Category::OtherUser,
    ];

    /// The word the scenario file and the tables use.
    pub fn word(self) -> &'static str {
        match self {
            Category::LargeSupplier => "large_supplier",
            Category::SmallSupplier => "small_supplier",
            Category::ElectricityNetworkParty => "electricity_network_party",
            Category::GasNetworkParty => "gas_network_party",
            Category::OtherUser => "other_user",
        }
    }

    /// What people call its Users.
    pub fn called(self) -> &'static str {
        match self {
            Category::LargeSupplier => "large suppliers",
            Category::SmallSupplier => "small suppliers",
            Category::ElectricityNetworkParty => "electricity network parties",
            Category::GasNetworkParty => "gas network parties",
            Category::OtherUser => "Other Users",
        }
    }
}

/// A DUIS User Role (F4.22).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Role {
    /// Import Supplier.
    IS,
    /// Export Supplier.
    ES,
    /// Gas Supplier.
    GS,
    /// Electricity Distributor.
    ED,
    /// Gas Transporter.
    GT,
    /// Registered Supplier Agent.
    RSA,
    /// Other User.
    OU,
}

/// A fuel: which meters of a portfolio a stream counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fuel {
    /// Electricity meters.
    Electricity,
    /// Gas meters.
    Gas,
}

/// Enrolled meters by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "PortfolioForm")]
pub struct Portfolio {
    /// Electricity meters in credit mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub electricity_credit: u64,
    /// Electricity meters in prepayment mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub electricity_prepayment: u64,
    /// Gas meters in credit mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub gas_credit: u64,
    /// Gas meters in prepayment mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub gas_prepayment: u64,
    /// Metering points a network party is charged for.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub charged_mpans: u64,
}

impl Portfolio {
    /// All enrolled meters.
    pub fn meters(&self) -> u64 {
        self.of(None)
    }

    /// Enrolled meters of a fuel, or of both.
    pub fn of(&self, fuel: Option<Fuel>) -> u64 {
        let electricity = self.electricity_credit + self.electricity_prepayment;
        let gas = self.gas_credit + self.gas_prepayment;
        match fuel {
            Some(Fuel::Electricity) => electricity,
            Some(Fuel::Gas) => gas,
            None => electricity + gas,
        }
    }

    /// Meters in prepayment mode of a fuel, or of both.
    pub fn prepayment(&self, fuel: Option<Fuel>) -> u64 {
        match fuel {
            Some(Fuel::Electricity) => self.electricity_prepayment,
            Some(Fuel::Gas) => self.gas_prepayment,
            None => self.electricity_prepayment + self.gas_prepayment,
        }
    }
}

/// A DCC User.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The name in pointers and tables.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// What it, or a party whose portfolio it has taken over, was called.
    pub formerly: Vec<String>,
    /// Its share of the DCC's charges, where the scenario gives it; it decides nothing.
    pub charge_share: Option<f64>,
    /// The kind of party.
    pub category: Category,
    /// Its User Roles: which SRVs it may send.
    pub roles: Vec<Role>,
    /// Its meters.
    pub portfolio: Portfolio,
    /// Coefficient of variation of this User's day (T3).
    pub day_cv: f64,
    /// Coefficient of variation of its half-hours within a day (T3).
    pub slot_cv: f64,
}
