//! T8: what is read of logs, and what is said of bad ones.

use headroom_core::domain::{Mode, Span};
use headroom_core::recording::{Asked, Recording, Said, Wrong, read};
use headroom_core::scenario::Scenario;
use kit::make::{Changes, scenario, small_market};
use kit::recorded::file;
use kit::wrong::check_text;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

fn asked(path: String) -> Asked {
    Asked {
        files: vec![path],
        map: Default::default(),
        zone: None,
        grain: Span::from_s(10),
        bin: None,
        said: Said::default(),
        answers: false,
    }
}

fn of(text: &str) -> Result<Recording, Wrong> {
    read(&asked(file(text.as_bytes(), "csv")))
}

/// Half-hour from 2022-07-06T09:00Z, User, SRV, bin, count of all that was recorded.
fn all(recording: &Recording) -> Vec<(i64, String, u64, u64)> {
    let first = 1_657_098_000 / 1_800;
    let of = |half: i64| {
        let named = move |(kind, bin, n): (usize, u64, u64)| {
            let kind = &recording.kinds[kind];
            (half - first, format!("{} {} {}", kind.user, kind.srv, kind.mode.word()), bin, n)
        };
        recording.of(half).map(named)
    };
    recording.half_hours().flat_map(of).collect()
}

#[test]
fn t8_requests_are_counted_by_user_srv_mode_and_cell_whatever_the_words_for_their_times() {
    let expected = [
        (0, "alpha 7.4 on_demand".to_owned(), 0, 2),
        (0, "alpha 7.4 on_demand".to_owned(), 3, 1),
        (1, "beta 2.2 on_demand".to_owned(), 179, 1),
    ];
    let times = [
        [
            "2022-07-06T09:00:00Z",
            "2022-07-06T09:00:09.999Z",
            "2022-07-06T09:00:30Z",
            "2022-07-06T09:59:59Z",
        ],
        [
            "2022-07-06T10:00:00+01:00",
            "2022-07-06T10:00:01+01:00",
            "2022-07-06T10:00:30+01:00",
            "2022-07-06 10:59:50+0100",
        ],
        ["1657098000", "1657098009.9", "1657098030", "1657101599.5"],
    ];
    for [a, b, c, d] in times {
        let text =
            format!("time,user,srv\n{a},alpha,7.4\n{b},alpha,7.4\n{c},alpha,7.4\n{d},beta,2.2\n");
        assert_eq!(all(&of(&text).unwrap()), expected, "{a}");
    }
    // By the log's zone, with other names, separators, a mark before the header, and quotes.
    let text = "\u{feff}Sent;user;\"srv\";what\n2022-07-06 10:00:00;alpha;7.4;x\n2022-07-06 10:00:01;alpha;\"7.4\";y\n2022-07-06 10:00:30;alpha;7.4;\n2022-07-06 10:59:50;beta;2.2;\n";
    let map = [("Sent".to_owned(), "time".to_owned())].into();
    let asked = Asked {
        map,
        zone: Some("Europe/London".to_owned()),
        ..asked(file(text.as_bytes(), "csv"))
    };
    let recording = read(&asked).unwrap();
    assert_eq!(all(&recording), expected);
    assert_eq!(
        (recording.remarks.separator, &recording.remarks.unread[..]),
        (Some(';'), &["what".to_owned()][..])
    );
}

#[test]
fn t8_the_bin_of_counts_is_what_divides_their_times_and_of_settlement_periods_the_half_hour() {
    let header = "time,user,srv,count\n2022-07-06T09:00:00Z,a,7.4,5\n";
    let bin = |more: &str| of(&format!("{header}{more}")).map(|r| r.bin);
    assert_eq!(bin("2022-07-06T09:10:00Z,a,7.4,1\n").unwrap(), Span::from_s(600));
    assert_eq!(bin("2022-07-06T09:25:00Z,a,7.4,1\n").unwrap(), Span::from_s(300));
    assert_eq!(bin("2022-07-06T09:00:07Z,a,7.4,1\n").unwrap(), Span::from_s(10), "a cell");
    assert!(bin("2022-07-06T09:00:15Z,a,7.4,1\n").is_err(), "neither a cell nor whole ones");
    let periods =
        of("date,settlement_period,user,srv,count\n2022-10-30,50,a,7.4,3\n2022-10-30,1,a,7.4,1\n")
            .unwrap();
    assert_eq!(periods.bin, Span::from_s(1_800));
    assert_eq!(periods.span().map(|(from, to)| to - from), Some(50));
    assert_eq!(periods.remarks.holes.len(), 1);
}

