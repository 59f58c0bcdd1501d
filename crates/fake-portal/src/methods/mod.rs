//! The REST methods, one file each.

mod app_info;
mod conditions;
mod drift;
mod failure;
mod im_chat_user_list;
mod im_dialog_users_list;
mod im_search_user_list;
mod im_user_get;
mod im_user_list_get;
mod im_user_status;
mod page;
mod phones;
mod profile;
mod scope;
mod search;
mod user_fields;
mod user_filter;
mod user_get;
mod user_object;
mod user_scopes;

pub use failure::Failure;

use crate::{
    Millis, Portal,
    limits::Credential,
    php::{Array, Value},
    scopes::{Scopes, USER},
};

/// One call of a method by a user whom the portal has let in.
#[derive(Debug)]
pub struct Call<'a> {
    /// The portal that was called.
    pub portal: &'a mut Portal,
    /// When.
    pub now: Millis,
    /// What the call came with.
    pub credential: Credential,
    /// The user who called.
    pub caller: u64,
    /// What the credential opens.
    pub scopes: &'a Scopes,
    /// The parameters, their names as they came.
    pub sent: &'a Array,
    /// The parameters, their top-level names in capitals.
    pub params: &'a Array,
}

/// What a method found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reply {
    /// The `result` of the answer.
    pub result: Value,
    /// Where the next page begins.
    pub next: Option<u64>,
    /// How many there are on all pages.
    pub total: Option<u64>,
    /// How many different ids were asked for.
    pub ids: usize,
    /// How many people the portal had to look at.
    pub users: usize,
}

impl Reply {
    /// A result that has nothing to do with anybody.
    pub(crate) fn of(result: impl Into<Value>) -> Self {
        Self { result: result.into(), ..Self::default() }
    }
}

/// A REST method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name, in lower case.
    pub name: &'static str,
    /// The scope that opens it; none for those that are open to all.
    pub scope: Option<&'static str>,
    /// What it does.
    pub call: fn(&mut Call<'_>) -> Result<Reply, Failure>,
}

/// The methods, but for `batch`.
const METHODS: [Method; 21] = {
    const fn global(name: &'static str, call: fn(&mut Call<'_>) -> Result<Reply, Failure>) -> Method {
        Method { name, scope: None, call }
    }
    const fn of_messenger(name: &'static str, call: fn(&mut Call<'_>) -> Result<Reply, Failure>) -> Method {
        Method { name, scope: Some("im"), call }
    }
    const fn of_users(name: &'static str, call: fn(&mut Call<'_>) -> Result<Reply, Failure>) -> Method {
        Method { name, scope: Some(USER), call }
    }
    [
        global("scope", |call| Ok(scope::scope(call))),
        global("methods", |call| Ok(scope::methods(call))),
        global("method.get", |call| Ok(scope::method_get(call))),
        global("server.time", |call| Ok(Reply::of(call.portal.iso(call.now)))),
        global("app.info", |call| Ok(app_info::app_info(call))),
        global("feature.get", |call| app_info::feature_get(call)),
        global("user.admin", |call| Ok(Reply::of(call.portal.is_admin(call.caller)))),
        global("profile", |call| Ok(profile::profile(call))),
        of_messenger("im.chat.user.list", im_chat_user_list::call),
        of_messenger("im.dialog.users.list", im_dialog_users_list::call),
        of_messenger("im.search.user.list", im_search_user_list::call),
        of_messenger("im.user.get", im_user_get::call),
        of_messenger("im.user.list.get", im_user_list_get::call),
        of_messenger("im.user.status.get", |call| Ok(im_user_status::get(call))),
        of_messenger("im.user.status.set", im_user_status::set),
        // What they change cannot be seen from outside any more.
        of_messenger("im.user.status.idle.start", |_| Ok(Reply::of(true))),
        of_messenger("im.user.status.idle.end", |_| Ok(Reply::of(true))),
        of_users("user.fields", |call| Ok(user_get::fields(call))),
        of_users("user.current", |call| Ok(user_get::current(call))),
        of_users("user.get", |call| user_get::call(call, false)),
        of_users("user.search", |call| user_get::call(call, true)),
    ]
};

/// The method of that name, which is in lower case.
#[must_use]
pub fn find(name: &str) -> Option<Method> {
    METHODS.into_iter().find(|method| method.name == name)
}

/// The people that a call asks for by their ids.
#[must_use]
pub fn asked(name: &str, params: &Array) -> Vec<u64> {
    match name {
        "im.user.get" => im_user_get::asked(params).into_iter().collect(),
        "im.user.list.get" => im_user_list_get::asked(params),
        _ => Vec::new(),
    }
}
