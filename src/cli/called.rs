//! The command as it was given, without what decides only where its answer goes and how it is worked out: so a study
//! says how it can be made again.

use clap::{ArgAction, ArgMatches, Command, parser::ValueSource};

/// Options that change no figure.
const WITHOUT_EFFECT: [&str; 11] = [
    "out",
    "record",
    "threads",
    "shard",
    "format",
    "step_all",
    "quiet",
    "workbook",
    "packs",
    "publish",
    "classification",
];

/// The words after the program's name, in the order in which they were given.
pub fn called(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let Some((name, given)) = matches.subcommand() else { return Vec::new() };
    let known = command.find_subcommand(name).into_iter().flat_map(Command::get_arguments);
    let mut words: Vec<(usize, Vec<String>)> = Vec::new();
    for arg in known {
        let id = arg.get_id().as_str();
        let typed = given.value_source(id) == Some(ValueSource::CommandLine);
        if !typed || WITHOUT_EFFECT.contains(&id) {
            continue;
        }
        let option = arg.get_long().map(|long| format!("--{long}"));
        let values = given.get_raw(id).into_iter().flatten().map(|v| v.to_string_lossy());
        for (at, value) in given.indices_of(id).into_iter().flatten().zip(values) {
            let flag = matches!(arg.get_action(), ArgAction::SetTrue);
            let value = (!flag).then(|| match option.is_none() && value.starts_with('-') {
                // A file, which would be taken for an option.
                true => format!("./{value}"),
                false => value.into_owned(),
            });
            words.push((at, option.clone().into_iter().chain(value).collect()));
        }
    }
    words.sort_by_key(|(at, _)| *at);
    std::iter::once(name.to_owned()).chain(words.into_iter().flat_map(|(_, words)| words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Args;
    use clap::CommandFactory;

    #[test]
    fn a_command_keeps_what_decides_and_its_order() {
        let of = |line: &str| {
            let matches = Args::command().try_get_matches_from(line.split(' ')).expect("a command");
            called(&Args::command(), &matches).join(" ")
        };
        assert_eq!(
            of(
                "headroom -q sweep mine.json --vary /seed=[1,2] --out x --threads 2 --with a:/b=1 --vary /c=[3] --alone --format json"
            ),
            "sweep mine.json --vary /seed=[1,2] --with a:/b=1 --vary /c=[3] --alone"
        );
        assert_eq!(of("headroom run minimal --replications 3"), "run minimal --replications 3");
        assert_eq!(of("headroom run --alone -- -x.json"), "run --alone ./-x.json");
        assert_eq!(
            of("headroom sensitivity minimal --figures throttled,rejected --seed=4"),
            "sensitivity minimal --figures throttled --figures rejected --seed 4"
        );
    }
}