#[test]
fn t8_retries_second_submissions_and_rows_that_come_twice_are_no_traffic_of_their_own() {
    let text = "time,user,srv,mode,attempt,submission,request_id,count\n\
        1657098000,a,7.4,on_demand,1,1,x,1\n1657098060,a,7.4,on_demand,2,1,x,1\n1657098070,a,7.4,on_demand,1,2,x,1\n\
        1657098000,a,7.4,on_demand,1,1,x,1\n1657098000,a,7.4,dcc_scheduled,1,1,y,4\n";
    let recording = of(text).unwrap();
    let r = &recording.remarks;
    assert_eq!((r.rows, r.first, r.further, r.seconds, r.known, r.disorder), (5, 5, 1, 1, 1, 2));
    assert!(recording.kinds.iter().any(|k| k.mode == Mode::DccScheduled));
    let r =
        of("time,user,srv,request_id\n1657098000,a,7.4,x\n1657098060,a,7.4,x\n").unwrap().remarks;
    assert_eq!((r.first, r.known, r.identity), (1, 1, true));
    let r = of("time,user,srv\n1657098000,a,7.4\n1657098000,a,7.4\n").unwrap().remarks;
    assert_eq!((r.first, r.alike, r.identity), (2, 1, false));
}

#[test]
fn t8_a_gzipped_log_says_the_same_and_one_cut_off_is_refused() {
    let mut text = "time,user,srv\n".to_owned();
    for n in 0..5_000 {
        writeln!(text, "{},user-{},7.4", 1_657_098_000 + n % 1_777, n % 7).unwrap();
    }
    let packed = gzip(text.as_bytes());
    let plain = of(&text).unwrap();
    let unpacked = read(&asked(file(&packed, "csv.gz"))).unwrap();
    assert_eq!(all(&plain), all(&unpacked));
    assert_ne!(plain.remarks.files[0].1, unpacked.remarks.files[0].1, "of the file as it stands");
    assert!(read(&asked(file(&packed[..packed.len() / 2], "csv.gz"))).is_err());
    // One packed behind another is read on; anything else there is not left out silently.
    let behind = |more: &[u8]| read(&asked(file(&[&packed, more].concat(), "csv.gz")));
    assert_eq!(behind(&gzip(b"1657098000,a,7.4\n")).unwrap().remarks.rows, 5_001);
    for more in [&[0; 600][..], b"more", b"time,user,srv\n1657098000,a,7.4\n"] {
        let found = behind(more).expect_err("a fault").found;
        assert_eq!(found, "bytes that are not gzip's, behind what it packed");
    }
}

#[test]
fn t8_a_log_in_utf_16_says_the_same() {
    // Signs of one, two, three and four bytes in UTF-8, wherever what is read at once ends.
    let mut text = "time;user;srv\n".to_owned();
    for n in 0..9_000 {
        let user = ["a", "é", "€", "𝄞𝄞𝄞"][n % 4];
        writeln!(text, "{};{user}-{};7.4", 1_657_098_000 + n % 1_777, n % 7).unwrap();
    }
    let plain = of(&text).unwrap();
    let mark = "\u{feff}".to_owned() + &text;
    for (text, bytes) in [
        (&mark, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (&mark, u16::to_be_bytes),
        (&text, u16::to_le_bytes),
        (&text, u16::to_be_bytes),
    ] {
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        let read = read(&asked(file(&utf_16, "csv"))).unwrap();
        assert_eq!(all(&plain), all(&read));
        assert!(read.remarks.utf_16 && !plain.remarks.utf_16);
    }
}

/// Rows of time, User, SRV (none is nothing) and count in Parquet, in row groups of two.
fn parquet_of(times: &str, rows: &[(i64, &str, &str, i32)]) -> Vec<u8> {
    let schema = format!(
        "message log {{ REQUIRED INT64 time {times}; REQUIRED BYTE_ARRAY user (UTF8); OPTIONAL BYTE_ARRAY srv (UTF8); REQUIRED INT32 count; }}"
    );
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, Default::default()).unwrap();
    for rows in rows.chunks(2) {
        let mut group = file.next_row_group().unwrap();
        let texts = |of: fn(&(i64, &str, &str, i32)) -> String| -> Vec<ByteArray> {
            rows.iter()
                .map(of)
                .filter(|text| !text.is_empty())
                .map(|text| ByteArray::from(text.as_str()))
                .collect()
        };
        let there: Vec<i16> = rows.iter().map(|r| i16::from(!r.2.is_empty())).collect();
        let times: Vec<i64> = rows.iter().map(|r| r.0).collect();
        let counts: Vec<i32> = rows.iter().map(|r| r.3).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&times, None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&texts(|r| r.1.to_owned()), None, None)
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&texts(|r| r.2.to_owned()), Some(&there), None)
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&counts, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    file.close().unwrap();
    bytes
}

