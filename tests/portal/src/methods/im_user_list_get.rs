//! `im.user.list.get`

use super::{Call, Failure, Reply, user_object::user_object};
use crate::php::{Array, TypeError, Value, intval, js_object_to_php};
use indexmap::IndexSet;

pub(super) fn call(call: &Call<'_>) -> Result<Reply, Failure> {
    let ids = ids(call.params.get("ID"))?;
    if ids.is_empty() {
        return Err(Failure::Rest {
            status: 400,
            error: "INVALID_FORMAT",
            description: "A wrong format for the ID field is passed",
        });
    }
    let as_list = wants_list(call.params.get("RESULT_TYPE"))?;
    let group = call.portal.extranet_group(call.caller);
    let mut users = Array::default();
    for &id in &ids {
        // An extranet caller does not even learn that an id is unknown. His own is not in the group.
        if group.is_some_and(|group| !group.contains(&id.cast_unsigned())) {
            continue;
        }
        let person = call.portal.directory().person(id.cast_unsigned());
        users.insert(id, person.map(|person| user_object(call.portal, &person)));
    }
    let users = if as_list { users.into_list() } else { users };
    Ok(Reply { result: users.into(), ids: ids.len() })
}

/// The positive ones among the ids, each once.
fn ids(parameter: Option<&Value>) -> Result<IndexSet<i64>, TypeError> {
    let ids = match parameter {
        Some(Value::String(text)) => js_object_to_php(text)?,
        Some(value) => value.clone(),
        None => Value::Null,
    };
    let Value::Array(ids) = ids else { return Ok(IndexSet::new()) };
    Ok(ids.values().map(intval).filter(|&id| id > 0).collect())
}

fn wants_list(parameter: Option<&Value>) -> Result<bool, TypeError> {
    match parameter {
        Some(Value::Array(_)) => {
            Err(TypeError("mb_strtolower(): Argument #1 ($string) must be of type string"))
        }
        Some(Value::String(text)) => Ok(text.eq_ignore_ascii_case("array")),
        _ => Ok(false),
    }
}
