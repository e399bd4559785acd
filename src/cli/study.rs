//! A study's folder: what was asked, its runs, tables and charts; and the work of a study.

use super::args::{Common, FilesArgs};
use super::besides::{take_besides_away, write_besides};
use super::forecast::{can_begin, running, told, with_page};
use super::publish::for_others;
use super::report::{close, write_page};
use super::written::{PAGE, Written, alone, held};
use super::{Console, Stop, interrupt};
use crate::evidence::files::{csv, parquet};
use crate::evidence::table::Table;
use crate::evidence::words::shell_word;
use crate::report::{Chart, Dossier, svg};
use headroom_core::experiment::{
    FileDigests, FolderLock, Forecast, Job, Outcomes, RunsFolder, STUDY, Shard, Study, can_write,
    clear_left_over, is_ours, names_in, take_away, take_empty_away, version,
};
use headroom_core::scenario::read_file;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Largest `study.json` in which the names of files before are looked for.
const MOST_BEFORE: u64 = 4 << 20;
/// So many folders deep lie files of a study: `packs/USER/tables`.
const DEEP: u32 = 3;
/// Tables of more rows are written as Parquet alone.
const MOST_CSV_ROWS: usize = 50_000;

/// The folder of a study.
pub struct Folder {
    path: PathBuf,
    /// Files of the study that was here before, and the words of its command.
    before: Vec<String>,
    called: Vec<String>,
    files: FilesArgs,
    /// Held while it is this study's to write.
    lock: Option<FolderLock>,
    /// Whether there was no such folder before.
    made: bool,
}

/// What was made for a study of which nothing came is not left behind: an empty folder.
impl Drop for Folder {
    fn drop(&mut self) {
        self.lock = None;
        if self.made {
            take_empty_away(&self.path);
        }
    }
}

impl Folder {
    /// Finds out, before anything runs, whether the folder of a study of `scenario` can be written, and whose it is.
    pub fn open(args: &Common, scenario: &str) -> Result<Self, Stop> {
        let path = args.folder(scenario);
        if let Some(file) = path.ancestors().find(|p| p.exists() && !p.is_dir()) {
            let file = file.display();
            return Err(Stop(format!(
                "--out: {file} is a file\n  expected: a folder, which is made where there is none\n  hint: take another --out"
            )));
        }
        let (probe, made) = (path.join(STUDY), !path.exists());
        can_write(&probe).map_err(|e| Stop(format!("could not write {}: {e}", probe.display())))?;
        let known: Value = read_file(&probe, MOST_BEFORE)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        if let Some(theirs) = known["headroom"].as_str().filter(|v| *v != version()) {
            return Err(Stop(format!(
                "{} holds a study by headroom {theirs}; this is {}, whose results may differ\n  hint: take another --out, or remove the folder",
                path.display(),
                version()
            )));
        }
        not_anothers(&path)?;
        let words = |key: &str| {
            let list = known[key].as_array().into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<String>>()
        };
        let (mut before, called) = (words("files"), words("command"));
        before.retain(|file| ours(file));
        Ok(Self { before, called, path, files: args.files.clone(), lock: None, made })
    }

    /// Begins the work of `study`: alone, or as a `shard`, of which others of the same study may be at work too.
    pub fn begin(&mut self, study: &Study, shard: Option<Shard>) -> Result<(), Stop> {
        let digest = study.digest();
        match (shard, FolderLock::held_by_other(&self.path)) {
            (None, _) => self.lock = Some(alone(&self.path, &digest)?),
            (Some(_), Some((of, by))) if of != digest => return Err(held(&self.path, &by)),
            _ => {}
        }
        clear_left_over(&self.path, DEEP);
        Ok(())
    }

    /// That what another command made here is replaced by what is `called` now.
    pub fn replaces(&self, called: &[String]) -> Option<String> {
        let words: Vec<String> = self.called.iter().map(|word| shell_word(word)).collect();
        let other = !words.is_empty() && self.called != called;
        other.then(|| {
            format!("this takes the place of `headroom {}` in {}", words.join(" "), self.shown())
        })
    }

