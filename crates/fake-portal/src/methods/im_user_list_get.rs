//! `im.user.list.get`

use super::{Call, CallError, CallResult, user_object::user_object};
use crate::{
    php::{Array, PhpTypeError, Value, intval, js_object_to_php, json_decode},
    version::Version,
};
use indexmap::IndexSet;

pub(super) fn im_user_list_get(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let ids = parse_ids(call.params.get("ID"), call.portal.edition().version)?;
    if ids.is_empty() {
        return Err(INVALID_FORMAT);
    }
    let as_list = is_list_requested(call.params.get("RESULT_TYPE"))?;
    let visible_ids = call.portal.extranet_visible_ids(call.caller);
    let mut users = Array::default();
    for &id in &ids {
        // For extranet callers, the server also leaves out unknown ids and the caller's own id.
        if visible_ids.is_some_and(|ids| !ids.contains(&id.cast_unsigned())) {
            continue;
        }
        let person = call.portal.directory().person(id.cast_unsigned());
        users.insert(id, person.map(|person| user_object(call, &person)));
    }
    let users = if as_list { users.into_list() } else { users };
    Ok(CallResult { id_count: ids.len(), user_count: ids.len(), ..CallResult::new(users) })
}

pub(super) fn requested_ids(params: &Array) -> Vec<u64> {
    parse_ids(params.get("ID"), Version::CURRENT)
        .unwrap_or_default()
        .into_iter()
        .map(i64::cast_unsigned)
        .collect()
}

/// Parses the parameter `ID`, and returns the distinct positive ids. A string is parsed as a
/// JavaScript literal; versions before [`Version::LENIENT_ID_PARSING`] first try to parse it as
/// JSON.
fn parse_ids(parameter: Option<&Value>, version: Version) -> Result<IndexSet<i64>, PhpTypeError> {
    let ids = match parameter {
        Some(Value::String(string)) => {
            let json =
                json_decode(string.as_bytes()).filter(|_| version < Version::LENIENT_ID_PARSING);
            json.map_or_else(|| js_object_to_php(string), Ok)?
        }
        Some(value) => value.clone(),
        None => Value::Null,
    };
    let Value::Array(ids) = ids else { return Ok(IndexSet::new()) };
    Ok(ids.values().map(intval).filter(|&id| id > 0).collect())
}

fn is_list_requested(parameter: Option<&Value>) -> Result<bool, PhpTypeError> {
    match parameter {
        Some(Value::Array(_)) => {
            Err(PhpTypeError("mb_strtolower(): Argument #1 ($string) must be of type string"))
        }
        Some(Value::String(string)) => Ok(string.eq_ignore_ascii_case("array")),
        _ => Ok(false),
    }
}

const INVALID_FORMAT: CallError =
    CallError::method_error(400, "INVALID_FORMAT", "A wrong format for the ID field is passed");
