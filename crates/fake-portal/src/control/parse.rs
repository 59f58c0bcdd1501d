//! Parsers for the bodies of control requests.

use crate::{
    Edition,
    directory::{Person, parse_people},
    faults::Rule,
    limits::Limits,
    tokens::{TokenOptions, WebhookOptions},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(super) fn rules(body: &[u8]) -> Result<Vec<Rule>, String> {
    parse::<Vec<Map<String, Value>>>(body)?.into_iter().map(rule).collect()
}

pub(super) fn people(body: &[u8]) -> Result<Vec<Person>, String> {
    parse_people(parse(body)?)
}

pub(super) fn limits(body: &[u8]) -> Result<Limits, String> {
    let limits: Limits = parse(body)?;
    limits.check()?;
    Ok(limits)
}

pub(super) fn edition(body: &[u8]) -> Result<Edition, String> {
    let edition: Edition = parse(body)?;
    edition.check()?;
    Ok(edition)
}

pub(super) fn token_options(body: &[u8]) -> Result<TokenOptions, String> {
    parse_or_default(body)
}

pub(super) fn webhook_options(body: &[u8]) -> Result<WebhookOptions, String> {
    parse_or_default(body)
}

/// Parses a rule. Rejects unknown names, because a rule without its misspelt condition would
/// trigger on every request.
fn rule(fields: Map<String, Value>) -> Result<Rule, String> {
    let names: Vec<String> = fields.keys().cloned().collect();
    let rule: Rule = serde_json::from_value(fields.into()).map_err(|error| error.to_string())?;
    rule.check()?;
    let known = serde_json::to_value(&rule).map_err(|error| error.to_string())?;
    match names.into_iter().find(|name| known.get(name).is_none()) {
        Some(name) => Err(format!("a rule of kind `{}` has no `{name}`", rule.fault.kind())),
        None => Ok(rule),
    }
}

/// Parses a body. An empty body yields the default values.
fn parse_or_default<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, String> {
    if body.is_empty() { Ok(T::default()) } else { parse(body) }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
