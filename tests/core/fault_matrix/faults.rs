//! The faults, in all variants that make a difference.

use b24_fake_portal::faults::{Conditions, Fault, Rule};
use serde_json::{Value, json};

use super::scenarios::Phase;
use super::setup::Stage;

/// A fault, and the codes of the errors that it explains.
pub struct Trouble {
    pub name: &'static str,
    fault: fn() -> Value,
    pub explains: &'static [&'static str],
}

impl Trouble {
    /// The fault, and when it strikes in this phase.
    pub fn rule(&self, phase: &Phase, stage: &Stage) -> Rule {
        Rule { fault: self.fault(), conditions: Conditions { ..(phase.conditions)(stage) } }
    }

    fn fault(&self) -> Fault {
        serde_json::from_value((self.fault)()).expect("a fault")
    }
}

const fn trouble(
    name: &'static str,
    fault: fn() -> Value,
    explains: &'static [&'static str],
) -> Trouble {
    Trouble { name, fault, explains }
}

macro_rules! error {
    ($code:literal $(, $key:literal: $value:expr)*) => {
        trouble(
            concat!("error ", $code $(, " ", $key)*),
            || json!({ "kind": "error", "code": $code $(, $key: $value)* }),
            &[$code],
        )
    };
}

const LOST: &[&str] = &["NETWORK_ERROR"];
const LATE: &[&str] = &["REQUEST_TIMEOUT"];
const UNREADABLE: &[&str] = &["BAD_RESPONSE"];

pub const TROUBLES: &[Trouble] = &[
    trouble("a delay", || json!({ "kind": "delay", "ms": 900 }), &[]),
    trouble("too long a delay", || json!({ "kind": "delay", "ms": 70_000 }), LATE),
    trouble("hang", || json!({ "kind": "hang" }), LATE),
    trouble("reset", || json!({ "kind": "reset" }), LOST),
    trouble("truncate", || json!({ "kind": "truncate", "bytes": 100 }), LOST),
    trouble("page 500", || json!({ "kind": "html", "status": 500 }), UNREADABLE),
    trouble("page 504", || json!({ "kind": "html", "status": 504 }), UNREADABLE),
    trouble("page 200", || json!({ "kind": "html", "status": 200 }), UNREADABLE),
    trouble("page 413", || json!({ "kind": "html", "status": 413 }), UNREADABLE),
    trouble("page 429", || json!({ "kind": "html", "status": 429 }), &["QUERY_LIMIT_EXCEEDED"]),
    trouble("page 403", || json!({ "kind": "html", "status": 403 }), UNREADABLE),
    trouble("hidden page", || json!({ "kind": "html", "status": 502, "cors": false }), LOST),
    trouble("redirect", || json!({ "kind": "redirect" }), &["PORTAL_MOVED"]),
    trouble("hidden redirect", || json!({ "kind": "redirect", "cors": false }), LOST),
    trouble("empty 200", || json!({ "kind": "empty" }), UNREADABLE),
    trouble("empty 500", || json!({ "kind": "empty", "status": 500 }), UNREADABLE),
    error!("QUERY_LIMIT_EXCEEDED"),
    trouble(
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
    trouble("error 0", || json!({ "kind": "error", "code": 0, "status": 400 }), &["0"]),
    trouble(
        "error without a code",
        || json!({ "kind": "error", "code": "", "status": 500 }),
        &["PORTAL_ERROR"],
    ),
    trouble(
        "success with an error",
        || json!({ "kind": "error", "code": "ODD", "status": 200 }),
        &["ODD"],
    ),
];

/// Fails to compile, or below, when the portal learns a kind of fault that is not in the table.
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
    TROUBLES.iter().map(move |trouble| known(&trouble.fault()))
}

#[test]
fn every_kind_of_fault_is_in_the_table() {
    for kind in ["delay", "hang", "reset", "truncate", "html", "redirect", "error", "empty"] {
        assert!(every_kind().any(|known| known == kind), "{kind}");
    }
}
