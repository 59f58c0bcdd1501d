//! How results and errors go out: as JSON text, which the engine parses faster than we could build objects one by one.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::client::{GetUsersError, Incomplete};
use crate::error::Error;
use crate::model::UserList;

/// A list of users, with the very values that were not ids put back from `entries`.
pub(super) fn list(list: &UserList, entries: &Array) -> JsValue {
    let object = plain(list);
    for (position, invalid) in list.invalid.iter().enumerate() {
        let told = Array::from(&get(&object, "invalid")).get(index(position));
        set(&told, "value", &entries.get(index(invalid.index)));
    }
    object
}

/// The data of an error, for the class of the package to be made from.
pub(super) fn error(error: &Error) -> JsValue {
    plain(error)
}

/// The data of the error of a call for users; an incomplete list comes with it as `result`.
pub(super) fn get_users_error(failure: &GetUsersError, entries: &Array) -> JsValue {
    match failure {
        GetUsersError::Failed(reason) => error(reason),
        GetUsersError::Incomplete(incomplete) => {
            let Incomplete { error: reason, list: fetched } = incomplete.as_ref();
            let object = error(reason);
            set(&object, "result", &list(fetched, entries));
            object
        }
    }
}

fn plain(value: &impl Serialize) -> JsValue {
    let json = serde_json::to_string(value).expect("plain data has no keys but texts");
    JSON::parse(&json).expect("serde_json writes JSON")
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).expect("our own object")
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object.unchecked_ref::<Object>(), &key.into(), value).expect("our own object");
}

#[expect(clippy::cast_possible_truncation, reason = "an index of a JavaScript array")]
const fn index(position: usize) -> u32 {
    position as u32
}
