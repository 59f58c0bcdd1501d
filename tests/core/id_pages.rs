//! `listUserIds` and `searchUserIds`, against the fake portal.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, IdPages};
use b24_users::error::Result;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::helpers::host_and_client;
use crate::raw_call::params;
use crate::virtual_host::{Reply, VirtualHost, token};

fn list(client: &Client<VirtualHost>, filter: &[(&str, &str)]) -> IdPages<VirtualHost> {
    client.list_user_ids(&params(filter), None).unwrap()
}

/// All pages, and the error after them, if any.
fn collect_pages(
    host: &VirtualHost,
    ids: &IdPages<VirtualHost>,
) -> (Vec<Vec<u64>>, Option<String>) {
    let mut pages = Vec::new();
    loop {
        match host.run(ids.next()) {
            Ok(Some(page)) => pages.push(page.iter().map(|id| id.get()).collect()),
            Ok(None) => return (pages, None),
            Err(error) => {
                assert_eq!(host.run(ids.next()).unwrap(), None, "no page follows an error");
                return (pages, Some(error.code.clone()));
            }
        }
    }
}

// spec: lists.pages, lists.minus-one, lists.kinds, lists.extranet
#[test]
fn all_listed_users_are_returned() {
    let (host, client) = host_and_client(&FakeServer::new(5000));
    let (pages, error) = collect_pages(&host, &list(&client, &[]));
    let ids = pages.concat();
    assert_eq!(error, None);
    assert!(ids.is_sorted() && ids.len() > 4000, "{}", ids.len());
    // Without bots, e-mail users, and users of other extranet groups.
    assert!(ids.contains(&4) && [17, 61, 109].iter().all(|id| !ids.contains(id)));
    assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= 50));
    // The first page, then fifty per request.
    assert_eq!(host.requests().len(), 1 + (ids.len() - 50).div_ceil(2500));
    let starts = host.requests().iter().map(|request| request.raw_form.clone()).collect::<String>();
    assert!(!starts.contains("start=-") && !starts.contains("start%3D-"));
}

// spec: lists.filter
#[test]
fn filter_names_are_case_insensitive() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for filter in [
        &[("ID[0]", "4"), ("ID[1]", "5"), ("ID[2]", "999"), ("ID[3]", "17")][..],
        &[("name", "Emily"), ("Id[0]", "4"), ("id[1]", "6")],
    ] {
        let ids = collect_pages(&host, &list(&client, filter)).0.concat();
        assert!(ids.starts_with(&[4]), "{ids:?}");
    }
    let all = collect_pages(&host, &list(&client, &[])).0.concat();
    let dismissed = collect_pages(&host, &list(&client, &[("active", "0")])).0.concat();
    let active = collect_pages(&host, &list(&client, &[("ACTIVE", "1")])).0.concat();
    assert!(dismissed.contains(&106) && !active.contains(&106));
    assert_eq!(dismissed.len() + active.len(), all.len());
}

// spec: lists.empty
#[test]
fn an_empty_list_has_no_page() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    assert_eq!(collect_pages(&host, &list(&client, &[("ID", "999")])), (vec![], None));
}

// spec: lists.filter
#[test]
fn ignored_conditions_are_rejected_before_any_request() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for filter in [&[("lastName", "Smith")][..], &[("ID", "")]] {
        let error = client.list_user_ids(&params(filter), None).unwrap_err();
        assert_eq!(error.code, "INVALID_PARAMS", "{filter:?}");
    }
    for wanted in ["", "  "] {
        assert_eq!(client.search_user_ids(wanted, None).unwrap_err().code, "INVALID_PARAMS");
    }
    assert!(host.requests().is_empty());
}

fn with_ids(count: u64) -> Vec<(String, String)> {
    (0..count).map(|number| (format!("ID[{number}]"), (number + 1).to_string())).collect()
}

#[test]
fn filters_beyond_the_field_limit_are_rejected() {
    let (host, client) = host_and_client(&FakeServer::new(5000));
    // The list of all users lacks extranet users, but administrators may request them by id.
    let (some, more) = (with_ids(500), (501..=995).map(|id| (format!("ID[{id}]"), id.to_string())));
    let mut expected = collect_pages(&host, &client.list_user_ids(&some, None).unwrap()).0.concat();
    let more = client.list_user_ids(&more.collect::<Vec<_>>(), None).unwrap();
    expected.extend(collect_pages(&host, &more).0.concat());
    let (pages, error) = collect_pages(&host, &client.list_user_ids(&with_ids(995), None).unwrap());
    assert_eq!((pages.concat(), error), (expected, None));
    let sent = host.requests().len();
    let error = client.list_user_ids(&with_ids(996), None).unwrap_err();
    assert_eq!((error.code.as_str(), host.requests().len()), ("INVALID_PARAMS", sent));
}

