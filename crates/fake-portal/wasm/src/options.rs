//! Parses the options of `createFakePortal` from JSON.

use std::collections::{BTreeMap, BTreeSet};

use b24_fake_portal::{
    PortalOptions,
    directory::{chats::CustomChats, parse_people},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OptionsInput {
    seed: Option<u64>,
    origin: Option<String>,
    /// The largest id of a generated user, or a list of custom users.
    people: Option<Value>,
    /// The custom chats: the ids of the members by the id of the chat.
    chats: BTreeMap<u64, BTreeSet<u64>>,
}

/// Parses the options of a portal.
pub(crate) fn parse_options(json: &str) -> Result<PortalOptions, String> {
    let input: OptionsInput = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut options = PortalOptions::default();
    if let Some(seed) = input.seed {
        options.seed = seed;
    }
    if let Some(origin) = input.origin {
        options.origin = origin;
    }
    match input.people {
        None => {}
        Some(list @ Value::Array(_)) => options.custom_people = Some(parse_people(list)?),
        Some(max_user_id) => {
            options.max_user_id = max_user_id
                .as_u64()
                .ok_or("`people` must be a whole number or a list of people")?;
        }
    }
    options.chats = CustomChats::new(input.chats, &options.directory())?;
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_to_a_thousand_people() {
        let options = parse_options("{}").unwrap();
        assert_eq!((options.seed, options.max_user_id, options.custom_people), (1, 1000, None));
    }

    #[test]
    fn people_are_a_count_or_a_list() {
        assert_eq!(parse_options(r#"{ "people": 20 }"#).unwrap().max_user_id, 20);
        let options =
            parse_options(r#"{ "people": [{ "id": 7, "firstName": "Ann" }], "seed": 2 }"#).unwrap();
        assert_eq!(options.custom_people.unwrap()[0].first_name, "Ann");
    }

    #[test]
    fn invalid_settings_are_reported() {
        for (json, expected) in [
            (r#"{ "peple": 20 }"#, "unknown field `peple`"),
            (r#"{ "people": -1 }"#, "whole number"),
            (r#"{ "people": [{ "id": 0 }] }"#, "an `id`"),
            (r#"{ "people": [{ "id": 7 }, { "id": 7 }] }"#, "duplicate id 7"),
            (r#"{ "people": [{ "id": 7, "firstname": "" }] }"#, "unknown field `firstname`"),
            (r#"{ "chats": { "12": [999] } }"#, "no user 999 for chat 12"),
            (r#"{ "people": [{ "id": 7 }], "chats": { "12": [7, 8] } }"#, "no user 8 for chat 12"),
            (r#"{ "chats": { "0": [1] } }"#, "above 0"),
            (r#"{ "chats": { "1": [7] } }"#, "the general chat"),
            (r#"{ "chats": { "twelve": [7] } }"#, "a number"),
            (r#"{ "chats": { "12": 7 } }"#, "expected a sequence"),
        ] {
            let message = parse_options(json).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
