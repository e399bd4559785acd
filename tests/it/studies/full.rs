//! Folders that cannot be written, or can no longer.

use super::super::commands::{files_in, folder};
use super::{HALF_HOUR, bytes, fine, same, study};
use std::fs;
use std::path::Path;

const SWEEP: [&str; 6] =
    ["--vary", "/mechanism/hold=[2,3]", "--replications", "12", "--out", "study"];

/// A regular file where a folder should be: nothing can be made there, whoever asks.
#[test]
fn a_file_in_the_place_of_a_folder_is_refused_and_left_alone() {
    for (file, said) in [
        ("study", "--out: study is a file"),
        ("study/runs", "could not read study/runs/"),
        ("study/tables", "could not write study/tables/first_screen.parquet"),
    ] {
        let folder = folder();
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let ran = study(folder.path(), "sweep", &SWEEP);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("error: {said}")), "{file}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert!(files_in(folder.path()).iter().all(|f| !f.contains(".headroom-")));
        // What was kept before the tables could not be written is kept.
        fs::remove_file(&path).unwrap();
        fine(folder.path(), "sweep", &SWEEP);
    }
}

/// A file may grow to so many blocks of 512 bytes: to the program a disk that is full.
#[cfg(unix)]
fn on_a_full_disk(folder: &Path, blocks: u32) -> (Option<i32>, String, String) {
    let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &limit, "sh", env!("CARGO_BIN_EXE_headroom"), "sweep"]);
    let ran = command.args(HALF_HOUR).args(SWEEP).current_dir(folder).output().expect("a shell");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_exits_2_with_no_torn_file_and_the_study_goes_on_when_there_is_room() {
    let folder = folder();
    let whole = {
        fine(folder.path(), "sweep", &SWEEP);
        let files = bytes(&folder.path().join("study"));
        fs::remove_dir_all(folder.path().join("study")).unwrap();
        files
    };
    // The page is made of the others, and comes last.
    let tables = whole.iter().filter(|(file, _)| !file.ends_with("report.html"));
    let largest = tables.map(|(_, bytes)| bytes.len()).max().unwrap();
    // Full from the first run on, and full when some tables are written.
    for blocks in [1, largest as u32 / 512] {
        let (code, out, err) = on_a_full_disk(folder.path(), blocks);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{blocks}: {err}");
        assert!(err.starts_with("error: could not write study/"), "{err}");
        assert!(err.contains("os error 27") && !err.contains("panicked"), "{err}");
        for (file, bytes) in bytes(&folder.path().join("study")) {
            assert!(bytes == whole[&file], "{file} is torn");
        }
        let files = files_in(folder.path());
        assert!(files.iter().all(|f| !f.contains(".headroom-")), "{files:?}");
        assert!(!files.contains(&"study/study.json".to_owned()));
    }
    assert!(bytes(&folder.path().join("study")).len() >= 4, "what there was room for is kept");
    fine(folder.path(), "sweep", &SWEEP);
    same(&whole, &bytes(&folder.path().join("study")), "when there is room again");
}
