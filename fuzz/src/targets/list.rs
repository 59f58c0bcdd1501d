use std::collections::BTreeSet;

use b24_users::client::IdPages;
use b24_users::error::Result;
use futures_util::FutureExt;

use super::answer::{client, status};
use crate::host::Host;

/// How many pages are taken: a portal that always gives somebody new and tells of a next page has a list without an end.
const PAGES: usize = 4;

/// The body of each page of a list of users, and of a search; its first byte is the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status(first), body, 50);
    take(client.list_user_ids(&[("ACTIVE".into(), "Y".into())], None));
    take(client.search_user_ids("Ivan", None));
}

/// Nobody is told of twice, and no page is empty.
fn take(ids: Result<IdPages<Host>>) {
    let ids = ids.expect("a filter that portals know");
    let mut told = BTreeSet::new();
    for _ in 0..PAGES {
        match ids.next().now_or_never().expect("nothing is waited for here") {
            Ok(Some(page)) => {
                assert!(!page.is_empty());
                assert!(page.iter().all(|id| told.insert(id.get())), "told twice");
            }
            Ok(None) => return,
            Err(error) => return assert!(!error.code.is_empty() && !error.message.is_empty()),
        }
    }
}