#[test]
fn references_in_filters_are_rejected() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for filter in ["$result[c0][0][ID]", "$TOTAL[c1]"] {
        let error = client.list_user_ids(&params(&[("!ID", filter)]), None).unwrap_err();
        assert_eq!(error.code, "INVALID_PARAMS", "{filter}");
        assert_eq!(client.search_user_ids(filter, None).unwrap_err().code, "INVALID_PARAMS");
    }
    assert!(client.search_user_ids("5 $ or less", None).is_ok() && host.requests().is_empty());
}

#[test]
fn a_search_returns_matching_users() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let found =
        collect_pages(&host, &client.search_user_ids("Emily Smith", None).unwrap()).0.concat();
    assert!(found.contains(&4) && found.len() < 50, "{found:?}");
    assert_eq!(
        collect_pages(&host, &client.search_user_ids("Nobody at all", None).unwrap()),
        (vec![], None)
    );
    assert!(host.requests()[0].url.ends_with("/user.search"));
}

#[test]
fn only_one_page_group_is_prefetched() {
    let (host, client) = host_and_client(&FakeServer::new(10_000));
    let ids = list(&client, &[]);
    host.run(ids.next()).unwrap();
    host.run(async { host.sleep_ms(600_000.0).await });
    // The first page is consumed; the next fifty are fetched, and none of them is consumed.
    assert_eq!(host.requests().len(), 2);
    host.run(ids.next()).unwrap();
    host.run(async { host.sleep_ms(600_000.0).await });
    assert_eq!(host.requests().len(), 3);
    drop(ids);
    host.run(async { host.sleep_ms(600_000.0).await });
    assert_eq!((host.requests().len(), host.timer_count()), (3, 0));
}

#[test]
fn dropping_the_list_aborts_its_requests() {
    let (host, client) = host_and_client(
        &FakeServer::new(10_000).with_faults(json!([{ "kind": "hang", "after": 1 }])),
    );
    let ids = list(&client, &[]);
    host.run(ids.next()).unwrap();
    drop(ids);
    host.run(async { host.sleep_ms(1.0).await });
    assert_eq!(host.timer_count(), 0, "a request is still in flight");
}

#[test]
fn transient_failures_are_retried() {
    for fault in [
        json!({ "kind": "reset", "every": 2 }),
        json!({ "kind": "error", "code": "OPERATION_TIME_LIMIT", "method": "user.get", "after": 7, "times": 1 }),
        json!({ "kind": "error", "code": "ERROR_CORE", "method": "user.get", "every": 20 }),
    ] {
        let (host, client) = host_and_client(&FakeServer::new(5000).with_faults(json!([fault])));
        let (pages, error) = collect_pages(&host, &list(&client, &[]));
        assert_eq!(error, None, "{fault}");
        let ids = pages.concat();
        assert!(ids.is_sorted() && ids.len() > 4000, "{fault}: {}", ids.len());
    }
}

// spec: error.insufficient_scope
#[test]
fn a_failure_ends_the_list_after_the_earlier_pages() {
    let refused = json!([{ "kind": "error", "code": "insufficient_scope" }]);
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(refused));
    assert_eq!(
        collect_pages(&host, &list(&client, &[])),
        (vec![], Some("insufficient_scope".into()))
    );
    let midway =
        json!([{ "kind": "error", "code": "ACCESS_DENIED", "method": "user.get", "after": 5 }]);
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(midway));
    let (pages, error) = collect_pages(&host, &list(&client, &[]));
    assert_eq!((pages.len(), error.as_deref()), (5, Some("ACCESS_DENIED")));
}

#[test]
fn the_whole_list_has_a_deadline() {
    let (host, client) = host_and_client(
        &FakeServer::new(5000).with_faults(json!([{ "kind": "hang", "after": 1 }])),
    );
    let ids = client.list_user_ids(&[], Some(5000.0)).unwrap();
    let (pages, error) = collect_pages(&host, &ids);
    assert_eq!((pages.len(), error.as_deref()), (1, Some("DEADLINE_EXCEEDED")));
}

