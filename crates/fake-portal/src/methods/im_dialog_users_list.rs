//! `im.dialog.users.list`

use super::{
    Call, CallError, CallResult,
    dialog_id::{parse_chat_id, parse_digits},
    pagination::{limit_param, offset_param, page_result},
    user_object::user_object,
};
use crate::{
    directory::Person,
    php::{Array, Value, intval},
};

pub(super) fn im_dialog_users_list(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let people: Vec<Person> = member_ids(call)?
        .into_iter()
        .filter_map(|id| call.portal.directory().person(id))
        .filter(|person| person.active && is_included(person, call.params))
        .collect();
    let limit = limit_param(call.params, 50, 200);
    if let Some(last) =
        call.params.get("LAST_ID").map(intval).and_then(|last| u64::try_from(last).ok())
    {
        let after: Vec<Person> =
            people.into_iter().filter(|person| person.id > last).take(limit).collect();
        return Ok(CallResult {
            user_count: after.len(),
            ..CallResult::new(user_objects(call, &after))
        });
    }
    let offset = offset_param(call.params);
    let rows: Vec<Person> = people.iter().skip(offset).take(limit).cloned().collect();
    Ok(page_result(user_objects(call, &rows), rows.len(), offset, people.len()))
}

fn user_objects(call: &Call<'_>, people: &[Person]) -> Array {
    people.iter().map(|person| user_object(call, person)).collect()
}

/// The ids of the members of the requested chat, or of the two users of a private dialog. Fails if
/// the dialog id is invalid, if the user of the private dialog does not exist, or if the caller may
/// not see the chat.
fn member_ids(call: &Call<'_>) -> Result<Vec<u64>, CallError> {
    let directory = call.portal.directory();
    let dialog = match call.params.get("DIALOG_ID") {
        Some(Value::Int(id)) => id.to_string(),
        Some(Value::String(name)) => name.clone(),
        _ => return Err(DIALOG_ID_EMPTY),
    };
    if let Some(other) = parse_digits(&dialog) {
        let mut pair = vec![call.caller, other];
        pair.sort_unstable();
        pair.dedup();
        return if directory.contains(other) { Ok(pair) } else { Err(NO_DIALOG) };
    }
    call.portal
        .chat_member_ids(parse_chat_id(&dialog).ok_or(DIALOG_ID_EMPTY)?, call.caller)
        .ok_or(ACCESS_ERROR)
}

/// Whether the result includes a person. `SKIP_EXTERNAL=Y` excludes users without an account.
/// `SKIP_EXTERNAL_EXCEPT_TYPES`, even if empty, excludes them too, except users whose
/// `external_auth_id` it lists.
fn is_included(person: &Person, params: &Array) -> bool {
    let string_param = |name| params.get(name).and_then(Value::as_str);
    let except = string_param("SKIP_EXTERNAL_EXCEPT_TYPES");
    let skips = except.is_some() || string_param("SKIP_EXTERNAL") == Some("Y");
    !skips
        || person.has_account()
        || except.is_some_and(|types| {
            types.split(',').any(|kind| kind.trim() == person.external_auth_id)
        })
}

const DIALOG_ID_EMPTY: CallError =
    CallError::method_error(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty");
const ACCESS_ERROR: CallError =
    CallError::method_error(403, "ACCESS_ERROR", "You do not have access to the specified dialog");
const NO_DIALOG: CallError =
    CallError::method_error(400, "ACCESS_ERROR", "You don't have access to this chat");
