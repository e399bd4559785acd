//! How often a window's load passes a threshold by chance (T3, T4, M3, M4).

use super::{Figures, even_profile, poisson, stream};
use kit::bare::{bare, ran};
use serde_json::json;

/// P(N > m).
fn beyond(mean: f64, m: u64) -> f64 {
    (m + 1..m + 2_000).map(|k| poisson(mean, k)).take_while(|p| *p > 1e-300).sum()
}

/// Windows whose load passed `m` when `mean` were expected of two Users together, of days that vary by `cv`, and all
/// windows.
///
/// With `hold` 1 and `release` 1 the mechanism is active in a window exactly if the window before
/// reached the threshold, whatever the state was; nobody retries, so loads do not depend on it.
pub(super) fn windows_beyond(mean: f64, cv: f64, m: u64, days: u64) -> (f64, f64) {
    let a_day = mean * 2_880.0 / 2.0;
    let run = ran(
        &bare(&[("alpha", 1), ("beta", 1)]),
        &[
            ("/seed", json!(mean as u64 + m)),
            ("/start", json!("2022-07-06T00:00")),
            ("/duration", json!(format!("{days} days"))),
            ("/resolution", json!("30 s")),
            ("/traffic/profiles", json!([even_profile()])),
            ("/traffic/day_cv_common", json!(cv)),
            (
                "/traffic/streams",
                json!([
                    stream("alpha", "7.4", a_day, "even"),
                    stream("beta", "2.2", a_day, "even")
                ]),
            ),
            // Θ × window is m and a half, so that N > m reaches it and N = m does not.
            ("/gateway/max_capacity", json!((m as f64 + 0.5) / 30.0)),
            ("/mechanism/operating_threshold", json!(1)),
            ("/mechanism/window", json!("30 s")),
            ("/mechanism/hold", json!(1)),
            ("/mechanism/release", json!(1)),
        ],
    );
    (run.ledger.active_cells as f64, (days * 2_880 - 1) as f64)
}

#[test]
fn a_windows_load_passes_a_threshold_as_often_as_poisson_says() {
    let mut figures = Figures::default();
    for (mean, m, known, days) in [
        (200.0, 270, Some(1.071e-6), 400),
        (210.0, 270, Some(3.084e-5), 400),
        (220.0, 270, Some(4.897e-4), 200),
        (240.0, 270, Some(2.621e-2), 40),
        (200.0, 240, None, 100),
        (200.0, 199, None, 20),
        (40.0, 60, None, 100),
        (5.0, 12, None, 100),
    ] {
        let theory = beyond(mean, m);
        if let Some(known) = known {
            assert!((theory / known - 1.0).abs() < 2e-4, "{theory} is not {known}");
        }
        let (found, windows) = windows_beyond(mean, 0.0, m, days);
        let error = libm::sqrt(theory * (1.0 - theory) / windows);
        figures.near(format!("P(N > {m}), mean {mean}"), found / windows, theory, error);
    }
    figures.judge();
}
