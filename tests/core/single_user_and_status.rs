//! `im.user.get` and the caller's status, against the fake portal.

use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use b24_users::error::ErrorKind;
use b24_users::ids::IdInput;
use serde_json::json;

use crate::fake_server::FakeServer;
use crate::helpers::{host_and_client, user_id};
use crate::virtual_host::{Reply, VirtualHost, token};

// spec: single.id
#[test]
fn one_user_by_id_and_the_caller() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let user = host.run(client.get_user(user_id(4), GetUsersOptions::default())).unwrap();
    assert_eq!((user.id.get(), user.name.as_str()), (4, "Emily Smith"));
    let me = host.run(client.get_current_user(GetUsersOptions::default())).unwrap();
    assert_eq!(me.id.get(), 1);
    let forms: Vec<_> = host
        .requests()
        .iter()
        .map(|request| request.form.keys().cloned().collect::<Vec<_>>())
        .collect();
    assert_eq!(forms, [vec!["ID", "auth"], vec!["auth"]]);
}

// spec: single.id
#[test]
fn a_nonexistent_user_is_the_portals_error() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let error = host.run(client.get_user(user_id(999), GetUsersOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status),
        ("USER_NOT_EXISTS", ErrorKind::Request, Some(400))
    );
    assert_eq!((error.method.as_deref(), error.ids[0].get()), (Some("im.user.get"), 999));
    assert_eq!(host.requests().len(), 1);
}

// spec: single.extranet
#[test]
fn a_refused_extranet_caller_is_an_access_error() {
    let portal = FakeServer::new(1000);
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client_of_extranet(&host);
    let error = host.run(client.get_user(user_id(6), GetUsersOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status, error.retryable),
        ("ACCESS_DENIED", ErrorKind::Access, Some(400), false)
    );
    assert_eq!(host.requests().len(), 1);
    // The extranet user may get the own user and members of own groups.
    let me = host.run(client.get_current_user(GetUsersOptions::default())).unwrap();
    assert_eq!(me.id.get(), 61);
    host.run(client.get_user(user_id(4), GetUsersOptions::default())).unwrap();
}

#[test]
fn an_invalid_id_never_returns_the_caller() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for entry in [
        IdInput::Other("undefined"),
        IdInput::Other("null"),
        user_id(0),
        IdInput::Text(String::new()),
    ] {
        let error = host.run(client.get_user(entry, GetUsersOptions::default())).unwrap_err();
        assert_eq!(error.code, "INVALID_ID");
    }
    assert_eq!(host.requests().len(), 0);
}

#[test]
fn desktop_last_date_is_read_from_get_user() {
    let body = include_str!("../fixtures/user-get-desktop-online.json");
    let requested =
        serde_json::from_str::<serde_json::Value>(body).unwrap()["result"]["id"].as_u64().unwrap();
    let host = VirtualHost::new(move |_| Reply::ok(body));
    let client = Client::new(
        host.clone(),
        b24_users::auth::Auth::Token(token("t")),
        ClientOptions::default(),
    );
    let user = host
        .run(client.get_user(IdInput::Text(requested.to_string()), GetUsersOptions::default()))
        .unwrap();
    assert!(user.desktop_last_date.is_some());
    let error = host.run(client.get_user(user_id(12345), GetUsersOptions::default())).unwrap_err();
    assert_eq!(error.code, "UNEXPECTED_USERS");
}

// spec: status.values
#[test]
fn the_status_can_be_set_and_read() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for status in ["dnd", "away", "break", "online"] {
        host.run(client.set_status(status, None)).unwrap();
        assert_eq!(host.run(client.get_status(None)).unwrap().as_deref(), Some(status));
    }
    let sent = host.requests().len();
    for status in ["", "Online", "busy"] {
        let error = host.run(client.set_status(status, None)).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind, error.status),
            ("STATUS_ERROR", ErrorKind::Request, None)
        );
    }
    assert_eq!(host.requests().len(), sent, "nothing was sent");
}

// spec: status.none
#[test]
fn an_unset_status_is_none() {
    for (result, status) in [(json!(false), None), (json!(""), None), (json!("dnd"), Some("dnd"))] {
        let body = json!({ "result": result }).to_string();
        let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
        let client = Client::new(
            host.clone(),
            b24_users::auth::Auth::Token(token("t")),
            ClientOptions::default(),
        );
        assert_eq!(host.run(client.get_status(None)).unwrap().as_deref(), status);
    }
}

#[test]
fn idle_calls_are_retried_after_network_failures() {
    let portal = FakeServer::new(1000).with_faults(json!([{ "kind": "reset", "every": 2 }]));
    let (host, client) = host_and_client(&portal);
    host.run(client.start_idle(Some(5), None)).unwrap();
    host.run(client.start_idle(None, None)).unwrap();
    host.run(client.end_idle(None)).unwrap();
    let agos: Vec<_> =
        host.requests().iter().filter_map(|request| request.form.get("AGO").cloned()).collect();
    assert_eq!(agos[0], "5");
    assert!(host.requests().len() > 3, "some requests are retried");
}
