//! Who writes: a process of a machine, so that what a dead one left behind is known for that.

use serde::{Deserialize, Serialize};

/// A process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The machine: its name, and where there are such things this start of it and this room of its process numbers, which
    /// two containers of one name do not share.
    pub machine: String,
    /// The process number.
    pub process: u32,
    /// When the process began, in the machine's own count; numbers are used again.
    pub began: String,
}

impl Host {
    /// This process.
    pub fn here() -> Self {
        let process = std::process::id();
        Self { machine: machine(), process, began: began(process).unwrap_or_default() }
    }

    /// Whether the process is known to have ended; never of another machine's.
    pub fn has_ended(&self) -> bool {
        self.machine == machine() && ended(self.process, &self.began)
    }

    /// The machine's name as people know it.
    pub fn name(&self) -> &str {
        self.machine.split(' ').next().unwrap_or_default()
    }

    /// What temporary files of this process begin with.
    pub fn prefix(&self) -> String {
        let machine = &blake3::hash(self.machine.as_bytes()).to_hex()[..8];
        let began = if self.began.is_empty() { "0" } else { &self.began };
        format!("{PREFIX}{machine}-{}-{began}-", self.process)
    }
}

/// What the names of temporary files and of locks begin with.
pub const PREFIX: &str = ".headroom-";
/// The lock's file in a folder (`lock.rs`).
pub const LOCK: &str = ".headroom-lock";

/// Whether the process that made the temporary file `name` is known to have ended; none where it is another machine's,
/// or the name does not say.
pub fn maker_has_ended(name: &str) -> Option<bool> {
    let mut parts = name.strip_prefix(PREFIX)?.split('-');
    let (of, process, began) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let here = &blake3::hash(machine().as_bytes()).to_hex()[..8];
    (of == here).then(|| ended(process, if began == "0" { "" } else { began }))
}

#[cfg(unix)]
fn machine() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().replace(' ', "_");
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let room = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    format!("{name} {} {}", boot.trim(), room.display()).trim_end().to_owned()
}

#[cfg(not(unix))]
fn machine() -> String {
    // No process is looked for here, so that one is as good as another.
    String::new()
}

#[cfg(unix)]
fn ended(process: u32, known: &str) -> bool {
    let pid = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    let gone = |pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH);
    // One that was killed, and that whoever began it has not asked after, keeps its number and nothing else.
    let killed = || field(process, STATE).is_some_and(|state| matches!(state.as_str(), "Z" | "X"));
    let another = || began(process).is_some_and(|now| !known.is_empty() && now != known);
    pid.is_some_and(gone) || killed() || another()
}

#[cfg(not(unix))]
fn ended(_: u32, _: &str) -> bool {
    false
}

/// Where the system says of a process what it does, and when it began, in ticks: places after its name.
#[cfg(unix)]
const STATE: usize = 0;
const BEGAN: usize = 19;

/// When a process began; none where the system does not say.
fn began(process: u32) -> Option<String> {
    field(process, BEGAN)
}

fn field(process: u32, place: usize) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    stat.rsplit_once(')')?.1.split_whitespace().nth(place).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_not_ended_and_one_of_its_number_that_began_otherwise_has() {
        let here = Host::here();
        assert!(!here.has_ended());
        assert_eq!(maker_has_ended(&format!("{}abc", here.prefix())), Some(false));
        let elsewhere = Host { machine: "elsewhere".to_owned(), ..here.clone() };
        assert!(!elsewhere.has_ended());
        assert_eq!(maker_has_ended(&format!("{}abc", elsewhere.prefix())), None);
        assert_eq!(maker_has_ended(".headroom-aBcDeF"), None);
        if cfg!(target_os = "linux") {
            assert!(Host { began: "1".to_owned(), ..here.clone() }.has_ended());
            assert!(Host { process: i32::MAX as u32, ..here }.has_ended());
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_nobody_asked_after_since_it_was_killed_has_ended() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("it begins");
        let of = Host {
            process: child.id(),
            began: began(child.id()).expect("it says when"),
            ..Host::here()
        };
        assert!(!of.has_ended());
        child.kill().expect("it is ours");
        // It goes at once, as soon as it is given a moment to.
        let known = (0..1_000_000).any(|_| {
            std::thread::yield_now();
            of.has_ended()
        });
        child.wait().expect("it has ended");
        assert!(known);
    }
}
