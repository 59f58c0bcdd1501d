//! The limits and default sizes of requests.

/// Default of the option `limits.idsPerCall`. The portal has no maximum, but each user costs it
/// several queries, and a failed call should affect few users.
pub const DEFAULT_IDS_PER_CALL: usize = 50;

/// Maximum number of commands in one `batch` request, which is a limit of the portal.
pub const MAX_COMMANDS_PER_BATCH: usize = 50;

/// Maximum number of form fields besides the token. PHP silently drops fields beyond
/// `max_input_vars`, which is 1000 by default.
pub const MAX_FORM_FIELDS: usize = 999;
