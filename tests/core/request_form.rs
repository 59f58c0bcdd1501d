//! The form of a request: one URL, and the token in the body.

use b24_users::auth::{Auth, Secret};
use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use b24_users::ids::IdInput;

use crate::virtual_host::{Reply, VirtualHost, token};

const EMPTY: &str = r#"{"result":[]}"#;

fn ids(ids: &[f64]) -> Vec<IdInput> {
    ids.iter().copied().map(IdInput::Number).collect()
}

// spec: params.names, params.ID, params.RESULT_TYPE-list, body.query
#[test]
fn ids_are_one_json_field_and_the_token_is_in_the_body() {
    let host = VirtualHost::new(|_| Reply::ok(EMPTY));
    let client = Client::new(host.clone(), Auth::Token(token("a+b c")), ClientOptions::default());
    host.run(client.get_users(ids(&[4.0, 5.0, 999.0]), GetUsersOptions::default(), |_| ()))
        .unwrap();
    let [request] = &host.requests()[..] else { panic!("one request") };
    assert_eq!(request.url, "https://example.bitrix24.com/rest/im.user.list.get");
    assert_eq!(request.raw_form, "ID=[4,5,999]&auth=a%2Bb%20c");
    assert_eq!(request.form["auth"], "a+b c");
}

#[test]
fn a_webhook_sends_no_token() {
    let host = VirtualHost::new(|_| Reply::ok(EMPTY));
    let webhook = Auth::Webhook(Secret::new("https://example.bitrix24.com/rest/1/k7code/"));
    let client = Client::new(host.clone(), webhook, ClientOptions::default());
    host.run(client.get_users(ids(&[4.0]), GetUsersOptions::default(), |_| ())).unwrap();
    let [request] = &host.requests()[..] else { panic!("one request") };
    assert_eq!(request.url, "https://example.bitrix24.com/rest/1/k7code/im.user.list.get");
    assert_eq!(request.raw_form, "ID=[4]");
}

// spec: params.AVATAR_HR
#[test]
fn avatar_hr_is_requested_only_on_demand() {
    let host = VirtualHost::new(|_| Reply::ok(EMPTY));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let options = GetUsersOptions { avatar_hr: Some(true), ..GetUsersOptions::default() };
    host.run(client.get_users(ids(&[4.0]), options, |_| ())).unwrap();
    assert_eq!(host.requests()[0].raw_form, "ID=[4]&AVATAR_HR=Y&auth=t");
}

// spec: batch.commands, batch.encoding, batch.nested, batch.names, batch.digits, batch.halt
#[test]
fn many_ids_are_sent_in_one_batch_of_named_commands() {
    let host = VirtualHost::new(|_| {
        Reply::ok(r#"{"result":{"result":{"c0":[],"c1":[]},"result_error":[],"result_time":[]}}"#)
    });
    let limits = b24_users::client::Limits { ids_per_call: Some(2), ..Default::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let list = host
        .run(client.get_users(ids(&[4.0, 5.0, 6.0]), GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!(list.missing.len(), 3);
    let [request] = &host.requests()[..] else { panic!("one request") };
    assert_eq!(request.url, "https://example.bitrix24.com/rest/batch");
    let [first, second] = ["im.user.list.get%3FID%3D[4,5]", "im.user.list.get%3FID%3D[6]"];
    assert_eq!(request.raw_form, format!("halt=0&cmd[c0]={first}&cmd[c1]={second}&auth=t"));
}

#[test]
fn ten_thousand_ids_fit_into_fifty_kilobytes() {
    let host = VirtualHost::new(|_| Reply::ok(EMPTY));
    let limits = b24_users::client::Limits { ids_per_call: Some(10_000), ..Default::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let many = (1..=10_000).map(|id| IdInput::Number(f64::from(id)));
    host.run(client.get_users(many, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(host.requests().len(), 1);
    assert!(host.requests()[0].raw_form.len() < 50_000);
}
