//! Properties: for any response, each id has exactly one outcome, or the error is typed.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::Error;
use b24_users::host::UserFactory;
use b24_users::ids::{IdInput, IdList, UserId};
use b24_users::model::{BotData, Phones, Record, User, UserList};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

fn call(requested: &[u64], body: Vec<u8>) -> Result<UserList, GetUsersError> {
    let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let entries: Vec<_> = requested.iter().map(|id| IdInput::Text(id.to_string())).collect();
    host.run(client.get_users(entries, GetUsersOptions::default(), |_| ()))
}

/// Any JSON, with the portal's names among its keys.
pub fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        3 => text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(field(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

pub fn field() -> impl Strategy<Value = String> {
    let known: Vec<_> = [User::FIELDS, BotData::FIELDS, Phones::FIELDS]
        .concat()
        .iter()
        .map(|field| field.name)
        .collect();
    prop_oneof![3 => proptest::sample::select(known).prop_map(String::from), 1 => "[a-z_]{1,6}"]
}

/// Strings that fields accept, and that recur.
fn text() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "",
        "a",
        "b",
        "é",
        "7",
        "M",
        "online",
        "user",
        "bot",
        "29-02",
        "2026-03-02T09:30:00+03:00",
        "2026-03-02T09:30:00Z",
        "javascript:a",
        "https://a/b.png",
        "https://a/bitrix/js/im/images/blank.gif",
    ];
    prop_oneof![3 => proptest::sample::select(KNOWN).prop_map(String::from), 1 => ".{0,8}"]
}

/// A record as a portal sends it, and its strings.
fn well_formed() -> impl Strategy<Value = (Value, [String; 3])> {
    (".{1,12}", ".{0,12}", "[ -~]{1,20}", any::<bool>(), vec(0..1000_u64, 0..4)).prop_map(
        |(name, first, email, active, departments)| {
            let user = json!({
                "id": 4, "active": active, "name": name, "first_name": first, "last_name": null,
                "idle": false, "last_activity_date": "2026-03-02T09:30:00+03:00",
                "departments": departments, "phones": { "work_phone": email }, "email": email,
            });
            (user, [name, first, email])
        },
    )
}

proptest! {
    #[test]
    fn well_formed_users_are_returned_unchanged((user, [name, first, email]) in well_formed()) {
        let list = call(&[4], json!({ "result": [user] }).to_string().into_bytes()).unwrap();
        let got = &list.users[0];
        prop_assert_eq!(&got.name, &name);
        prop_assert_eq!(got.first_name.clone().unwrap_or_default(), first);
        prop_assert_eq!(got.email.as_ref(), Some(&email));
        prop_assert_eq!(got.phones.as_ref().unwrap().work_phone.as_ref(), Some(&email));
        prop_assert_eq!(json!(got.departments), user["departments"].clone());
        prop_assert!(list.issues.is_empty() && list.missing.is_empty());
    }

    #[test]
    fn any_record_with_an_id_is_a_user_with_that_id(record in btree_map(field(), any_json(), 0..10)) {
        let mut record: serde_json::Map<_, _> = record.into_iter().collect();
        record.insert("id".into(), json!(4));
        let list = call(&[4], json!({ "result": { "4": record } }).to_string().into_bytes()).unwrap();
        prop_assert_eq!(list.users[0].id.get(), 4);
        let plain: Value = serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap();
        prop_assert_eq!(plain["users"][0].as_object().unwrap().len(), 29);
    }

    #[test]
    fn each_id_has_exactly_one_outcome_or_the_call_a_typed_error(result in any_json(), requested in vec(1..6_u64, 1..5)) {
        let body = json!({ "result": result }).to_string().into_bytes();
        check_outcomes(&requested, call(&requested, body))?;
    }

    #[test]
    fn any_bytes_are_a_typed_result_or_error(body in vec(any::<u8>(), 0..64)) {
        check_outcomes(&[4], call(&[4], body))?;
    }

    #[test]
    fn any_mutation_of_a_real_body_is_a_typed_result_or_error(at in any::<prop::sample::Index>(), byte: u8, cut: bool) {
        let mut body = include_bytes!("../fixtures/list-object-two-users.json").to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        if cut {
            body.truncate(at);
        }
        check_outcomes(&[4, 5], call(&[4, 5], body))?;
    }

    #[test]
    fn entries_are_ids_or_reported(entries in vec(any_entry(), 0..20)) {
        let list = IdList::new(entries.clone());
        let valid = entries.iter().filter(|entry| entry.to_user_id().is_some()).count();
        prop_assert_eq!(list.invalid.len(), entries.len() - valid);
        for (index, id) in list.ids.iter().enumerate() {
            prop_assert!(!list.ids[..index].contains(id));
        }
        prop_assert_eq!(Error::invalid_ids(&list, &str::to_owned, VirtualHost::format_number).is_none(), list.invalid.is_empty());
    }
}

fn any_entry() -> impl Strategy<Value = IdInput> {
    prop_oneof![
        any::<f64>().prop_map(IdInput::Number),
        (0..9_u8).prop_map(|id| IdInput::Number(f64::from(id))),
        ".{0,6}".prop_map(IdInput::Text),
        "[0-9]{1,17}".prop_map(IdInput::Text),
        Just(IdInput::Other("an object")),
    ]
}

fn check_outcomes(
    requested: &[u64],
    outcome: Result<UserList, GetUsersError>,
) -> Result<(), TestCaseError> {
    let list = match outcome {
        Ok(list) => list,
        // Some users before the corruption are complete.
        Err(GetUsersError::Incomplete(incomplete)) => incomplete.list,
        Err(GetUsersError::Failed(error)) => {
            prop_assert!(!error.code.is_empty() && !error.message.is_empty());
            return Ok(());
        }
    };
    let users = list.users.iter().map(|user| user.id);
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().copied());
    let all_ids = users.chain(list.missing.iter().copied()).chain(failed);
    let mut all_ids: Vec<_> = all_ids.map(UserId::get).collect();
    all_ids.sort_unstable();
    let mut expected = requested.to_vec();
    expected.sort_unstable();
    expected.dedup();
    prop_assert_eq!(all_ids, expected);
    Ok(())
}
