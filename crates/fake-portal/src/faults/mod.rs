//! Fault injection: rules, which tests send as JSON, and their evaluation. The effects of faults
//! belong to `rest` and the transport.

mod injector;
mod rule;

pub use injector::{FaultInjector, FaultTarget, Injection};
pub use rule::{Conditions, ErrorFault, Fault, Rule};
