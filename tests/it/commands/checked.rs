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
        "traffic    102200 Service Requests are expected on a weekday (17000 DCC scheduled); 111300 submissions, critical ones counted twice",
        "process    tariff-change: 600 runs are expected on a weekday, each of 2 steps with 3 submissions (7.4 1.1.1); 50 % of aborted runs begin again after 2 h",
        "stagger    a User's batches of the same start are 30 s apart",
        "retries    default: resubmits what has waited for 2 × the SRV's target response time; first 5 min when throttled",
        "collapse   after 10 min in which something never fits, an outage of 45 min follows",
        "anomaly    usual: of an SRV of a User more than 2 × its busiest day, 352 to 9000 attempts where any are expected in 24 h are quarantined",
        "anomaly    reads: of an SRV of a User more than 99 attempts in 24 h are quarantined",
        "cap        suppliers: 2 Users, 15/s each",
        "signal     throttled Users can tell that they are, and come back in the next window",
        "warning    above 80 % of an allocation in a window above 80 % of Θ, for 5 min; puts off by 1 h: readers",
        "buffer     what is over the limit waits, up to 5 min of an allocation",
        "event      gale: from 10:00 on Wed 6 Jul 2022 to 11:00 on Wed 6 Jul 2022",
        "storm      gale: network-c has at most 8000 customers off supply, 1800 of them with a meter; it polls with 7.4 every 15 min, at most 12.0 requests/s over 5 min",
    ] {
        assert!(ran.out.lines().any(|l| l == line), "{line}\nis not in\n{}", ran.out);
    }
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
        "alerts     170.0 Device Alerts and 0.0 DCC Alerts a second are expected in ordinary times, of 2 codes",
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
        "hubs",
        "costs",
        "afterwards",
    ] {
        assert!(!facts.lines().any(|l| l.starts_with(about)), "{about} is in\n{facts}");
    }
}
