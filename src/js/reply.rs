//! How results and errors go out: as JSON text, which the engine parses faster than we could build objects one by one.

use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::client::{GetUsersError, Incomplete};
use crate::model::UserList;

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

/// Plain data.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    let json = serde_json::to_string(value).expect("plain data has no keys but texts");
    JSON::parse(&json).expect("serde_json writes JSON")
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("our own object");
}
