//! Users generated from the seed and their id alone.

use super::{
    Avatar, Bot, Gender, Kind, Person, Phones,
    names::{name, pick, position},
};
use crate::{Millis, avatars::avatar_path};
use fastrand::Rng;

/// 2026-03-02T09:00:00+01:00, the upper bound of all activity.
const LAST_ACTIVITY: Millis = 1_772_438_400_000;
const DAY: Millis = 86_400_000;

/// The server's palette, indexed by the last digit of the id.
const PALETTE: [&str; 10] = [
    "#df532d", "#64a513", "#4ba984", "#4ba5c3", "#3e99ce", "#8474c8", "#1eb4aa", "#f76187",
    "#58cc47", "#ab7761",
];

pub(super) fn person(seed: u64, id: u64) -> Person {
    // The multiplications decorrelate neighbouring ids and neighbouring seeds.
    let rng = &mut Rng::with_seed(
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ id.wrapping_mul(0xD1B5_4A32_D192_ED03),
    );
    let gender = if rng.bool() { Gender::F } else { Gender::M };
    let kind = kind(rng, id);
    let name = name(rng, gender);
    let employee = kind == Kind::Employee;
    Person {
        id,
        active: rng.u8(..12) > 0,
        name: name.full(),
        first_name: name.first,
        last_name: name.last,
        work_position: position(rng),
        color: color(id).into(),
        avatar: (rng.u8(..5) > 2).then(|| Avatar { url: avatar_path(id), hr_url: avatar_path(id) }),
        gender,
        birthday: birthday(rng),
        external_auth_id: if employee {
            pick(rng, &["socservices", "default"])
        } else {
            kind.external_auth_id()
        }
        .into(),
        last_activity: (kind.has_activity() && rng.u8(..20) > 0)
            .then(|| LAST_ACTIVITY - rng.u64(..90 * DAY)),
        desktop: (employee && rng.u8(..4) == 0).then_some(LAST_ACTIVITY),
        absent_until: (employee && rng.u8(..20) == 0)
            .then(|| LAST_ACTIVITY - 9 * 3_600_000 + rng.u64(1..30) * DAY),
        departments: if employee { departments(rng) } else { Vec::new() },
        phones: if employee { phones(rng, id) } else { Phones::default() },
        website: if rng.u8(..10) == 0 {
            format!("https://example.com/~{id}")
        } else {
            String::new()
        },
        email: if kind.has_activity() { format!("user{id}@example.com") } else { String::new() },
        kind,
    }
}

fn kind(rng: &mut Rng, id: u64) -> Kind {
    match rng.u8(..100) {
        0..3 => Kind::Bot(Bot {
            code: format!("bot_{id}"),
            type_name: pick(rng, &["bot", "openline", "supervisor", "personal"]),
            app_id: format!("app.{id:014x}"),
            is_hidden: rng.bool(),
            background_id: rng.bool().then_some("copilot"),
            reactions_enabled: rng.bool(),
        }),
        3..6 => Kind::Extranet,
        6..8 => Kind::Collaber,
        8 => Kind::Guest,
        9 => Kind::Connector,
        10 => Kind::Network,
        _ => Kind::Employee,
    }
}

fn color(id: u64) -> &'static str {
    PALETTE[usize::try_from(id % 10).unwrap_or_default()]
}

fn birthday(rng: &mut Rng) -> String {
    if rng.bool() { format!("{:02}-{:02}", rng.u8(1..29), rng.u8(1..13)) } else { String::new() }
}

fn departments(rng: &mut Rng) -> Vec<u64> {
    let first = rng.u64(1..30);
    if rng.u8(..8) == 0 { vec![first, first + 30] } else { vec![first] }
}

/// Digits only, as portals with telephony store them. A quarter of the users have no numbers.
fn phones(rng: &mut Rng, id: u64) -> Phones {
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
