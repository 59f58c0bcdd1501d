//! The portal's limits: the request rate and the operating time. Also simulates processing time.
//! How the portal responds when a limit is exceeded belongs to `rest`.

mod leaky_bucket;
mod limiter;
mod operating_time;
mod options;

pub use limiter::Limiter;
pub use operating_time::CredentialKind;
pub use options::{Billing, LimitOptions};
