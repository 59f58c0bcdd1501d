//! The sizes of requests.

/// How many ids one call of the method asks for unless told otherwise. The portal has no limit, but each user costs it several
/// queries, and a call that fails should take few others along.
pub const IDS_PER_CALL: usize = 50;

/// How many calls a portal takes in one batch.
pub const CALLS_PER_BATCH: usize = 50;
