//! Portal versions, emulated by the fake portal: fields that a version lacks are `null`, without
//! issues.

use b24_users::client::{GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::virtual_host::VirtualHost;

/// The user as returned from a portal of that version, without any issue.
fn user(version: &str, id: u32) -> Value {
    let portal = FakeServer::new(200).of_version(version);
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client(&host, Limits::default());
    let ids = [IdInput::Number(f64::from(id))];
    let list = host.run(client.get_users(ids, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(list.issues, [], "{version}");
    serde_json::to_value(&list.users[0]).unwrap()
}

/// The names of the fields that differ.
fn differences(old: &Value, new: &Value) -> Vec<String> {
    let fields = new.as_object().unwrap().iter();
    let mut names: Vec<_> = fields
        .filter(|(name, value)| old[*name] != **value)
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names
}

// spec: versions.2018
#[test]
fn phones_of_2018_are_an_object_and_the_type_is_null() {
    // A user with hardly any data, whose phones are an object nevertheless.
    let (old, new) = (user("2018", 81), user("26.250", 81));
    assert_eq!(differences(&old, &new), ["phones", "type"]);
    assert_eq!(
        old["phones"],
        json!({ "personalMobile": null, "workPhone": null, "innerPhone": null, "personalPhone": null })
    );
    assert_eq!(
        (&old["active"], &old["workPosition"], &old["botData"]),
        (&json!(true), &json!(null), &json!(null))
    );
}

// spec: versions.2023
#[test]
fn fields_missing_in_23_900_are_null() {
    let (old, new) = (user("23.900", 4), user("26.250", 4));
    assert_eq!(differences(&old, &new), ["avatarHr", "email", "type", "website"]);
    for name in ["avatarHr", "desktopLastDate", "botData", "email", "type", "website"] {
        assert_eq!(old[name], json!(null), "{name}");
    }
    assert_eq!(user("23.900", 17)["botData"], json!(null));
}

// spec: versions.24.300
#[test]
fn fields_missing_in_24_300_are_null() {
    let (old, new) = (user("24.300", 4), user("26.250", 4));
    assert_eq!(differences(&old, &new), ["email", "website"]);
    assert_eq!((&old["email"], &old["website"]), (&json!(null), &json!(null)));
}

// spec: bot.background_id, bot.reactions_enabled, bot.id-openline
#[test]
fn bot_fields_missing_in_24_300_are_null_or_false() {
    let (old, new) = (user("24.300", 41)["botData"].clone(), user("26.250", 41)["botData"].clone());
    assert_eq!(differences(&old, &new), ["backgroundId", "id", "reactionsEnabled"]);
    assert_eq!(
        (&old["backgroundId"], &old["id"], &old["reactionsEnabled"], &old["openline"]),
        (&json!(null), &json!(null), &json!(false), &json!(false))
    );
}

// spec: versions.guests
#[test]
fn guests_are_extranet_users_before_26_150() {
    assert_eq!(
        (&user("26.149", 72)["type"], &user("26.150", 72)["type"]),
        (&json!("extranet"), &json!("guest"))
    );
}
