//! `im.user.get` and the caller's status, against the fake portal.

use b24_users::client::{Client, ClientOptions, GetUsersOptions, Limits};
use b24_users::error::ErrorKind;
use b24_users::ids::IdInput;
use serde_json::json;

use crate::fake_server::FakeServer;
use crate::virtual_host::{Reply, VirtualHost, token};

fn beside(portal: &FakeServer) -> (VirtualHost, Client<VirtualHost>) {
    let world = VirtualHost::around(portal.clone());
    let client = portal.client(&world, Limits::default());
    (world, client)
}

fn id(id: u32) -> IdInput {
    IdInput::Number(f64::from(id))
}

// spec: single.id
#[test]
fn one_user_by_id_and_the_caller() {
    let (world, client) = beside(&FakeServer::new(1000));
    let user = world.run(client.get_user(id(4), GetUsersOptions::default())).unwrap();
    assert_eq!((user.id.get(), user.name.as_str()), (4, "Emily Smith"));
    let me = world.run(client.get_current_user(GetUsersOptions::default())).unwrap();
    assert_eq!(me.id.get(), 1);
    let forms: Vec<_> =
        world.seen().iter().map(|seen| seen.form.keys().cloned().collect::<Vec<_>>()).collect();
    assert_eq!(forms, [vec!["ID", "auth"], vec!["auth"]]);
}

// spec: single.id
#[test]
fn a_nonexistent_user_is_the_portals_error() {
    let (world, client) = beside(&FakeServer::new(1000));
    let error = world.run(client.get_user(id(999), GetUsersOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status),
        ("USER_NOT_EXISTS", ErrorKind::Request, Some(400))
    );
    assert_eq!((error.method.as_deref(), error.ids[0].get()), (Some("im.user.get"), 999));
    assert_eq!(world.seen().len(), 1);
}

// spec: single.extranet
#[test]
fn a_refused_extranet_caller_is_an_access_error() {
    let portal = FakeServer::new(1000);
    let world = VirtualHost::around(portal.clone());
    let client = portal.client_of_extranet(&world);
    let error = world.run(client.get_user(id(6), GetUsersOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status, error.retryable),
        ("ACCESS_DENIED", ErrorKind::Access, Some(400), false)
    );
    assert_eq!(world.seen().len(), 1);
    // Himself and his groups he gets.
    let me = world.run(client.get_current_user(GetUsersOptions::default())).unwrap();
    assert_eq!(me.id.get(), 61);
    world.run(client.get_user(id(4), GetUsersOptions::default())).unwrap();
}

#[test]
fn an_invalid_id_never_returns_the_caller() {
    let (world, client) = beside(&FakeServer::new(1000));
    for entry in
        [IdInput::Other("undefined"), IdInput::Other("null"), id(0), IdInput::Text(String::new())]
    {
        let error = world.run(client.get_user(entry, GetUsersOptions::default())).unwrap_err();
        assert_eq!(error.code, "INVALID_ID");
    }
    assert_eq!(world.seen().len(), 0);
}

#[test]
fn desktop_last_date_is_read_from_get_user() {
    let body = include_str!("../fixtures/user-get-desktop-online.json");
    let asked =
        serde_json::from_str::<serde_json::Value>(body).unwrap()["result"]["id"].as_u64().unwrap();
    let world = VirtualHost::new(move |_| Reply::ok(body));
    let client = Client::new(
        world.clone(),
        b24_users::auth::Auth::Token(token("t")),
        ClientOptions::default(),
    );
    let user = world
        .run(client.get_user(IdInput::Text(asked.to_string()), GetUsersOptions::default()))
        .unwrap();
    assert!(user.desktop_last_date.is_some());
    let error = world.run(client.get_user(id(12345), GetUsersOptions::default())).unwrap_err();
    assert_eq!(error.code, "UNEXPECTED_USERS");
}

// spec: status.values
#[test]
fn the_status_can_be_set_and_read() {
    let (world, client) = beside(&FakeServer::new(1000));
    for status in ["dnd", "away", "break", "online"] {
        world.run(client.set_status(status, None)).unwrap();
        assert_eq!(world.run(client.get_status(None)).unwrap().as_deref(), Some(status));
    }
    let sent = world.seen().len();
    for status in ["", "Online", "busy"] {
        let error = world.run(client.set_status(status, None)).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind, error.status),
            ("STATUS_ERROR", ErrorKind::Request, None)
        );
    }
    assert_eq!(world.seen().len(), sent, "nothing was sent");
}

// spec: status.none
#[test]
fn an_unset_status_is_none() {
    for (result, status) in [(json!(false), None), (json!(""), None), (json!("dnd"), Some("dnd"))] {
        let body = json!({ "result": result }).to_string();
        let world = VirtualHost::new(move |_| Reply::ok(body.clone()));
        let client = Client::new(
            world.clone(),
            b24_users::auth::Auth::Token(token("t")),
            ClientOptions::default(),
        );
        assert_eq!(world.run(client.get_status(None)).unwrap().as_deref(), status);
    }
}

#[test]
fn idle_calls_are_retried_after_network_failures() {
    let portal = FakeServer::new(1000).with_faults(json!([{ "kind": "reset", "every": 2 }]));
    let (world, client) = beside(&portal);
    world.run(client.start_idle(Some(5), None)).unwrap();
    world.run(client.start_idle(None, None)).unwrap();
    world.run(client.end_idle(None)).unwrap();
    let agos: Vec<_> =
        world.seen().iter().filter_map(|seen| seen.form.get("AGO").cloned()).collect();
    assert_eq!(agos[0], "5");
    assert!(world.seen().len() > 3, "some were sent again");
}
