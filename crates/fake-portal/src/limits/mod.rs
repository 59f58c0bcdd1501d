//! The portal's limits: request rate and operating time, and the simulated processing time. The
//! responses to exceeded limits belong to `rest`.

mod leaky_bucket;
mod limiter;
mod operating_time;
mod options;

pub use limiter::Limiter;
pub use operating_time::CredentialKind;
pub use options::{Billing, Limits};
