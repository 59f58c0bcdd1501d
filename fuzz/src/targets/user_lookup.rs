use std::collections::BTreeSet;

use b24_users::auth::{Auth, Secret, Token};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use futures_util::FutureExt;

use crate::host::Host;

/// Looks up users 4, 5 and 999. The first byte selects the status of the response, the other bytes
/// are its body.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    look_up(select_status(first), body, &[4, 5, 999], 50);
}

/// Selects a status, success in most cases. The client treats each of these statuses differently.
pub fn select_status(byte: u8) -> u16 {
    [200, 200, 200, 200, 400, 401, 403, 429, 500, 503][usize::from(byte) % 10]
}

/// Looks up users, with at most `ids_per_call` ids in a call, and checks that each id has exactly
/// one outcome.
pub fn look_up(status: u16, body: &[u8], ids: &[u32], ids_per_call: usize) {
    let client = client(status, body, ids_per_call);
    let entries = ids.iter().map(|&id| IdInput::Number(f64::from(id)));
    let outcome = client.get_users(entries, GetUsersOptions::default(), |_| ()).now_or_never();
    let requested: BTreeSet<_> = ids.iter().map(|&id| u64::from(id)).collect();
    match outcome.expect("the future is ready at once") {
        Ok(list) => check_outcomes(&list, &requested),
        Err(GetUsersError::Incomplete(incomplete)) => check_outcomes(&incomplete.list, &requested),
        Err(GetUsersError::Failed(error)) => {
            assert!(!error.code.is_empty() && !error.message.is_empty());
            let reported: BTreeSet<_> = error.ids.iter().map(|id| id.get()).collect();
            assert!(reported == requested, "{reported:?} of {requested:?}");
        }
    }
}

/// Checks that each requested id has exactly one outcome in the list.
pub fn check_outcomes(list: &UserList, requested: &BTreeSet<u64>) {
    let users = list.users.iter().map(|user| user.id.get());
    let missing = list.missing.iter().map(|id| id.get());
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    let mut outcomes: Vec<_> = users.chain(missing).chain(failed).collect();
    outcomes.sort_unstable();
    assert!(outcomes.iter().eq(requested), "{outcomes:?} of {requested:?}");
    // JavaScript receives the list as JSON.
    serde_json::to_string(list).expect("plain data");
}

/// A client that never retries, and gets the same response to every request.
pub fn client(status: u16, body: &[u8], ids_per_call: usize) -> Client<Host> {
    Client::new(Host::responding(status, body), auth(), options(ids_per_call))
}

fn auth() -> Auth {
    let portal = Some("example.bitrix24.com".into());
    Auth::Token(Token { access_token: Secret::new("t"), expires_at: None, portal })
}

fn options(ids_per_call: usize) -> ClientOptions {
    let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
    ClientOptions { limits: Some(limits), retries: Some(0), ..ClientOptions::default() }
}