#[test]
fn t8_a_damaged_log_in_parquet_is_read_or_refused_and_nothing_else() {
    let rows = [(1_657_098_000, "alpha", "7.4", 3), (1_657_098_020, "beta", "", 1)];
    let whole = parquet_of("", &rows);
    let mut refused = 0;
    for i in 0..whole.len() {
        for other in [0, 0x22, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[i] = other;
            refused += usize::from(read(&asked(file(&bytes, "parquet"))).is_err());
        }
    }
    assert!(refused > whole.len(), "{refused} of {}", 4 * whole.len());
}

#[test]
fn t8_a_log_in_parquet_says_the_same_and_one_cut_off_is_refused() {
    let of = |bytes: &[u8], zone: Option<&str>| {
        read(&Asked { zone: zone.map(str::to_owned), ..asked(file(bytes, "parquet")) })
    };
    let csv = self::of("time,user,srv,count\n1657098000,alpha,7.4,3\n1657098020,beta,7.4,1\n1657098030,alpha,2.2,2\n").unwrap();
    let at = |seconds: i64, per: i64| (1_657_098_000 + seconds) * per;
    for (words, per) in
        [("(TIMESTAMP(MILLIS,true))", 1_000), ("(TIMESTAMP(MICROS,true))", 1_000_000), ("", 1)]
    {
        let rows = [
            (at(0, per), "alpha", "7.4", 3),
            (at(20, per), "beta", "7.4", 1),
            (at(30, per), "alpha", "2.2", 2),
        ];
        let bytes = parquet_of(words, &rows);
        assert_eq!(all(&of(&bytes, None).unwrap()), all(&csv), "{words}");
        for cut in [bytes.len() - 1, bytes.len() / 2, 10] {
            assert!(of(&bytes[..cut], None).is_err(), "{words} cut off after {cut}");
        }
    }
    // Civil times say no zone.
    let rows = [(at(3_600, 1_000), "alpha", "7.4", 3)];
    let bytes = parquet_of("(TIMESTAMP(MILLIS,false))", &rows);
    assert!(of(&bytes, None).is_err());
    assert_eq!(all(&of(&bytes, Some("Europe/London")).unwrap())[0].0, 0);
    let rows = [(at(0, 1_000), "alpha", "7.4", 3), (at(1, 1_000), "alpha", "", 3)];
    let wrong = of(&parquet_of("(TIMESTAMP(MILLIS,true))", &rows), None).unwrap_err();
    assert_eq!(
        (wrong.row.map(std::num::NonZeroU64::get), wrong.column.as_deref()),
        (Some(2), Some("srv"))
    );
}

