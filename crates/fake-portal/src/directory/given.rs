//! People as somebody else's tests describe them: by the names of the package's `User`, each of them optional but the id.

use super::{
    Avatar, Bot, Gender, Kind, Person, Phones,
    cast::{of_kind, someone},
};
use crate::{Millis, clock::moment};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;
use std::collections::HashSet;

/// What is said of somebody; the rest is as it is for an employee of whom the portal knows little.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Given {
    id: u64,
    #[serde(rename = "type")]
    kind: GivenKind,
    active: Option<bool>,
    name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    work_position: Option<String>,
    color: Option<String>,
    avatar: Option<String>,
    gender: GivenGender,
    birthday: Option<String>,
    departments: Option<Vec<u64>>,
    phones: Option<GivenPhones>,
    website: Option<String>,
    email: Option<String>,
    last_activity_date: Seen,
    absent: Option<Moment>,
}

/// A moment in ISO 8601, as `Date` is in JSON.
#[derive(Debug, Clone, Copy)]
struct Moment(Millis);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let why = || D::Error::custom(format!("{text:?} is no date such as \"2026-03-02T09:30:00+03:00\""));
        moment(&text).map(Self).ok_or_else(why)
    }
}

/// When somebody was last seen.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(from = "Option<Moment>")]
enum Seen {
    #[default]
    AsUsual,
    Never,
    At(Millis),
}

impl From<Option<Moment>> for Seen {
    fn from(said: Option<Moment>) -> Self {
        said.map_or(Self::Never, |moment| Self::At(moment.0))
    }
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum GivenKind {
    #[default]
    User,
    Extranet,
    Collaber,
    Guest,
    Bot,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum GivenGender {
    F,
    #[default]
    M,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct GivenPhones {
    personal_mobile: Option<String>,
    work_phone: Option<String>,
    inner_phone: Option<String>,
    personal_phone: Option<String>,
}

/// The people of a list in JSON.
///
/// # Errors
///
/// Why there can be no such people.
pub fn persons(list: Value) -> Result<Vec<Person>, String> {
    let given: Vec<Given> = serde_json::from_value(list).map_err(|error| format!("`people`: {error}"))?;
    let mut seen = HashSet::new();
    for person in &given {
        person.check().map_err(|why| format!("`people`: {why}"))?;
        if !seen.insert(person.id) {
            return Err(format!("`people`: there are two with the id {}", person.id));
        }
    }
    Ok(given.into_iter().map(Person::from).collect())
}

impl Given {
    fn check(&self) -> Result<(), &'static str> {
        const LARGEST: u64 = (1 << 53) - 1;
        if (1..=LARGEST).contains(&self.id) { Ok(()) } else { Err("every person needs an `id` above 0") }
    }
}

impl From<Given> for Person {
    fn from(given: Given) -> Self {
        let gender = match given.gender {
            GivenGender::F => Gender::F,
            GivenGender::M => Gender::M,
        };
        let kind = match given.kind {
            GivenKind::User => Kind::Employee,
            GivenKind::Extranet => Kind::Extranet,
            GivenKind::Collaber => Kind::Collaber,
            GivenKind::Guest => Kind::Guest,
            GivenKind::Bot => Kind::Bot(bot(given.id)),
        };
        let first_name = given.first_name.unwrap_or_default();
        let last_name = given.last_name.unwrap_or_default();
        let usual = of_kind(kind, someone(given.id, gender, &first_name, &last_name));
        let phones = given.phones.unwrap_or_default();
        Self {
            active: given.active.unwrap_or(usual.active),
            name: given.name.unwrap_or(usual.name),
            work_position: given.work_position,
            color: given.color.unwrap_or(usual.color),
            avatar: given.avatar.map(|url| Avatar { hr_url: url.clone(), url }),
            birthday: given.birthday.unwrap_or_default(),
            departments: given.departments.unwrap_or_else(|| match usual.kind {
                Kind::Employee => vec![1],
                _ => Vec::new(),
            }),
            phones: Phones {
                personal_mobile: phones.personal_mobile.unwrap_or_default(),
                work_phone: phones.work_phone.unwrap_or_default(),
                inner_phone: phones.inner_phone.unwrap_or_default(),
                personal_phone: phones.personal_phone.unwrap_or_default(),
            },
            website: given.website.unwrap_or_default(),
            email: given.email.unwrap_or_default(),
            last_activity: match given.last_activity_date {
                Seen::AsUsual => usual.last_activity,
                Seen::Never => None,
                Seen::At(moment) => Some(moment),
            },
            absent_until: given.absent.map(|moment| moment.0),
            ..usual
        }
    }
}

fn bot(id: u64) -> Bot {
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
        serde_json::from_str::<Given>(json).unwrap().into()
    }

    #[test]
    fn an_id_is_enough() {
        let person = person(r#"{ "id": 7 }"#);
        assert_eq!((person.id, person.active, person.kind), (7, true, Kind::Employee));
        assert_eq!(person.departments, [1]);
    }

    #[test]
    fn what_is_said_is_so() {
        let ann = person(
            r#"{ "id": 7, "firstName": "Ann", "lastName": "Lee", "gender": "F", "active": false,
                 "workPosition": "Engineer", "phones": { "workPhone": "+1" }, "avatar": "https://a.example/7.png",
                 "type": "extranet" }"#,
        );
        assert_eq!((&*ann.name, ann.active, ann.gender), ("Ann Lee", false, Gender::F));
        assert_eq!(ann.work_position.as_deref(), Some("Engineer"));
        assert_eq!((&*ann.phones.work_phone, &*ann.phones.inner_phone), ("+1", ""));
        assert_eq!(ann.avatar.unwrap().hr_url, "https://a.example/7.png");
        assert_eq!((ann.kind, ann.departments), (Kind::Extranet, vec![]));
    }

    #[test]
    fn moments_are_told_in_iso_8601() {
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
        assert_eq!(person(r#"{ "id": 7, "absent": "2026-03-16" }"#).absent_until, Some(1_773_619_200_000));
        assert!(serde_json::from_str::<Given>(r#"{ "id": 7, "absent": "soon" }"#).is_err());
    }

    #[test]
    fn a_misspelt_field_is_an_error() {
        assert!(serde_json::from_str::<Given>(r#"{ "id": 7, "first_name": "Ann" }"#).is_err());
    }

    #[test]
    fn an_id_must_be_one() {
        for list in
            ["[{}]", r#"[{ "id": 0 }]"#, r#"[{ "id": 9007199254740992 }]"#, r#"[{ "id": 4 }, { "id": 4 }]"#]
        {
            assert!(persons(serde_json::from_str(list).unwrap()).is_err());
        }
    }
}
