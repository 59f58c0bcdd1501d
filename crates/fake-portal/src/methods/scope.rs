//! `scope`, `methods` and `method.get`: what there is, and what of it the caller may use.

use super::{Call, METHODS, Reply};
use crate::{
    php::{Array, Value},
    rest, scopes,
};

pub(super) fn scope(call: &Call<'_>) -> Reply {
    let own = || call.scopes.iter().collect::<Array>();
    Reply::of(if wants_all(call) { scopes::ALL.into_iter().collect() } else { own() })
}

pub(super) fn methods(call: &Call<'_>) -> Reply {
    let is_listed = |scope: Option<&str>| match call.params.get("SCOPE") {
        // None, or one of them.
        Some(Value::String(only)) => scope == Some(only).filter(|only| !only.is_empty()).map(String::as_str),
        _ => wants_all(call) || call.scopes.allow(scope),
    };
    Reply::of(names().filter(|&(_, scope)| is_listed(scope)).map(|(name, _)| name).collect::<Array>())
}

/// The parameter's name is read in small letters only, and so are those of methods.
pub(super) fn method_get(call: &Call<'_>) -> Reply {
    let wanted = call.sent.get("name").and_then(Value::as_str).unwrap_or_default();
    let found = names().find(|&(name, _)| name == wanted);
    Reply::of(Array::from([
        ("isExisting", found.is_some()),
        ("isAvailable", found.is_some_and(|(_, scope)| call.scopes.allow(scope))),
    ]))
}

/// All methods and their scopes, the server's own one among them.
fn names() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    std::iter::once((rest::BATCH, None)).chain(METHODS.iter().map(|method| (method.name, method.scope)))
}

fn wants_all(call: &Call<'_>) -> bool {
    call.params.get("FULL").is_some_and(Value::is_truthy)
}
