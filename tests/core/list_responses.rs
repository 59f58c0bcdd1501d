//! Responses of `im.user.list.get` in all their shapes.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

/// The list of a call for `requested`, which is one request with the response `body`.
fn get_users(requested: &[u32], body: &str) -> UserList {
    let reply = Reply::ok(body);
    let host = VirtualHost::new(move |_| reply.clone());
    let limits = Limits { ids_per_call: Some(1000), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let ids = requested.iter().map(|&id| IdInput::Number(f64::from(id)));
    let list = host.run(client.get_users(ids, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(host.requests().len(), 1);
    list
}

fn found(list: &UserList) -> Vec<u64> {
    list.users.iter().map(|user| user.id.get()).collect()
}

fn missing(list: &UserList) -> Vec<u64> {
    list.missing.iter().map(|id| id.get()).collect()
}

// spec: answer.object, params.RESULT_TYPE
#[test]
fn an_object_by_id() {
    assert_eq!(found(&get_users(&[1], r#"{"result":{"1":{"id":1}}}"#)), [1]);
    assert_eq!(found(&get_users(&[4, 5], r#"{"result":{"4":{"id":4},"5":{"id":5}}}"#)), [4, 5]);
}

// spec: answer.order
#[test]
fn users_are_in_the_requested_order() {
    for body in [
        r#"{"result":{"105":{"id":105},"4":{"id":4},"20":{"id":20}}}"#,
        r#"{"result":{"4":{"id":4},"20":{"id":20},"105":{"id":105}}}"#,
    ] {
        assert_eq!(found(&get_users(&[105, 4, 20], body)), [105, 4, 20]);
    }
}

// spec: answer.list, params.RESULT_TYPE
#[test]
fn a_list() {
    assert_eq!(found(&get_users(&[5, 4, 5], r#"{"result":[{"id":5},{"id":4}]}"#)), [5, 4]);
}

// spec: answer.unknown
#[test]
fn null_is_a_missing_user() {
    for body in [
        r#"{"result":{"999":null,"4":{"id":4},"9999":null}}"#,
        r#"{"result":[null,{"id":4},null]}"#,
    ] {
        let list = get_users(&[999, 4, 9999], body);
        assert_eq!((found(&list), missing(&list)), (vec![4], vec![999, 9999]), "{body}");
    }
}

// spec: answer.dismissed
#[test]
fn dismissed_users_are_not_missing() {
    let list = get_users(&[106], r#"{"result":{"106":{"id":106,"active":false}}}"#);
    assert_eq!((list.users[0].active, list.missing.len()), (false, 0));
}

// spec: answer.all-kinds
#[test]
fn users_of_all_types_have_their_type() {
    let kinds = [
        (17, "bot", "bot"),
        (61, "extranet", "default"),
        (72, "guest", "im_guest"),
        (74, "extranet", "replica"),
        (107, "collaber", "default"),
        (108, "extranet", "imconnector"),
        (109, "extranet", "email"),
    ];
    let records =
        kinds.map(|(id, kind, auth)| json!({ "id": id, "type": kind, "external_auth_id": auth }));
    let list = get_users(&kinds.map(|(id, ..)| id), &json!({ "result": records }).to_string());
    let received = list
        .users
        .iter()
        .map(|user| (user.id.get(), user.kind.as_deref(), user.external_auth_id.as_deref()));
    let expected = kinds.map(|(id, kind, auth)| (u64::from(id), Some(kind), Some(auth)));
    assert_eq!((received.collect::<Vec<_>>(), list.issues.len()), (expected.to_vec(), 0));
}

// spec: answer.empty
#[test]
fn all_ids_are_missing_from_an_empty_list() {
    let list = get_users(&[4, 5], r#"{"result":[]}"#);
    assert_eq!((found(&list), missing(&list)), (vec![], vec![4, 5]));
}

// spec: answer.pages
#[test]
fn no_second_page_is_requested() {
    let requested: Vec<u32> = (1..=900).collect();
    let records: Vec<Value> = requested.iter().map(|id| json!({ "id": id })).collect();
    assert_eq!(get_users(&requested, &json!({ "result": records }).to_string()).users.len(), 900);
    // Not even if `next` is set.
    let list = get_users(&[4, 5], r#"{"result":[{"id":4}],"next":50,"total":2}"#);
    assert_eq!((found(&list), missing(&list)), (vec![4], vec![5]));
}

// spec: answer.extranet, answer.extranet-self
#[test]
fn ids_absent_from_the_response_are_missing() {
    // The response to the extranet caller 61 for all ids.
    for body in [r#"{"result":{"4":{"id":4}}}"#, r#"{"result":[{"id":4}]}"#] {
        let list = get_users(&[4, 6, 61, 999], body);
        assert_eq!((found(&list), missing(&list)), (vec![4], vec![6, 61, 999]), "{body}");
    }
}
