//! Converts user objects to the form in which older versions send them, with fewer fields and some
//! other values.

use crate::{
    php::{Array, Value},
    version::Version,
};

/// Converts the JSON object of a user to the form that `version` sends. Versions before
/// [`Version::TIME_FIELD`] never send `avatar_hr`; other versions before
/// [`Version::FULL_USER_OBJECTS`] send it only if `with_avatar_hr` is true.
pub(super) fn convert_to_version(user: &Array, version: Version, with_avatar_hr: bool) -> Array {
    if version < Version::TIME_FIELD {
        return to_user_2018(user);
    }
    let mut old = Array::default();
    for (key, value) in user.iter() {
        let name = key.to_string();
        let known = match &*name {
            "avatar_hr" => version >= Version::FULL_USER_OBJECTS || with_avatar_hr,
            "desktop_last_date" | "bot_data" | "type" => version >= Version::FULL_USER_OBJECTS,
            "website" | "email" => version >= Version::new(25, 0),
            _ => true,
        };
        if known {
            old.insert(&*name, legacy_value(&name, value, version));
        }
    }
    old
}

fn legacy_value(name: &str, value: &Value, version: Version) -> Value {
    match (name, value) {
        ("bot_data", Value::Array(bot)) => legacy_bot_data(bot, version).into(),
        ("type", Value::String(kind)) if kind == "guest" && version < Version::new(26, 150) => {
            "extranet".into()
        }
        _ => value.clone(),
    }
}

fn legacy_bot_data(bot: &Array, version: Version) -> Array {
    let mut old = Array::default();
    for (key, value) in bot.iter() {
        let name = key.to_string();
        let since = match &*name {
            "background_id" => Version::new(25, 550),
            "reactions_enabled" => Version::new(25, 750),
            "id" | "openline" => Version::new(26, 150),
            _ => Version::FULL_USER_OBJECTS,
        };
        if version >= since {
            old.insert(&*name, value.clone());
        }
    }
    old
}

/// Converts a user object to that of 2018, which has no `null` and always has phones.
fn to_user_2018(user: &Array) -> Array {
    let mut old = Array::default();
    for name in [
        "id",
        "name",
        "first_name",
        "last_name",
        "work_position",
        "color",
        "avatar",
        "gender",
        "birthday",
        "extranet",
        "network",
        "bot",
        "connector",
        "external_auth_id",
        "status",
        "idle",
        "last_activity_date",
        "desktop_last_date",
        "mobile_last_date",
        "departments",
        "absent",
        "phones",
    ] {
        old.insert(
            name,
            match user.get(name) {
                Some(Value::Null) | None => "".into(),
                Some(phones) if name == "phones" => to_phones_2018(phones).into(),
                Some(value) => value.clone(),
            },
        );
    }
    old
}

fn to_phones_2018(phones: &Value) -> Array {
    let mut old =
        Array::from(["work_phone", "personal_mobile", "personal_phone"].map(|name| (name, "")));
    if let Value::Array(phones) = phones {
        old.replace(phones.clone());
    }
    old
}
