//! Which requests a call needs.

use crate::ids::UserId;

/// How many ids one request asks for unless told otherwise. The method has no limit of its own, but each user costs the
/// portal several queries and it cuts a request at 60 seconds.
pub const IDS_PER_CALL: usize = 500;

/// The ids of each request, in order.
pub fn chunks(ids: &[UserId], ids_per_call: usize) -> impl Iterator<Item = &[UserId]> {
    ids.chunks(ids_per_call.max(1))
}
