use std::collections::BTreeSet;

use b24_users::auth::{Auth, Secret, Token};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use futures_util::FutureExt;

use crate::host::Host;

/// The body of an answer to a call for users 4, 5 and 999; its first byte is the last one of the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    look_up(status(first), body, &[4, 5, 999], 50);
}

/// The statuses that differ in what they mean, most often success.
pub fn status(byte: u8) -> u16 {
    [200, 200, 200, 200, 400, 401, 403, 429, 500, 503][usize::from(byte) % 10]
}

/// Looks these users up, so many of them in one call, and checks that each ends in one place.
pub fn look_up(status: u16, body: &[u8], ids: &[u32], per_call: usize) {
    let client = client(status, body, per_call);
    let entries = ids.iter().map(|&id| IdInput::Number(f64::from(id)));
    let outcome = client.get_users(entries, GetUsersOptions::default(), |_| ()).now_or_never();
    let asked: BTreeSet<_> = ids.iter().map(|&id| u64::from(id)).collect();
    match outcome.expect("nothing is waited for here") {
        Ok(list) => check_places(&list, &asked),
        Err(GetUsersError::Incomplete(incomplete)) => check_places(&incomplete.list, &asked),
        Err(GetUsersError::Failed(error)) => {
            assert!(!error.code.is_empty() && !error.message.is_empty());
            let told: BTreeSet<_> = error.ids.iter().map(|id| id.get()).collect();
            assert!(told == asked, "{told:?} of {asked:?}");
        }
    }
}

/// Whether each that was asked for is in one place of the list.
pub fn check_places(list: &UserList, asked: &BTreeSet<u64>) {
    let users = list.users.iter().map(|user| user.id.get());
    let missing = list.missing.iter().map(|id| id.get());
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    let mut places: Vec<_> = users.chain(missing).chain(failed).collect();
    places.sort_unstable();
    assert!(places.iter().eq(asked), "{places:?} of {asked:?}");
    // What goes to JavaScript is JSON.
    serde_json::to_string(list).expect("plain data");
}

/// A client to which everything is answered like this, and which asks nothing twice.
pub fn client(status: u16, body: &[u8], per_call: usize) -> Client<Host> {
    Client::new(Host::answering(status, body), auth(), options(per_call))
}

fn auth() -> Auth {
    let portal = Some("example.bitrix24.com".into());
    Auth::Token(Token { access_token: Secret::new("t"), expires_at: None, portal })
}

fn options(per_call: usize) -> ClientOptions {
    let limits = Limits { ids_per_call: Some(per_call), ..Limits::default() };
    ClientOptions { limits: Some(limits), retries: Some(0), ..ClientOptions::default() }
}
