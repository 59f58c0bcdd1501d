//! `scope`, `methods` and `method.get`: the scopes and methods of the portal and of the caller.

use super::{Call, CallResult, METHODS};
use crate::{
    php::{Array, Value},
    rest, scopes,
};

pub(super) fn scope(call: &Call<'_>) -> CallResult {
    let granted = || call.scopes.iter().collect::<Array>();
    CallResult::new(if wants_all(call) {
        scopes::ALL_SCOPES.into_iter().collect()
    } else {
        granted()
    })
}

pub(super) fn methods(call: &Call<'_>) -> CallResult {
    let is_listed = |scope: Option<&str>| match call.params.get("SCOPE") {
        // An empty value selects the methods that require no scope.
        Some(Value::String(selected)) => {
            scope == Some(selected).filter(|name| !name.is_empty()).map(String::as_str)
        }
        _ => wants_all(call) || call.scopes.permits(scope),
    };
    CallResult::new(
        method_scopes()
            .filter(|&(_, scope)| is_listed(scope))
            .map(|(name, _)| name)
            .collect::<Array>(),
    )
}

/// `method.get`: whether a method exists, and whether the caller may call it. The parameter `name`
/// and the name of the method are case-sensitive.
pub(super) fn method_get(call: &Call<'_>) -> CallResult {
    let requested = call.raw_params.get("name").and_then(Value::as_str).unwrap_or_default();
    let found = method_scopes().find(|&(name, _)| name == requested);
    CallResult::new(Array::from([
        ("isExisting", found.is_some()),
        ("isAvailable", found.is_some_and(|(_, scope)| call.scopes.permits(scope))),
    ]))
}

/// The names of all methods, including `batch`, each with the required scope; `None` for no scope.
fn method_scopes() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    std::iter::once((rest::BATCH, None))
        .chain(METHODS.iter().map(|method| (method.name, method.scope)))
}

fn wants_all(call: &Call<'_>) -> bool {
    call.params.get("FULL").is_some_and(Value::is_truthy)
}
