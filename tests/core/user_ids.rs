//! Users' ids, page by page, beside the embedded portal.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, Limits, UserIds};
use b24_users::error::Result;
use serde_json::{Value, json};

use crate::call::params;
use crate::embedded::Embedded;
use crate::world::{Reply, World, token};

fn beside(portal: &Embedded) -> (World, Client<World>) {
    let world = World::around(portal.clone());
    let client = portal.client(&world, Limits::default());
    (world, client)
}

fn list(client: &Client<World>, filter: &[(&str, &str)]) -> UserIds<World> {
    client.list_user_ids(&params(filter), None).unwrap()
}

/// All that comes, page by page, and the error that ends it, if one does.
fn take(world: &World, ids: &UserIds<World>) -> (Vec<Vec<u64>>, Option<String>) {
    let mut pages = Vec::new();
    loop {
        match world.run(ids.next()) {
            Ok(Some(page)) => pages.push(page.iter().map(|id| id.get()).collect()),
            Ok(None) => return (pages, None),
            Err(error) => {
                assert_eq!(world.run(ids.next()).unwrap(), None, "nothing comes after an error");
                return (pages, Some(error.code.clone()));
            }
        }
    }
}

// spec: lists.pages, lists.minus-one, lists.kinds, lists.extranet
#[test]
fn all_users_that_portals_list() {
    let (world, client) = beside(&Embedded::new(5000));
    let (pages, error) = take(&world, &list(&client, &[]));
    let ids = pages.concat();
    assert_eq!(error, None);
    assert!(ids.is_sorted() && ids.len() > 4000, "{}", ids.len());
    // Bots are not among them, nor writers of e-mails, nor the people of other extranet groups.
    assert!(ids.contains(&4) && [17, 61, 109].iter().all(|id| !ids.contains(id)));
    assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= 50));
    // The first page, then fifty in a request.
    assert_eq!(world.seen().len(), 1 + (ids.len() - 50).div_ceil(2500));
    let starts = world.seen().iter().map(|seen| seen.raw_form.clone()).collect::<String>();
    assert!(!starts.contains("start=-") && !starts.contains("start%3D-"));
}

// spec: lists.filter
#[test]
fn a_filter_in_any_case() {
    let (world, client) = beside(&Embedded::new(1000));
    for filter in [
        &[("ID[0]", "4"), ("ID[1]", "5"), ("ID[2]", "999"), ("ID[3]", "17")][..],
        &[("name", "Emily"), ("Id[0]", "4"), ("id[1]", "6")],
    ] {
        let ids = take(&world, &list(&client, filter)).0.concat();
        assert!(ids.starts_with(&[4]), "{ids:?}");
    }
    let everybody = take(&world, &list(&client, &[])).0.concat();
    let dismissed = take(&world, &list(&client, &[("active", "0")])).0.concat();
    let active = take(&world, &list(&client, &[("ACTIVE", "1")])).0.concat();
    assert!(dismissed.contains(&106) && !active.contains(&106));
    assert_eq!(dismissed.len() + active.len(), everybody.len());
}

// spec: lists.empty
#[test]
fn nobody_is_no_page() {
    let (world, client) = beside(&Embedded::new(1000));
    assert_eq!(take(&world, &list(&client, &[("ID", "999")])), (vec![], None));
}

// spec: lists.filter
#[test]
fn what_the_portal_would_ignore_is_refused_before_anything_is_sent() {
    let (world, client) = beside(&Embedded::new(1000));
    for filter in [&[("lastName", "Smith")][..], &[("ID", "")]] {
        let error = client.list_user_ids(&params(filter), None).unwrap_err();
        assert_eq!(error.code, "INVALID_PARAMS", "{filter:?}");
    }
    for wanted in ["", "  "] {
        assert_eq!(client.search_user_ids(wanted, None).unwrap_err().code, "INVALID_PARAMS");
    }
    assert!(world.seen().is_empty());
}

fn with_ids(count: u64) -> Vec<(String, String)> {
    (0..count).map(|number| (format!("ID[{number}]"), (number + 1).to_string())).collect()
}

