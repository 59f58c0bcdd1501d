use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::promise;
use super::client::Client;
use super::host::JsHost;
use super::ids::read_id;
use super::options::CallOptions;
use super::page::Fields;
use super::params::read_params;
use super::to_js::settled;
use crate::bindings::to_js;
use crate::client;
use crate::client::Command;

#[wasm_bindgen]
impl Client {
    /// What the method of that name gives for its argument, which is one, or nothing.
    ///
    /// All methods with one outcome are this one: each exported function weighs some hundred bytes, and so does each future.
    pub fn ask(&self, method: String, given: JsValue, options: CallOptions) -> Promise {
        let client = self.0.clone();
        promise(options.cancelled(), async move {
            if method == "loadUser" {
                // Together with others: a `User` or `null`. There may be thousands of these at once, so that they do not take the room
                // of what the others take.
                let user = client.load_user(read_id(&given), options.read()).await;
                return to_js::outcome_of_user(client.host(), user);
            }
            Box::pin(answer(&client, &method, &given, &options)).await
        })
    }
}

async fn answer(
    client: &client::Client<JsHost>,
    method: &str,
    given: &JsValue,
    options: &CallOptions,
) -> Result<JsValue, JsValue> {
    let (host, deadline_ms) = (client.host(), options.deadline_ms());
    let tell = |progress| options.tell(progress);
    match method {
        // Of an array of ids: a `UserList`.
        "getUsers" => {
            let entries: &Array = given.unchecked_ref();
            let ids = entries.iter().map(|entry| read_id(&entry));
            to_js::outcome_of_users(host, client.get_users(ids, options.read(), tell).await, entries)
        }
        // Of an id: a `User`.
        "getUser" => {
            let user = client.get_user(read_id(given), options.read()).await;
            to_js::outcome_of_user(host, user.map(Some))
        }
        "getCurrentUser" => {
            let user = client.get_current_user(options.read()).await;
            to_js::outcome_of_user(host, user.map(Some))
        }
        // The caller's status: a text or `null`.
        "getStatus" => settled(client.get_status(deadline_ms).await),
        "setStatus" => settled(client.set_status(&given.as_string().unwrap_or_default(), deadline_ms).await),
        "startIdle" => {
            let minutes_ago = options.count("minutesAgo").and_then(|count| count.try_into().ok());
            settled(client.start_idle(minutes_ago, deadline_ms).await)
        }
        "endIdle" => settled(client.end_idle(deadline_ms).await),
        // Of a chat: an array of numbers.
        "getChatUserIds" => settled(client.get_chat_user_ids(&read_id(given), deadline_ms).await),
        // Of a chat: a `UserList`.
        "getChatUsers" => {
            let list = client.get_chat_users(&read_id(given), options.read(), tell).await;
            to_js::outcome_of_users(host, list, &Array::new())
        }
        // Of a command: a `RestResponse`.
        "call" => {
            let Command { method, params, .. } = read_command(given);
            match client.call(&method, &params, options.read_call()).await {
                Ok(answer) => {
                    to_js::response(&answer).map_err(|error| to_js::plain(&error.for_request(&method, &[])))
                }
                Err(error) => Err(to_js::plain(&error)),
            }
        }
        // Of an array of commands: an array of their outcomes, each a `{ response }` or an `{ error }`.
        "batch" => {
            let mut commands = Vec::new();
            for command in given.unchecked_ref::<Array>().iter() {
                commands.push(read_command(&command));
            }
            match client.batch(&commands, options.read_call()).await {
                Ok(outcomes) => {
                    let replies = Array::new();
                    for (outcome, command) in outcomes.into_iter().zip(&commands) {
                        replies.push(&to_js::outcome(outcome, &command.method));
                    }
                    Ok(replies.into())
                }
                Err(error) => Err(to_js::plain(&error)),
            }
        }
        _ => unreachable!("the hand-written part of the package asks for nothing else"),
    }
}

/// A method and its parameters as fields, as the hand-written part of the package makes them.
fn read_command(given: &JsValue) -> Command {
    let given: &Fields = given.unchecked_ref();
    let text = |name| given.text(name).unwrap_or_default();
    let params = read_params(given.get("fields").unchecked_ref());
    Command { name: text("name"), method: text("method"), params }
}
