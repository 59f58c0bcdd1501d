//! The faults, in all variants that make a difference.

use b24_fake_portal::faults::{Fault, FaultConditions, FaultRule};
use serde_json::{Value, json};

use super::scenarios::Scenario;
use super::setup::Setup;

/// A fault, and the codes of the errors that it may cause.
pub struct FaultCase {
    pub name: &'static str,
    fault: fn() -> Value,
    pub expected_codes: &'static [&'static str],
}

impl FaultCase {
    /// The fault, and the conditions of its injection in this scenario.
    pub fn rule(&self, scenario: &Scenario, setup: &Setup) -> FaultRule {
        FaultRule {
            fault: self.fault(),
            conditions: FaultConditions { ..(scenario.conditions)(setup) },
        }
    }

    fn fault(&self) -> Fault {
        serde_json::from_value((self.fault)()).expect("a fault")
    }
}

const fn case(
    name: &'static str,
    fault: fn() -> Value,
    expected_codes: &'static [&'static str],
) -> FaultCase {
    FaultCase { name, fault, expected_codes }
}

macro_rules! error {
    ($code:literal $(, $key:literal: $value:expr)*) => {
        case(
            concat!("error ", $code $(, " ", $key)*),
            || json!({ "kind": "error", "code": $code $(, $key: $value)* }),
            &[$code],
        )
    };
}

const NETWORK: &[&str] = &["NETWORK_ERROR"];
const TIMEOUT: &[&str] = &["REQUEST_TIMEOUT"];
const BAD_RESPONSE: &[&str] = &["BAD_RESPONSE"];

pub const FAULTS: &[FaultCase] = &[
    case("a delay", || json!({ "kind": "delay", "ms": 900 }), &[]),
    case("too long a delay", || json!({ "kind": "delay", "ms": 70_000 }), TIMEOUT),
    case("hang", || json!({ "kind": "hang" }), TIMEOUT),
    case("reset", || json!({ "kind": "reset" }), NETWORK),
    case("truncate", || json!({ "kind": "truncate", "bytes": 100 }), NETWORK),
    case("page 500", || json!({ "kind": "html", "status": 500 }), BAD_RESPONSE),
    case("page 504", || json!({ "kind": "html", "status": 504 }), BAD_RESPONSE),
    case("page 200", || json!({ "kind": "html", "status": 200 }), BAD_RESPONSE),
    case("page 413", || json!({ "kind": "html", "status": 413 }), BAD_RESPONSE),
    case("page 429", || json!({ "kind": "html", "status": 429 }), &["QUERY_LIMIT_EXCEEDED"]),
    case("page 403", || json!({ "kind": "html", "status": 403 }), BAD_RESPONSE),
    case("hidden page", || json!({ "kind": "html", "status": 502, "cors": false }), NETWORK),
    case("redirect", || json!({ "kind": "redirect" }), &["PORTAL_MOVED"]),
    case("hidden redirect", || json!({ "kind": "redirect", "cors": false }), NETWORK),
    case("empty 200", || json!({ "kind": "empty" }), BAD_RESPONSE),
    case("empty 500", || json!({ "kind": "empty", "status": 500 }), BAD_RESPONSE),
    error!("QUERY_LIMIT_EXCEEDED"),
    case(
        "hidden QUERY_LIMIT_EXCEEDED",
        || json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false }),
        &["NETWORK_ERROR", "QUERY_LIMIT_EXCEEDED"],
    ),
    error!("OPERATION_TIME_LIMIT"),
    error!("OVERLOAD_LIMIT"),
    error!("INTERNAL_SERVER_ERROR"),
    error!("ERROR_CORE"),
    error!("ERROR_ARGUMENT"),
    error!("CONNECTION_ERROR"),
    error!("expired_token"),
    error!("invalid_token"),
    error!("NO_AUTH_FOUND"),
    error!("insufficient_scope"),
    error!("ACCESS_DENIED", "status": 403),
    error!("PORTAL_DELETED"),
    error!("INVALID_FORMAT", "status": 400),
    case("error 0", || json!({ "kind": "error", "code": 0, "status": 400 }), &["0"]),
    case(
        "error without a code",
        || json!({ "kind": "error", "code": "", "status": 500 }),
        &["PORTAL_ERROR"],
    ),
    case(
        "success with an error",
        || json!({ "kind": "error", "code": "ODD", "status": 200 }),
        &["ODD"],
    ),
];

/// A kind of fault that is not in the table does not compile here, or fails the test below.
fn every_kind() -> impl Iterator<Item = &'static str> {
    let known = |fault: &Fault| match fault {
        Fault::Delay { .. }
        | Fault::Hang
        | Fault::Reset
        | Fault::Truncate { .. }
        | Fault::Html { .. }
        | Fault::Redirect { .. }
        | Fault::Error(_)
        | Fault::Empty { .. } => fault.kind(),
    };
    FAULTS.iter().map(move |case| known(&case.fault()))
}

#[test]
fn every_kind_of_fault_is_in_the_table() {
    for kind in ["delay", "hang", "reset", "truncate", "html", "redirect", "error", "empty"] {
        assert!(every_kind().any(|known| known == kind), "{kind}");
    }
}
