//! How results and errors go out.

use std::io::{self, Write};
use std::rc::Rc;

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use wasm_bindgen::prelude::*;

use super::host::{JsHost, JsUser};
use super::page::write_number;
use crate::client::{GetUsersError, Incomplete};
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::model::{RestTime, UserChunk, UserList};
use crate::protocol::{ResponseParts, RestResponse};

/// The outcome of a call for users.
pub(super) fn outcome_of_users(
    host: &JsHost,
    outcome: Result<UserList<JsUser>, GetUsersError<JsUser>>,
    entries: &Array,
) -> Result<JsValue, JsValue> {
    outcome
        .map(|list| self::list(host, list, entries))
        .map_err(|failure| get_users_error(host, failure, entries))
}

/// The outcome of a call for one user.
pub(super) fn outcome_of_user(host: &JsHost, outcome: Result<Option<JsUser>>) -> Result<JsValue, JsValue> {
    match outcome {
        Ok(Some(user)) => Ok(users(host, &[user]).get(0)),
        Ok(None) => Ok(JsValue::NULL),
        Err(error) => Err(plain(&error)),
    }
}

/// A list in which no users are: they go out beside it. Of ids, as there is what writes those.
type WithoutUsers = UserList<UserId>;

/// A list of users, with the very values that were not ids put back from `entries`.
fn list(host: &JsHost, list: UserList<JsUser>, entries: &Array) -> JsValue {
    let UserList { users: found, missing, issues, invalid, failed, time } = list;
    let object = plain(&WithoutUsers { users: Vec::new(), missing, issues, invalid, failed, time });
    set(&object, "users", &users(host, &found));
    let told: Array = Reflect::get(&object, &"invalid".into()).expect("our own object").unchecked_into();
    for told in told.iter() {
        let index = Reflect::get(&told, &"index".into()).expect("our own object");
        set(&told, "value", &Reflect::get(entries, &index).expect("an index of an array"));
    }
    object
}

/// A part of a stream; `null` at the end.
pub(super) fn part(host: &JsHost, part: Option<UserChunk<JsUser>>) -> JsValue {
    let Some(UserChunk { users: found, missing, issues }) = part else { return JsValue::NULL };
    let object = plain(&UserChunk::<UserId> { users: Vec::new(), missing, issues });
    set(&object, "users", &users(host, &found));
    object
}

/// The data of the error of a call for users; an incomplete list comes with it as `result`.
pub(super) fn get_users_error(host: &JsHost, failure: GetUsersError<JsUser>, entries: &Array) -> JsValue {
    match failure {
        GetUsersError::Failed(error) => plain(&error),
        GetUsersError::Incomplete(incomplete) => {
            let Incomplete { error, list: fetched } = *incomplete;
            let object = plain(&error);
            set(&object, "result", &list(host, fetched, entries));
            object
        }
    }
}

/// Users, picked out of their windows in one go.
fn users(host: &JsHost, found: &[JsUser]) -> Array {
    let windows = Array::new();
    let mut places = Vec::with_capacity(2 * found.len());
    let (mut count, mut last): (u32, Option<&JsUser>) = (0, None);
    for user in found {
        // Those of one window mostly come one after the other.
        if last.is_none_or(|last| !Rc::ptr_eq(&last.window, &user.window)) {
            count = windows.push(&user.window.users);
        }
        places.extend([count - 1, u32::try_from(user.row).unwrap_or_default()]);
        last = Some(user);
    }
    host.pick_users(&windows, &places)
}

/// What of an answer is not its result.
#[derive(Serialize)]
struct Rest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<f64>,
    time: &'a RestTime,
}

/// A `RestResponse`, whose result is what the engine makes of the portal's text.
pub(super) fn response(answer: &RestResponse<JsValue>) -> Result<JsValue> {
    let result = JSON::parse(answer.result.as_str()).map_err(|_| {
        Error::bad_response(answer.status, "The portal's answer is JSON that this runtime refuses")
    })?;
    let ResponseParts { next, total, ref time, .. } = **answer;
    let object = plain(&Rest { next, total, time });
    set(&object, "result", &result);
    Ok(object)
}

/// What became of one command of a batch: a `{ response }` or an `{ error }`.
pub(super) fn outcome(outcome: Result<RestResponse<JsValue>>, method: &str) -> JsValue {
    let object = Object::new();
    match outcome.and_then(|answer| response(&answer).map_err(|error| error.for_request(method, &[]))) {
        Ok(response) => set(&object, "response", &response),
        Err(error) => set(&object, "error", &plain(&error)),
    }
    object.into()
}

/// What a call gave, or why it failed, as plain data.
pub(super) fn settled(outcome: Result<impl Serialize>) -> Result<JsValue, JsValue> {
    outcome.map(|value| plain(&value)).map_err(|error| plain(&error))
}

/// Plain data.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    JSON::parse(&json(value)).expect("serde_json writes JSON")
}

/// Plain data as JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut json = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut json, JavaScriptNumbers);
    value.serialize(&mut serializer).expect("plain data has no keys but texts");
    String::from_utf8(json).expect("serde_json writes UTF-8")
}

/// JSON whose numbers JavaScript writes: what writes fractions in Rust would be a part of the module.
struct JavaScriptNumbers;

impl Formatter for JavaScriptNumbers {
    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, number: f64) -> io::Result<()> {
        writer.write_all(write_number(number).as_bytes())
    }
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("our own object");
}
