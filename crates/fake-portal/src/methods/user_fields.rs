//! The fields of users in `user.get` and `user.search`. They are named like the columns of the
//! database.

use super::user_object::absolute_url;
use crate::{
    Millis, Portal,
    directory::{Person, PersonKind},
    php::{Array, Value, json_encode},
    timestamp::parse_iso8601,
};

/// 2020-01-01, which is the registration date of all users.
const REGISTRATION_DATE: Millis = 1_577_836_800_000;

/// All fields of a user that are not null.
pub(super) fn user_fields(portal: &Portal, person: &Person) -> Array {
    // The server sends an empty string for a user who has never logged in.
    let last_login =
        person.last_activity.map_or(String::new(), |time| portal.format_timestamp(time));
    let photo = person.avatar.as_ref().map(|avatar| absolute_url(portal, &avatar.url));
    let kind = if person.kind == PersonKind::Employee { "employee" } else { "extranet" };
    let mut fields = Array::default();
    for (name, value) in [
        // The server sends this number as a string.
        ("ID", Value::from(person.id.to_string())),
        ("ACTIVE", person.active.into()),
        ("NAME", (*person.first_name).into()),
        ("LAST_NAME", person.last_name.as_deref().into()),
        ("SECOND_NAME", "".into()),
        ("EMAIL", (*person.email).into()),
        ("LAST_LOGIN", last_login.into()),
        // The server formats midnight UTC in the portal's time zone.
        ("DATE_REGISTER", portal.format_timestamp(REGISTRATION_DATE).into()),
        ("TIME_ZONE", "".into()),
        ("IS_ONLINE", "N".into()),
        // The server serializes these dates as empty objects.
        ("TIMESTAMP_X", Value::Object),
        ("LAST_ACTIVITY_DATE", person.last_activity.map(|_| Value::Object).into()),
        ("PERSONAL_GENDER", person.gender.code().into()),
        ("PERSONAL_WWW", (*person.website).into()),
        (
            "PERSONAL_BIRTHDAY",
            birthday(person).map_or(String::new(), |date| portal.format_timestamp(date)).into(),
        ),
        ("PERSONAL_PHOTO", photo.into()),
        ("PERSONAL_PHONE", (*person.phones.personal_phone).into()),
        ("PERSONAL_MOBILE", (*person.phones.personal_mobile).into()),
        ("WORK_PHONE", (*person.phones.work_phone).into()),
        ("WORK_POSITION", person.work_position.as_deref().into()),
        ("UF_DEPARTMENT", person.departments.iter().copied().collect::<Array>().into()),
        ("UF_PHONE_INNER", (*person.phones.inner_phone).into()),
        ("USER_TYPE", kind.into()),
    ] {
        if value != Value::Null {
            fields.insert(name, value);
        }
    }
    fields
}

/// The value of a field as a string, as the database stores it; `None` if it is null.
pub(super) fn field_string(person: &Person, fields: &Array, name: &str) -> Option<String> {
    match name {
        // This field is not in responses. The `im` methods send `default` for null.
        "EXTERNAL_AUTH_ID" => Some(&person.external_auth_id).filter(|id| *id != "default").cloned(),
        name => Some(match fields.get(name)? {
            Value::String(string) => string.clone(),
            other => json_encode(other),
        }),
    }
}

/// The ids of the departments.
pub(super) fn department_ids(person: &Person) -> Vec<i64> {
    person.departments.iter().map(|id| id.cast_signed()).collect()
}

/// The value of a field as a timestamp, as the database compares it; `None` if it is null.
pub(super) fn field_timestamp(person: &Person, field: &str) -> Option<Millis> {
    match field {
        "LAST_LOGIN" | "LAST_ACTIVITY_DATE" => person.last_activity,
        "PERSONAL_BIRTHDAY" => birthday(person),
        _ => Some(REGISTRATION_DATE),
    }
}

/// The birthday as a timestamp; `None` if it is unknown. The year is always 1980, because birthdays
/// have no year.
fn birthday(person: &Person) -> Option<Millis> {
    let (day, month) = person.birthday.split_once('-')?;
    parse_iso8601(&format!("1980-{month}-{day}"))
}