#[test]
fn a_clock_set_back_does_not_extend_the_deadline() {
    let (host, client) = host_and_client(
        &FakeServer::new(5000).with_faults(json!([{ "kind": "hang", "after": 1 }])),
    );
    let ids = client.list_user_ids(&[], Some(5000.0)).unwrap();
    host.run(ids.next()).unwrap();
    host.set_back(3_600_000.0);
    assert_eq!(collect_pages(&host, &ids).1.as_deref(), Some("DEADLINE_EXCEEDED"));
    assert!(host.elapsed_ms() < 10_000.0, "{}", host.elapsed_ms());
}

fn list_with_pages(
    page_at: impl Fn(u64) -> Value + 'static,
) -> (VirtualHost, IdPages<VirtualHost>) {
    let (host, client) = client_with_pages(page_at);
    let ids = client.list_user_ids(&[], None).unwrap();
    (host, ids)
}

fn client_with_pages(
    page_at: impl Fn(u64) -> Value + 'static,
) -> (VirtualHost, Client<VirtualHost>) {
    let host = VirtualHost::new(move |request| {
        let start = |query: &str| query.rsplit_once("start=").unwrap().1.parse::<u64>().unwrap();
        if !request.is_batch() {
            return Reply::ok(page_at(request.form["start"].parse().unwrap()).to_string());
        }
        let mut parts =
            json!({ "result": {}, "result_error": [], "result_next": {}, "result_total": {} });
        for number in (0..50).map(|number| format!("c{number}")) {
            let Some(command) = request.form.get(&format!("cmd[{number}]")) else { break };
            let page = page_at(start(command));
            for (part, key) in
                [("result", "result"), ("result_next", "next"), ("result_total", "total")]
            {
                if !page[key].is_null() {
                    parts[part][&number] = page[key].clone();
                }
            }
        }
        Reply::ok(json!({ "result": parts }).to_string())
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    (host, client)
}

fn rows(ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
    ids.into_iter().map(|id| json!({ "ID": id.to_string() })).collect()
}

#[test]
fn ids_that_move_between_pages_are_returned_once() {
    let (host, ids) = list_with_pages(|start| match start {
        0 => json!({ "result": rows(1..=50), "next": 50, "total": 60 }),
        _ => json!({ "result": rows(41..=60), "total": 60 }),
    });
    assert_eq!(collect_pages(&host, &ids).0, [(1..=50).collect::<Vec<_>>(), (51..=60).collect()]);
}

#[test]
fn a_growing_list_is_followed_and_an_endless_one_is_an_error() {
    let (host, ids) = list_with_pages(|start| match start {
        0 => json!({ "result": rows(1..=50), "next": 50, "total": 60 }),
        50 => json!({ "result": rows(51..=100), "next": 100, "total": 101 }),
        _ => json!({ "result": rows([101]), "total": 101 }),
    });
    assert_eq!(collect_pages(&host, &ids).0.concat(), (1..=101).collect::<Vec<_>>());
    let (host, ids) =
        list_with_pages(|_| json!({ "result": rows(1..=50), "next": 0, "total": 100 }));
    let (pages, error) = collect_pages(&host, &ids);
    assert_eq!((pages.len(), error.as_deref()), (1, Some("BAD_RESPONSE")));
}

/// The page at `start` with `size` rows, of a list of the ids up to `last`.
fn page(start: u64, size: u64, last: u64) -> Vec<Value> {
    rows(start + 1..=(start + size).min(last))
}

/// The number of ids, the error, if any, and the number of requests.
fn outcome(page_at: impl Fn(u64) -> Value + 'static) -> (usize, Option<String>, usize) {
    let (host, client) = client_with_pages(page_at);
    let listed = collect_pages(&host, &client.list_user_ids(&[], None).unwrap());
    let requests = host.requests().len();
    let found = collect_pages(&host, &client.search_user_ids("Smith", None).unwrap());
    assert_eq!(listed, found, "a search has the same pages");
    let ids = listed.0.concat();
    assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
    (ids.len(), listed.1, requests)
}

// spec: lists.pages
#[test]
fn a_list_that_does_not_advance_is_a_bad_response() {
    let is_stuck = |outcome: (usize, Option<String>, usize), count: usize| {
        assert_eq!((outcome.0, outcome.1.as_deref()), (count, Some("BAD_RESPONSE")));
        assert!(outcome.2 < 20, "{} requests", outcome.2);
    };
    // `start` is ignored: with `next` and `total`, without either, and with a growing `next`.
    is_stuck(outcome(|_| json!({ "result": page(0, 50, 50), "next": 50, "total": 120 })), 50);
    is_stuck(
        outcome(|start| match start {
            0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 120 }),
            _ => json!({ "result": page(0, 50, 50), "total": 120 }),
        }),
        50,
    );
    is_stuck(outcome(|_| json!({ "result": page(0, 50, 50), "total": 120 })), 50);
    is_stuck(outcome(|_| json!({ "result": page(0, 50, 50), "next": 50 })), 50);
    is_stuck(
        outcome(|start| json!({ "result": page(0, 50, 50), "next": start + 50, "total": 120 })),
        50,
    );
    is_stuck(outcome(|start| json!({ "result": page(0, 50, 50), "next": start + 50 })), 50);
    is_stuck(
        outcome(|start| json!({ "result": page(0, 50, 50), "next": start + 1, "total": 120 })),
        50,
    );
    // The same with one row per page.
    is_stuck(outcome(|start| json!({ "result": page(0, 1, 1), "next": start + 1 })), 1);
    is_stuck(outcome(|start| json!({ "result": page(0, 1, 1), "next": start + 1, "total": 9 })), 1);
    // A page in the middle is repeated.
    is_stuck(
        outcome(|start| {
            let begin = if start == 100 { 50 } else { start };
            json!({ "result": page(begin, 50, 300), "next": start + 50, "total": 300 })
        }),
        100,
    );
    // The pages end before `total` is reached.
    for total in [120, 5000] {
        is_stuck(
            outcome(move |start| match start {
                0 => json!({ "result": page(0, 50, 50), "next": 50, "total": total }),
                _ => json!({ "result": [], "total": total }),
            }),
            50,
        );
    }
    is_stuck(outcome(|_| json!({ "result": [], "total": 120 })), 0);
    is_stuck(
        outcome(|start| match start {
            100 => json!({ "result": [] }),
            _ => json!({ "result": page(start, 50, 300), "next": start + 50, "total": 300 }),
        }),
        100,
    );
    // Every page has new rows: an endless list.
    let (count, error, requests) = outcome(
        |start| json!({ "result": page(start, 50, u64::MAX), "next": start + 50, "total": 120 }),
    );
    assert_eq!(error.as_deref(), Some("BAD_RESPONSE"));
    assert!(count >= 120 && requests < 20, "{count} ids, {requests} requests");
}

