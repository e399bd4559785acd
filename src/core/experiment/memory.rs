//! Memory: what this process holds, what it held at most, and what the machine has left for it. None of it where the system
//! does not say.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Bytes that this process holds.
pub fn held() -> Option<u64> {
    kilobytes("/proc/self/status", "VmRSS:")
}

/// Bytes that it held at most since it began, or since [`forget_most_held`].
pub fn most_held() -> Option<u64> {
    kilobytes("/proc/self/status", "VmHWM:")
}

/// Begins [`most_held`] anew, where the system can.
pub fn forget_most_held() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Bytes that this process can hold in all: what it does, and what the machine, or its control groups, have left.
pub fn most_there_is() -> Option<u64> {
    let groups = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let left = kilobytes("/proc/meminfo", "MemAvailable:")?;
    Some(held()? + groups.lines().filter_map(left_in).fold(left, u64::min))
}

fn kilobytes(file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1 << 10)
}

/// What the control group of a line of `/proc/self/cgroup`, and those above it, have left; none where none of them limits.
fn left_in(line: &str) -> Option<u64> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (controllers, group) = (parts.next()?, parts.next()?.trim_start_matches('/'));
    let (root, names) = match controllers {
        "" => ("/sys/fs/cgroup", ["memory.max", "memory.current", "inactive_file "]),
        "memory" => (
            "/sys/fs/cgroup/memory",
            ["memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "],
        ),
        _ => return None,
    };
    let all: PathBuf = Path::new(root).join(group);
    all.ancestors().take_while(|dir| dir.starts_with(root)).filter_map(|dir| left(dir, names)).min()
}

/// What is left below a limit; files that are cached and can go are not counted as used.
fn left(dir: &Path, [limit, used, cached]: [&str; 3]) -> Option<u64> {
    let read = |name: &str| std::fs::read_to_string(dir.join(name)).ok();
    let number = |name: &str| read(name)?.trim().parse::<u64>().ok();
    let stat = read("memory.stat").unwrap_or_default();
    let can_go = stat.lines().find_map(|line| line.strip_prefix(cached)?.trim().parse().ok());
    Some(number(limit)?.saturating_sub(number(used)?.saturating_sub(can_go.unwrap_or(0))))
}

/// Watches that a process does not hold more than it may.
pub struct Watched {
    most: Option<u64>,
    looked: Mutex<Instant>,
}

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(50);

impl Watched {
    /// With `most` bytes; nothing is watched where that is none.
    pub fn new(most: Option<u64>) -> Self {
        Self { most, looked: Mutex::new(Instant::now()) }
    }

    /// Why it must end, if it must.
    pub fn look(&self) -> Option<String> {
        let most = self.most?;
        {
            let mut looked = self.looked.try_lock().ok().filter(|at| at.elapsed() >= EVERY)?;
            *looked = Instant::now();
        }
        held().filter(|held| *held > most).map(|held| too_much(held, most))
    }
}

/// What is said of a command for which there is not the memory.
pub fn too_much(bytes: u64, there_is: u64) -> String {
    format!(
        "not enough memory\n  found:    {} or more are needed\n  expected: at most {}, which this machine has for it now\n  hint: a coarser /resolution, a shorter /duration, fewer Users or variants, fewer --threads, or a larger machine",
        in_bytes(bytes),
        in_bytes(there_is)
    )
}

/// `bytes` for people, in two digits.
pub fn in_bytes(bytes: u64) -> String {
    let mut value = bytes as f64 / 1e6;
    let mut unit = "MB";
    if value >= 1_000.0 {
        value /= 1_000.0;
        unit = "GB";
    }
    match value {
        v if v < 9.95 && unit == "GB" => format!("{v:.1} {unit}"),
        v if v < 100.0 => format!("{v:.0} {unit}"),
        v => format!("{:.0} {unit}", (v / 10.0).round() * 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_in_two_digits() {
        let said =
            [9_400_000, 54_740_000, 322_248_000, 5_040_000_000, 23_400_000_000].map(in_bytes);
        assert_eq!(said, ["9 MB", "55 MB", "320 MB", "5.0 GB", "23 GB"]);
    }

    #[test]
    fn the_least_limit_of_nested_groups_counts_and_cached_files_do_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let names = ["memory.max", "memory.current", "inactive_file "];
        put("memory.max", "max\n");
        put("memory.current", "700\n");
        assert_eq!(left(folder.path(), names), None);
        put("memory.max", "1000\n");
        put("memory.stat", "anon 500\ninactive_file 200\n");
        assert_eq!(left(folder.path(), names), Some(500));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_knows_what_it_holds_and_what_there_is() {
        let held = held().expect("Linux says it");
        assert!(most_held().expect("Linux says it") >= held.min(1 << 20));
        assert!(most_there_is().expect("Linux says it") > held / 2);
        let watched = Watched::new(Some(1));
        std::thread::sleep(EVERY);
        assert!(watched.look().is_some_and(|why| why.contains("hint:")));
    }
}
