//! Conditions and precedence of fault rules.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Outcome, Portal, Request, Response, handle_request};
use serde_json::{Value, json};
use support::{NOW, control, control_request, get, json_call, json_of, portal, send, text};

fn with_faults(rules: &Value) -> Portal {
    let mut portal = portal();
    control(&mut portal, "PUT", "faults", rules);
    portal
}

fn list(portal: &Portal, ids: &str) -> Request {
    json_call(portal, "im.user.list.get", &format!(r#"{{"ID":{ids}}}"#))
}

fn batch(portal: &Portal, commands: &Value) -> Request {
    json_call(portal, "batch", &json!({ "cmd": commands }).to_string())
}

fn outcome(portal: &mut Portal, request: &Request) -> Outcome {
    handle_request(portal, NOW, request)
}

fn response(outcome: Outcome) -> Response {
    match outcome {
        Outcome::Respond(response) => response,
        other => panic!("no response: {other:?}"),
    }
}

/// The requests out of twelve that a rule affects.
fn injection_pattern(when: &Value) -> String {
    let mut rule = when.clone();
    rule["kind"] = "reset".into();
    let mut portal = with_faults(&json!([rule]));
    let request = list(&portal, "[4]");
    (0..12)
        .map(|_| if outcome(&mut portal, &request) == Outcome::Reset { '!' } else { '.' })
        .collect()
}

#[test]
fn conditions_count_matching_requests() {
    for (when, expected) in [
        (json!({}), "!!!!!!!!!!!!"),
        (json!({ "times": 2 }), "!!.........."),
        (json!({ "after": 3 }), "...!!!!!!!!!"),
        (json!({ "after": 3, "times": 1 }), "...!........"),
        (json!({ "every": 5 }), "....!....!.."),
        (json!({ "after": 1, "every": 3, "times": 2 }), "...!..!....."),
        (json!({ "probability": 0 }), "............"),
        (json!({ "probability": 1 }), "!!!!!!!!!!!!"),
    ] {
        assert_eq!(injection_pattern(&when), expected, "{when}");
    }
}

#[test]
fn probability_depends_on_the_seed_only() {
    let half = injection_pattern(&json!({ "probability": 0.5 }));
    assert!(half.contains('!') && half.contains('.'), "{half}");
    assert_eq!(injection_pattern(&json!({ "probability": 0.5 })), half);
}

#[test]
fn rules_match_by_method_and_ids() {
    let cases = [
        (json!({ "method": "im.user.list.get" }), [true, true, false, false]),
        (json!({ "method": "IM.USER.GET" }), [false, false, true, false]),
        (json!({ "ids": [666] }), [false, true, true, false]),
        (json!({ "ids": [666], "method": "im.user.get" }), [false, false, true, false]),
        (json!({ "method": "batch" }), [false, false, false, true]),
    ];
    for (when, expected) in cases {
        let mut rule = when.clone();
        rule["kind"] = "reset".into();
        let mut portal = with_faults(&json!([rule]));
        let requests = [
            list(&portal, "[4,5]"),
            list(&portal, "\"[4,666]\""),
            json_call(&portal, "im.user.get", r#"{"ID":"666"}"#),
            batch(&portal, &json!([])),
        ];
        assert_eq!(
            requests.map(|request| outcome(&mut portal, &request) == Outcome::Reset),
            expected,
            "{when}"
        );
    }
}

#[test]
fn the_first_matching_rule_wins_and_delays_add_up() {
    let mut portal = with_faults(&json!([
        { "kind": "delay", "ms": 100 },
        { "kind": "error", "code": "ERROR_CORE", "ids": [5] },
        { "kind": "delay", "ms": 20 },
        { "kind": "truncate", "bytes": 3 },
        { "kind": "hang" },
    ]));
    let (four, five) = (list(&portal, "[4]"), list(&portal, "[5]"));
    let Outcome::Delay { ms: 120, then } = outcome(&mut portal, &four) else { panic!("no delay") };
    assert!(matches!(*then, Outcome::Truncate { bytes: 3, .. }));
    let Outcome::Delay { ms: 100, then } = outcome(&mut portal, &five) else { panic!("no delay") };
    assert_eq!(response(*then).status, 400);
}

#[test]
fn an_error_fault_fails_a_single_command() {
    for when in [json!({ "ids": [666] }), json!({ "method": "im.user.get" })] {
        let mut rule = when;
        rule["kind"] = "error".into();
        rule["code"] = "INTERNAL_SERVER_ERROR".into();
        let mut portal = with_faults(&json!([rule]));
        let request = batch(
            &portal,
            &json!({ "a": "im.user.list.get?ID[]=4", "b": "im.user.get?ID=666", "c": "im.user.list.get?ID[]=5" }),
        );
        let body = json_of(&send(&mut portal, &request));
        let keys = |map: &str| {
            body["result"][map].as_object().expect("a map").keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(
            (keys("result"), keys("result_error")),
            (vec!["a".into(), "c".into()], vec!["b".into()])
        );
        assert_eq!(portal.log()[0].commands[1].error.as_deref(), Some("INTERNAL_SERVER_ERROR"));
    }
}

#[test]
fn other_faults_of_a_command_fail_the_whole_batch() {
    for (rule, expected) in [
        (json!({ "kind": "html", "status": 500, "ids": [666] }), Some(500)),
        (json!({ "kind": "reset", "method": "im.user.get" }), None),
    ] {
        let mut portal = with_faults(&json!([rule]));
        let (good, bad) = (
            batch(&portal, &json!(["im.user.list.get?ID[]=4"])),
            batch(&portal, &json!(["im.user.list.get?ID[]=4", "im.user.get?ID=666"])),
        );
        assert_eq!(send(&mut portal, &good).status, 200);
        match (outcome(&mut portal, &bad), expected) {
            (Outcome::Respond(response), Some(status)) => assert_eq!(response.status, status),
            (outcome, None) => assert_eq!(outcome, Outcome::Reset),
            (outcome, Some(_)) => panic!("{outcome:?}"),
        }
    }
}

#[test]
fn rules_match_ids_behind_references() {
    let mut portal = with_faults(&json!([{ "kind": "reset", "ids": [105] }]));
    let request = batch(
        &portal,
        &json!({ "a": "im.user.get?ID=4", "b": "im.user.get?ID=105", "c": "im.user.list.get?ID[]=$result[b][id]" }),
    );
    assert_eq!(outcome(&mut portal, &request), Outcome::Reset);
    assert_eq!(portal.log()[0].commands.len(), 2);
}

#[test]
fn unconditional_rules_count_a_batch_once() {
    let mut portal = with_faults(&json!([{ "kind": "reset", "after": 1 }]));
    let request = batch(&portal, &json!(["im.user.get", "im.user.get", "im.user.get"]));
    assert_eq!(send(&mut portal, &request).status, 200);
    assert_eq!(outcome(&mut portal, &request), Outcome::Reset);
}

#[test]
fn rules_can_be_read_with_counters_and_deleted() {
    let mut portal = with_faults(
        &json!([{ "kind": "delay", "ms": 5, "method": "im.user.list.get", "after": 1 }]),
    );
    let request = list(&portal, "[4]");
    for _ in 0..3 {
        let _ = outcome(&mut portal, &request);
    }
    let rules = send(&mut portal, &get("/__portal/faults"));
    assert_eq!(
        json_of(&rules),
        json!([{
            "kind": "delay", "ms": 5, "method": "im.user.list.get", "ids": [], "after": 1, "every": 1,
            "probability": 1.0, "times": null, "matches": 3, "injections": 2,
        }])
    );
    control(&mut portal, "DELETE", "faults", &Value::Null);
    assert_eq!(text(&send(&mut portal, &get("/__portal/faults"))), "[]");
    assert_eq!(send(&mut portal, &request).status, 200);
}

#[test]
fn invalid_rules_are_rejected_without_effect() {
    let mut portal = with_faults(&json!([{ "kind": "reset" }]));
    for (rules, why) in [
        (json!({ "kind": "reset" }), "invalid type"),
        (json!([{}]), "kind"),
        (json!([{ "kind": "explode" }]), "explode"),
        (json!([{ "kind": "delay" }]), "ms"),
        (json!([{ "kind": "error" }]), "code"),
        (json!([{ "kind": "reset", "afer": 3 }]), "a rule of kind `reset` has no `afer`"),
        (json!([{ "kind": "reset", "ms": 3 }]), "a rule of kind `reset` has no `ms`"),
        (json!([{ "kind": "html", "status": 1000 }]), "status"),
        (json!([{ "kind": "error", "code": "x", "status": 99 }]), "status"),
        (json!([{ "kind": "reset", "every": 0 }]), "every"),
        (json!([{ "kind": "reset", "probability": 1.5 }]), "probability"),
        (json!([{ "kind": "reset", "times": -1 }]), "-1"),
    ] {
        let response = send(&mut portal, &control_request("PUT", "faults", &rules));
        assert_eq!(response.status, 400, "{rules}");
        assert!(text(&response).contains(why), "{rules}: {}", text(&response));
    }
    let request = list(&portal, "[4]");
    assert_eq!(outcome(&mut portal, &request), Outcome::Reset);
}

#[test]
fn the_log_names_the_injected_fault() {
    let mut portal = with_faults(&json!([
        { "kind": "hang", "ids": [4] }, { "kind": "error", "code": 0, "ids": [5] }, { "kind": "html", "status": 502 },
    ]));
    for ids in ["[4]", "[5]", "[7]"] {
        let request = list(&portal, ids);
        let _ = outcome(&mut portal, &request);
    }
    let log: Vec<_> = portal
        .log()
        .iter()
        .map(|entry| (entry.fault, entry.status, entry.error.as_deref()))
        .collect();
    assert_eq!(
        log,
        [(Some("hang"), 0, None), (Some("error"), 400, Some("0")), (Some("html"), 502, None)]
    );
}

#[test]
fn unconditional_delays_apply_to_preflights() {
    let mut portal = with_faults(&json!([
        { "kind": "delay", "ms": 40 }, { "kind": "delay", "ms": 10 }, { "kind": "delay", "ms": 500, "every": 2 },
    ]));
    let preflight = Request { verb: "OPTIONS".into(), ..get("/rest/im.user.get") };
    assert!(matches!(outcome(&mut portal, &preflight), Outcome::Delay { ms: 50, .. }));
}

#[test]
fn faults_spare_preflights_and_the_control_endpoint() {
    let mut portal = with_faults(&json!([{ "kind": "reset" }]));
    let preflight = Request { verb: "OPTIONS".into(), ..get("/rest/im.user.get") };
    assert_eq!(send(&mut portal, &preflight).status, 200);
    assert_eq!(send(&mut portal, &get("/__portal/log")).status, 200);
}
