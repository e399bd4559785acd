//! What `check` shows of a file that has everything.

use super::{folder, headroom};
use std::fs;

/// `minimal` with a process, a storm, time-outs, and all that may stand at the gateway.
const EVERYTHING: &str = r#"{
  "name": "everything", "extends": "minimal",
  "traffic": {
    "stagger": "30 s",
    "processes": [{
      "id": "tariff-change", "users": { "roles": ["IS"] }, "amount": { "number": 600 }, "profile": "day",
      "steps": [{ "id": "ask", "srv": "7.4" }, { "id": "set", "srv": "1.1.1", "deadline": "30 min" }],
      "retrigger": 0.5, "retrigger_after": "2 h"
    }]
  },
  "retries": [{ "id": "default", "response_timeout": 2, "on_throttled": { "first": "5 min" } }],
  "events": [{
    "id": "gale", "at": "10:00", "lasts": "1 h",
    "storm": {
      "parties": [{ "id": "network-c", "customers": 10000 }],
      "curve": [{ "at": "10:00", "off": 0.8 }, { "at": "11:00", "off": 0 }], "poll": {}, "alerts": {}
    }
  }],
  "gateway": {
    "collapse": { "after": "10 min", "lasts": "45 min" },
    "anomaly": [{ "id": "usual", "srvs": ["7.4"], "times_busiest_day": 2 }, { "id": "reads", "srvs": ["4.6.1"], "number": 99 }],
    "caps": [{ "id": "suppliers", "users": { "roles": ["IS"] }, "rate": "15/s" }]
  },
  "mechanism": {
    "signal": "distinct", "retry_after": true, "buffer": { "enabled": true },
    "early_warning": { "enabled": true, "heed": [{ "id": "readers", "streams": ["reads"], "share": 0.5 }] }
  }
}"#;

