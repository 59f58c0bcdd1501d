//! How results and errors go out: as JSON text, which the engine parses faster than we could build objects one by one.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::client::{GetUsersError, Incomplete};
use crate::error::{Error, Result};
use crate::model::{RestTime, UserList};
use crate::wire::Answer;

/// A list of users, with the very values that were not ids put back from `entries`.
pub(super) fn list(list: &UserList, entries: &Array) -> JsValue {
    let object = plain(list);
    let told: Array = Reflect::get(&object, &"invalid".into()).expect("our own object").unchecked_into();
    for (invalid, told) in list.invalid.iter().zip(told.iter()) {
        #[expect(clippy::cast_possible_truncation, reason = "an index of a JavaScript array")]
        set(&told, "value", &entries.get(invalid.index as u32));
    }
    object
}

/// The data of the error of a call for users; an incomplete list comes with it as `result`.
pub(super) fn get_users_error(failure: &GetUsersError, entries: &Array) -> JsValue {
    match failure {
        GetUsersError::Failed(error) => plain(error),
        GetUsersError::Incomplete(incomplete) => {
            let Incomplete { error, list: fetched } = incomplete.as_ref();
            let object = plain(error);
            set(&object, "result", &list(fetched, entries));
            object
        }
    }
}

/// What of an answer is not its result.
#[derive(Serialize)]
struct Rest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    time: &'a RestTime,
}

/// A `RestResponse`, whose result is what the engine makes of the portal's text.
pub(super) fn response(answer: &Answer) -> Result<JsValue> {
    let result = JSON::parse(answer.result.text()).map_err(|_| {
        Error::bad_response(answer.status, "The portal's answer is JSON that this runtime refuses")
    })?;
    let &Answer { next, total, ref time, .. } = answer;
    let object = plain(&Rest { next, total, time });
    set(&object, "result", &result);
    Ok(object)
}

/// What became of one command of a batch: a `{ response }` or an `{ error }`.
pub(super) fn outcome(outcome: Result<Answer>, method: &str) -> JsValue {
    let object = Object::new();
    match outcome.and_then(|answer| response(&answer).map_err(|error| error.about(method, &[]))) {
        Ok(response) => set(&object, "response", &response),
        Err(error) => set(&object, "error", &plain(&error)),
    }
    object.into()
}

/// Plain data.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    let json = serde_json::to_string(value).expect("plain data has no keys but texts");
    JSON::parse(&json).expect("serde_json writes JSON")
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("our own object");
}
