//! Draws the fields of generated users at random. The portal's seed and the user's id determine the
//! state of the random number generator.

use super::{
    Avatar, Bot, Gender, Person, PersonKind, Phones,
    random_names::{pick, random_name, random_position},
};
use crate::{Millis, avatars::avatar_path};
use fastrand::Rng;

/// 2026-03-02T09:00:00+01:00, the latest time of a last activity.
const MAX_LAST_ACTIVITY: Millis = 1_772_438_400_000;
const DAY_MS: Millis = 86_400_000;

/// The palette of the real server. The last digit of a user's id is the index of the color.
const PALETTE: [&str; 10] = [
    "#df532d", "#64a513", "#4ba984", "#4ba5c3", "#3e99ce", "#8474c8", "#1eb4aa", "#f76187",
    "#58cc47", "#ab7761",
];

pub(super) fn random_person(seed: u64, id: u64) -> Person {
    // The multiplications decorrelate neighbouring ids and neighbouring seeds.
    let rng = &mut Rng::with_seed(
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ id.wrapping_mul(0xD1B5_4A32_D192_ED03),
    );
    let gender = if rng.bool() { Gender::F } else { Gender::M };
    let kind = random_kind(rng, id);
    let name = random_name(rng, gender);
    let is_employee = kind == PersonKind::Employee;
    Person {
        id,
        active: rng.u8(..12) > 0,
        name: name.full(),
        first_name: name.first,
        last_name: name.last,
        work_position: random_position(rng),
        color: color_of(id).into(),
        avatar: (rng.u8(..5) > 2).then(|| Avatar { url: avatar_path(id), hr_url: avatar_path(id) }),
        gender,
        birthday: random_birthday(rng),
        external_auth_id: if is_employee {
            pick(rng, &["socservices", "default"])
        } else {
            kind.default_external_auth_id()
        }
        .into(),
        last_activity: (kind.has_activity() && rng.u8(..20) > 0)
            .then(|| MAX_LAST_ACTIVITY - rng.u64(..90 * DAY_MS)),
        desktop: (is_employee && rng.u8(..4) == 0).then_some(MAX_LAST_ACTIVITY),
        absent_until: (is_employee && rng.u8(..20) == 0)
            .then(|| MAX_LAST_ACTIVITY - 9 * 3_600_000 + rng.u64(1..30) * DAY_MS),
        departments: if is_employee { random_departments(rng) } else { Vec::new() },
        phones: if is_employee { random_phones(rng, id) } else { Phones::default() },
        website: if rng.u8(..10) == 0 {
            format!("https://example.com/~{id}")
        } else {
            String::new()
        },
        email: if kind.has_activity() { format!("user{id}@example.com") } else { String::new() },
        kind,
    }
}

fn random_kind(rng: &mut Rng, id: u64) -> PersonKind {
    match rng.u8(..100) {
        0..3 => PersonKind::Bot(Bot {
            code: format!("bot_{id}"),
            type_name: pick(rng, &["bot", "openline", "supervisor", "personal"]),
            app_id: format!("app.{id:014x}"),
            is_hidden: rng.bool(),
            background_id: rng.bool().then_some("copilot"),
            reactions_enabled: rng.bool(),
        }),
        3..6 => PersonKind::Extranet,
        6..8 => PersonKind::Collaber,
        8 => PersonKind::Guest,
        9 => PersonKind::Connector,
        10 => PersonKind::Network,
        _ => PersonKind::Employee,
    }
}

fn color_of(id: u64) -> &'static str {
    PALETTE[usize::try_from(id % 10).unwrap_or_default()]
}

fn random_birthday(rng: &mut Rng) -> String {
    if rng.bool() { format!("{:02}-{:02}", rng.u8(1..29), rng.u8(1..13)) } else { String::new() }
}

fn random_departments(rng: &mut Rng) -> Vec<u64> {
    let first = rng.u64(1..30);
    if rng.u8(..8) == 0 { vec![first, first + 30] } else { vec![first] }
}

/// Generates phone numbers that consist of digits, as portals with telephony store them. About a
/// quarter of the users have none.
fn random_phones(rng: &mut Rng, id: u64) -> Phones {
    let mut phones = Phones::default();
    if rng.u8(..4) == 0 {
        return phones;
    }
    phones.work_phone = format!("7495{id:07}");
    if rng.bool() {
        phones.personal_mobile = format!("7916{id:07}");
    }
    if rng.bool() {
        phones.inner_phone = format!("{}", id % 1000);
    }
    if rng.u8(..8) == 0 {
        phones.personal_phone = format!("7812{id:07}");
    }
    phones
}
