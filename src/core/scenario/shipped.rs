//! The scenarios and data that come with the program, so that an installed binary needs no folder.

/// A file that comes with the program.
pub struct Shipped {
    /// Its name, as `extends` gives it.
    pub name: &'static str,
    /// Its path in the project.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(Shipped {
            name: $name,
            path: concat!($folder, "/", $name, ".json"),
            text: include_str!(concat!("../../../", $folder, "/", $name, ".json")),
        }),*]
    };
}

const DATA: &[Shipped] = shipped!("data": "duis", "gb-2022-07", "gb-2020-03");

const SCENARIOS: &[Shipped] = shipped!("scenarios":
    "alert-storm",
    "batches-ordered-ahead",
    "beast-from-the-east",
    "beast-from-the-east-tight",
    "clashing-batches",
    "denial-of-service",
    "denial-of-service-many-users",
    "denial-of-service-not-reacting",
    "denial-of-service-prioritised",
    "dispersion",
    "growth-as-published",
    "half-hourly-settlement",
    "install-day",
    "load-control",
    "metastable",
    "minimal",
    "national-year",
    "ordinary-day",
    "price-change-1-april",
    "restart-at-0200",
    "restart-by-day",
    "storm-all-day",
    "storm-arwen",
    "storm-arwen-by-night",
    "storm-arwen-tight",
    "vends-fail-1-april",
    "when-to-build",
);

const OPTIONS: &[Shipped] = shipped!("data/options": "gb", "alert-storm");

/// What a party would change of a shipped scenario, by the word for the party.
const PARTIES: &[Shipped] = shipped!("data/parties":
    "electricity-network-operator",
    "gas-network-operator",
    "supplier",
    "other-user",
    "dcc",
);

/// What a party called `party` would change, in any case, with spaces or dashes.
pub fn party_template(party: &str) -> Option<&'static str> {
    let word = party.trim().to_lowercase().replace(' ', "-");
    PARTIES.iter().find(|p| p.name == word).map(|p| p.text)
}

/// What parties are called.
pub fn party_words() -> impl Iterator<Item = String> {
    PARTIES.iter().map(|p| p.name.replace('-', " "))
}

/// What the answers of shipped scenarios hinge on, kept with them: of those that questions ask for.
const SENSITIVITY: &[Shipped] = shipped!("data/sensitivity":
    "alert-storm",
    "batches-ordered-ahead",
    "clashing-batches",
    "denial-of-service",
    "denial-of-service-prioritised",
    "half-hourly-settlement",
    "install-day",
    "load-control",
    "national-year",
    "ordinary-day",
    "restart-at-0200",
    "restart-by-day",
    "storm-arwen",
    "storm-arwen-by-night",
    "vends-fail-1-april",
    "when-to-build",
);

/// The text of the sensitivity kept with the shipped scenario `name`.
pub fn find_kept(name: &str) -> Option<&'static str> {
    SENSITIVITY.iter().find(|s| s.name == name).map(|s| s.text)
}

/// Where in the project the sensitivity of the shipped scenario `name` is kept; none of what is no scenario.
pub fn kept_path(name: &str) -> Option<String> {
    SCENARIOS.iter().any(|s| s.name == name).then(|| format!("data/sensitivity/{name}.json"))
}

/// The shipped file of options of that name.
pub fn find_options(name: &str) -> Option<&'static Shipped> {
    OPTIONS.iter().find(|s| s.name == name)
}

/// Names of the shipped files of options.
pub fn options_names() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().map(|s| s.name)
}

/// The shipped file of that name.
pub fn find(name: &str) -> Option<&'static Shipped> {
    DATA.iter().chain(SCENARIOS).find(|s| s.name == name)
}

/// The text of the shipped data file `name`.
pub fn data_text(name: &str) -> Option<&'static str> {
    DATA.iter().find(|s| s.name == name).map(|s| s.text)
}

/// The text of the shipped scenario `name`, from which `headroom new` starts.
pub fn template(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|s| s.name == name).map(|s| s.text)
}

/// Names of the shipped scenarios.
pub fn scenario_names() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().map(|s| s.name)
}

/// Names of the shipped data files.
pub fn data_names() -> impl Iterator<Item = &'static str> {
    DATA.iter().map(|s| s.name)
}
