//! Fault injection: rules, and their evaluation. Rules are data, so that tests can send them as
//! JSON. The simulation of faults belongs to `rest` and the transport.

mod injector;
mod rule;

pub use injector::{FaultInjector, FaultTarget, Injection};
pub use rule::{Conditions, ErrorFault, Fault, Rule};
