//! The exported methods that return a promise of one result.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::abortable_promise;
use super::client::Client;
use super::form_fields::read_alternating_fields;
use super::host::JsHost;
use super::id_entry::read_id_entry;
use super::options::CallOptionsData;
use super::plain_object::PlainObject;
use super::to_js::{self, into_js_result, to_js_value};
use crate::client::{self, Command};

/// A call of a method that returns one result, except `loadUser`.
enum ClientCall {
    GetUsers(Array),
    GetUser(JsValue),
    GetCurrentUser,
    GetStatus,
    SetStatus(String),
    StartIdle,
    EndIdle,
    GetChatUserIds(JsValue),
    GetChatUsers(JsValue),
    Call { method: String, fields: Array },
    Batch(Array),
}

/// The methods that return a promise of one result. Their documentation is in [`crate::client`],
/// under the same names. Methods that return a stream are in the module `stream`.
#[wasm_bindgen]
impl Client {
    /// Fetches the users with these ids.
    #[wasm_bindgen(js_name = getUsers, unchecked_return_type = "Promise<UserListData>")]
    pub fn get_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly unknown[]")] ids: Array,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::GetUsers(ids), options)
    }

    /// Fetches one user; `null` if the user is missing. Calls of the same tick share a request.
    #[wasm_bindgen(js_name = loadUser, unchecked_return_type = "Promise<User | null>")]
    pub fn load_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] id: JsValue,
        options: CallOptionsData,
    ) -> Promise {
        let (client, aborted) = (self.0.clone(), options.aborted());
        // Not part of `run_call`: this future is smaller, and thousands may be in flight at once.
        let work = async move {
            let user = client.load_user(read_id_entry(&id), options.get_users_options()).await;
            to_js::user_result(client.host(), user)
        };
        abortable_promise(aborted, Box::pin(work))
    }

    /// Fetches one user in a request of its own.
    #[wasm_bindgen(js_name = getUser, unchecked_return_type = "Promise<User>")]
    pub fn get_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] id: JsValue,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::GetUser(id), options)
    }

    /// Fetches the user to whom the token or webhook belongs.
    #[wasm_bindgen(js_name = getCurrentUser, unchecked_return_type = "Promise<User>")]
    pub fn get_current_user(&self, options: CallOptionsData) -> Promise {
        self.call_promise(ClientCall::GetCurrentUser, options)
    }

    /// Fetches the caller's status; `null` if it was never set.
    #[wasm_bindgen(js_name = getStatus, unchecked_return_type = "Promise<string | null>")]
    pub fn get_status(&self, options: CallOptionsData) -> Promise {
        self.call_promise(ClientCall::GetStatus, options)
    }

    /// Sets the caller's status.
    #[wasm_bindgen(js_name = setStatus, unchecked_return_type = "Promise<null>")]
    pub fn set_status(&self, status: String, options: CallOptionsData) -> Promise {
        self.call_promise(ClientCall::SetStatus(status), options)
    }

    /// Marks the caller as idle since `options.minutesAgo` minutes ago.
    #[wasm_bindgen(js_name = startIdle, unchecked_return_type = "Promise<null>")]
    pub fn start_idle(&self, options: CallOptionsData) -> Promise {
        self.call_promise(ClientCall::StartIdle, options)
    }

    /// Marks the caller as active.
    #[wasm_bindgen(js_name = endIdle, unchecked_return_type = "Promise<null>")]
    pub fn end_idle(&self, options: CallOptionsData) -> Promise {
        self.call_promise(ClientCall::EndIdle, options)
    }

    /// Fetches the ids of the members of a chat.
    #[wasm_bindgen(js_name = getChatUserIds, unchecked_return_type = "Promise<number[]>")]
    pub fn get_chat_user_ids(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] chat: JsValue,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::GetChatUserIds(chat), options)
    }

    /// Fetches the members of a chat.
    #[wasm_bindgen(js_name = getChatUsers, unchecked_return_type = "Promise<UserListData>")]
    pub fn get_chat_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] chat: JsValue,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::GetChatUsers(chat), options)
    }

    /// Calls a REST method. `fields` are the form's fields, as alternating names and values.
    #[wasm_bindgen(unchecked_return_type = "Promise<RestResponse>")]
    pub fn call(
        &self,
        method: String,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] fields: Array,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::Call { method, fields }, options)
    }

    /// Calls several REST methods. The outcomes are in the order of the commands.
    #[wasm_bindgen(unchecked_return_type = "Promise<CommandOutcome[]>")]
    pub fn batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly CommandData[]")] commands: Array,
        options: CallOptionsData,
    ) -> Promise {
        self.call_promise(ClientCall::Batch(commands), options)
    }
}

impl Client {
    fn call_promise(&self, call: ClientCall, options: CallOptionsData) -> Promise {
        abortable_promise(options.aborted(), Box::pin(run_call(self.0.clone(), call, options)))
    }
}

/// Runs a call. All methods share this future: a future per method would add 480 bytes (brotli).
async fn run_call(
    client: Rc<client::Client<JsHost>>,
    call: ClientCall,
    options: CallOptionsData,
) -> Result<JsValue, JsValue> {
    let (host, call_options) = (client.host(), options.call_options());
    let report = |progress| options.report_progress(progress);
    match call {
        ClientCall::GetUsers(entries) => {
            let ids = entries.iter().map(|entry| read_id_entry(&entry));
            let list = client.get_users(ids, options.get_users_options(), report).await;
            to_js::user_list_result(host, list, &entries)
        }
        ClientCall::GetUser(id) => {
            let user = client.get_user(read_id_entry(&id), options.get_users_options()).await;
            to_js::user_result(host, user.map(Some))
        }
        ClientCall::GetCurrentUser => {
            let user = client.get_current_user(options.get_users_options()).await;
            to_js::user_result(host, user.map(Some))
        }
        ClientCall::GetStatus => into_js_result(client.get_status(call_options).await),
        ClientCall::SetStatus(status) => {
            into_js_result(client.set_status(&status, call_options).await)
        }
        ClientCall::StartIdle => {
            into_js_result(client.start_idle(options.minutes_ago(), call_options).await)
        }
        ClientCall::EndIdle => into_js_result(client.end_idle(call_options).await),
        ClientCall::GetChatUserIds(chat) => {
            into_js_result(client.get_chat_user_ids(&read_id_entry(&chat), call_options).await)
        }
        ClientCall::GetChatUsers(chat) => {
            let list = client
                .get_chat_users(&read_id_entry(&chat), options.get_users_options(), report)
                .await;
            to_js::user_list_result(host, list, &Array::new())
        }
        ClientCall::Call { method, fields } => client
            .call(&method, &read_alternating_fields(&fields), call_options)
            .await
            .and_then(|answer| to_js::rest_response(&answer, &method))
            .map_err(|error| to_js_value(&error)),
        ClientCall::Batch(commands) => {
            let commands: Vec<_> = commands.iter().map(|command| read_command(&command)).collect();
            let outcomes = client.batch(&commands, call_options).await;
            let outcomes = outcomes.map_err(|error| to_js_value(&error))?;
            let objects = Array::new();
            for (outcome, command) in outcomes.into_iter().zip(&commands) {
                objects.push(&to_js::command_outcome(outcome, &command.method));
            }
            Ok(objects.into())
        }
    }
}

fn read_command(command: &JsValue) -> Command {
    let command: &PlainObject = command.unchecked_ref();
    let string = |name| command.get_string(name).unwrap_or_default();
    let params = read_alternating_fields(command.get("fields").unchecked_ref());
    Command { name: string("name"), method: string("method"), params }
}
