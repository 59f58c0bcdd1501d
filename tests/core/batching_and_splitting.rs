//! Batching and splitting of many ids.

use b24_fake_portal::limits::LimitOptions;
use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use proptest::prelude::*;
use serde_json::json;

use crate::fake_server::FakeServer;
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{VirtualHost, token};

fn get_first_users(
    host: &VirtualHost,
    client: &Client<VirtualHost>,
    ids: u32,
) -> Result<UserList, GetUsersError> {
    let entries = (1..=ids).map(|id| IdInput::Number(f64::from(id)));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    host.run(client.get_users(entries, options, |_| ()))
}

/// A client with default options.
fn new_client(host: &VirtualHost) -> Client<VirtualHost> {
    Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default())
}

/// Requests users with a new client of the fake portal.
fn get_from(portal: &FakeServer, host: &VirtualHost, ids: u32) -> Result<UserList, GetUsersError> {
    get_first_users(host, &portal.client(host, Limits::default()), ids)
}

#[test]
fn ten_thousand_ids_need_four_requests_and_a_hundred_thousand_forty() {
    for (ids, max_requests) in [(10_000, 4), (100_000, 40)] {
        let limits = LimitOptions { burst: Some(50), ..LimitOptions::default() };
        let portal = FakeServer::new(u64::from(ids)).with_limits(limits);
        let host = VirtualHost::with_server(portal.clone());
        let list = get_from(&portal, &host, ids).unwrap();
        // Ids that end in 99 do not exist there.
        assert_eq!(
            (list.users.len(), list.missing.len()),
            (ids as usize * 99 / 100, ids as usize / 100)
        );
        assert!(
            host.requests().len() <= max_requests,
            "{ids} ids: {} requests",
            host.requests().len()
        );
        assert_eq!((list.failed.len(), portal.response_count(200)), (0, host.requests().len()));
    }
}

#[test]
fn batches_shrink_for_a_slow_portal() {
    // 2500 users take 75 seconds, and the portal ends requests after 60.
    let portal = FakeServer::new(20_000)
        .with_limits(LimitOptions { cost_per_user_ms: 30.0, ..LimitOptions::default() });
    let host = VirtualHost::with_server(portal.clone());
    let list = get_from(&portal, &host, 20_000).unwrap();
    assert_eq!((list.users.len() + list.missing.len(), list.failed.len()), (20_000, 0));
    assert!(
        portal.response_count(504) <= 4,
        "only the first requests time out: {}",
        portal.response_count(504)
    );
}

#[test]
fn a_failing_record_fails_alone() {
    for fault in
        [json!({ "kind": "error", "code": "ERROR_CORE" }), json!({ "kind": "html", "status": 500 })]
    {
        let mut rule = fault.clone();
        rule["ids"] = json!([6666]);
        let portal = FakeServer::new(10_000).with_faults(json!([rule]));
        let host = VirtualHost::with_server(portal.clone());
        let list = get_from(&portal, &host, 10_000).unwrap();
        assert_eq!(list.users.len() + list.missing.len(), 9_999, "{fault}");
        assert_eq!(
            list.failed.iter().map(|failure| failure.ids[0].get()).collect::<Vec<_>>(),
            [6666],
            "{fault}"
        );
        assert!(host.requests().len() <= 4 + 30, "{fault}: {} requests", host.requests().len());
    }
}

#[test]
fn batches_are_not_split_while_the_portal_is_down() {
    let portal = FakeServer::new(10_000).with_faults(json!([{ "kind": "html", "status": 502 }]));
    let host = VirtualHost::with_server(portal.clone());
    let Err(GetUsersError::Failed(error)) = get_from(&portal, &host, 10_000) else {
        panic!("no user is received")
    };
    assert_eq!((error.code.as_str(), error.ids.len()), ("BAD_RESPONSE", 10_000));
    // Four batches, each sent five times, and two probes for each, sent twice.
    assert!(host.requests().len() <= 4 * 9, "{} requests", host.requests().len());
}

#[test]
fn every_network_fault_is_retried() {
    for fault in [
        json!({ "kind": "reset", "every": 3 }),
        json!({ "kind": "truncate", "bytes": 100, "every": 3 }),
        json!({ "kind": "html", "status": 502, "every": 3 }),
        json!({ "kind": "html", "status": 200, "every": 3 }),
        json!({ "kind": "empty", "every": 3 }),
        json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "every": 3 }),
        json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false, "every": 3 }),
        json!({ "kind": "error", "code": "INTERNAL_SERVER_ERROR", "every": 3 }),
        json!({ "kind": "error", "code": "OPERATION_TIME_LIMIT", "times": 1 }),
        json!({ "kind": "hang", "times": 1 }),
        json!({ "kind": "delay", "ms": 70_000, "times": 1 }),
    ] {
        let portal = FakeServer::new(10_000).with_faults(json!([fault]));
        let host = VirtualHost::with_server(portal.clone());
        let list = get_from(&portal, &host, 10_000).unwrap();
        assert_eq!(
            (list.users.len() + list.missing.len(), list.failed.len()),
            (10_000, 0),
            "{fault}"
        );
        assert_eq!(host.timer_count(), 0, "{fault}");
    }
}

#[test]
fn a_command_that_fails_once_is_retried() {
    use std::cell::Cell;
    let first = Cell::new(true);
    let host = VirtualHost::with_server(StubPortal::new(
        move |ids| {
            if ids.contains(&70) && first.replace(false) {
                Err(StubError::Code("ERROR_CORE"))
            } else {
                default_users(ids)
            }
        },
        2.0,
    ));
    let list = get_first_users(&host, &new_client(&host), 500).unwrap();
    assert_eq!((list.users.len(), list.failed.len()), (500, 0));
}