#[test]
fn a_filter_arrives_whole_or_is_refused() {
    let (world, client) = beside(&Embedded::new(5000));
    // A list of all lacks people from outside the company, whom administrators may ask for by id.
    let (some, more) = (with_ids(500), (501..=995).map(|id| (format!("ID[{id}]"), id.to_string())));
    let mut expected = take(&world, &client.list_user_ids(&some, None).unwrap()).0.concat();
    let more = client.list_user_ids(&more.collect::<Vec<_>>(), None).unwrap();
    expected.extend(take(&world, &more).0.concat());
    let (pages, error) = take(&world, &client.list_user_ids(&with_ids(995), None).unwrap());
    assert_eq!((pages.concat(), error), (expected, None));
    let sent = world.seen().len();
    let error = client.list_user_ids(&with_ids(996), None).unwrap_err();
    assert_eq!((error.code.as_str(), world.seen().len()), ("INVALID_PARAMS", sent));
}

#[test]
fn what_batches_would_take_for_a_reference_is_refused() {
    let (world, client) = beside(&Embedded::new(1000));
    for filter in ["$result[c0][0][ID]", "$TOTAL[c1]"] {
        let error = client.list_user_ids(&params(&[("!ID", filter)]), None).unwrap_err();
        assert_eq!(error.code, "INVALID_PARAMS", "{filter}");
        assert_eq!(client.search_user_ids(filter, None).unwrap_err().code, "INVALID_PARAMS");
    }
    assert!(client.search_user_ids("5 $ or less", None).is_ok() && world.seen().is_empty());
}

#[test]
fn a_search() {
    let (world, client) = beside(&Embedded::new(1000));
    let found = take(&world, &client.search_user_ids("Emily Smith", None).unwrap()).0.concat();
    assert!(found.contains(&4) && found.len() < 50, "{found:?}");
    assert_eq!(take(&world, &client.search_user_ids("Nobody at all", None).unwrap()), (vec![], None));
    assert!(world.seen()[0].url.ends_with("/user.search"));
}

#[test]
fn no_more_than_the_next_pages_are_fetched_ahead() {
    let (world, client) = beside(&Embedded::new(10_000));
    let ids = list(&client, &[]);
    world.run(ids.next()).unwrap();
    world.run(async { b24_users::send::Clock::sleep(&world, 600_000.0).await });
    // The first page has been taken, the next fifty are there, and nobody has taken any of them.
    assert_eq!(world.seen().len(), 2);
    world.run(ids.next()).unwrap();
    world.run(async { b24_users::send::Clock::sleep(&world, 600_000.0).await });
    assert_eq!(world.seen().len(), 3);
    drop(ids);
    world.run(async { b24_users::send::Clock::sleep(&world, 600_000.0).await });
    assert_eq!((world.seen().len(), world.timers()), (3, 0));
}

#[test]
fn leaving_ends_what_is_under_way() {
    let (world, client) = beside(&Embedded::new(10_000).with_faults(json!([{ "kind": "hang", "after": 1 }])));
    let ids = list(&client, &[]);
    world.run(ids.next()).unwrap();
    drop(ids);
    world.run(async { b24_users::send::Clock::sleep(&world, 1.0).await });
    assert_eq!(world.timers(), 0, "somebody still waits for an answer");
}

#[test]
fn failures_that_pass_are_waited_out() {
    for fault in [
        json!({ "kind": "reset", "every": 2 }),
        json!({ "kind": "error", "code": "OPERATION_TIME_LIMIT", "method": "user.get", "after": 7, "times": 1 }),
        json!({ "kind": "error", "code": "ERROR_CORE", "method": "user.get", "every": 20 }),
    ] {
        let (world, client) = beside(&Embedded::new(5000).with_faults(json!([fault])));
        let (pages, error) = take(&world, &list(&client, &[]));
        assert_eq!(error, None, "{fault}");
        let ids = pages.concat();
        assert!(ids.is_sorted() && ids.len() > 4000, "{fault}: {}", ids.len());
    }
}

// spec: error.insufficient_scope
#[test]
fn failures_end_it_after_the_pages_before() {
    let refused = json!([{ "kind": "error", "code": "insufficient_scope" }]);
    let (world, client) = beside(&Embedded::new(1000).with_faults(refused));
    assert_eq!(take(&world, &list(&client, &[])), (vec![], Some("insufficient_scope".into())));
    let midway = json!([{ "kind": "error", "code": "ACCESS_DENIED", "method": "user.get", "after": 5 }]);
    let (world, client) = beside(&Embedded::new(1000).with_faults(midway));
    let (pages, error) = take(&world, &list(&client, &[]));
    assert_eq!((pages.len(), error.as_deref()), (5, Some("ACCESS_DENIED")));
}

