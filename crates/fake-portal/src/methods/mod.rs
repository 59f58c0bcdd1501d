//! The REST methods, each in a file with its name, and the objects and filters that methods share.
//! Authentication, batches and the response envelope belong to `rest`.

mod app_info;
mod available_methods;
mod call_error;
mod dialog_id;
mod field_scopes;
mod filter_operator;
mod im_chat_user_list;
mod im_dialog_users_list;
mod im_search_user_list;
mod im_user_get;
mod im_user_list_get;
mod im_user_status;
mod pagination;
mod phones;
mod phrase_search;
mod profile;
mod sql_like;
mod user_fields;
mod user_filter;
mod user_get;
mod user_object;
mod user_object_versions;

pub use call_error::CallError;

use crate::{
    Millis, Portal,
    limits::CredentialKind,
    php::{Array, Value},
    scopes::{Scopes, USER},
};

/// A call of a method by an authenticated user.
#[derive(Debug)]
pub struct Call<'a> {
    /// The portal.
    pub portal: &'a mut Portal,
    /// The time of the call.
    pub now: Millis,
    /// The kind of the caller's credential.
    pub credential_kind: CredentialKind,
    /// The id of the caller.
    pub caller: u64,
    /// The scopes of the caller's credential.
    pub scopes: &'a Scopes,
    /// The parameters, with their names as sent.
    pub raw_params: &'a Array,
    /// The parameters, with their top-level names in upper case.
    pub params: &'a Array,
}

/// The result of a call, with data for its page and for its cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CallResult {
    /// The `result` of the response.
    pub result: Value,
    /// The offset of the next page; `None` if there is no next page.
    pub next: Option<u64>,
    /// The number of rows on all pages; `None` if the method has no pages.
    pub total: Option<u64>,
    /// The number of distinct ids in the parameters.
    pub id_count: usize,
    /// The number of users that the portal reads, which determines the processing time.
    pub user_count: usize,
}

impl CallResult {
    /// A result that has no pages, requests no ids and costs no processing time.
    pub(crate) fn new(result: impl Into<Value>) -> Self {
        Self { result: result.into(), ..Self::default() }
    }
}

/// A REST method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// The name of the method, in lower case.
    pub name: &'static str,
    /// The scope that the method requires; `None` if it requires none.
    pub scope: Option<&'static str>,
    /// The function that implements the method.
    pub call: fn(&mut Call<'_>) -> Result<CallResult, CallError>,
}

/// All methods except `batch`.
const METHODS: [Method; 21] = {
    const fn unscoped_method(
        name: &'static str,
        call: fn(&mut Call<'_>) -> Result<CallResult, CallError>,
    ) -> Method {
        Method { name, scope: None, call }
    }
    const fn messenger_method(
        name: &'static str,
        call: fn(&mut Call<'_>) -> Result<CallResult, CallError>,
    ) -> Method {
        Method { name, scope: Some("im"), call }
    }
    const fn user_method(
        name: &'static str,
        call: fn(&mut Call<'_>) -> Result<CallResult, CallError>,
    ) -> Method {
        Method { name, scope: Some(USER), call }
    }
    [
        unscoped_method("scope", |call| Ok(available_methods::scope(call))),
        unscoped_method("methods", |call| Ok(available_methods::methods(call))),
        unscoped_method("method.get", |call| Ok(available_methods::method_get(call))),
        unscoped_method("server.time", |call| {
            Ok(CallResult::new(call.portal.format_timestamp(call.now)))
        }),
        unscoped_method("app.info", |call| Ok(app_info::app_info(call))),
        unscoped_method("feature.get", |call| app_info::feature_get(call)),
        unscoped_method("user.admin", |call| {
            Ok(CallResult::new(call.portal.is_admin(call.caller)))
        }),
        unscoped_method("profile", |call| Ok(profile::profile(call))),
        messenger_method("im.chat.user.list", im_chat_user_list::im_chat_user_list),
        messenger_method("im.dialog.users.list", im_dialog_users_list::im_dialog_users_list),
        messenger_method("im.search.user.list", im_search_user_list::im_search_user_list),
        messenger_method("im.user.get", im_user_get::im_user_get),
        messenger_method("im.user.list.get", im_user_list_get::im_user_list_get),
        messenger_method("im.user.status.get", |call| Ok(im_user_status::get_status(call))),
        messenger_method("im.user.status.set", im_user_status::set_status),
        // No method of the current version returns the idle state, so it is not stored.
        messenger_method("im.user.status.idle.start", |_| Ok(CallResult::new(true))),
        messenger_method("im.user.status.idle.end", |_| Ok(CallResult::new(true))),
        user_method("user.fields", |call| Ok(user_get::fields(call))),
        user_method("user.current", |call| Ok(user_get::current(call))),
        user_method("user.get", |call| user_get::get_or_search(call, false)),
        user_method("user.search", |call| user_get::get_or_search(call, true)),
    ]
};

/// The method with this name; `None` if there is none.
#[must_use]
pub fn find_method(lowercase_name: &str) -> Option<Method> {
    METHODS.into_iter().find(|method| method.name == lowercase_name)
}

/// The user ids that a call of `im.user.get` or `im.user.list.get` requests. For any other method,
/// even `user.get` with a filter by id, the result is empty.
#[must_use]
pub fn requested_ids(lowercase_name: &str, params: &Array) -> Vec<u64> {
    match lowercase_name {
        "im.user.get" => im_user_get::requested_id(params).into_iter().collect(),
        "im.user.list.get" => im_user_list_get::requested_ids(params),
        _ => Vec::new(),
    }
}
