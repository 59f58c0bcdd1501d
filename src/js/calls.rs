use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::client::Client;
use super::page::Fields;
use super::params::read_params;
use super::reply;
use super::settings::CallOptions;
use crate::client::Command;

#[wasm_bindgen]
impl Client {
    /// Any method, with its parameters as fields, names and values by turns: fulfilled with a `RestResponse`.
    #[wasm_bindgen(js_name = call)]
    pub fn call_method(&self, method: String, fields: &Array, options: CallOptions) -> Promise {
        let (client, params) = (self.0.clone(), read_params(fields));
        promise(options.cancelled(), async move {
            match client.call(&method, &params, options.read_call()).await {
                Ok(answer) => {
                    reply::response(&answer).map_err(|error| reply::plain(&error.about(&method, &[])))
                }
                Err(error) => Err(reply::plain(&error)),
            }
        })
    }

    /// Any number of methods: fulfilled with an array of their outcomes, each a `{ response }` or an `{ error }`.
    #[wasm_bindgen(js_name = batch)]
    pub fn call_batch(&self, commands: &Array, options: CallOptions) -> Promise {
        let client = self.0.clone();
        let mut own = Vec::new();
        for object in commands.iter() {
            let object: Fields = object.unchecked_into();
            let text = |name| object.text(name).unwrap_or_default();
            let params = read_params(&object.get("fields").unchecked_into());
            own.push(Command { name: text("name"), method: text("method"), params });
        }
        promise(options.cancelled(), async move {
            match client.batch(&own, options.read_call()).await {
                Ok(outcomes) => {
                    let replies = Array::new();
                    for (outcome, command) in outcomes.into_iter().zip(&own) {
                        replies.push(&reply::outcome(outcome, &command.method));
                    }
                    Ok(replies.into())
                }
                Err(error) => Err(reply::plain(&error)),
            }
        })
    }
}
