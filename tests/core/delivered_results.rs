//! Received results are kept after later failures.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use serde_json::json;

use crate::helpers::{client, default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{Reply, Server, VirtualHost, token};

#[test]
fn results_after_a_failed_command_are_kept_at_the_deadline() {
    for (poison, ids) in [(66, 150), (16, 150), (16, 2500)] {
        let portal = StubPortal::new(
            move |ids| {
                if ids.contains(&poison) {
                    Err(StubError::Code("ERROR_CORE"))
                } else {
                    default_users(ids)
                }
            },
            1.0,
        );
        let host =
            scripted(
                move |request, now| {
                    if request.is_batch() { portal.respond(request, now) } else { Reply::Hang }
                },
            );
        let options = GetUsersOptions { deadline_ms: Some(20_000.0), ..GetUsersOptions::default() };
        let outcome = host.run(client(&host).get_users(user_ids(1, ids), options, |_| ()));
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
            move |ids| {
                if ids.contains(&poison) {
                    Err(StubError::Code("ERROR_CORE"))
                } else {
                    default_users(ids)
                }
            },
            1.0,
        );
        let host = VirtualHost::with_server(portal);
        let partial = GetUsersOptions { partial: Some(true), ..default_options() };
        let client = client(&host);
        let list = host.run(client.get_users(user_ids(1, 150), partial, |_| ())).unwrap();
        let sizes: Vec<_> = host.requests().iter().map(|request| request.ids().len()).collect();
        assert_eq!((list.users.len(), sizes[1]), (149, 25), "{poison}: {sizes:?}");
    }
}

#[test]
fn failing_records_at_both_ends_of_a_command_fail_alone() {
    let portal = StubPortal::new(
        |ids| {
            if ids.contains(&1) || ids.contains(&50) {
                Err(StubError::Code("ERROR_CORE"))
            } else {
                default_users(ids)
            }
        },
        1.0,
    );
    let host = VirtualHost::with_server(portal);
    let partial = GetUsersOptions { partial: Some(true), ..default_options() };
    let list = host.run(client(&host).get_users(user_ids(1, 150), partial, |_| ())).unwrap();
    let failed: Vec<_> =
        list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get())).collect();
    assert_eq!(failed, [1, 50]);
}

#[test]
fn received_chat_members_are_kept_at_the_deadline() {
    let host = scripted(|request, _| {
        if request.raw_form.contains("im.dialog.users.list") {
            return Reply::Hang;
        }
        if request.is_batch() {
            let users = json!([{ "id": 4, "name": "A" }, { "id": 5, "name": "B" }]);
            let body = json!({ "result": { "result": { "c0": [4, 5, 6], "c1": users }, "result_error": [] } });
            return Reply::ok(body.to_string()).after(100.0);
        }
        Reply::Hang
    });
    let client = client(&host);
    let options = GetUsersOptions { deadline_ms: Some(5000.0), ..default_options() };
    let outcome = host.run(client.get_chat_users(&user_id(12), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(incomplete.list.users.len(), 2);
}

#[test]
fn cached_users_are_returned_when_the_portal_is_down() {
    let portal = StubPortal::new(default_users, 0.1);
    let down = Rc::new(Cell::new(false));
    let is_down = down.clone();
    let host = scripted(move |request, now| {
        if is_down.get() {
            Reply::Response(401, br#"{"error":"NO_AUTH_FOUND"}"#.into()).after(100.0)
        } else {
            portal.respond(request, now)
        }
    });
    let limits = Limits { concurrency: Some(1), ..Limits::default() };
    let client = Client::new(
        host.clone(),
        Auth::Token(token("t")),
        ClientOptions { limits: Some(limits), ..ClientOptions::default() },
    );
    host.run(client.get_users(user_ids(3001, 3010), default_options(), |_| ())).unwrap();
    down.set(true);
    let partial = GetUsersOptions { partial: Some(true), ..default_options() };
    // Cached users before the others.
    let ids: Vec<_> = user_ids(3001, 3010).chain(user_ids(1, 3000)).collect();
    let list = host.run(client.get_users(ids, partial, |_| ())).unwrap();
    assert_eq!(list.users.len(), 10);
    // And after them.
    let list = host.run(client.get_users(user_ids(1, 3010), partial, |_| ()));
    assert_eq!(list.map(|list| list.users.len()).map_err(|_| ()), Ok(10));
}

#[test]
fn failing_records_in_many_commands_fail_alone() {
    // From some of the commands to all of them.
    for every in [200_u64, 150, 100, 60, 50, 25] {
        let is_failing = move |id: u64| id % every == 7;
        let respond = move |ids: &[u64]| {
            if ids.iter().any(|&id| is_failing(id)) {
                Err(StubError::Code("ERROR_CORE"))
            } else {
                default_users(ids)
            }
        };
        let host = VirtualHost::with_server(StubPortal::new(respond, 0.1));
        let partial = GetUsersOptions { partial: Some(true), ..default_options() };
        let list = host.run(client(&host).get_users(user_ids(1, 2500), partial, |_| ())).unwrap();
        let failed: usize = list.failed.iter().map(|failure| failure.ids.len()).sum();
        assert_eq!(failed, (1..=2500).filter(|&id| is_failing(id)).count());
    }
}
