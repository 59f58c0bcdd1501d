//! Every fault of the fake portal in every scenario, over seeded schedules: each id has one
//! outcome, every call settles by its deadline, nothing leaks, and the limits of the portal are
//! kept.

mod faults;
mod outcome;
mod scenarios;
mod setup;

use std::env;

use b24_users::client::GetUsersOptions;
use b24_users::ids::IdInput;
use b24_users::time::Clock;

use faults::{TROUBLES, Trouble};
use outcome::Ending;
use scenarios::Phase;
use setup::Stage;

/// How many schedules each pair of fault and phase gets, unless `B24_FAULT_SEEDS` says otherwise.
const SEEDS: u64 = 2;

fn seeds() -> u64 {
    env::var("B24_FAULT_SEEDS")
        .map_or(SEEDS, |seeds| seeds.parse().expect("B24_FAULT_SEEDS is a number"))
}

/// All faults in one phase; a test for each phase, so that they run side by side.
fn survives(phase: &Phase) {
    for trouble in TROUBLES {
        let struck: u64 = (0..seeds()).map(|seed| run(trouble, phase, seed)).sum();
        assert!(struck > 0, "{} never struck in {}", trouble.name, phase.name);
    }
}

#[test]
fn at_the_first_request() {
    survives(&scenarios::FIRST_REQUEST);
}

#[test]
fn in_the_middle_of_a_batch() {
    survives(&scenarios::MID_BATCH);
}

#[test]
fn between_requests() {
    survives(&scenarios::BETWEEN_REQUESTS);
}

#[test]
fn during_a_refresh() {
    survives(&scenarios::DURING_REFRESH);
}

#[test]
fn during_a_stream() {
    survives(&scenarios::DURING_STREAM);
}

#[test]
fn during_an_abort() {
    survives(&scenarios::DURING_ABORT);
}

#[test]
fn with_many_loads() {
    survives(&scenarios::MANY_LOADS);
}

#[test]
fn at_the_rate_limit() {
    survives(&scenarios::AT_THE_LIMIT);
}

#[test]
fn in_raw_calls() {
    survives(&scenarios::RAW_CALLS);
}

#[test]
fn in_calls_about_the_current_user() {
    survives(&scenarios::OWN_METHODS);
}

/// Plays one phase out, and tells how often the fault struck.
fn run(trouble: &Trouble, phase: &Phase, seed: u64) -> u64 {
    let place = format!("{}, {}, seed {seed}", trouble.name, phase.name);
    let stage = Stage::new(phase, seed);
    stage.portal.set_faults(vec![trouble.rule(phase, &stage)]);
    for ending in (phase.play)(&stage) {
        ending.check(trouble, &place);
    }
    let struck = stage.portal.injection_count();
    check_left_behind(&stage, &place);
    check_limits(&stage, &place);
    struck
}

/// Nothing waits, runs or is locked any more, and the next call of the same client is as good as
/// any.
fn check_left_behind(stage: &Stage, place: &str) {
    // Whoever was told to stop does so when next given a turn.
    stage.world.run(stage.world.tick());
    assert_eq!(stage.world.timers(), 0, "timers: {place}");
    assert_eq!(stage.world.under_way().0, 0, "requests: {place}");
    assert_eq!(stage.world.spawned(), 0, "work by itself: {place}");
    stage.portal.set_faults(Vec::new());
    let ids: Vec<u64> = (541..=560).collect();
    let entries = ids.iter().map(|&id| IdInput::Number(id as f64));
    let began = stage.world.now_ms();
    let outcome =
        stage.world.run(stage.client.get_users(entries, GetUsersOptions::default(), |_| ()));
    // The longest that a portal has us rest.
    let limit_ms = 660_000.0;
    Ending::new(ids, outcome, stage.world.now_ms() - began).check_within(limit_ms, &[], place);
}

fn check_limits(stage: &Stage, place: &str) {
    assert_eq!(stage.portal.refused(), 0, "refused as too many: {place}");
    let most = stage.world.under_way().1;
    assert!(most <= 4, "{most} requests at once: {place}");
}