#[test]
fn the_error_has_the_offset_at_which_the_list_is_stuck() {
    let (host, ids) =
        list_with_pages(|_| json!({ "result": page(0, 50, 50), "next": 50, "total": 120 }));
    host.run(ids.next()).unwrap();
    let error = host.run(ids.next()).unwrap_err();
    assert_eq!(error.method.as_deref(), Some("user.get"));
    assert!(error.message.contains("offset 50"), "{error}");
}

#[test]
fn truncated_pages_are_completed() {
    let size_at = |start: u64| if start == 100 { 20 } else { 50 };
    // A page in the middle is short, or all are, with a `next` by page size or by row count.
    for next in [|start: u64, _: u64| start + 50, |start: u64, size: u64| start + size] {
        let complete = outcome(move |start| {
            let size = size_at(start);
            let following = next(start, size);
            let next = (following < 300).then_some(following);
            json!({ "result": page(start, size, 300), "next": next, "total": 300 })
        });
        assert_eq!((complete.0, complete.1), (300, None));
        let complete = outcome(move |start| {
            let following = next(start, 20);
            let next = (following < 120).then_some(following);
            json!({ "result": page(start, 20, 120), "next": next, "total": 120 })
        });
        assert_eq!((complete.0, complete.1), (120, None));
    }
    // `next` is absent.
    let complete = outcome(|start| json!({ "result": page(start, 50, 120), "total": 120 }));
    assert_eq!((complete.0, complete.1), (120, None));
    // The last page, and those after it, have a `next`.
    for last in [json!([]), json!(page(70, 50, 120))] {
        let complete = outcome(move |start| match start {
            120.. => json!({ "result": last, "next": start + 50, "total": 120 }),
            _ => json!({ "result": page(start, 50, 120), "next": start + 50, "total": 120 }),
        });
        assert_eq!((complete.0, complete.1), (120, None));
    }
    // `total` is absent or wrong.
    for total in [json!(null), json!(0), json!(-1), json!("?"), json!("120"), json!(90)] {
        let complete = outcome(move |start| {
            let next = (start + 50 < 120).then_some(start + 50);
            json!({ "result": page(start, 50, 120), "next": next, "total": total })
        });
        assert_eq!((complete.0, complete.1), (120, None));
    }
}

