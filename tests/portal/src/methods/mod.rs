//! The REST methods, one file each.

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
mod search;
mod user_fields;
mod user_filter;
mod user_get;
mod user_object;

pub use failure::Failure;

use crate::{
    Portal,
    php::{Array, Value},
};

/// One call of a method by a user whom the portal has let in.
#[derive(Debug)]
pub struct Call<'a> {
    /// The portal that was called.
    pub portal: &'a mut Portal,
    /// The user who called.
    pub caller: u64,
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
pub type Method = fn(&mut Call<'_>) -> Result<Reply, Failure>;

/// The method of that name, which is in lower case.
#[must_use]
pub fn find(name: &str) -> Option<Method> {
    match name {
        "im.chat.user.list" => Some(im_chat_user_list::call),
        "im.dialog.users.list" => Some(im_dialog_users_list::call),
        "im.search.user.list" => Some(im_search_user_list::call),
        "im.user.get" => Some(im_user_get::call),
        "im.user.list.get" => Some(im_user_list_get::call),
        "im.user.status.get" => Some(|call| Ok(im_user_status::get(call))),
        "im.user.status.set" => Some(im_user_status::set),
        // What they change cannot be seen from outside any more.
        "im.user.status.idle.start" | "im.user.status.idle.end" => Some(|_| Ok(Reply::of(true))),
        "user.get" => Some(|call| user_get::call(call, false)),
        "user.search" => Some(|call| user_get::call(call, true)),
        _ => None,
    }
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