#[test]
fn the_whole_list_has_a_deadline() {
    let (world, client) = beside(&Embedded::new(5000).with_faults(json!([{ "kind": "hang", "after": 1 }])));
    let ids = client.list_user_ids(&[], Some(5000.0)).unwrap();
    let (pages, error) = take(&world, &ids);
    assert_eq!((pages.len(), error.as_deref()), (1, Some("DEADLINE_EXCEEDED")));
}

#[test]
fn a_clock_that_is_set_back_gives_no_more_time() {
    let (world, client) = beside(&Embedded::new(5000).with_faults(json!([{ "kind": "hang", "after": 1 }])));
    let ids = client.list_user_ids(&[], Some(5000.0)).unwrap();
    world.run(ids.next()).unwrap();
    world.set_back(3_600_000.0);
    assert_eq!(take(&world, &ids).1.as_deref(), Some("DEADLINE_EXCEEDED"));
    assert!(world.passed_ms() < 10_000.0, "{}", world.passed_ms());
}

fn scripted(answer: impl Fn(u64) -> Value + 'static) -> (World, UserIds<World>) {
    let world = World::new(move |seen| {
        let start = |query: &str| query.rsplit_once("start=").unwrap().1.parse::<u64>().unwrap();
        if !seen.is_batch() {
            return Reply::ok(answer(seen.form["start"].parse().unwrap()).to_string());
        }
        let mut parts = json!({ "result": {}, "result_error": [], "result_next": {}, "result_total": {} });
        for number in (0..50).map(|number| format!("c{number}")) {
            let Some(command) = seen.form.get(&format!("cmd[{number}]")) else { break };
            let page = answer(start(command));
            for (part, key) in [("result", "result"), ("result_next", "next"), ("result_total", "total")] {
                if !page[key].is_null() {
                    parts[part][&number] = page[key].clone();
                }
            }
        }
        Reply::ok(json!({ "result": parts }).to_string())
    });
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let ids = client.list_user_ids(&[], None).unwrap();
    (world, ids)
}

fn rows(ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
    ids.into_iter().map(|id| json!({ "ID": id.to_string() })).collect()
}

#[test]
fn who_moves_to_another_page_meanwhile_is_told_of_once() {
    let (world, ids) = scripted(|start| match start {
        0 => json!({ "result": rows(1..=50), "next": 50, "total": 60 }),
        _ => json!({ "result": rows(41..=60), "total": 60 }),
    });
    assert_eq!(take(&world, &ids).0, [(1..=50).collect::<Vec<_>>(), (51..=60).collect()]);
}

#[test]
fn a_list_that_grows_is_followed_and_one_without_an_end_is_not() {
    let (world, ids) = scripted(|start| match start {
        0 => json!({ "result": rows(1..=50), "next": 50, "total": 60 }),
        50 => json!({ "result": rows(51..=100), "next": 100, "total": 101 }),
        _ => json!({ "result": rows([101]), "total": 101 }),
    });
    assert_eq!(take(&world, &ids).0.concat(), (1..=101).collect::<Vec<_>>());
    let (world, ids) = scripted(|_| json!({ "result": rows(1..=50), "next": 0, "total": 100 }));
    assert_eq!(take(&world, &ids).0.len(), 1);
}

// spec: lists.ids
#[test]
fn what_is_no_id_is_a_bad_answer() {
    for row in [json!({}), json!({ "ID": "x" }), json!({ "ID": true }), json!(4), json!(null)] {
        let (world, ids) = scripted(move |_| json!({ "result": [row] }));
        assert_eq!(take(&world, &ids).1.as_deref(), Some("BAD_RESPONSE"));
    }
}

#[test]
fn pages_of_the_fixtures_are_read() {
    let first = include_str!("../fixtures/user-get-rest-page-1-of-2.json");
    let world = World::new(move |seen| match &*seen.form["start"] {
        "0" => Reply::ok(first),
        _ => Reply::ok(r#"{"result":[]}"#),
    });
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let ids = client.list_user_ids(&[], None).unwrap();
    let pages: Result<_> = world.run(ids.next());
    assert!(!pages.unwrap().unwrap().is_empty());
    assert_eq!(world.run(ids.next()).unwrap(), None);
    assert_eq!(world.seen().len(), 2, "the fixture tells of a second page");
}
