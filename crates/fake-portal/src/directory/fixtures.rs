//! Fixtures: users who are the same on every portal, whatever the seed. Each fixture covers a
//! special case.

use super::{Avatar, Bot, Gender, Person, PersonKind, Phones};
use crate::Millis;

/// The user who owns the webhook and the access token.
pub const OWNER_ID: u64 = 1;
/// The user who owns the extranet token.
pub const EXTRANET_USER_ID: u64 = 61;
/// The ids of the active users in the groups of the extranet user.
pub const EXTRANET_GROUP_MEMBER_IDS: [u64; 3] = [4, 5, 105];

/// 2026-03-02T09:30:00+01:00.
const LAST_ACTIVITY: Millis = 1_772_440_200_000;
/// 2026-03-02T09:31:44+01:00.
const DESKTOP_START: Millis = LAST_ACTIVITY + 104_000;
/// 2026-03-16T00:00:00+01:00.
const VACATION_END: Millis = 1_773_615_600_000;

/// The fixture with this id; `None` if no fixture has this id.
#[must_use]
pub fn fixture_person(id: u64) -> Option<Person> {
    Some(match id {
        OWNER_ID => with_network_sign_in(employee(id, Gender::M, "Пётр", "Первый")),
        4 => Person {
            work_position: Some("Analyst".into()),
            avatar: Some(docs_avatar("avatar4")),
            departments: vec![7, 5],
            phones: docs_phones("+12123456789", "22"),
            website: "example.com".into(),
            email: "emily.smith@example.com".into(),
            ..employee(id, Gender::F, "Emily", "Smith")
        },
        5 => Person {
            work_position: Some("Manager".into()),
            color: "#048bd0".into(),
            avatar: Some(docs_avatar("avatar")),
            departments: vec![10],
            phones: docs_phones("+12123456788", "21"),
            website: "example.com".into(),
            email: "user@example.com".into(),
            desktop: Some(DESKTOP_START),
            ..employee(id, Gender::M, "John", "Johnson")
        },
        17 => Person {
            work_position: Some("Чат-бот".into()),
            color: "#8474c8".into(),
            ..with_kind(marta_bot(), employee(id, Gender::F, "Марта", ""))
        },
        41 => with_kind(echo_bot(), employee(id, Gender::M, "Echo", "Bot")),
        EXTRANET_USER_ID => Person {
            email: "olga@partner.example".into(),
            ..with_kind(PersonKind::Extranet, employee(id, Gender::F, "Ольга", "Внешняя"))
        },
        72 => with_kind(PersonKind::Guest, employee(id, Gender::M, "Visitor", "")),
        74 => with_kind(PersonKind::Network, employee(id, Gender::M, "Network", "Person")),
        81 => Person {
            color: "#ab7761".into(),
            last_activity: None,
            ..with_network_sign_in(employee(id, Gender::M, "Techno", "Pizza"))
        },
        83 => Person {
            avatar: Some(unescaped_avatar()),
            phones: Phones {
                work_phone: "+7 (495) 123-45-67 доб. 5".into(), ..Phones::default()
            },
            ..employee(id, Gender::M, "Box", "User")
        },
        90 => Person {
            work_position: Some("R&D <script>alert(1)</script>".into()),
            website: "javascript:alert(1)".into(),
            email: "\"><img src=x>@example.com".into(),
            ..employee(id, Gender::M, "Анна <b>\"О'Нил\"</b>", "& Сыновья")
        },
        91 => employee(id, Gender::M, "Tom &amp;", "Jerry"),
        92 => Person { name: "李 小龍 🐉".into(), ..employee(id, Gender::M, "小龍", "李") },
        93 => Person {
            name: "Vacation Vera".into(),
            birthday: "29-02".into(),
            absent_until: Some(VACATION_END),
            ..employee(id, Gender::F, "Vera", "Vacation")
        },
        105 => Person {
            work_position: Some("Ведущий аналитик".into()),
            color: "#f76187".into(),
            departments: vec![1, 264],
            email: "anna@example.ru".into(),
            ..with_network_sign_in(employee(id, Gender::F, "Анна", "Ёлкина-Щукина"))
        },
        106 => Person { active: false, ..employee(id, Gender::M, "Fired", "Fred") },
        107 => with_kind(PersonKind::Collaber, employee(id, Gender::F, "Collab", "Clara")),
        108 => with_kind(PersonKind::Connector, employee(id, Gender::M, "Customer", "")),
        109 => Person {
            email: "mail@customer.example".into(),
            ..with_kind(PersonKind::Mail, employee(id, Gender::F, "Mail", "Mary"))
        },
        _ => return None,
    })
}

/// An employee with default values in all other fields.
pub(super) fn employee(id: u64, gender: Gender, first_name: &str, last_name: &str) -> Person {
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
        kind: PersonKind::Employee,
        external_auth_id: PersonKind::Employee.default_external_auth_id().into(),
        last_activity: Some(LAST_ACTIVITY),
        desktop: None,
        absent_until: None,
        departments: vec![1],
        phones: Phones::default(),
        website: String::new(),
        email: String::new(),
    }
}

/// Changes the kind of a person, and clears the fields that only employees have.
pub(super) fn with_kind(kind: PersonKind, person: Person) -> Person {
    Person {
        external_auth_id: kind.default_external_auth_id().into(),
        last_activity: person.last_activity.filter(|_| kind.has_activity()),
        departments: Vec::new(),
        kind,
        ..person
    }
}

/// Changes the sign-in method to Bitrix24.Network, with which most users of cloud portals sign in.
fn with_network_sign_in(person: Person) -> Person {
    Person { external_auth_id: "socservices".into(), ..person }
}

/// The avatar of a documentation example, at the portal's own address: a test page requests no
/// picture from another server.
fn docs_avatar(name: &str) -> Avatar {
    let url = |suffix| format!("/upload/main/{name}{suffix}.png");
    Avatar { url: url(""), hr_url: url("_hr") }
}

/// An avatar as on-premise portals send it: its URL contains the original file name without
/// percent-encoding.
fn unescaped_avatar() -> Avatar {
    let url = "https://portal.local/upload/resize_cache/main/1d3/100_100_2/фото 1.png";
    Avatar { url: url.into(), hr_url: url.into() }
}

fn docs_phones(number: &str, inner: &str) -> Phones {
    Phones {
        personal_mobile: number.into(),
        work_phone: number.into(),
        inner_phone: inner.into(),
        ..Phones::default()
    }
}

fn marta_bot() -> PersonKind {
    PersonKind::Bot(Bot {
        code: "marta".into(),
        type_name: "bot",
        app_id: String::new(),
        is_hidden: false,
        background_id: Some("martaAI"),
        reactions_enabled: false,
    })
}

fn echo_bot() -> PersonKind {
    PersonKind::Bot(Bot {
        code: "echo_bot".into(),
        type_name: "openline",
        app_id: "app.573ad8a0346747.09223434".into(),
        is_hidden: true,
        background_id: Some("azure"),
        reactions_enabled: true,
    })
}
