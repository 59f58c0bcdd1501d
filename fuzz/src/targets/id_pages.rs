use std::collections::BTreeSet;

use b24_users::client::IdPages;
use b24_users::error::Result;
use futures_util::FutureExt;

use super::user_lookup::{client, status_of};
use crate::host::Host;

/// The maximum of pages. A portal that always sends a new id and a next page has an endless list.
const MAX_PAGES: usize = 4;

/// The response to every page of a user list and of a search. The first byte selects the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status_of(first), body, 50);
    check_pages(client.list_user_ids(&[("ACTIVE".into(), "Y".into())], None));
    check_pages(client.search_user_ids("Ivan", None));
}

/// Checks that no id occurs twice and that no page is empty.
fn check_pages(ids: Result<IdPages<Host>>) {
    let ids = ids.expect("a valid filter");
    let mut seen = BTreeSet::new();
    for _ in 0..MAX_PAGES {
        match ids.next().now_or_never().expect("the work never waits") {
            Ok(Some(page)) => {
                assert!(!page.is_empty());
                assert!(page.iter().all(|id| seen.insert(id.get())), "duplicate id");
            }
            Ok(None) => return,
            Err(error) => return assert!(!error.code.is_empty() && !error.message.is_empty()),
        }
    }
}
