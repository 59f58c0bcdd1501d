use std::collections::BTreeSet;

use b24_users::client::{GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use futures_util::FutureExt;

use super::user_lookup::{check_outcomes, client, status_of};

/// The response to all requests for the members of a chat. The first byte selects the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status_of(first), body, 50);
    let chat = IdInput::Text("chat12".into());
    let ids = client.get_chat_user_ids(&chat, None).now_or_never();
    match ids.expect("the work never waits") {
        Ok(ids) => assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let users = client.get_chat_users(&chat, GetUsersOptions::default(), |_| ()).now_or_never();
    match users.expect("the work never waits") {
        Ok(list) => check_unique(&list),
        Err(GetUsersError::Incomplete(incomplete)) => check_unique(&incomplete.list),
        Err(GetUsersError::Failed(error)) => {
            assert!(!error.code.is_empty() && !error.message.is_empty());
        }
    }
}

/// Checks that each id has one outcome. Any id may be a member of the chat.
fn check_unique(list: &UserList) {
    let users = list.users.iter().map(|user| user.id.get());
    let missing = list.missing.iter().map(|id| id.get());
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    check_outcomes(list, &users.chain(missing).chain(failed).collect());
}
