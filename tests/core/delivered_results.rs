//! Received results are kept after later failures.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use serde_json::json;

use crate::helpers::{client, none, one, range, scripted};
use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply, VirtualHost, token};

#[test]
fn results_after_a_failed_command_are_kept_at_the_deadline() {
    for (poison, ids) in [(66, 150), (16, 150), (16, 2500)] {
        let portal = StubPortal::new(
            move |ids| if ids.contains(&poison) { Err("ERROR_CORE") } else { people(ids) },
            1.0,
        );
        let world = scripted(
            move |seen, now| if seen.is_batch() { portal.answer(seen, now) } else { Reply::Hang },
        );
        let options = GetUsersOptions { deadline_ms: Some(20_000.0), ..GetUsersOptions::default() };
        let outcome = world.run(client(&world).get_users(range(1, ids), options, |_| ()));
        let Err(GetUsersError::Incomplete(incomplete)) = outcome else {
            panic!("{poison} of {ids}: {outcome:?}")
        };
        assert_eq!(
            (incomplete.list.users.len(), incomplete.error.ids.len()),
            (ids as usize - 50, 50),
            "{poison} of {ids}"
        );
    }
}

#[test]
fn users_after_a_failed_command_replace_the_probe() {
    for poison in [16, 66] {
        let portal = StubPortal::new(
            move |ids| if ids.contains(&poison) { Err("ERROR_CORE") } else { people(ids) },
            1.0,
        );
        let world = VirtualHost::around(portal);
        let partial = GetUsersOptions { partial: Some(true), ..none() };
        let client = client(&world);
        let list = world.run(client.get_users(range(1, 150), partial, |_| ())).unwrap();
        let sizes: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
        assert_eq!((list.users.len(), sizes[1]), (149, 25), "{poison}: {sizes:?}");
    }
}

#[test]
fn failing_records_at_both_ends_of_a_command_fail_alone() {
    let portal = StubPortal::new(
        |ids| if ids.contains(&1) || ids.contains(&50) { Err("ERROR_CORE") } else { people(ids) },
        1.0,
    );
    let world = VirtualHost::around(portal);
    let partial = GetUsersOptions { partial: Some(true), ..none() };
    let list = world.run(client(&world).get_users(range(1, 150), partial, |_| ())).unwrap();
    let failed: Vec<_> =
        list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get())).collect();
    assert_eq!(failed, [1, 50]);
}

#[test]
fn received_chat_members_are_kept_at_the_deadline() {
    let world = scripted(|seen, _| {
        if seen.raw_form.contains("im.dialog.users.list") {
            return Reply::Hang;
        }
        if seen.is_batch() {
            let users = json!([{ "id": 4, "name": "A" }, { "id": 5, "name": "B" }]);
            let body = json!({ "result": { "result": { "c0": [4, 5, 6], "c1": users }, "result_error": [] } });
            return Reply::ok(body.to_string()).after(100.0);
        }
        Reply::Hang
    });
    let client = client(&world);
    let options = GetUsersOptions { deadline_ms: Some(5000.0), ..none() };
    let outcome = world.run(client.get_chat_users(&one(12), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(incomplete.list.users.len(), 2);
}

#[test]
fn cached_users_are_returned_when_the_portal_is_down() {
    let portal = StubPortal::new(people, 0.1);
    let down = Rc::new(Cell::new(false));
    let is_down = down.clone();
    let world = scripted(move |seen, now| {
        if is_down.get() {
            Reply::Answer(401, br#"{"error":"NO_AUTH_FOUND"}"#.into()).after(100.0)
        } else {
            portal.answer(seen, now)
        }
    });
    let limits = Limits { concurrency: Some(1), ..Limits::default() };
    let client = Client::new(
        world.clone(),
        Auth::Token(token("t")),
        ClientOptions { limits: Some(limits), ..ClientOptions::default() },
    );
    world.run(client.get_users(range(3001, 3010), none(), |_| ())).unwrap();
    down.set(true);
    let partial = GetUsersOptions { partial: Some(true), ..none() };
    // Known before the others:
    let ids: Vec<_> = range(3001, 3010).chain(range(1, 3000)).collect();
    let list = world.run(client.get_users(ids, partial, |_| ())).unwrap();
    assert_eq!(list.users.len(), 10);
    // And behind them:
    let list = world.run(client.get_users(range(1, 3010), partial, |_| ()));
    assert_eq!(list.map(|list| list.users.len()).map_err(|_| ()), Ok(10));
}

#[test]
fn failing_records_in_many_commands_fail_alone() {
    // From some of the calls to all of them.
    for every in [200_u64, 150, 100, 60, 50, 25] {
        let is_bad = move |id: u64| id % every == 7;
        let answer = move |ids: &[u64]| {
            if ids.iter().any(|&id| is_bad(id)) { Err("ERROR_CORE") } else { people(ids) }
        };
        let world = VirtualHost::around(StubPortal::new(answer, 0.1));
        let partial = GetUsersOptions { partial: Some(true), ..none() };
        let list = world.run(client(&world).get_users(range(1, 2500), partial, |_| ())).unwrap();
        let failed: usize = list.failed.iter().map(|failure| failure.ids.len()).sum();
        assert_eq!(failed, (1..=2500).filter(|&id| is_bad(id)).count());
    }
}
