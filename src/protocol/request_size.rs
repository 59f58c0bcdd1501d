//! The sizes of requests.

/// Default of `limits.idsPerCall`. The portal has no maximum, but each user costs it several
/// queries, and a call that fails should affect few other users.
pub const DEFAULT_IDS_PER_CALL: usize = 50;

/// Maximum number of commands in one `batch` request; the portal's limit.
pub const MAX_COMMANDS_PER_BATCH: usize = 50;

/// Maximum number of form fields besides the token: PHP drops those beyond `max_input_vars` (1000
/// by default) silently.
pub const MAX_FORM_FIELDS: usize = 999;
