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

use faults::{FAULTS, FaultCase};
use outcome::ScenarioCallOutcome;
use scenarios::Scenario;
use setup::Setup;

/// The number of schedules of each pair of fault and scenario, unless `B24_FAULT_SEEDS` is set.
const SEEDS: u64 = 2;

fn seeds() -> u64 {
    env::var("B24_FAULT_SEEDS")
        .map_or(SEEDS, |seeds| seeds.parse().expect("B24_FAULT_SEEDS is a number"))
}

/// Runs all faults in one scenario. Each scenario has its own test, so that they run concurrently.
fn check_all_faults(scenario: &Scenario) {
    for case in FAULTS {
        let injections: u64 = (0..seeds()).map(|seed| run(case, scenario, seed)).sum();
        assert!(injections > 0, "{} was never injected in {}", case.name, scenario.name);
    }
}

#[test]
fn at_the_first_request() {
    check_all_faults(&scenarios::FIRST_REQUEST);
}

#[test]
fn in_the_middle_of_a_batch() {
    check_all_faults(&scenarios::MID_BATCH);
}

#[test]
fn between_requests() {
    check_all_faults(&scenarios::BETWEEN_REQUESTS);
}

#[test]
fn during_a_refresh() {
    check_all_faults(&scenarios::DURING_REFRESH);
}

#[test]
fn during_a_stream() {
    check_all_faults(&scenarios::DURING_STREAM);
}

#[test]
fn during_an_abort() {
    check_all_faults(&scenarios::DURING_ABORT);
}

#[test]
fn with_many_loads() {
    check_all_faults(&scenarios::MANY_LOADS);
}

#[test]
fn at_the_rate_limit() {
    check_all_faults(&scenarios::AT_THE_LIMIT);
}

#[test]
fn in_raw_calls() {
    check_all_faults(&scenarios::RAW_CALLS);
}

#[test]
fn in_calls_about_the_current_user() {
    check_all_faults(&scenarios::DEDICATED_METHODS);
}

/// Runs one scenario, and returns the number of injections.
fn run(case: &FaultCase, scenario: &Scenario, seed: u64) -> u64 {
    let context = format!("{}, {}, seed {seed}", case.name, scenario.name);
    let setup = Setup::new(scenario, seed);
    setup.portal.set_faults(vec![case.rule(scenario, &setup)]);
    for outcome in (scenario.run)(&setup) {
        outcome.check(case, &context);
    }
    let injections = setup.portal.injection_count();
    check_no_leftovers(&setup, &context);
    check_limits(&setup, &context);
    injections
}

/// No timer, request or task is left, and the next call of the client succeeds.
fn check_no_leftovers(setup: &Setup, context: &str) {
    // Cancelled tasks end at their next poll.
    setup.host.run(setup.host.yield_to_ready_tasks());
    assert_eq!(setup.host.timer_count(), 0, "timers: {context}");
    assert_eq!(setup.host.in_flight(), 0, "requests: {context}");
    assert_eq!(setup.host.spawned_count(), 0, "spawned work: {context}");
    setup.portal.set_faults(Vec::new());
    let ids: Vec<u64> = (541..=560).collect();
    let entries = ids.iter().map(|&id| IdInput::Number(id as f64));
    let started = setup.host.now_ms();
    let outcome =
        setup.host.run(setup.client.get_users(entries, GetUsersOptions::default(), |_| ()));
    // The maximum wait for the operating-time limit.
    let limit_ms = 660_000.0;
    ScenarioCallOutcome::new(ids, outcome, setup.host.now_ms() - started).check_within(
        limit_ms,
        &[],
        context,
    );
}

fn check_limits(setup: &Setup, context: &str) {
    assert_eq!(setup.portal.throttled_count(), 0, "throttled requests: {context}");
    let max_in_flight = setup.host.max_in_flight();
    assert!(max_in_flight <= 4, "{max_in_flight} requests at once: {context}");
}