#[test]
fn a_list_may_change_while_it_is_read() {
    // A row is added to a read page, so that one row is repeated.
    let (count, error, _) = outcome(|start| match start {
        0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 100 }),
        50 => json!({ "result": rows(50..=99), "next": 100, "total": 101 }),
        _ => json!({ "result": rows([100]), "total": 101 }),
    });
    assert_eq!((count, error), (100, None));
    let (count, error, _) = outcome(|start| match start {
        0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 51 }),
        _ => json!({ "result": rows([50]), "total": 51 }),
    });
    assert_eq!((count, error), (50, None));
    // A row is removed from a read page, so that one row is skipped.
    let (count, error, _) = outcome(|start| match start {
        0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 120 }),
        50 => json!({ "result": rows(52..=101), "next": 100, "total": 119 }),
        _ => json!({ "result": rows(102..=120), "total": 119 }),
    });
    assert_eq!((count, error), (119, None));
    // The last page has become empty.
    for last in [json!({ "result": [] }), json!({ "result": [], "next": 100 })] {
        let (count, error, _) = outcome(move |start| match start {
            0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 51 }),
            _ => last.clone(),
        });
        assert_eq!((count, error), (50, None));
    }
    // Many rows were removed, and the last pages are empty.
    let (count, error, _) = outcome(|start| match start {
        0 => json!({ "result": page(0, 50, 50), "next": 50, "total": 300 }),
        50 => json!({ "result": page(50, 50, 90), "total": 90 }),
        _ => json!({ "result": [] }),
    });
    assert_eq!((count, error), (90, None));
    // `total` changes with each page.
    let (count, error, _) = outcome(|start| {
        let next = (start + 50 < 300).then_some(start + 50);
        json!({ "result": page(start, 50, 300), "next": next, "total": 300 - start / 10 })
    });
    assert_eq!((count, error), (300, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Portals that truncate, repeat and empty pages, with any `next`, but with a correct `total`.
    #[test]
    fn a_list_is_complete_or_an_error(
        last in 0u64..400,
        sizes in proptest::collection::vec(prop_oneof![4 => 50u64..51, 1 => 0u64..50], 1..9),
        repeats in proptest::collection::vec(0u8..8, 1..9),
        next in 0u8..5,
    ) {
        let at = |start: u64| usize::try_from(start / 7).unwrap();
        let (count, error, requests) = outcome(move |start| {
            let size = if start == 0 { 50 } else { sizes[at(start) % sizes.len()] };
            let begin = if repeats[at(start) % repeats.len()] == 0 { start.saturating_sub(50) } else { start };
            let next = match next {
                0 => (start + size < last).then_some(start + size),
                1 => (start + 50 < last).then_some(start + 50),
                2 => Some(start + 50),
                3 => Some(50),
                _ => None,
            };
            json!({ "result": page(begin, size, last), "next": next, "total": last })
        });
        if let Some(code) = error {
            prop_assert_eq!(code, "BAD_RESPONSE");
        } else {
            // Rows may be skipped between two pages.
            prop_assert!(count as u64 + 2 >= last, "{count} of {last}");
        }
        prop_assert!(requests < 30, "{requests} requests");
    }
}

// spec: lists.ids
#[test]
fn an_invalid_id_is_a_bad_response() {
    for row in [json!({}), json!({ "ID": "x" }), json!({ "ID": true }), json!(4), json!(null)] {
        let (host, ids) = list_with_pages(move |_| json!({ "result": [row] }));
        assert_eq!(collect_pages(&host, &ids).1.as_deref(), Some("BAD_RESPONSE"));
    }
}

#[test]
fn pages_of_the_fixtures_are_read() {
    let first = include_str!("../fixtures/user-get-rest-page-1-of-2.json");
    let host = VirtualHost::new(move |request| match &*request.form["start"] {
        "0" => Reply::ok(first),
        _ => Reply::ok(r#"{"result":[]}"#),
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let ids = client.list_user_ids(&[], None).unwrap();
    let pages: Result<_> = host.run(ids.next());
    assert!(!pages.unwrap().unwrap().is_empty());
    assert_eq!(host.run(ids.next()).unwrap(), None);
    assert_eq!(host.requests().len(), 2, "the fixture has a second page");
}