/// As gzip stores what it does not compress.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let chunks: Vec<&[u8]> = bytes.chunks(60_000).collect();
    for (i, chunk) in chunks.iter().enumerate() {
        let n = chunk.len() as u16;
        out.push(u8::from(i + 1 == chunks.len()));
        out.extend(n.to_le_bytes());
        out.extend((!n).to_le_bytes());
        out.extend_from_slice(chunk);
    }
    let mut crc = !0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    out.extend((!crc).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

#[test]
fn t8_what_is_wrong_with_a_log_is_said_with_its_row_and_column() {
    let row = "time,user,srv,count\n2022-07-06T09:00:00Z,a,7.4,1\n";
    let text = "time,user,srv\n1657098000,a,7.4\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>); 19] = [
        ("no zone", "time,user,srv\n2022-07-06T10:00:00,a,7.4\n".into()),
        ("some with a zone, some without", format!("{row}2022-07-06T10:00:00,a,7.4,1\n").into()),
        ("a spreadsheet's day", "time,user,srv\n44748.4166,a,7.4\n".into()),
        ("milliseconds", "time,user,srv\n1657098000000,a,7.4\n".into()),
        ("a day written otherwise", "time,user,srv\n06/07/2022 10:00,a,7.4\n".into()),
        ("another century", format!("{row}2122-07-06T10:00:00Z,a,7.4,1\n").into()),
        ("the last century", "time,user,srv\n1922-07-06T10:00:00Z,a,7.4\n".into()),
        ("a decimal comma", "time;user;srv\n1657098000,5;a;7.4\n".into()),
        ("no whole number", format!("{row}2022-07-06T10:00:00Z,a,7.4,1.5\n").into()),
        ("a row too short", format!("{row}2022-07-06T10:00:00Z,a\n").into()),
        ("no User", format!("{row}2022-07-06T10:00:00Z,,7.4,1\n").into()),
        ("another mode", "time,user,srv,mode\n1657098000,a,7.4,soon\n".into()),
        ("no column for the User", "time,who,srv\n1657098000,a,7.4\n".into()),
        ("two columns of one name", "time,user,srv,srv\n1657098000,a,7.4,7.4\n".into()),
        (
            "a settlement period too many",
            "date,settlement_period,user,srv\n2022-07-06,49,a,7.4\n".into(),
        ),
        ("UTF-16 that is cut off", [&utf_16, &[0x31][..]].concat()),
        ("half a sign in UTF-16", [&utf_16, &[0x31, 0xd8][..]].concat()),
        ("a workbook", b"PK\x03\x04 and so on".to_vec()),
        ("nothing", Vec::new()),
    ];
    let mut told = String::new();
    for (what, bytes) in cases {
        let wrong = read(&asked(file(&bytes, "csv"))).expect_err(what);
        let place = wrong.clone().in_file("log.csv").place();
        writeln!(told, "{what}: {place}\n  found: {}\n  expected: {}", wrong.found, wrong.expected)
            .unwrap();
        wrong.hint.into_iter().for_each(|hint| writeln!(told, "  hint: {hint}").unwrap());
    }
    insta::assert_snapshot!(told);
}

#[test]
fn t8_all_rows_that_are_wrong_are_told_at_once_few_of_each_kind() {
    let rows = |each: &dyn Fn(usize) -> String| {
        let rows: String = (0..40).map(each).collect();
        let text = format!("time,user,srv,count\n{rows}");
        let wrong = read(&asked(file(text.as_bytes(), "csv"))).expect_err("wrong rows");
        wrong
            .all()
            .map(|w| (w.row.map_or(0, std::num::NonZeroU64::get), w.found.clone()))
            .collect::<Vec<_>>()
    };
    let three = rows(&|i| {
        let n = ["-3", "1.5", "abc"].get(i).unwrap_or(&"1");
        format!("2022-07-06T10:00:00Z,a,7.4,{n}\n")
    });
    let told = |row: u64, found: &str| (row, found.to_owned());
    assert_eq!(three, [told(2, "\"-3\""), told(3, "\"1.5\""), told(4, "\"abc\"")]);
    let all = rows(&|i| match i {
        0 => "2022-07-06T10:00:00Z,,7.4,1\n".to_owned(),
        _ => "2022-07-06T10:00:00Z,a,7.4,x\n".to_owned(),
    });
    assert_eq!(all.len(), 7, "{all:?}");
    assert_eq!(all[0], told(2, "nothing"));
    assert_eq!(all[5], told(7, "\"x\""));
    assert_eq!(all[6], told(0, "34 more rows that are wrong"));
}

