use std::collections::BTreeSet;

use b24_users::client::{GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use futures_util::FutureExt;

use super::user_lookup::{check_outcomes, client, select_status};

/// Loads the member ids of a chat, and the members. The first byte selects the status of all
/// responses, the other bytes are their body.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(select_status(first), body, 50);
    let chat = IdInput::Text("chat12".into());
    let ids = client.get_chat_user_ids(&chat, None).now_or_never();
    match ids.expect("the future is ready at once") {
        Ok(ids) => assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let users = client.get_chat_users(&chat, GetUsersOptions::default(), |_| ()).now_or_never();
    match users.expect("the future is ready at once") {
        Ok(list) => check_unique_outcomes(&list),
        Err(GetUsersError::Incomplete(incomplete)) => check_unique_outcomes(&incomplete.list),
        Err(GetUsersError::Failed(error)) => {
            assert!(!error.code.is_empty() && !error.message.is_empty());
        }
    }
}

/// Checks that no id has two outcomes. Any id may be a member of the chat.
fn check_unique_outcomes(list: &UserList) {
    let users = list.users.iter().map(|user| user.id.get());
    let missing = list.missing.iter().map(|id| id.get());
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    check_outcomes(list, &users.chain(missing).chain(failed).collect());
}
