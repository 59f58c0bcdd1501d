//! Parses custom users from JSON. Their fields are named as in the package's type `User`. Only the
//! id is required.

use super::{
    Avatar, Bot, Gender, Person, PersonKind, Phones,
    fixtures::{employee, with_kind},
};
use crate::{Millis, timestamp::parse_iso8601};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;
use std::collections::HashSet;

/// The JSON form of a custom user. A missing field has the default value of an employee.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct PersonInput {
    id: u64,
    #[serde(rename = "type")]
    kind: PersonKindInput,
    active: Option<bool>,
    name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    work_position: Option<String>,
    color: Option<String>,
    avatar: Option<String>,
    gender: GenderInput,
    birthday: Option<String>,
    departments: Option<Vec<u64>>,
    phones: Option<PhonesInput>,
    website: Option<String>,
    email: Option<String>,
    last_activity_date: LastActivityInput,
    absent: Option<Timestamp>,
}

/// A timestamp in ISO 8601, as JavaScript serializes a `Date`.
#[derive(Debug, Clone, Copy)]
struct Timestamp(Millis);

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let string = String::deserialize(deserializer)?;
        let error = || {
            D::Error::custom(format!(
                "invalid date {string:?}; dates are like \"2026-03-02T09:30:00+03:00\""
            ))
        };
        parse_iso8601(&string).map(Self).ok_or_else(error)
    }
}

/// The last activity in JSON: a missing field means the default, and `null` means never.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(from = "Option<Timestamp>")]
enum LastActivityInput {
    #[default]
    Default,
    Never,
    At(Millis),
}

