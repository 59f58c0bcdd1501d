//! Fault injection: the rules, which tests send as JSON, and their evaluation. `rest` and `http`
//! simulate the injected faults.

mod fault_rule;
mod injector;

pub use fault_rule::{ErrorFault, Fault, FaultConditions, FaultRule};
pub use injector::{FaultInjector, FaultTarget, Injection};
