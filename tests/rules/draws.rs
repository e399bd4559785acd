//! The first eight draws of each sampler. They are part of what a seed means: a change here changes
//! every result, and is a new version of the streams (`Keys::new`).

use headroom_core::random::{Draws, Keys, Purpose, deal, name_key, scatter};

/// The first eight draws of a stream of its own.
fn eight(name: &str, mut draw: impl FnMut(&mut Draws) -> u64) -> [u64; 8] {
    let mut draws = Keys::new(1, 0).draws(Purpose::Count, name_key(&[name]), 19_179);
    std::array::from_fn(|_| draw(&mut draws))
}

/// Three counts below a thousand as one number.
fn packed(counts: &[u64]) -> u64 {
    counts.iter().fold(0, |packed, n| packed * 1_000 + n)
}

fn dealt(draws: &mut Draws, counts: &[u64], take: u64) -> u64 {
    let mut taken = Vec::new();
    deal(draws, counts, take, &mut taken);
    packed(&taken)
}

fn scattered(draws: &mut Draws, n: u64) -> u64 {
    let mut into = [0; 3];
    scatter(draws, n, &mut into);
    packed(&into)
}

/// A sampler, what it is called, and its draws.
type Golden = (&'static str, fn(&mut Draws) -> u64, [u64; 8]);

const GOLDEN: [Golden; 19] = [
    (
        "below, 32 bits",
        |d| d.below(1_000_000),
        [862504, 196055, 130496, 10759, 272283, 383039, 868689, 640826],
    ),
    (
        "below, 64 bits",
        |d| d.below(1 << 40),
        [
            768244890220,
            366423345307,
            960527981552,
            1040028513744,
            684455166180,
            886734379702,
            130058486754,
            108444091300,
        ],
    ),
    (
        "unit",
        |d| d.unit().to_bits(),
        [
            4594907042184196924,
            4603970055746056338,
            4605579591113239172,
            4596592714624785676,
            4591010612613623536,
            4606037008566870889,
            4590429654872233272,
            4602414190324341896,
        ],
    ),
    ("poisson, small", |d| d.poisson(3.5), [2, 2, 3, 1, 3, 3, 1, 1]),
    ("poisson, large", |d| d.poisson(200.0), [171, 214, 200, 194, 186, 210, 213, 216]),
    (
        "poisson, huge",
        |d| d.poisson(1e12),
        [
            1000000433469,
            1000001531499,
            1000001600424,
            1000001849245,
            1000000929598,
            999999081020,
            1000000584209,
            1000000942198,
        ],
    ),
    ("binomial, singly", |d| d.binomial(12, 0.4), [5, 3, 5, 5, 9, 7, 2, 4]),
    ("binomial, small", |d| d.binomial(1_000, 0.005), [6, 7, 6, 6, 7, 6, 5, 8]),
    ("binomial, large", |d| d.binomial(1_000, 0.3), [307, 286, 289, 306, 303, 306, 324, 292]),
    (
        "binomial, large and likely",
        |d| d.binomial(1_000_000, 0.9),
        [900444, 899956, 900029, 899885, 900516, 900712, 900379, 899878],
    ),
    ("hypergeometric, singly", |d| d.hypergeometric(1_000, 400, 12), [6, 4, 4, 7, 7, 4, 4, 3]),
    (
        "hypergeometric, large",
        |d| d.hypergeometric(1_000, 400, 300),
        [111, 127, 114, 124, 126, 113, 116, 113],
    ),
    (
        "hypergeometric, turned round",
        |d| d.hypergeometric(100_000, 70_000, 60_000),
        [42075, 42119, 42046, 42077, 41974, 42055, 42156, 42050],
    ),
    (
        "hypergeometric, huge",
        |d| d.hypergeometric(1_000_000_000, 400_000_000, 300_000_000),
        [119989393, 120009460, 120000724, 119992176, 119997294, 120000883, 120000892, 119988239],
    ),
    (
        "deal",
        |d| dealt(d, &[30, 50, 20], 40),
        [13021006, 12020008, 11021008, 11021008, 8025007, 18014008, 11025004, 14020006],
    ),
    (
        "scatter, singly",
        |d| scattered(d, 35),
        [10012013, 9014012, 11011013, 9015011, 11014010, 12010013, 9016010, 15007013],
    ),
    (
        "scatter, by binomials",
        |d| scattered(d, 360),
        [119120121, 129111120, 131124105, 126128106, 132116112, 113132115, 124108128, 114117129],
    ),
    (
        "gamma factor, 0.15",
        |d| d.gamma_factor(0.15).to_bits(),
        [
            4607703530328843963,
            4607498575960724536,
            4608488542824079508,
            4604050341503021064,
            4606195135794208781,
            4607941856736702480,
            4606672065209946348,
            4607197389414372847,
        ],
    ),
    (
        "gamma factor, 3",
        |d| d.gamma_factor(3.0).to_bits(),
        [
            4429216908036676221,
            4621360791637422191,
            4581400810307142016,
            4602514515049457046,
            4595389847110323589,
            4549785834106929897,
            4557466755763379880,
            4610472469845375025,
        ],
    ),
];

#[test]
fn the_first_draws_of_each_sampler_do_not_move() {
    let moved: Vec<String> = GOLDEN
        .iter()
        .map(|(what, draw, golden)| (what, eight(what, draw), golden))
        .filter(|(_, got, golden)| got != *golden)
        .map(|(what, got, golden)| format!("{what}: {golden:?} → {got:?}"))
        .collect();
    assert!(moved.is_empty(), "{}", moved.join("\n"));
}
