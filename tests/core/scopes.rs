//! Scopes of access tokens, against the fake portal.

use b24_users::client::{CallOptions, Client};
use b24_users::error::ErrorKind;
use b24_users::ids::IdInput;
use serde_json::json;

use crate::batch::command;
use crate::fake_server::FakeServer;
use crate::raw_call::{call_raw, params};
use crate::virtual_host::VirtualHost;

fn client_with_scopes(scopes: &[&str]) -> (VirtualHost, Client<VirtualHost>) {
    let portal = FakeServer::new(200);
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client_with_scopes(&host, scopes);
    (host, client)
}

// spec: scopes.missing
#[test]
fn a_missing_scope_is_an_access_error_and_not_retried() {
    let (host, client) = client_with_scopes(&["user"]);
    let error = host.run(client.get_chat_user_ids(&IdInput::Number(12.0), None)).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status),
        ("insufficient_scope", ErrorKind::Access, Some(401))
    );
    assert!(error.message.contains("by the access token"), "{}", error.message);
    assert_eq!(host.requests().len(), 1);
}

// spec: scopes.fields
#[test]
fn ids_can_be_listed_with_the_least_scope() {
    let (host, client) = client_with_scopes(&["user_brief"]);
    let ids = client.list_user_ids(&params(&[("ID[0]", "4"), ("ID[1]", "5")]), None).unwrap();
    let page = host.run(ids.next()).unwrap().expect("a page");
    assert_eq!(page.iter().map(|id| id.get()).collect::<Vec<_>>(), [4, 5]);
    let row = call_raw(&host, &client, "user.get", &[("ID", "4")]).unwrap()[0].clone();
    assert_eq!((row["NAME"].as_str(), row.get("EMAIL")), (Some("Emily"), None));
}

// spec: scopes.batch
#[test]
fn a_command_without_its_scope_fails_alone() {
    let (host, client) = client_with_scopes(&["im"]);
    let commands = [command("me", "profile", &[]), command("list", "user.get", &[])];
    let outcomes = host.run(client.batch(&commands, CallOptions::default())).unwrap();
    assert!(outcomes[0].is_ok());
    let error = outcomes[1].as_ref().unwrap_err();
    assert_eq!((error.code.as_str(), error.kind), ("insufficient_scope", ErrorKind::Access));
}

// spec: scopes.methods
#[test]
fn scopes_and_methods_are_returned() {
    let (host, client) = client_with_scopes(&["im"]);
    assert_eq!(call_raw(&host, &client, "scope", &[]).unwrap(), json!(["im"]));
    let info = call_raw(&host, &client, "method.get", &[("name", "user.get")]).unwrap();
    assert_eq!(info, json!({ "isExisting": true, "isAvailable": false }));
}