    fn still_mine(&self) -> Result<(), Stop> {
        match &self.lock {
            Some(lock) if lock.is_held() => Ok(()),
            _ => Err(held(&self.path, "one that began while this one was stopped")),
        }
    }

    /// Writes tables, charts and the page, each file whole or not at all, and takes away what an earlier study
    /// left here and this one does not have; `study.json` last. What it wrote besides, for people.
    pub fn write(
        &mut self,
        study: &Study,
        called: &[String],
        tables: Vec<Table>,
        charts: Vec<Chart>,
    ) -> Result<Vec<String>, Stop> {
        // Until the new ones are made, none is better than one of other tables.
        take_away(&self.path.join(PAGE));
        take_besides_away(&self.path);
        let mut into = Written { folder: &self.path, files: FileDigests::default() };
        let mut files = Vec::new();
        let mut put = |name: String, bytes: &[u8]| {
            let written = into.put(&name, bytes);
            files.push(name);
            written
        };
        for table in &tables {
            put(format!("tables/{}.parquet", table.name), &parquet(table)?)?;
            if table.rows <= MOST_CSV_ROWS {
                put(format!("tables/{}.csv", table.name), &csv(table)?)?;
            }
        }
        let titles = charts.iter().map(|(name, chart)| ((*name).to_owned(), chart.title.clone()));
        let titles: serde_json::Map<String, Value> =
            titles.map(|(name, title)| (name, title.into())).collect();
        let mut drawn = Vec::new();
        for (name, chart) in charts {
            let narrow = chart.narrow.as_ref().map(|narrow| (format!("{name}-narrow"), &**narrow));
            for (name, picture) in [(name.to_owned(), &chart)].into_iter().chain(narrow) {
                let svg = svg(picture);
                put(format!("charts/{name}.svg"), svg.as_bytes())?;
                drawn.push((name, svg));
            }
        }
        for old in self.before.iter().filter(|old| !files.contains(old)) {
            take_away(&self.path.join(old));
        }
        let mut study = provenance(study, called, &files, &titles);
        if self.files.publish.is_some() {
            for_others(&mut study);
        }
        if let Some(mark) = &self.files.classification {
            study["classification"] = mark.0.clone().into();
        }
        let book = Dossier { study, tables, charts: drawn };
        write_page(&mut into, &book)?;
        let besides = write_besides(&mut into, &book, self.files.besides)?;
        self.still_mine()?;
        close(&into, &book.study)?;
        self.lock = None;
        Ok(besides)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replications of `study` that are missing here, of the shard that `args` ask for, and what they and its page take.
    pub fn to_do(
        &self,
        args: &Common,
        study: &Study,
        most: Duration,
    ) -> Result<(u64, Option<Forecast>), Stop> {
        let shard = args.shard.unwrap_or(Shard::WHOLE);
        let job = Job::new(study, Some(RunsFolder::new(&self.path)), shard)?;
        let forecast = job.look_ahead(args.choices.threads, most);
        Ok((job.to_do(), forecast.map(|f| with_page(study, &f))))
    }

    /// Its path as a person gives it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Says where the files are.
    pub fn say(&self, console: &Console) {
        console.say(&format!("the report is {}", self.path.join(PAGE).display()));
        console.say(&format!("tables and charts are in {}", self.shown()));
    }
}

/// Whether a file named in an old `study.json` can be one of ours: never a place elsewhere.
fn ours(file: &str) -> bool {
    let name = file.strip_prefix("tables/").or_else(|| file.strip_prefix("charts/"));
    name.is_some_and(|n| !n.contains(['/', '\\']) && n != "..")
        && [".csv", ".parquet", ".svg"].iter().any(|e| file.ends_with(e))
}

/// Refuses a folder that holds what a study would write, and was never a study's.
fn not_anothers(path: &Path) -> Result<(), Stop> {
    let known = path.join("runs").exists() || is_ours(path);
    let there = |name: &&str| match name.contains('.') {
        true => path.join(name).exists(),
        false => !names_in(&path.join(name)).is_empty(),
    };
    let mut theirs = [STUDY, "tables", "charts", "packs", "study.xlsx", PAGE].into_iter();
    match theirs.find(|name| !known && there(name)) {
        None => Ok(()),
        Some(name) => Err(Stop(format!(
            "{}: a folder that is no study's\n  found:    {name}, without runs/ or a study.json of headroom\n  expected: a new folder, or that of a study, which is replaced\n  hint: take another --out, or remove {name} from it",
            path.display()
        ))),
    }
}

/// What was run, so that it can be run again.
fn provenance(
    study: &Study,
    called: &[String],
    files: &[String],
    titles: &serde_json::Map<String, Value>,
) -> Value {
    let axes = study.asked.axes.iter();
    let setting = |s: &headroom_core::experiment::Setting| {
        let changes = s.changes.iter().map(|c| (c.pointer.clone(), c.value.clone()));
        json!({ "name": s.name, "changes": changes.collect::<serde_json::Map<_, _>>() })
    };
    json!({
        "headroom": version(),
        "platform": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "command": called,
        "digest": study.base.digest,
        "seed": study.base.seed,
        "replications": study.replications,
        "set": study.asked.set.iter().map(|c| json!({ c.pointer.as_str(): c.value })).collect::<Vec<Value>>(),
        "settings": study.asked.settings.iter().map(setting).collect::<Vec<Value>>(),
        "axes": axes.map(|a| json!({ "pointer": a.pointer, "values": a.values })).collect::<Vec<Value>>(),
        "inputs": study.variants.iter().map(|v| v.plan.scenario.inputs.as_str()).collect::<Vec<&str>>(),
        "alone": !study.asked.beside,
        "counterparts": (0..study.variants.len()).map(|v| beside(study, v)).collect::<Vec<Value>>(),
        "files": files,
        "charts": titles,
        "scenario": study.base.resolved,
    })
}

/// Digests of the inputs of what stands beside `variant`, by name.
fn beside(study: &Study, variant: usize) -> Value {
    let of = |b: &headroom_core::experiment::Beside| {
        (b.id.clone(), study.plan(b.plan).scenario.inputs.clone().into())
    };
    Value::Object(study.beside(variant).iter().map(of).collect())
}

/// Does what is missing of `study`; what each of its runs showed, or nothing where it is a shard, and others have parts
/// to do.
pub fn work(
    args: &Common,
    study: &Study,
    folder: &Folder,
    console: &Console,
) -> Result<Outcomes, Stop> {
    let stop = interrupt::watch();
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    let job = Job::new(study, Some(RunsFolder::new(&folder.path)), shard)?;
    let running = running(&args.choices, args.step_all);
    can_begin(&job, running, |text| console.say(text))?;
    let progress = console.progress(job.to_do());
    let say = |text: &str| progress.beside(|| console.say(text));
    let foretold = |f: &Forecast| told((study, f), running.memory, say);
    let outcome = job.run_foretold(running, stop, foretold, |n| progress.done(n));
    progress.finish();
    let outcome = outcome?;
    let all = u64::from(study.replications) * study.runs() as u64;
    if interrupt::asked() {
        let kept = match all - outcome.missing {
            0 => format!("none of {all} replications is"),
            kept => format!("{kept} of {all} replications are"),
        };
        return Err(interrupt::interrupted(&folder.path, &kept));
    }
    if args.shard.is_some() {
        console.say(&format!(
            "part {} of {} is done, {} replications were missing of it; when the others are done, or their runs are copied here, the same command without --shard makes tables, charts and page",
            shard.index + 1,
            shard.of,
            job.to_do()
        ));
    }
    Ok(outcome.outcomes)
}
