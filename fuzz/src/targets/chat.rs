use std::collections::BTreeSet;

use b24_users::client::{GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use futures_util::FutureExt;

use super::answer::{check_places, client, status};

/// The body of an answer to all that is asked about a chat's people; its first byte is the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status(first), body, 50);
    let chat = IdInput::Text("chat12".into());
    let ids = client.get_chat_user_ids(&chat, None).now_or_never();
    match ids.expect("nothing is waited for here") {
        Ok(ids) => assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let users = client.get_chat_users(&chat, GetUsersOptions::default(), |_| ()).now_or_never();
    match users.expect("nothing is waited for here") {
        Ok(list) => each_in_one_place(&list),
        Err(GetUsersError::Incomplete(incomplete)) => each_in_one_place(&incomplete.list),
        Err(GetUsersError::Failed(error)) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
}

/// Who is in the chat is the portal's to say, but nobody twice.
fn each_in_one_place(list: &UserList) {
    let users = list.users.iter().map(|user| user.id.get());
    let missing = list.missing.iter().map(|id| id.get());
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    check_places(list, &users.chain(missing).chain(failed).collect());
}