fn recorded(text: &str, more: Value, changes: Changes) -> Scenario {
    let mut recording = json!({ "from": file(text.as_bytes(), "csv") });
    recording.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    scenario(&small_market(), &[&[("/traffic/recording", recording)], changes].concat())
}

const SMALL: &str = "time,user,srv,count\n2022-07-06T09:00:00Z,alpha,7.4,5\n2022-07-06T09:20:00Z,beta,7.4,3\n2022-07-06T11:00:00Z,beta,7.4,2\n";

#[test]
fn t8_what_of_a_log_is_not_replayed_is_counted_and_said() {
    let all = recorded(SMALL, json!({}), &[]);
    let sent = |s: &Scenario| -> Vec<(usize, Vec<(u32, u32)>)> {
        let recorded = s.recorded.as_ref().unwrap();
        recorded.sent.iter().map(|s| (s.user, s.bins.counts.clone())).collect()
    };
    // Every twenty minutes do not divide a half-hour; ten do.
    assert_eq!(sent(&all), [(0, vec![(0, 5)]), (1, vec![(2, 3)])]);
    insta::assert_snapshot!(all.recorded.as_ref().unwrap().remarks.join("\n"), @r"
    counts are spread over 10 min each, which divides all their times
    nothing tells first submissions from retries (request_id or attempt): all rows are replayed as requests of their own
    3 half-hours of its span are missing: 2022-07-06T10:30 to 2022-07-06T12:00
    2 requests lie outside the run
    of 1 of 2 half-hours of the run the log says nothing: nothing is sent in them
    no day of it is whole: what its Users are expected to send a day is what they send in its 5 half-hours, as if all 48 of a day were like them
    ");
    let some = recorded(
        SMALL,
        json!({ "users": { "ids": ["beta"] }, "user_names": { "alpha": "" } }),
        &[],
    );
    assert_eq!(sent(&some).len(), 1);
    let renamed = recorded(
        &SMALL.replace("beta", "B Ltd"),
        json!({ "user_names": { "B Ltd": "alpha" } }),
        &[],
    );
    assert_eq!(sent(&renamed), [(0, vec![(0, 5), (2, 3)])]);
}

#[test]
fn t8_a_users_or_srvs_name_that_nobody_knows_is_a_fault_and_so_is_another_log() {
    let with = |recording: Value| {
        let mut file = small_market();
        let path = recording["from"].as_str().expect("a path").to_owned();
        file["traffic"]["recording"] = recording;
        check_text(&file.to_string()).expect_err("a fault").to_string().replace(&path, "log.csv")
    };
    let path = |text: &str| file(text.as_bytes(), "csv");
    let mut told =
        with(json!({ "from": path(&SMALL.replace("beta", "B Ltd").replace("7.4,5", "9.9,5")) }));
    for recording in [
        json!({ "from": path(SMALL), "digest": "00" }),
        json!({ "from": path(&SMALL.replace("2022", "2021")) }),
        json!({ "from": path(SMALL), "users": { "ids": ["zeta"] } }),
        json!({ "from": path("time,user,srv,mode\n1657098000,alpha,7.4,dcc_scheduled\n") }),
        json!({ "from": path("time,user,srv,mode\n1657098000,alpha,6.15,future_dated\n") }),
        json!({ "from": path(SMALL), "zone": "London" }),
    ] {
        told = format!("{told}\n{}", with(recording));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn t8_the_digest_of_the_log_is_in_the_scenarios_and_where_it_lies_is_not() {
    let one = recorded(SMALL, json!({}), &[]);
    let other = recorded(&SMALL.replace(",5", ",6"), json!({}), &[]);
    assert_ne!(one.inputs, other.inputs);
    let copy = format!("{}.copy.csv", file(SMALL.as_bytes(), "csv"));
    std::fs::write(&copy, SMALL).unwrap();
    let copied = scenario(&small_market(), &[("/traffic/recording", json!({ "from": copy }))]);
    assert_eq!(one.inputs, copied.inputs);
    // As a study keeps it: the digest that was found is asked for.
    let kept = scenario(&one.resolved, &[]);
    assert_eq!((kept.digest, kept.inputs), (one.digest, one.inputs));
}
