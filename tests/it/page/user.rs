//! One User's page: found by any of its names, its allocation line by line, its Service Requests by name.

use crate::commands::{folder, headroom};
use std::fs;

const MINE: &str = r#"{ "name": "mine", "extends": "minimal", "replications": 2, "users": [
  { "id": "supplier-a", "formerly": ["Old Light"] },
  { "id": "supplier-b", "formerly": ["Old Heat"], "charge_share": 0.5 }
] }"#;

#[test]
fn a_user_is_found_by_former_names_and_its_page_derives_its_allocation() {
    let folder = folder();
    fs::write(folder.path().join("mine.json"), MINE).expect("a scenario");
    let of = |args: &[&str]| headroom(folder.path(), args);
    let ran = of(&["run", "mine.json", "--out", "r", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let made = of(&["report", "r", "--user", "old heat", "--quiet"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let page = fs::read_to_string(folder.path().join("r/report-supplier-b.html")).expect("a page");
    for said in
        ["also called Old Heat", "guaranteed share", "charge share", "50.0", "against today"]
    {
        assert!(page.to_lowercase().contains(&said.to_lowercase()), "{said}");
    }
    let sheet = page.split("What was refused to it").nth(1).expect("a section");
    assert!(sheet.contains("4.6.1 Retrieve Import Daily Read Log"), "named SRVs");
    let several = of(&["report", "r", "--user", "old"]);
    assert_eq!(several.code, Some(2));
    assert!(several.err.contains("supplier-a (Supplier A), supplier-b"), "{}", several.err);
    let none = of(&["report", "r", "--user", "suplier-a"]);
    assert!(none.err.contains("did you mean `supplier-a`?"), "{}", none.err);
}

#[test]
fn m1_the_lines_of_an_allocation_follow_from_one_another() {
    let folder = folder();
    let ran = headroom(
        folder.path(),
        &["run", "minimal", "--replications", "1", "--out", "r", "--quiet"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let bytes = fs::read(folder.path().join("r/tables/allocation.parquet")).expect("a table");
    let table = headroom::evidence::files::read("allocation", &bytes).expect("a table");
    assert_eq!(table.rows, 3);
    let mut shares = 0.0;
    for row in 0..table.rows {
        let of = |head: &str| table.number(row, head).expect("a number");
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{a} and {b}");
        near(of("counted"), of("meters") + of("prepayment") * (of("multiplier") - 1.0));
        near(of("weight"), of("counted") * of("weight_per_meter"));
        near(of("guaranteed_per_s"), of("guaranteed_share") * of("pool_per_s"));
        near(of("by_weight_per_s"), of("weight_share") * of("left_per_s"));
        near(of("allocation_per_s"), of("guaranteed_per_s") + of("by_weight_per_s"));
        shares += of("allocation_share");
    }
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
}
