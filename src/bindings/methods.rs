use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::promise;
use super::client::Client;
use super::host::JsHost;
use super::id_input::read_id_input;
use super::js_object::JsObject;
use super::options::CallOptions;
use super::params::read_params;
use super::to_js::{self, into_js_result, to_js_value};
use crate::client::{self, Command};

/// A call of a method with one result, except `loadUser`.
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

/// The methods that return a promise of one result; streams are in `stream`. Their names are those
/// of [`crate::client`].
#[wasm_bindgen]
impl Client {
    /// Fetches the users with these ids.
    #[wasm_bindgen(js_name = getUsers, unchecked_return_type = "Promise<UserListData>")]
    pub fn get_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly unknown[]")] ids: Array,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::GetUsers(ids), options)
    }

    /// Fetches a user in one request with those of other calls in the same tick; `null` if it is
    /// missing.
    #[wasm_bindgen(js_name = loadUser, unchecked_return_type = "Promise<User | null>")]
    pub fn load_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] id: JsValue,
        options: CallOptions,
    ) -> Promise {
        let (client, aborted) = (self.0.clone(), options.aborted());
        // Not part of `run`: this future is smaller, and thousands may be in flight at once.
        let work = async move {
            let user = client.load_user(read_id_input(&id), options.read()).await;
            to_js::user_result(client.host(), user)
        };
        promise(aborted, Box::pin(work))
    }

    /// Fetches one user in a request of its own.
    #[wasm_bindgen(js_name = getUser, unchecked_return_type = "Promise<User>")]
    pub fn get_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] id: JsValue,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::GetUser(id), options)
    }

    /// Fetches the user of the token or webhook.
    #[wasm_bindgen(js_name = getCurrentUser, unchecked_return_type = "Promise<User>")]
    pub fn get_current_user(&self, options: CallOptions) -> Promise {
        self.promise(ClientCall::GetCurrentUser, options)
    }

    /// Fetches the caller's status; `null` if the portal has none.
    #[wasm_bindgen(js_name = getStatus, unchecked_return_type = "Promise<string | null>")]
    pub fn get_status(&self, options: CallOptions) -> Promise {
        self.promise(ClientCall::GetStatus, options)
    }

    /// Sets the caller's status.
    #[wasm_bindgen(js_name = setStatus, unchecked_return_type = "Promise<null>")]
    pub fn set_status(&self, status: String, options: CallOptions) -> Promise {
        self.promise(ClientCall::SetStatus(status), options)
    }

    /// Marks the caller as idle since `options.minutesAgo`.
    #[wasm_bindgen(js_name = startIdle, unchecked_return_type = "Promise<null>")]
    pub fn start_idle(&self, options: CallOptions) -> Promise {
        self.promise(ClientCall::StartIdle, options)
    }

    /// Marks the caller as active.
    #[wasm_bindgen(js_name = endIdle, unchecked_return_type = "Promise<null>")]
    pub fn end_idle(&self, options: CallOptions) -> Promise {
        self.promise(ClientCall::EndIdle, options)
    }

    /// Fetches the ids of a chat's members.
    #[wasm_bindgen(js_name = getChatUserIds, unchecked_return_type = "Promise<number[]>")]
    pub fn get_chat_user_ids(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] chat: JsValue,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::GetChatUserIds(chat), options)
    }

    /// Fetches a chat's members.
    #[wasm_bindgen(js_name = getChatUsers, unchecked_return_type = "Promise<UserListData>")]
    pub fn get_chat_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] chat: JsValue,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::GetChatUsers(chat), options)
    }

    /// Calls a REST method. `fields` are the form's fields, alternating names and values.
    #[wasm_bindgen(unchecked_return_type = "Promise<RestResponse>")]
    pub fn call(
        &self,
        method: String,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] fields: Array,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::Call { method, fields }, options)
    }

    /// Calls several REST methods. The outcomes are in the order of the commands.
    #[wasm_bindgen(unchecked_return_type = "Promise<CommandOutcome[]>")]
    pub fn batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly CommandData[]")] commands: Array,
        options: CallOptions,
    ) -> Promise {
        self.promise(ClientCall::Batch(commands), options)
    }
}

impl Client {
    fn promise(&self, call: ClientCall, options: CallOptions) -> Promise {
        promise(options.aborted(), Box::pin(run(self.0.clone(), call, options)))
    }
}

/// One future for all methods: a future per method would add 480 bytes (brotli).
async fn run(
    client: Rc<client::Client<JsHost>>,
    call: ClientCall,
    options: CallOptions,
) -> Result<JsValue, JsValue> {
    let (host, call_options) = (client.host(), options.read_call());
    let report = |progress| options.report(progress);
    match call {
        ClientCall::GetUsers(entries) => {
            let ids = entries.iter().map(|entry| read_id_input(&entry));
            let list = client.get_users(ids, options.read(), report).await;
            to_js::user_list_result(host, list, &entries)
        }
        ClientCall::GetUser(id) => {
            let user = client.get_user(read_id_input(&id), options.read()).await;
            to_js::user_result(host, user.map(Some))
        }
        ClientCall::GetCurrentUser => {
            let user = client.get_current_user(options.read()).await;
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
            into_js_result(client.get_chat_user_ids(&read_id_input(&chat), call_options).await)
        }
        ClientCall::GetChatUsers(chat) => {
            let list = client.get_chat_users(&read_id_input(&chat), options.read(), report).await;
            to_js::user_list_result(host, list, &Array::new())
        }
        ClientCall::Call { method, fields } => client
            .call(&method, &read_params(&fields), call_options)
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
    let command: &JsObject = command.unchecked_ref();
    let text = |name| command.text(name).unwrap_or_default();
    let params = read_params(command.get("fields").unchecked_ref());
    Command { name: text("name"), method: text("method"), params }
}
