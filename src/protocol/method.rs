//! The names of the portal's REST methods.

/// Returns users by their ids.
pub const IM_USER_LIST_GET: &str = "im.user.list.get";
/// Returns one user; without an id, the caller.
pub const IM_USER_GET: &str = "im.user.get";
/// Returns the caller's status.
pub const IM_USER_STATUS_GET: &str = "im.user.status.get";
/// Sets the caller's status.
pub const IM_USER_STATUS_SET: &str = "im.user.status.set";
/// Marks the caller as idle.
pub const IM_USER_STATUS_IDLE_START: &str = "im.user.status.idle.start";
/// Marks the caller as no longer idle.
pub const IM_USER_STATUS_IDLE_END: &str = "im.user.status.idle.end";
/// Returns the ids of the members of a chat.
pub const IM_CHAT_USER_LIST: &str = "im.chat.user.list";
/// Returns the members of a chat, page by page, without dismissed users.
pub const IM_DIALOG_USERS_LIST: &str = "im.dialog.users.list";
/// Returns the users that match a filter, page by page.
pub const USER_GET: &str = "user.get";
/// Returns the users whose name, position or department matches a query, page by page.
pub const USER_SEARCH: &str = "user.search";
/// Executes up to 50 commands in one request.
pub const BATCH: &str = "batch";
