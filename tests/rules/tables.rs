//! Tables in place of lists: they say what the list written out does, whatever the file is like, and bad ones are told by
//! file, row and column.

use headroom_core::scenario::{Faults, Scenario, load, load_text};
use kit::TOP;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

/// The scenario that `minimal` is with `more`, in a folder of its own with these files.
fn with(more: Value, files: &[(&str, &[u8])]) -> Result<Scenario, Faults> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let path = folder.path().join("mine.json");
    let mut scenario = json!({ "name": "mine", "extends": "minimal" });
    let object = scenario.as_object_mut().unwrap();
    object.extend(more.as_object().unwrap().clone());
    fs::write(&path, scenario.to_string()).expect("a file");
    let path = path.display().to_string();
    load(&path, &[]).map_err(|Faults(mut faults)| {
        let folder = format!("{}/", folder.path().display());
        for fault in &mut faults {
            fault.file = fault.file.replace(&folder, "");
            fault.found = fault.found.replace(&folder, "");
        }
        Faults(faults)
    })
}

/// The same without files.
fn written(more: Value) -> Scenario {
    let mut scenario = json!({ "name": "mine", "extends": "minimal" });
    scenario.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    load_text("mine.json", &scenario.to_string(), &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Users of a table in CSV.
fn users(text: &[u8]) -> Result<Scenario, Faults> {
    with(json!({ "users": { "from": "users.csv" } }), &[("users.csv", text)])
}

fn utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

const PORTFOLIOS: &str = "\
user,electricity_credit,gas_credit,charge_share,note
supplier-a,61000,40500,0.5,ours
network-c,,,0.125,\"theirs, they say\"
small-é,300,,,
";

/// What it says, written out.
fn portfolios() -> Value {
    json!([
        { "id": "supplier-a", "portfolio": { "electricity_credit": 61000, "gas_credit": 40500 }, "charge_share": 0.5 },
        { "id": "network-c", "charge_share": 0.125 },
        { "id": "small-é", "portfolio": { "electricity_credit": 300 } },
    ])
}

/// A new User needs more than these columns give.
fn known_only(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with("small"))
        .fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn a_table_says_what_the_list_does_in_any_encoding_and_with_any_separator() {
    let mut list = portfolios();
    list.as_array_mut().unwrap().pop();
    let expected = written(json!({ "users": list }));
    assert_eq!(expected.users[0].portfolio.electricity_credit, 61_000);
    // What the base says of them, and the table does not, stays.
    assert_eq!(expected.users[0].portfolio.electricity_prepayment, 12_000);
    let text = known_only(PORTFOLIOS);
    let semicolons = text
        .replace("\"theirs, they say\"", "theirs")
        .replace(',', ";")
        .replace("0.5", "0,5")
        .replace("0.125", "0,125");
    let tabs = text.replace("\"theirs, they say\"", "thêirs").replace(',', "\t");
    let mut one_252: Vec<u8> = semicolons.replace("ours", "no\u{fffd}s").into_bytes();
    let at = one_252.windows(3).position(|w| w == [0xef, 0xbf, 0xbd]).unwrap();
    one_252.splice(at..at + 3, [0x80]);
    for (bytes, said) in [
        (text.clone().into_bytes(), "CSV in UTF-8, commas between columns; 2 rows; not read: note"),
        (
            format!("\u{feff}{text}").into_bytes(),
            "CSV in UTF-8 with a byte order mark, commas between columns; 2 rows; not read: note",
        ),
        (
            text.replace('\n', "\r\n").into_bytes(),
            "CSV in UTF-8, commas between columns; 2 rows; not read: note",
        ),
        (
            utf_16(&format!("\u{feff}{tabs}"), u16::to_le_bytes),
            "CSV in UTF-16, tabs between columns; 2 rows; not read: note",
        ),
        (
            utf_16(&format!("\u{feff}{semicolons}"), u16::to_be_bytes),
            "CSV in UTF-16, semicolons between columns; decimal commas; 2 rows; not read: note",
        ),
        (
            utf_16(&text, u16::to_le_bytes),
            "CSV in UTF-16, commas between columns; 2 rows; not read: note",
        ),
        (
            one_252,
            "CSV in Windows-1252, semicolons between columns; decimal commas; 2 rows; not read: note",
        ),
        (
            format!("{semicolons};;;;\r\n;;;;\n").into_bytes(),
            "CSV in UTF-8, semicolons between columns; decimal commas; 2 rows; 2 more are empty; not read: note",
        ),
    ] {
        let read = users(&bytes).unwrap_or_else(|faults| panic!("{said}\n{faults}"));
        assert_eq!(read.inputs, expected.inputs, "{said}");
        let note = &read.resolved["tables"][0];
        assert_eq!((&note["at"], &note["from"]), (&json!("/users"), &json!("users.csv")));
        assert_eq!(note["found"], said);
        assert_eq!(note["digest"], blake3::hash(&bytes).to_hex().as_str());
        // Another file of the same numbers is another scenario with the same results.
        assert_ne!(read.digest, expected.digest);
    }
}

#[test]
fn every_list_that_takes_a_table_reads_one() {
    let shares: Vec<Value> =
        (0..48).map(|i| if i < 16 { json!(0.0625) } else { json!(0) }).collect();
    let mut profile = "settlement_period;night;day\n".to_owned();
    for (i, share) in shares.iter().enumerate() {
        let _ = writeln!(profile, "{};{};x", i + 1, share.to_string().replace('.', ","));
    }
    let curves = "party,hours,off\nnetwork-c,0,0\nother,0,1\nnetwork-c,1.5,1\nnetwork-c,2,0.25\n";
    let files: [(&str, &[u8]); 7] = [
        ("profile.csv", profile.as_bytes()),
        ("curves.csv", curves.as_bytes()),
        ("parties.csv", b"party,customers\nnetwork-c,1000\n"),
        ("growth.csv", b"month,times\n2022-07-01,1\n2024-07,1.5\n"),
        ("capacity.csv", b"month,C\n2022-09,12\n2023-01,900/min\n"),
        ("minima.csv", b"user,share\nsupplier-b,0.01\n"),
        ("factors.csv", b"factor\n0.9\n1.1\n1\n"),
    ];
    let storm = |parties: Value, curve: Value| json!([{ "id": "storm", "at": "10:00", "lasts": "2 h", "storm": { "parties": parties, "curve": curve } }]);
    let table = |name: &str| json!({ "from": name });
    let curve = json!({ "from": "curves.csv", "map": { "hours": "after" }, "where": { "party": "network-c" }, "units": { "after": "h" } });
    let read = with(
        json!({
            "traffic": {
                "profiles": [{ "id": "day", "weekday": { "shares": { "from": "profile.csv", "map": { "night": "share" } } } }],
                "factor_law": "empirical", "factor_values": table("factors.csv"),
            },
            "events": storm(table("parties.csv"), curve),
            "mechanism": { "allocation": { "guaranteed": table("minima.csv") } },
        }),
        &files,
    );
    let list = written(json!({
        "traffic": { "profiles": [{ "id": "day", "weekday": { "shares": shares } }], "factor_law": "empirical", "factor_values": [0.9, 1.1, 1] },
        "events": storm(json!([{ "id": "network-c", "customers": 1000 }]), json!([
            { "after": "0 h", "off": 0 }, { "after": "1.5 h", "off": 1 }, { "after": "2 h", "off": 0.25 }
        ])),
        "mechanism": { "allocation": { "guaranteed": [{ "id": "supplier-b", "users": { "ids": ["supplier-b"] }, "share": 0.01 }] } },
    }));
    assert_eq!(read.unwrap_or_else(|faults| panic!("{faults}")).inputs, list.inputs);
    let course = |points: Value, capacity: Value| {
        json!({ "start": "2022-07-01T00:00", "duration": "365 days", "events": [{ "id": "runaway-adapter", "remove": true }],
            "plan": { "meters": [{ "id": "all", "points": points }], "requests_per_meter": points, "capacity": capacity } })
    };
    let capacity = json!({ "from": "capacity.csv", "map": { "C": "max_capacity" } });
    let read = with(course(table("growth.csv"), capacity), &files);
    let points = json!([{ "month": "2022-07", "times": 1 }, { "month": "2024-07", "times": 1.5 }]);
    let capacity = json!([{ "from": "2022-09", "max_capacity": 12 }, { "from": "2023-01", "max_capacity": "900/min" }]);
    let list = written(course(points, capacity));
    assert_eq!(read.unwrap_or_else(|faults| panic!("{faults}")).inputs, list.inputs);
}

/// A portfolio in Parquet, with text, whole and other numbers, and what is not there.
fn parquet() -> Vec<u8> {
    let schema = "message t { REQUIRED BYTE_ARRAY user (UTF8); OPTIONAL INT64 electricity_credit; REQUIRED DOUBLE charge_share; REQUIRED INT32 day (DATE); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, Default::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let names = ["supplier-a", "network-c"].map(ByteArray::from);
    column.typed::<ByteArrayType>().write_batch(&names, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[61_000], Some(&[1, 0]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[0.5, 0.125], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[19_000, 19_001], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.close().unwrap();
    bytes
}

#[test]
fn a_table_in_parquet_says_the_same_and_one_cut_off_is_refused() {
    let expected = written(json!({ "users": [
        { "id": "supplier-a", "portfolio": { "electricity_credit": 61000 }, "charge_share": 0.5 },
        { "id": "network-c", "charge_share": 0.125 },
    ] }));
    let bytes = parquet();
    let read = users(&bytes).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(read.inputs, expected.inputs);
    assert_eq!(read.resolved["tables"][0]["found"], "Parquet; 2 rows; not read: day");
    for cut in [5, bytes.len() / 2, bytes.len() - 1] {
        let faults = users(&bytes[..cut]).expect_err("cut off");
        assert!(faults.to_string().contains("Parquet that cannot be read"), "{faults}");
    }
}

#[test]
fn a_kept_scenario_stands_without_its_tables_and_notes_of_a_table_are_of_each_row() {
    let more =
        json!({ "users": { "from": "users.csv", "assumed": false, "source": "our own billing" } });
    let read = with(more, &[("users.csv", b"user,electricity_credit\nsupplier-a,5\n")]).unwrap();
    assert_eq!(read.resolved["users"][0]["source"], "our own billing");
    let again = load_text("kept.json", &read.resolved.to_string(), &[]).unwrap();
    assert_eq!((&again.inputs, &again.digest), (&read.inputs, &read.digest));
}

/// What is told of tables that are wrong: files in CSV, and what the scenario says of them.
fn wrong() -> Vec<(&'static str, Value, Vec<u8>)> {
    let users = || json!({ "users": { "from": "t.csv" } });
    let growth = || json!({ "plan": { "requests_per_meter": { "from": "t.csv" } } });
    let plain = |text: &str| text.as_bytes().to_vec();
    let mut million = "user,electricity_credit\n".to_owned();
    (0..1_000_000).for_each(|_| million.push_str("a,1\n"));
    vec![
        ("nothing in it", users(), Vec::new()),
        ("a header alone", users(), plain("user,gas_credit\n")),
        (
            "formulas and errors",
            users(),
            plain("user,gas_credit,electricity_credit\nsupplier-a,=B2*2,#N/A\n"),
        ),
        (
            "a doubled header",
            users(),
            plain("user,gas_credit\nsupplier-a,1\nuser,gas_credit\nsupplier-b,2\n"),
        ),
        ("a column twice", users(), plain("user,gas_credit,gas_credit\nsupplier-a,1,2\n")),
        ("a column misspelt", users(), plain("user,electrcity_credit\nsupplier-a,1\n")),
        ("a column missing", users(), plain("party,gas_credit\nsupplier-a,1\n")),
        (
            "text in numbers, several",
            users(),
            plain("user,gas_credit\nsupplier-a,many\nsupplier-b,few\n,3\n"),
        ),
        ("thousands with commas", users(), plain("user,gas_credit\nsupplier-a,\"40,500\"\n")),
        (
            "thousands with spaces and points",
            users(),
            plain(
                "user;gas_credit;electricity_credit\nsupplier-a;40 500;61.000\nsupplier-b;1;\"61,000\"\n",
            ),
        ),
        (
            "decimal points among commas",
            users(),
            plain("user;charge_share\nsupplier-a;0,5\nsupplier-b;0.25\n"),
        ),
        (
            "a decimal comma among commas",
            users(),
            plain("user,charge_share\nsupplier-a,0,5\nsupplier-b,\"0,5\"\n"),
        ),
        ("per cent", users(), plain("user,charge_share\nsupplier-a,12 %\n")),
        (
            "out of range, by its row",
            users(),
            plain("user,charge_share\nsupplier-a,0.5\nnetwork-c,1.5\n"),
        ),
        ("a User that has no category", users(), plain("user,gas_credit\nsupplier-a,1\nnew,2\n")),
        ("a User twice", users(), plain("user,gas_credit\nsupplier-a,1\nsupplier-a,2\n")),
        (
            "months of a spreadsheet",
            growth(),
            plain("month,times\n01/07/2022,1\nJul-22,1\n44743,1\n"),
        ),
        ("months out of order", growth(), plain("month,times\n2022-07,1\n2022-06,1\n")),
        ("a million rows", users(), million.into_bytes()),
        (
            "UTF-16 that is cut off",
            users(),
            [&[0xff, 0xfe][..], &utf_16("user,gas_credit\na,1\n", u16::to_le_bytes)[..9]].concat(),
        ),
        ("bytes that are no text", users(), vec![1, 2, 3, 0, 255, 0, 7]),
        ("a workbook", users(), b"PK\x03\x04 and so on".to_vec()),
        ("gzip", users(), vec![0x1f, 0x8b, 8, 0]),
        (
            "no such row",
            json!({ "users": { "from": "t.csv", "where": { "note": "ours" } } }),
            plain("user,note\nsupplier-a,theirs\n"),
        ),
        (
            "no such column in the map",
            json!({ "users": { "from": "t.csv", "map": { "x": "user" } } }),
            plain("user\nsupplier-a\n"),
        ),
        (
            "mapped to what is not known",
            json!({ "users": { "from": "t.csv", "map": { "x": "usr" } } }),
            plain("user,x\nsupplier-a,1\n"),
        ),
        (
            "another digest",
            json!({ "users": { "from": "t.csv", "digest": "00" } }),
            plain("user\nsupplier-a\n"),
        ),
        (
            "a length of time without a unit",
            json!({ "events": [{ "id": "storm", "at": "10:00", "lasts": "1 h", "storm": { "parties": [{ "id": "network-c", "customers": 1 }], "curve": { "from": "t.csv" } } }] }),
            plain("after,off\n0,0\n"),
        ),
        (
            "a profile with a gap",
            json!({ "traffic": { "profiles": [{ "id": "day", "weekday": { "shares": { "from": "t.csv" } } }] } }),
            plain("settlement_period,share\n1,0.5\n3,0.5\n"),
        ),
        (
            "a profile of two half-hours",
            json!({ "traffic": { "profiles": [{ "id": "day", "weekday": { "shares": { "from": "t.csv" } } }] } }),
            plain("share\n0.5\n0.5\n"),
        ),
        ("no such file", json!({ "users": { "from": "none.csv" } }), plain("user\n")),
        ("an absolute path", json!({ "users": { "from": "/tmp/none.csv" } }), plain("user\n")),
        (
            "words of a table that are not known",
            json!({ "users": { "from": "t.csv", "sheet": 1, "map": [] } }),
            plain("user\n"),
        ),
        ("a table where none can stand", json!({ "srvs": { "from": "t.csv" } }), plain("id\n")),
    ]
}

#[test]
fn a_bad_table_is_told_by_file_row_and_column_all_that_is_wrong_at_once() {
    let mut told = String::new();
    for (heading, more, bytes) in wrong() {
        let faults = with(more, &[("t.csv", &bytes)]).expect_err(heading);
        let _ = write!(told, "## {heading}\n{faults}\n\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_cell_that_cannot_be_read_hides_nothing_that_is_wrong_with_other_cells() {
    let text = "\
user,gas_credit,charge_share,roles
supplier-a,12.5,1.5,
supplier-b,x,0.5,
network-c,3,2,
new,y,0.5,#N/A
newer,4,0.5,
";
    let Faults(faults) = users(text.as_bytes()).expect_err("wrong cells");
    let told: Vec<(&str, &str)> = faults.iter().map(|f| (&*f.file, &*f.found)).collect();
    let expected = [
        ("users.csv, row 2, column \"gas_credit\"", "\"12.5\""),
        ("users.csv, row 3, column \"gas_credit\"", "\"x\""),
        ("users.csv, row 5, column \"roles\"", "\"#N/A\""),
        ("users.csv, row 5, column \"gas_credit\"", "\"y\""),
        ("users.csv, row 2, column \"charge_share\"", "1.5"),
        ("users.csv, row 4, column \"charge_share\"", "2"),
        // Neither has a category; which roles the first has is not known to be missing.
        ("users.csv, row 5", "nothing"),
        ("users.csv, row 6", "nothing"),
        ("users.csv, row 6, column \"roles\"", "nothing"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_wrong_with_many_rows_alike_is_told_of_a_few_and_counted() {
    let rows: String =
        (0..1_000).map(|i| format!("{},x\n", ["supplier-a", "supplier-b"][i % 2])).collect();
    let Faults(faults) =
        users(format!("user,note\n{rows}").as_bytes()).expect_err("ids that come again");
    assert_eq!(faults.len(), 6, "{faults:?}");
    assert_eq!(
        (&*faults[0].file, &*faults[0].found),
        ("users.csv, row 4", "an id that is in row 2 too")
    );
    assert_eq!((&*faults[5].file, &*faults[5].found), ("users.csv", "993 more rows like these"));
}

#[test]
fn a_quote_in_a_table_that_is_not_closed_on_its_line_takes_no_rows_with_it() {
    let head = "user,gas_credit,note";
    for (text, place) in [
        (format!("{head}\nsupplier-a,1,\"ours\nsupplier-b,2,theirs\n"), "row 2, column \"note\""),
        (format!("{head}\nsupplier-a,1,\"ours\nsupplier-b,2,\"theirs\n"), "row 2, column \"note\""),
        (format!("{head}\nsupplier-a,1,ours\nsupplier-b,2,\"theirs"), "row 3, column \"note\""),
        (
            format!("{head}\nsupplier-a,\"1,ours\nsupplier-b,2,theirs\n"),
            "row 2, column \"gas_credit\"",
        ),
        ("user,gas_credit,\"note\nsupplier-a,1,ours\n".to_owned(), "row 1"),
    ] {
        let told = users(text.as_bytes()).expect_err(place).to_string();
        let expected =
            format!("users.csv, {place}: /users\n  found:    a quote that is not closed");
        assert!(told.contains(&expected), "{told}");
    }
}

#[test]
fn the_example_with_tables_is_right_and_says_what_was_read() {
    let scenario = load(&format!("{TOP}examples/tables/mine.json"), &[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.resolved["tables"].as_array().map(Vec::len), Some(3));
    let ours = scenario.users.iter().find(|u| u.id == "electricity-north-west").unwrap();
    assert_eq!(ours.portfolio.electricity_credit, 950_000);
}

#[test]
fn a_damaged_table_is_read_or_refused_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let mine = json!({ "name": "mine", "extends": "minimal", "users": { "from": "t" } });
    fs::write(at("mine.json"), mine.to_string()).expect("a file");
    let path = at("mine.json").display().to_string();
    let semicolons = known_only(PORTFOLIOS).replace(',', ";");
    let mut refused = 0;
    for whole in [semicolons.into_bytes(), utf_16(PORTFOLIOS, u16::to_be_bytes), parquet()] {
        for i in 0..whole.len() {
            for other in [0, 0x22, 0x3b, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[i] = other;
                fs::write(at("t"), &bytes).expect("a file");
                refused += usize::from(load(&path, &[]).is_err());
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn what_is_wrong_besides_a_table_that_cannot_be_read_is_told_with_it() {
    let more = json!({
        "users": { "from": "users.csv" },
        "srvs": { "from": 3 },
        "mechanism": { "hold": "five", "windoww": "1 min" }
    });
    let Err(Faults(faults)) = with(more, &[]) else { panic!("nothing was found") };
    let paths: Vec<&str> = faults.iter().map(|f| f.path.as_str()).collect();
    for path in ["/users", "/srvs", "/mechanism/hold", "/mechanism/windoww"] {
        let at = paths.iter().filter(|found| found.starts_with(path)).count();
        assert_eq!(at, 1, "{path}: {paths:?}");
    }
    assert_eq!(faults.len(), 4, "{paths:?}");
}
