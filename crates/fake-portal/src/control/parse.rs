//! Parsers for the bodies of control requests.

use crate::{
    Edition,
    directory::{self, Person},
    faults::FaultRule,
    limits::LimitOptions,
    tokens::{TokenOptions, WebhookOptions},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(super) fn parse_rules(body: &[u8]) -> Result<Vec<FaultRule>, String> {
    parse_json::<Vec<Map<String, Value>>>(body)?.into_iter().map(parse_rule).collect()
}

pub(super) fn parse_people(body: &[u8]) -> Result<Vec<Person>, String> {
    directory::parse_people(parse_json(body)?)
}

pub(super) fn parse_limits(body: &[u8]) -> Result<LimitOptions, String> {
    let limits: LimitOptions = parse_json(body)?;
    limits.validate()?;
    Ok(limits)
}

pub(super) fn parse_edition(body: &[u8]) -> Result<Edition, String> {
    let edition: Edition = parse_json(body)?;
    edition.validate_utc_offset()?;
    Ok(edition)
}

pub(super) fn parse_token_options(body: &[u8]) -> Result<TokenOptions, String> {
    parse_or_default(body)
}

pub(super) fn parse_webhook_options(body: &[u8]) -> Result<WebhookOptions, String> {
    parse_or_default(body)
}

/// Parses a fault rule. Unknown fields are errors, because a rule would ignore a condition whose
/// name is misspelt, and apply to too many requests.
fn parse_rule(fields: Map<String, Value>) -> Result<FaultRule, String> {
    let names: Vec<String> = fields.keys().cloned().collect();
    let rule: FaultRule =
        serde_json::from_value(fields.into()).map_err(|error| error.to_string())?;
    rule.validate()?;
    let known = serde_json::to_value(&rule).map_err(|error| error.to_string())?;
    match names.into_iter().find(|name| known.get(name).is_none()) {
        Some(name) => Err(format!("a rule of kind `{}` has no `{name}`", rule.fault.kind())),
        None => Ok(rule),
    }
}

/// Parses a body. An empty body means the default values.
fn parse_or_default<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, String> {
    if body.is_empty() { Ok(T::default()) } else { parse_json(body) }
}

fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
