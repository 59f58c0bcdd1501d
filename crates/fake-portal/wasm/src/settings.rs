//! What a test author wants the portal to be.

use std::collections::{BTreeMap, BTreeSet};

use b24_fake_portal::{
    Settings,
    directory::{chats::Chats, persons},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wishes {
    seed: Option<u64>,
    origin: Option<String>,
    /// How many, or who.
    people: Option<Value>,
    /// Who is in which chat.
    chats: BTreeMap<u64, BTreeSet<u64>>,
}

/// The settings in a JSON text.
pub(crate) fn read(json: &str) -> Result<Settings, String> {
    let wishes: Wishes = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut settings = Settings::default();
    if let Some(seed) = wishes.seed {
        settings.seed = seed;
    }
    if let Some(origin) = wishes.origin {
        settings.origin = origin;
    }
    match wishes.people {
        None => {}
        Some(list @ Value::Array(_)) => settings.staff = Some(persons(list)?),
        Some(count) => {
            settings.people = count.as_u64().ok_or("`people` must be a whole number or a list of people")?;
        }
    }
    settings.chats = Chats::new(wishes.chats, &settings.directory())?;
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_special_is_a_thousand_people() {
        let settings = read("{}").unwrap();
        assert_eq!((settings.seed, settings.people, settings.staff), (1, 1000, None));
    }

    #[test]
    fn people_are_so_many_or_these() {
        assert_eq!(read(r#"{ "people": 20 }"#).unwrap().people, 20);
        let settings = read(r#"{ "people": [{ "id": 7, "firstName": "Ann" }], "seed": 2 }"#).unwrap();
        assert_eq!(settings.staff.unwrap()[0].first_name, "Ann");
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (json, why) in [
            (r#"{ "peple": 20 }"#, "unknown field `peple`"),
            (r#"{ "people": -1 }"#, "whole number"),
            (r#"{ "people": [{ "id": 0 }] }"#, "an `id`"),
            (r#"{ "people": [{ "id": 7 }, { "id": 7 }] }"#, "two with the id 7"),
            (r#"{ "people": [{ "id": 7, "firstname": "" }] }"#, "unknown field `firstname`"),
            (r#"{ "chats": { "12": [999] } }"#, "no user 999 for chat 12"),
            (r#"{ "people": [{ "id": 7 }], "chats": { "12": [7, 8] } }"#, "no user 8 for chat 12"),
            (r#"{ "chats": { "0": [1] } }"#, "above 0"),
            (r#"{ "chats": { "1": [7] } }"#, "the general chat"),
            (r#"{ "chats": { "twelve": [7] } }"#, "a number"),
            (r#"{ "chats": { "12": 7 } }"#, "expected a sequence"),
        ] {
            let told = read(json).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
    }
}