impl From<Option<Timestamp>> for LastActivityInput {
    fn from(timestamp: Option<Timestamp>) -> Self {
        timestamp.map_or(Self::Never, |timestamp| Self::At(timestamp.0))
    }
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum PersonKindInput {
    #[default]
    User,
    Extranet,
    Collaber,
    Guest,
    Bot,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum GenderInput {
    F,
    #[default]
    M,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct PhonesInput {
    personal_mobile: Option<String>,
    work_phone: Option<String>,
    inner_phone: Option<String>,
    personal_phone: Option<String>,
}

/// Parses a JSON list of custom users.
///
/// # Errors
///
/// A message about the first invalid value.
pub fn parse_people(list: Value) -> Result<Vec<Person>, String> {
    let input: Vec<PersonInput> =
        serde_json::from_value(list).map_err(|error| format!("`people`: {error}"))?;
    let mut seen = HashSet::new();
    for person in &input {
        person.validate_id().map_err(|message| format!("`people`: {message}"))?;
        if !seen.insert(person.id) {
            return Err(format!("`people`: duplicate id {}", person.id));
        }
    }
    Ok(input.into_iter().map(Person::from).collect())
}

impl PersonInput {
    fn validate_id(&self) -> Result<(), &'static str> {
        const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
        if (1..=MAX_SAFE_INTEGER).contains(&self.id) {
            Ok(())
        } else {
            Err("every person needs an `id` above 0")
        }
    }
}

impl From<PersonInput> for Person {
    fn from(input: PersonInput) -> Self {
        let gender = match input.gender {
            GenderInput::F => Gender::F,
            GenderInput::M => Gender::M,
        };
        let kind = match input.kind {
            PersonKindInput::User => PersonKind::Employee,
            PersonKindInput::Extranet => PersonKind::Extranet,
            PersonKindInput::Collaber => PersonKind::Collaber,
            PersonKindInput::Guest => PersonKind::Guest,
            PersonKindInput::Bot => PersonKind::Bot(default_bot(input.id)),
        };
        let first_name = input.first_name.unwrap_or_default();
        let last_name = input.last_name.unwrap_or_default();
        let defaults = with_kind(kind, employee(input.id, gender, &first_name, &last_name));
        let phones = input.phones.unwrap_or_default();
        Self {
            active: input.active.unwrap_or(defaults.active),
            name: input.name.unwrap_or(defaults.name),
            work_position: input.work_position,
            color: input.color.unwrap_or(defaults.color),
            avatar: input.avatar.map(|url| Avatar { hr_url: url.clone(), url }),
            birthday: input.birthday.unwrap_or_default(),
            departments: input.departments.unwrap_or_else(|| match defaults.kind {
                PersonKind::Employee => vec![1],
                _ => Vec::new(),
            }),
            phones: Phones {
                personal_mobile: phones.personal_mobile.unwrap_or_default(),
                work_phone: phones.work_phone.unwrap_or_default(),
                inner_phone: phones.inner_phone.unwrap_or_default(),
                personal_phone: phones.personal_phone.unwrap_or_default(),
            },
            website: input.website.unwrap_or_default(),
            email: input.email.unwrap_or_default(),
            last_activity: match input.last_activity_date {
                LastActivityInput::Default => defaults.last_activity,
                LastActivityInput::Never => None,
                LastActivityInput::At(timestamp) => Some(timestamp),
            },
            absent_until: input.absent.map(|timestamp| timestamp.0),
            ..defaults
        }
    }
}

fn default_bot(id: u64) -> Bot {
    Bot {
        code: format!("bot_{id}"),
        type_name: "bot",
        app_id: String::new(),
        is_hidden: false,
        background_id: None,
        reactions_enabled: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(json: &str) -> Person {
        serde_json::from_str::<PersonInput>(json).unwrap().into()
    }

    #[test]
    fn only_the_id_is_required() {
        let person = person(r#"{ "id": 7 }"#);
        assert_eq!((person.id, person.active, person.kind), (7, true, PersonKind::Employee));
        assert_eq!(person.departments, [1]);
    }

    #[test]
    fn given_values_are_kept() {
        let ann = person(
            r#"{ "id": 7, "firstName": "Ann", "lastName": "Lee", "gender": "F", "active": false,
                 "workPosition": "Engineer", "phones": { "workPhone": "+1" }, "avatar": "https://a.example/7.png",
                 "type": "extranet" }"#,
        );
        assert_eq!((&*ann.name, ann.active, ann.gender), ("Ann Lee", false, Gender::F));
        assert_eq!(ann.work_position.as_deref(), Some("Engineer"));
        assert_eq!((&*ann.phones.work_phone, &*ann.phones.inner_phone), ("+1", ""));
        assert_eq!(ann.avatar.unwrap().hr_url, "https://a.example/7.png");
        assert_eq!((ann.kind, ann.departments), (PersonKind::Extranet, vec![]));
    }

    #[test]
    fn dates_are_iso_8601() {
        let seen = |json: &str| person(json).last_activity;
        assert_eq!(
            seen(r#"{ "id": 7, "lastActivityDate": "2026-03-02T09:00:00+03:00" }"#),
            Some(1_772_431_200_000)
        );
        assert_eq!(
            seen(r#"{ "id": 7, "lastActivityDate": "2026-03-02T06:00:00.000Z" }"#),
            Some(1_772_431_200_000)
        );
        assert_eq!(seen(r#"{ "id": 7, "lastActivityDate": null }"#), None);
        assert!(seen(r#"{ "id": 7 }"#).is_some());
        assert_eq!(
            person(r#"{ "id": 7, "absent": "2026-03-16" }"#).absent_until,
            Some(1_773_619_200_000)
        );
        assert!(serde_json::from_str::<PersonInput>(r#"{ "id": 7, "absent": "soon" }"#).is_err());
    }

    #[test]
    fn unknown_fields_are_rejected() {
        assert!(
            serde_json::from_str::<PersonInput>(r#"{ "id": 7, "first_name": "Ann" }"#).is_err()
        );
    }

    #[test]
    fn invalid_and_duplicate_ids_are_rejected() {
        for list in [
            "[{}]",
            r#"[{ "id": 0 }]"#,
            r#"[{ "id": 9007199254740992 }]"#,
            r#"[{ "id": 4 }, { "id": 4 }]"#,
        ] {
            assert!(parse_people(serde_json::from_str(list).unwrap()).is_err());
        }
    }
}
