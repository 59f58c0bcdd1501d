//! What `user.get` and `user.search` tell about a person: the database's fields, in capitals.

use super::user_object::absolute;
use crate::{
    Millis, Portal,
    clock::moment,
    directory::{Kind, Person},
    php::{Array, Value, encode},
};

/// The day since which everybody is here, 2020-01-01.
const REGISTERED: Millis = 1_577_836_800_000;

/// All fields, those that are null left out.
pub(super) fn user_fields(portal: &Portal, person: &Person) -> Array {
    // Never is a text, too.
    let seen = person.last_activity.map_or(String::new(), |moment| portal.iso(moment));
    let photo = person.avatar.as_ref().map(|avatar| absolute(portal, &avatar.url));
    let kind = if person.kind == Kind::Employee { "employee" } else { "extranet" };
    let mut fields = Array::default();
    for (name, value) in [
        // A number in the database, and text here.
        ("ID", Value::from(person.id.to_string())),
        ("ACTIVE", person.active.into()),
        ("NAME", (*person.first_name).into()),
        ("LAST_NAME", person.last_name.as_deref().into()),
        ("SECOND_NAME", "".into()),
        ("EMAIL", (*person.email).into()),
        ("LAST_LOGIN", seen.into()),
        // The midnight of dates is that of Greenwich, written in the portal's zone.
        ("DATE_REGISTER", portal.iso(REGISTERED).into()),
        ("TIME_ZONE", "".into()),
        ("IS_ONLINE", "N".into()),
        // Dates that the server forgets to turn into text.
        ("TIMESTAMP_X", Value::Object),
        ("LAST_ACTIVITY_DATE", person.last_activity.map(|_| Value::Object).into()),
        ("PERSONAL_GENDER", person.gender.letter().into()),
        ("PERSONAL_WWW", (*person.website).into()),
        ("PERSONAL_BIRTHDAY", birthday(person).map_or(String::new(), |date| portal.iso(date)).into()),
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

/// A field as text, as the database has it.
pub(super) fn text_of(person: &Person, fields: &Array, name: &str) -> Option<String> {
    match name {
        // No field of answers, and null where the `im` methods say `default`.
        "EXTERNAL_AUTH_ID" => Some(&person.external_auth_id).filter(|id| *id != "default").cloned(),
        name => Some(match fields.get(name)? {
            Value::String(text) => text.clone(),
            other => encode(other),
        }),
    }
}

/// The departments as numbers.
pub(super) fn department_ids(person: &Person) -> Vec<i64> {
    person.departments.iter().map(|id| id.cast_signed()).collect()
}

/// What a field tells of as a moment, whatever the server makes of it in answers.
pub(super) fn moment_of(person: &Person, field: &str) -> Option<Millis> {
    match field {
        "LAST_LOGIN" | "LAST_ACTIVITY_DATE" => person.last_activity,
        "PERSONAL_BIRTHDAY" => birthday(person),
        _ => Some(REGISTERED),
    }
}

/// A date with a year, which everybody here shares.
fn birthday(person: &Person) -> Option<Millis> {
    let (day, month) = person.birthday.split_once('-')?;
    moment(&format!("1980-{month}-{day}"))
}
