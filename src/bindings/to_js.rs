//! Converts results and errors to JavaScript values.

use std::rc::Rc;

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::host::{JsHost, chunk_of};
use crate::client::{GetUsersError, IncompleteList};
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::model::{RestTime, UserChunk, UserList};
use crate::protocol::{RestResponse, RestResponseInner, UserRef};

/// A `UserList`, or the error of a call for users.
pub(super) fn user_list_result(
    host: &JsHost,
    outcome: Result<UserList<UserRef>, GetUsersError<UserRef>>,
    entries: &Array,
) -> Result<JsValue, JsValue> {
    outcome
        .map(|list| user_list(host, list, entries))
        .map_err(|error| get_users_error(host, error, entries))
}

/// A `User`; `null` if the user is missing.
pub(super) fn user_result(
    host: &JsHost,
    outcome: Result<Option<UserRef>>,
) -> Result<JsValue, JsValue> {
    match outcome {
        Ok(Some(user)) => Ok(materialize_users(host, &[user]).get(0)),
        Ok(None) => Ok(JsValue::NULL),
        Err(error) => Err(to_js_value(&error)),
    }
}

/// A user list that is serialized without its users, which are added afterwards. `UserId` is only a
/// placeholder for their type, chosen because its serializer is needed anyway.
type ListWithoutUsers = UserList<UserId>;

/// A `UserList`. In its `invalid`, each value is the caller's own value from `entries`.
fn user_list(host: &JsHost, list: UserList<UserRef>, entries: &Array) -> JsValue {
    let UserList { users: found, missing, issues, invalid, failed, time } = list;
    let object = to_js_value(&ListWithoutUsers {
        users: Vec::new(),
        missing,
        issues,
        invalid,
        failed,
        time,
    });
    set_property(&object, "users", &materialize_users(host, &found));
    let invalid: Array =
        Reflect::get(&object, &"invalid".into()).expect("our own object").unchecked_into();
    for entry in invalid.iter() {
        let index = Reflect::get(&entry, &"index".into()).expect("our own object");
        set_property(
            &entry,
            "value",
            &Reflect::get(entries, &index).expect("an index of an array"),
        );
    }
    object
}

/// A chunk of a stream of users; `null` at the end of the stream.
pub(super) fn user_chunk(host: &JsHost, chunk: Option<UserChunk<UserRef>>) -> JsValue {
    let Some(UserChunk { users: found, missing, issues }) = chunk else { return JsValue::NULL };
    let object = to_js_value(&UserChunk::<UserId> { users: Vec::new(), missing, issues });
    set_property(&object, "users", &materialize_users(host, &found));
    object
}

/// The error of a call for users, as data. If the call got only some users, the incomplete list
/// becomes the property `result` of the error.
pub(super) fn get_users_error(
    host: &JsHost,
    error: GetUsersError<UserRef>,
    entries: &Array,
) -> JsValue {
    match error {
        GetUsersError::Failed(error) => to_js_value(&error),
        GetUsersError::Incomplete(incomplete) => {
            let IncompleteList { error, list } = *incomplete;
            let object = to_js_value(&error);
            set_property(&object, "result", &user_list(host, list, entries));
            object
        }
    }
}

/// Copies users for a caller, with one call of JavaScript for all chunks.
fn materialize_users(host: &JsHost, found: &[UserRef]) -> Array {
    let chunks = Array::new();
    let mut positions = Vec::with_capacity(2 * found.len());
    let (mut chunk_count, mut previous): (u32, Option<&UserRef>) = (0, None);
    for user in found {
        // Users of one chunk are usually adjacent.
        if previous.is_none_or(|previous| !Rc::ptr_eq(&previous.chunk, &user.chunk)) {
            chunk_count = chunks.push(chunk_of(user));
        }
        positions.extend([chunk_count - 1, u32::try_from(user.row).unwrap_or_default()]);
        previous = Some(user);
    }
    host.materialize_users(&chunks, &positions)
}

/// A `RestResponse` without its `result`.
#[derive(Serialize)]
struct ResponseMetadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<f64>,
    time: &'a RestTime,
}

/// A `RestResponse`. Its result may be any JSON, so only the JavaScript engine parses it.
pub(super) fn rest_response(response: &RestResponse, method: &str) -> Result<JsValue> {
    let result = JSON::parse(response.result.as_str()).map_err(|_| {
        let message = "The portal's response is JSON that this runtime cannot parse";
        Error::bad_response(response.status, message).for_request(method, &[])
    })?;
    let RestResponseInner { next, total, ref time, .. } = **response;
    let object = to_js_value(&ResponseMetadata { next, total, time });
    set_property(&object, "result", &result);
    Ok(object)
}

/// The outcome of one command of a batch, as `{ response }` or `{ error }`.
pub(super) fn command_outcome(outcome: Result<RestResponse>, method: &str) -> JsValue {
    let object = Object::new();
    match outcome.and_then(|response| rest_response(&response, method)) {
        Ok(response) => set_property(&object, "response", &response),
        Err(error) => set_property(&object, "error", &to_js_value(&error)),
    }
    object.into()
}

/// The result or the error, both as plain data.
pub(super) fn into_js_result(outcome: Result<impl Serialize>) -> Result<JsValue, JsValue> {
    outcome.map(|value| to_js_value(&value)).map_err(|error| to_js_value(&error))
}

/// Converts data to JavaScript values as `JSON.parse` would return them: objects, arrays, and
/// `null` for `None`.
///
/// The serializer rejects integers beyond 2^53 - 1, but there are none: an id is at most 2^53 - 1,
/// counts have 32 bits, and the portal's numbers are `f64`.
pub(super) fn to_js_value(value: &impl Serialize) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .expect("all integers are safe, all keys are names")
}

fn set_property(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("our own object");
}
