//! Which part of a study this task of an array does: `--shard auto/N`.
//!
//! Scope: the index that schedulers give their tasks, by their documentation. It alone is read, and never what a scheduler
//! says of the array: of one that is submitted again in part, that is another than of the whole. Left out: what a part is
//! (`core/experiment/shard.rs`). Checked by: tests here, `tests/cluster.sh`.

use headroom_core::experiment::Shard;
use std::ops::RangeInclusive;

/// Where a scheduler's arrays begin.
#[derive(Clone, Copy)]
enum From {
    /// At 0.
    Zero,
    /// At 1; 0 or a word is said where there is no array.
    One,
    /// Where the user says: 1 to N, or 0 to N − 1, and then 0 is part N, so that no index stands for two parts whichever it is.
    Either,
}

/// A scheduler, its variable and where its arrays begin.
const SCHEDULERS: [(&str, &str, From); 7] = [
    ("Slurm", "SLURM_ARRAY_TASK_ID", From::Either),
    ("HyperQueue", "HQ_TASK_ID", From::Either),
    ("GNU parallel", "PARALLEL_SEQ", From::One),
    ("Kubernetes", "JOB_COMPLETION_INDEX", From::Zero),
    ("AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX", From::Zero),
    ("SGE", "SGE_TASK_ID", From::One),
    ("LSF", "LSB_JOBINDEX", From::One),
];

/// `I/N`, or `auto/N` with the index that the environment gives this task.
pub fn shard(text: &str) -> Result<Shard, String> {
    match text.strip_prefix("auto/") {
        None => text.parse(),
        Some(of) => {
            let n = of.parse().ok().filter(|n| *n > 0);
            let n = n.ok_or("expected auto/N, N from 1, such as auto/8")?;
            of_task(n, |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()))
        }
    }
}

/// The part of `of` of the task whose environment is `known`.
fn of_task(of: usize, known: impl Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for (scheduler, name, from) in SCHEDULERS {
        let Some(value) = known(name).filter(|value| !is_no_array(value, from)) else { continue };
        let expected: RangeInclusive<usize> = match from {
            From::Zero => 0..=of - 1,
            From::One => 1..=of,
            From::Either => 0..=of,
        };
        let index = value.parse().ok().filter(|index| expected.contains(index));
        let index: usize = index.ok_or_else(|| {
            let (first, last) = expected.into_inner();
            format!("found {name}={value:?} ({scheduler}), expected {first} to {last} of auto/{of}")
        })?;
        let part = match (from, index) {
            (From::Zero, index) => index,
            (_, index) => (index + of - 1) % of,
        };
        found
            .push((format!("{name}={index} ({scheduler}), which is part {}/{of}", part + 1), part));
    }
    let said = || found.iter().map(|(said, _)| said.as_str()).collect::<Vec<_>>().join(" and ");
    match found.first() {
        None => {
            let names: Vec<String> =
                SCHEDULERS.iter().map(|(who, name, _)| format!("{name} ({who})")).collect();
            Err(format!(
                "found no index of an array's task, expected one of {}; elsewhere give I/N",
                names.join(", ")
            ))
        }
        Some((_, index)) if found.iter().all(|(_, other)| other == index) => {
            Ok(Shard { index: *index, of })
        }
        Some(_) => Err(format!("found {}, which differ; expected one, or I/N", said())),
    }
}

/// Whether a scheduler says by this that the job is no array's.
fn is_no_array(value: &str, from: From) -> bool {
    matches!(from, From::One) && matches!(value, "0" | "undefined")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part, from 1, or what is said, where the variables are set.
    fn part(of: usize, set: &[(&str, &str)]) -> Result<usize, String> {
        let known = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        of_task(of, known).map(|shard| shard.index + 1)
    }

    #[test]
    fn each_scheduler_s_array_does_every_part_once() {
        for (name, first) in [
            ("SLURM_ARRAY_TASK_ID", 0),
            ("SLURM_ARRAY_TASK_ID", 1),
            ("HQ_TASK_ID", 0),
            ("HQ_TASK_ID", 1),
            ("PARALLEL_SEQ", 1),
            ("JOB_COMPLETION_INDEX", 0),
            ("AWS_BATCH_JOB_ARRAY_INDEX", 0),
            ("SGE_TASK_ID", 1),
            ("LSB_JOBINDEX", 1),
        ] {
            let one = |i: usize| part(8, &[(name, &i.to_string())]).expect("in range");
            let mut parts: Vec<usize> = (first..first + 8).map(one).collect();
            parts.sort_unstable();
            assert_eq!(parts, (1..=8).collect::<Vec<_>>(), "{name} from {first}");
        }
        assert_eq!(part(8, &[("SLURM_ARRAY_TASK_ID", "3")]), Ok(3));
        assert_eq!(part(8, &[("SLURM_ARRAY_TASK_ID", "0")]), Ok(8));
        assert_eq!(part(8, &[("JOB_COMPLETION_INDEX", "3")]), Ok(4));
    }

    #[test]
    fn a_task_submitted_again_alone_does_its_own_part() {
        // `sbatch --array=5`: the array is another, and begins and ends with 5.
        let again = [
            ("SLURM_ARRAY_TASK_ID", "5"),
            ("SLURM_ARRAY_TASK_MIN", "5"),
            ("SLURM_ARRAY_TASK_MAX", "5"),
            ("SLURM_ARRAY_TASK_COUNT", "1"),
        ];
        assert_eq!(part(8, &again), Ok(5));
    }

    #[test]
    fn what_cannot_be_is_told_with_what_was_found() {
        let none = part(8, &[]).unwrap_err();
        for (_, name, _) in SCHEDULERS {
            assert!(none.contains(name), "{none}");
        }
        // A job of SGE or LSF that is no array's.
        assert_eq!(part(8, &[("SGE_TASK_ID", "undefined"), ("LSB_JOBINDEX", "0")]), Err(none));
        for (name, value) in [
            ("SLURM_ARRAY_TASK_ID", "9"),
            ("HQ_TASK_ID", "-1"),
            ("PARALLEL_SEQ", "9"),
            ("JOB_COMPLETION_INDEX", "8"),
            ("AWS_BATCH_JOB_ARRAY_INDEX", "x"),
            ("SGE_TASK_ID", ""),
            ("LSB_JOBINDEX", "9"),
        ] {
            let said = part(8, &[(name, value)]).unwrap_err();
            assert!(
                said.contains(&format!("{name}={value:?}")) && said.contains("expected"),
                "{said}"
            );
        }
        // `parallel` in a task of an array, which may agree.
        let both = |seq| part(8, &[("SLURM_ARRAY_TASK_ID", "2"), ("PARALLEL_SEQ", seq)]);
        assert_eq!(both("2"), Ok(2));
        let said = both("3").unwrap_err();
        assert!(
            said.contains("SLURM_ARRAY_TASK_ID=2") && said.contains("PARALLEL_SEQ=3"),
            "{said}"
        );
        assert_eq!(shard("2/3"), Ok(Shard { index: 1, of: 3 }));
        for bad in ["auto", "auto/", "auto/0", "auto/x", "auto/-1", "0/3"] {
            assert!(shard(bad).unwrap_err().contains("expected"), "{bad}");
        }
    }
}
