use std::collections::BTreeSet;

use b24_users::client::IdPages;
use b24_users::error::Result;
use futures_util::FutureExt;

use super::user_lookup::{client, select_status};
use crate::host::Host;

/// The maximum number of pages. A response with a new id and a next page makes an endless list.
const MAX_PAGES: usize = 4;

/// Pages through a list of users and through a search. The first byte selects the status of all
/// responses, the other bytes are their body.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(select_status(first), body, 50);
    check_pages(client.list_user_ids(&[("ACTIVE".into(), "Y".into())], None));
    check_pages(client.search_user_ids("Ivan", None));
}

/// Checks that no id occurs twice and that no page is empty.
fn check_pages(ids: Result<IdPages<Host>>) {
    let ids = ids.expect("a valid filter");
    let mut seen = BTreeSet::new();
    for _ in 0..MAX_PAGES {
        match ids.next().now_or_never().expect("the future is ready at once") {
            Ok(Some(page)) => {
                assert!(!page.is_empty());
                assert!(page.iter().all(|id| seen.insert(id.get())), "duplicate id");
            }
            Ok(None) => return,
            Err(error) => return assert!(!error.code.is_empty() && !error.message.is_empty()),
        }
    }
}
