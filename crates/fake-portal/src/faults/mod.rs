//! Trouble to order: what goes wrong, and when. The rules are data, so that tests and pages can send them as JSON.

mod armed;
mod rule;

pub use armed::{Faults, Scope, Strike};
pub use rule::{ErrorFault, Fault, Rule, When};