/// The ids that fail if `poisoned` break their requests, and the command with number `at` fails
/// once.
fn failed_ids(poisoned: &[u64], at: u32, fault: StubError, count: u32) -> Vec<u64> {
    use std::cell::Cell;
    let (failing, calls) = (poisoned.to_vec(), Cell::new(0));
    let portal = StubPortal::new(
        move |ids| {
            calls.set(calls.get() + 1);
            if ids.iter().any(|id| failing.contains(id)) {
                return Err(StubError::Html);
            }
            if calls.get() == at { Err(fault) } else { default_users(ids) }
        },
        2.0,
    );
    let host = VirtualHost::with_server(portal);
    let list = get_first_users(&host, &new_client(&host), count).unwrap();
    let failed = list.failed.iter().flat_map(|failure| &failure.ids);
    let mut failed: Vec<_> = failed.map(|id| id.get()).collect();
    failed.sort_unstable();
    failed
}

#[test]
fn one_transient_fault_fails_no_healthy_id() {
    let core = StubError::Code("ERROR_CORE");
    for (case, poisoned, at, fault, count) in [
        ("a command with a single id", &[][..], 2, core, 51),
        ("such a command during a split", &[53], 21, core, 1602),
        ("the first probe, and the last id fails", &[51], 11, StubError::Html, 51),
        ("the last probe, and the first id fails", &[1], 7, StubError::Html, 51),
        ("the failure after many in a row", &[1, 2, 3, 4], 27, StubError::Html, 1602),
    ] {
        assert_eq!(failed_ids(poisoned, at, fault, count), poisoned, "{case}");
    }
}

#[test]
fn a_command_with_a_single_id_is_retried_only_if_retries_are_allowed() {
    use std::cell::Cell;
    for (retries, expected) in [(0, vec![51]), (1, vec![])] {
        let sent = Cell::new(0);
        let host = VirtualHost::with_server(StubPortal::new(
            move |ids| {
                sent.set(sent.get() + 1);
                if sent.get() == 2 {
                    Err(StubError::Code("ERROR_CORE"))
                } else {
                    default_users(ids)
                }
            },
            2.0,
        ));
        let options = ClientOptions { retries: Some(retries), ..ClientOptions::default() };
        let list = get_first_users(
            &host,
            &Client::new(host.clone(), Auth::Token(token("t")), options),
            51,
        );
        let failed: Vec<_> =
            list.unwrap().failed.iter().map(|failure| failure.ids[0].get()).collect();
        assert_eq!(failed, expected, "{retries} retries");
    }
}

#[test]
fn few_commands_with_a_single_id_are_retried_if_all_fail() {
    let host =
        VirtualHost::with_server(StubPortal::new(|_| Err(StubError::Code("ERROR_CORE")), 2.0));
    let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    get_first_users(&host, &Client::new(host.clone(), Auth::Token(token("t")), options), 50)
        .unwrap_err();
    // The batch, and two requests for each of the first 12 ids.
    assert_eq!(host.requests().len(), 1 + 12 * 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_id_has_exactly_one_outcome(
        poisoned in proptest::collection::btree_set(1..3000_u64, 0..4),
        missing in proptest::collection::btree_set(1..3000_u64, 0..20),
        faults in proptest::collection::vec(0..6_u8, 0..40),
        count in 1..3000_u32,
    ) {
        use std::cell::RefCell;
        let faults = RefCell::new(faults);
        let (failing, absent) = (poisoned.clone(), missing.clone());
        let portal = StubPortal::new(move |ids| {
            if ids.iter().any(|id| failing.contains(id)) {
                return Err(StubError::Html);
            }
            match faults.borrow_mut().pop() {
                Some(0) => return Err(StubError::Html),
                Some(1) => return Err(StubError::Code("ERROR_CORE")),
                Some(2) => return Err(StubError::Code("QUERY_LIMIT_EXCEEDED")),
                _ => {}
            }
            let mut users = default_users(ids)?;
            for id in ids.iter().filter(|id| absent.contains(id)) {
                users[id.to_string()] = serde_json::Value::Null;
            }
            Ok(users)
        }, 2.0);
        let host = VirtualHost::with_server(portal);
        if let Ok(list) = get_first_users(&host, &new_client(&host), count) {
            let users = list.users.iter().map(|user| user.id.get());
            let missed = list.missing.iter().map(|id| id.get());
            let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
            let mut all_ids: Vec<_> = users.chain(missed).chain(failed).collect();
            all_ids.sort_unstable();
            prop_assert_eq!(all_ids, (1..=u64::from(count)).collect::<Vec<_>>());
        }
        prop_assert_eq!(host.timer_count(), 0);
    }

    #[test]
    fn only_failing_records_fail_after_one_transient_fault(
        poisoned in proptest::collection::btree_set(1..3000_u64, 0..4),
        at in 0..80_u32,
        fault in proptest::sample::select(vec![
            StubError::Html,
            StubError::Code("ERROR_CORE"),
            StubError::Code("QUERY_LIMIT_EXCEEDED"),
            StubError::Code("OPERATION_TIME_LIMIT"),
        ]),
        count in 1000..3000_u32,
    ) {
        // An unavailable portal is told from a failing record by the first and the last id of the
        // first request.
        let last = u64::from(count.min(2500));
        prop_assume!(!(poisoned.contains(&1) && poisoned.contains(&last)));
        let poisoned: Vec<_> = poisoned.into_iter().filter(|&id| id <= u64::from(count)).collect();
        prop_assert_eq!(failed_ids(&poisoned, at, fault, count), poisoned);
    }
}
