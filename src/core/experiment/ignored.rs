//! What whoever started the program had it ignore: `nohup` hangups, a script Ctrl-C of what it starts in the background.

/// Whether `signal` was left ignored when the program was started, if it is asked before a handler is set; none where the
/// system does not say.
pub fn left_ignored(signal: i32) -> Option<bool> {
    among(&std::fs::read_to_string("/proc/self/status").ok()?, signal)
}

/// Whether `signal` is among those that the `status` of a process says it ignores: the lowest bit is signal 1.
fn among(status: &str, signal: i32) -> Option<bool> {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(ignored.trim(), 16).ok()?;
    let place = u32::try_from(signal).ok()?.checked_sub(1)?;
    Some(ignored.checked_shr(place)? & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_bits_from_the_lowest_and_unknown_where_nothing_is_said() {
        // SIGHUP and SIGPIPE, as `nohup` starts a program of Rust.
        let status =
            "SigBlk:\t0000000000000004\nSigIgn:\t0000000000001001\nSigCgt:\t0000000000000002\n";
        let ignored = [1, 2, 3, 13, 15, 64].map(|signal| among(status, signal));
        assert_eq!(ignored, [true, false, false, true, false, false].map(Some));
        for (status, signal) in [("", 1), ("SigIgn:\t-\n", 1), (status, 0), (status, 65)] {
            assert_eq!(among(status, signal), None, "{status}, {signal}");
        }
    }
}
