//! The people who are the same on every portal, whatever the seed: each of them is there to show something.

use super::{Avatar, Bot, Gender, Kind, Person, Phones};
use crate::Millis;

/// The owner of the webhook and of the access token.
pub const OWNER: u64 = 1;
/// The user of the extranet token.
pub const EXTRANET: u64 = 61;
/// The active members of that user's groups.
pub const EXTRANET_GROUP: [u64; 3] = [4, 5, 105];

/// 2026-03-02T09:30:00+01:00, when everybody was last seen.
const LAST_SEEN: Millis = 1_772_440_200_000;
/// A minute and a bit later.
const DESKTOP_ON: Millis = LAST_SEEN + 104_000;
/// 2026-03-16T00:00:00+01:00.
const BACK_FROM_VACATION: Millis = 1_773_615_600_000;

/// The member of the cast with that id.
#[must_use]
pub fn person(id: u64) -> Option<Person> {
    Some(match id {
        OWNER => signs_in_by_network(someone(id, Gender::M, "Пётр", "Первый")),
        4 => Person {
            work_position: Some("Analyst".into()),
            avatar: Some(documented_avatar("avatar4")),
            departments: vec![7, 5],
            phones: documented_phones("+12123456789", "22"),
            website: "example.com".into(),
            email: "emily.smith@example.com".into(),
            ..someone(id, Gender::F, "Emily", "Smith")
        },
        5 => Person {
            work_position: Some("Manager".into()),
            color: "#048bd0".into(),
            avatar: Some(documented_avatar("avatar")),
            departments: vec![10],
            phones: documented_phones("+12123456788", "21"),
            website: "example.com".into(),
            email: "user@example.com".into(),
            desktop: Some(DESKTOP_ON),
            ..someone(id, Gender::M, "John", "Johnson")
        },
        17 => Person {
            work_position: Some("Чат-бот".into()),
            color: "#8474c8".into(),
            ..of_kind(marta(), someone(id, Gender::F, "Марта", ""))
        },
        41 => of_kind(echo_bot(), someone(id, Gender::M, "Echo", "Bot")),
        EXTRANET => Person {
            email: "olga@partner.example".into(),
            ..of_kind(Kind::Extranet, someone(id, Gender::F, "Ольга", "Внешняя"))
        },
        72 => of_kind(Kind::Guest, someone(id, Gender::M, "Visitor", "")),
        74 => of_kind(Kind::Network, someone(id, Gender::M, "Network", "Person")),
        81 => Person {
            color: "#ab7761".into(),
            last_activity: None,
            ..signs_in_by_network(someone(id, Gender::M, "Techno", "Pizza"))
        },
        83 => Person {
            avatar: Some(raw_avatar()),
            phones: Phones { work_phone: "+7 (495) 123-45-67 доб. 5".into(), ..Phones::default() },
            ..someone(id, Gender::M, "Box", "User")
        },
        90 => Person {
            work_position: Some("R&D <script>alert(1)</script>".into()),
            website: "javascript:alert(1)".into(),
            email: "\"><img src=x>@example.com".into(),
            ..someone(id, Gender::M, "Анна <b>\"О'Нил\"</b>", "& Сыновья")
        },
        91 => someone(id, Gender::M, "Tom &amp;", "Jerry"),
        92 => Person { name: "李 小龍 🐉".into(), ..someone(id, Gender::M, "小龍", "李") },
        93 => Person {
            name: "Vacation Vera".into(),
            birthday: "29-02".into(),
            absent_until: Some(BACK_FROM_VACATION),
            ..someone(id, Gender::F, "Vera", "Vacation")
        },
        105 => Person {
            work_position: Some("Ведущий аналитик".into()),
            color: "#f76187".into(),
            departments: vec![1, 264],
            email: "anna@example.ru".into(),
            ..signs_in_by_network(someone(id, Gender::F, "Анна", "Ёлкина-Щукина"))
        },
        106 => Person { active: false, ..someone(id, Gender::M, "Fired", "Fred") },
        107 => of_kind(Kind::Collaber, someone(id, Gender::F, "Collab", "Clara")),
        108 => of_kind(Kind::Connector, someone(id, Gender::M, "Customer", "")),
        109 => Person {
            email: "mail@customer.example".into(),
            ..of_kind(Kind::Mail, someone(id, Gender::F, "Mail", "Mary"))
        },
        _ => return None,
    })
}

/// An employee about whom the portal knows little.
pub(super) fn someone(id: u64, gender: Gender, first_name: &str, last_name: &str) -> Person {
    Person {
        id,
        active: true,
        name: format!("{first_name} {last_name}").trim_end().into(),
        first_name: first_name.into(),
        last_name: Some(last_name.into()),
        work_position: None,
        color: "#df532d".into(),
        avatar: None,
        gender,
        birthday: String::new(),
        kind: Kind::Employee,
        external_auth_id: Kind::Employee.external_auth_id().into(),
        last_activity: Some(LAST_SEEN),
        desktop: None,
        absent_until: None,
        departments: vec![1],
        phones: Phones::default(),
        website: String::new(),
        email: String::new(),
    }
}

/// The same person outside the company's structure.
pub(super) fn of_kind(kind: Kind, person: Person) -> Person {
    Person {
        external_auth_id: kind.external_auth_id().into(),
        last_activity: person.last_activity.filter(|_| kind.leaves_traces()),
        departments: Vec::new(),
        kind,
        ..person
    }
}

/// The same person, signing in as most people in the cloud do.
fn signs_in_by_network(person: Person) -> Person {
    Person { external_auth_id: "socservices".into(), ..person }
}

fn documented_avatar(name: &str) -> Avatar {
    let url = |suffix| format!("https://example.bitrix24.com/upload/main/{name}{suffix}.png");
    Avatar { url: url(""), hr_url: url("_hr") }
}

/// As a portal on somebody's own server has it: the name of the file as it was.
fn raw_avatar() -> Avatar {
    let url = "https://portal.local/upload/resize_cache/main/1d3/100_100_2/фото 1.png";
    Avatar { url: url.into(), hr_url: url.into() }
}

fn documented_phones(number: &str, inner: &str) -> Phones {
    Phones {
        personal_mobile: number.into(),
        work_phone: number.into(),
        inner_phone: inner.into(),
        ..Phones::default()
    }
}

fn marta() -> Kind {
    Kind::Bot(Bot {
        code: "marta".into(),
        type_name: "bot",
        app_id: String::new(),
        is_hidden: false,
        background_id: Some("martaAI"),
        reactions_enabled: false,
    })
}

fn echo_bot() -> Kind {
    Kind::Bot(Bot {
        code: "echo_bot".into(),
        type_name: "openline",
        app_id: "app.573ad8a0346747.09223434".into(),
        is_hidden: true,
        background_id: Some("azure"),
        reactions_enabled: true,
    })
}