#[test]
fn check_shows_processes_storms_time_outs_and_all_that_stands_at_the_gateway() {
    let folder = folder();
    fs::write(folder.path().join("everything.json"), EVERYTHING).unwrap();
    let ran = headroom(folder.path(), &["check", "everything.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // 101,000 requests a weekday of streams, 8,500 of them critical, and 1,200 of the process, half of them critical.
    for line in [
        "traffic    102 200 Service Requests are expected on a weekday (17 000 DCC scheduled); 111 300 submissions, critical ones counted twice",
        "process    tariff-change: 600 runs are expected on a weekday, each of 2 steps with 3 submissions (7.4 1.1.1); 50 % of aborted runs begin again after 2 h",
        "stagger    a User's batches of the same start are 30 s apart",
        "retries    default: resubmits what has waited for 2 × the SRV's target response time; first 5 min when throttled",
        "collapse   after 10 min in which something never fits, an outage of 45 min follows",
        "anomaly    usual: of an SRV of a User more than 2 × its busiest day, 352 to 9 000 attempts where any are expected in 24 h are quarantined",
        "anomaly    reads: of an SRV of a User more than 99 attempts in 24 h are quarantined",
        "cap        suppliers: 2 Users, 15/s each",
        "signal     throttled Users can tell that they are, and come back in the next window",
        "warning    above 80 % of an allocation in a window above 80 % of Θ, for 5 min; puts off by 1 h: readers",
        "buffer     what is over the limit waits, up to 5 min of an allocation",
        "event      gale: from 10:00 on Wed 6 Jul 2022 to 11:00 on Wed 6 Jul 2022",
        "storm      gale: network-c has at most 8 000 customers off supply, 1 800 of them with a meter; it polls with 7.4 every 15 min, at most 12 requests/s over 5 min",
    ] {
        assert!(ran.out.lines().any(|l| l == line), "{line}\nis not in\n{}", ran.out);
    }
}

/// `minimal` with what comes to nothing.
const IN_VAIN: &str = r#"{
  "name": "in-vain", "extends": "minimal", "start": "2022-03-27T00:00", "duration": "1 day",
  "traffic": {
    "streams": [
      {
        "id": "night", "users": { "ids": ["supplier-a"] }, "srv": "4.6.1", "amount": { "number": 5000 },
        "batch": { "start": "01:30", "spread": "1 h" }
      },
      {
        "id": "by utc", "users": { "ids": ["supplier-a"] }, "srv": "4.6.1", "amount": { "number": 5000 },
        "batch": { "start": "01:30", "clock": "utc", "spread": "1 h" }
      }
    ]
  },
  "retries": [
    { "id": "none", "users": { "categories": ["gas_network_party"] }, "attempts": 3, "first": "1 min" },
    { "id": "once", "users": { "ids": ["network-c"] }, "attempts": 1, "first": "1 min" }
  ],
  "events": [{
    "id": "late", "at": "23:00", "lasts": "4 h",
    "campaign": { "users": { "ids": ["supplier-a"] }, "srv": "2.2", "number": 4000 }
  }]
}"#;

#[test]
fn check_says_what_of_a_scenario_comes_to_nothing() {
    let folder = folder();
    fs::write(folder.path().join("in-vain.json"), IN_VAIN).unwrap();
    let ran = headroom(folder.path(), &["check", "in-vain.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for line in [
        "event      late: 3 000 of its 4 000 requests would be sent after the run's end, and are not in it",
        "retries    none: no User fits its selection: it does nothing",
        "retries    once: `attempts` 1 is the first alone: its delays say nothing",
    ] {
        assert!(ran.out.lines().any(|l| l == line), "{line}\nis not in\n{}", ran.out);
    }
    let said = "over the start: night of 2022-03-27 at 01:30, about 5 000 requests (T2;";
    assert!(ran.err.contains(said), "{}", ran.err);
    let day_before = ["check", "in-vain.json", "--set", "/start=\"2022-03-26T00:00\""];
    let day_before = headroom(folder.path(), &day_before);
    assert!(!day_before.err.contains("not sent"), "{}", day_before.err);
}

#[test]
fn check_says_where_a_threshold_above_the_capacity_leaves_the_mechanism_nothing() {
    let folder = folder();
    let at = |threshold: &str| {
        let set = format!("/mechanism/operating_threshold={threshold}");
        headroom(folder.path(), &["check", "minimal", "--set", &set]).err
    };
    let said = "the threshold is 120 % of the capacity";
    assert!(
        at("1.2").contains(said) && !at("1.0").contains("of the capacity, so that"),
        "{}",
        at("1.2")
    );
}

/// `minimal` with all that goes back to Users.
const WAY_BACK: &str = r#"{
  "name": "way-back", "extends": "minimal",
  "northbound": {
    "enabled": true,
    "alerts": [
      { "id": "0x8F3F", "kind": "device_alert", "users": { "roles": ["IS"] }, "per_meter": 86.4 },
      { "id": "AD1", "kind": "dcc_alert", "users": { "roles": ["ED"] } }
    ],
    "release": { "policy": "prioritised", "rate": "5/s", "rate_per_user": "2/s" },
    "adapters": [{ "id": "network", "users": { "ids": ["network-c"] }, "rate": "3/s", "bound": "10 min", "order": "by_class" }],
    "alert_storm_protection": { "enabled": true, "exclude": ["AD1"] },
    "hub_consolidation": { "enabled": true, "share": 0.5 }
  },
  "gateway": { "load_includes": { "device_alert": 0.25 } },
  "events": [
    { "id": "works", "at": "10:00", "until": "10:30", "maintenance": {
      "scheduled_release": "over 10 min",
      "resend": [{ "id": "top-ups", "srvs": ["2.2"], "spread": "10 min" }],
      "deferred": [{ "id": "readers", "streams": ["reads"], "share": 0.5, "spread": "5 min" }] } },
    { "id": "spurious", "at": "11:00", "lasts": "1 h", "alert_storm": { "code": "0x8F3F", "devices": 500, "every": "10 s" } }
  ]
}"#;

#[test]
fn check_shows_what_goes_back_to_users_and_what_becomes_of_work_in_maintenance() {
    let folder = folder();
    fs::write(folder.path().join("way-back.json"), WAY_BACK).unwrap();
    let ran = headroom(folder.path(), &["check", "way-back.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for line in [
        "alerts     170 Device Alerts and 0 DCC Alerts a second are expected in ordinary times, of 2 codes",
        "outbound   the path carries 2 × C = 20 messages/s; queues are released by class, alerts last, at most 5/s, at most 2/s of each User",
        "adapters   2 Users: 2 × the User's busiest ordinary minute, first in first out, queues of 1 h at most",
        "adapters   1 User: 3 messages/s, by class, queues of 10 min at most",
        "protection on: of a device and code 15 alerts in 1 h go on, and of one in storm a copy in 24 h; always: AD1",
        "hubs       50 % consolidate: of a device and code 15 alerts in 1 h go on, and of one in storm a copy in 24 h; always: none",
        "costs      in Service Requests: service_response 0, device_alert 0.25, dcc_alert 0; not counted in the load",
        "afterwards works: DCC-scheduled work that waited runs over 10 min",
        "afterwards works: 100 % of top-ups is sent again over 10 min",
        "afterwards works: 50 % of readers is put off over 5 min",
        "alerts     spurious: 500 devices send 0x8F3F, 50 alerts/s together",
    ] {
        assert!(ran.out.lines().any(|l| l == line), "{line}\nis not in\n{}", ran.out);
    }
    let off = [
        "check",
        "way-back.json",
        "--set",
        "/northbound/enabled=false",
        "--set",
        "/gateway/load_includes=null",
    ];
    let ran = headroom(folder.path(), &off);
    assert!(ran.err.contains("caution: spurious sends alerts"), "{}", ran.err);
    assert!(!ran.out.contains("messages/s"), "{}", ran.out);
}

/// `minimal` as a course of two years.
const YEARS: &str = r#"{
  "name": "years", "extends": "minimal",
  "start": "2022-07-01T00:00", "duration": "730 days",
  "events": [
    { "id": "runaway-adapter", "remove": true },
    { "id": "gale", "lasts": "6 h",
      "storm": { "parties": [{ "id": "network-c", "customers": 4000 }], "curve": [{ "after": "1 h", "off": 1 }], "poll": {} },
      "occurs": { "per_year": 1.5, "months": [1, 2, 12], "time": { "from": "04:00", "to": "16:00" }, "values": [
        { "at": "/storm/size", "uniform": [0.5, 2] }, { "at": "/lasts", "log_uniform": ["6 h", "2 days"] } ] } },
    { "id": "flood", "lasts": "12 h",
      "denial_of_service": { "users": { "ids": ["supplier-b"] }, "srvs": ["4.6.1"], "rate": "20/s" },
      "occurs": { "per_year": 1, "values": [
        { "at": "/denial_of_service/users/ids", "choose": { "least": 1, "most": 2, "of": ["supplier-a", "supplier-b"] } } ] } },
    { "id": "works", "lasts": "6 h", "maintenance": {}, "occurs": { "each_month": 6, "time": "20:00" } },
    { "id": "prices", "lasts": "1 day", "surge": { "streams": ["tariffs"], "factor": 20 },
      "occurs": { "each_year": ["04-01", "10-01"], "time": "00:00" } }
  ],
  "plan": {
    "meters": [{ "id": "suppliers", "users": { "roles": ["IS"] }, "points": [{ "month": "2022-07", "times": 1 }, { "month": "2024-07", "times": 1.4 }] }],
    "requests_per_meter": [{ "month": "2023-01", "times": 1.5 }],
    "capacity": [{ "from": "2024-01", "max_capacity": "12/s" }]
  }
}"#;

#[test]
fn check_shows_what_a_course_draws_and_how_it_grows() {
    let folder = folder();
    fs::write(folder.path().join("years.json"), YEARS).unwrap();
    let ran = headroom(folder.path(), &["check", "years.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // Days touched: 1.5 × (1 + 2), 1 × (1 + 1/2), 12 × (1 + 1/4) and 2 × (1 + 1) make 25.
    for line in [
        "occurs     gale: 1.5 a year on average, Jan Feb Dec, beginning from 04:00 to 16:00",
        "drawn      gale: /storm/size from 0.5 to 2, each value alike",
        "drawn      gale: /lasts from 6 h to 48 h, each ratio alike",
        "storm      gale: network-c has at most 8 000 customers off supply, 1 800 of them with a meter; it polls with 7.4 every 15 min, at most 12 requests/s over 5 min",
        "occurs     flood: 1 a year on average, at any time of year, beginning from 00:00 to 24:00",
        "drawn      flood: /denial_of_service/users/ids 1 to 2 of 2",
        "occurs     works: on day 6 of each month, beginning at 20:00",
        "afterwards works: DCC-scheduled work that waited runs as fast as the DSP takes it",
        "occurs     prices: on 1 Apr and 1 Oct of each year, beginning at 00:00",
        "a year     16.5 events are expected, on at most about 25 of its days; 33 in this run of 2.0 years",
        "plan       portfolios of 2 of 3 Users × 1 in 2022-07, × 1.4 in 2024-07",
        "plan       requests per meter and per User × 1.5 in 2023-01",
        "plan       C = 12/s from 2024-01 on",
    ] {
        assert!(ran.out.lines().any(|l| l == line), "{line}\nis not in\n{}", ran.out);
    }
}

#[test]
fn check_says_of_each_table_what_was_found_out_and_a_study_keeps_it() {
    let folder = folder();
    let table = "user;charge_share;note\r\nsupplier-a;0,5;ours\r\nnetwork-c;0,25;\r\n";
    fs::write(folder.path().join("users.csv"), format!("\u{feff}{table}")).unwrap();
    let mine = r#"{ "name": "mine", "extends": "minimal", "users": { "from": "users.csv" } }"#;
    fs::write(folder.path().join("mine.json"), mine).unwrap();
    let ran = headroom(folder.path(), &["check", "mine.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let line = "table      users.csv for /users: CSV in UTF-8 with a byte order mark, semicolons between columns; decimal commas; 2 rows; not read: note; ";
    assert!(ran.out.lines().any(|l| l.starts_with(line)), "{line}\nis not in\n{}", ran.out);
    let run = ["run", "mine.json", "--replications", "1", "--alone", "--out", "r"];
    assert_eq!(headroom(folder.path(), &run).code, Some(0));
    let study = fs::read_to_string(folder.path().join("r/study.json")).unwrap();
    let study: serde_json::Value = serde_json::from_str(&study).unwrap();
    let kept = &study["scenario"]["tables"][0];
    assert_eq!((&kept["from"], &kept["rows"]), (&"users.csv".into(), &2.into()));
    assert_eq!(study["scenario"]["users"][0]["charge_share"], 0.5);
}

#[test]
fn check_shows_none_of_it_where_a_file_has_none() {
    let folder = folder();
    let ran = headroom(folder.path(), &["check", "minimal"]);
    let facts = ran.out.split("\nAllocation").next().unwrap_or_default();
    for about in [
        "process",
        "stagger",
        "retries",
        "collapse",
        "anomaly",
        "cap ",
        "signal",
        "warning",
        "buffer",
        "storm",
        "alerts",
        "outbound",
        "adapters",
        "protection",
        "occurs",
        "drawn",
        "a year",
        "plan",
        "hubs",
        "costs",
        "afterwards",
    ] {
        assert!(!facts.lines().any(|l| l.starts_with(about)), "{about} is in\n{facts}");
    }
}

#[test]
fn inputs_that_are_hardly_meant_together_call_for_caution() {
    let folder = folder();
    let said = |args: &[&str]| {
        let ran = headroom(folder.path(), &[&["check"], args].concat());
        ran.out + &ran.err
    };
    let points = |n: &str| {
        let set = format!("/users/network-c/portfolio/charged_mpans={n}");
        said(&["minimal", "--set", &set]).contains("network-c has 90 000 of ")
    };
    // None at all is not known, and as many as there are meters is no more.
    assert!(points("89999") && !points("90000") && !points("0"));
    let storm = |duration: &str| {
        let set = format!("/duration={duration:?}");
        said(&["storm-arwen", "--set", &set]).contains("when the storm ends all who are off supply")
    };
    assert!(storm("2 days") && !storm("34 h"), "it ends with the run, and is told of no more");
}
