//! Fault injection: rules, which tests send as JSON, and their evaluation. The effects of faults
//! belong to `rest` and the transport.

mod fault_rule;
mod injector;

pub use fault_rule::{ErrorFault, Fault, FaultConditions, FaultRule};
pub use injector::{FaultInjector, FaultTarget, Injection};
