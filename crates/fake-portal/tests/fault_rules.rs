//! When ordered faults strike, and whom.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Outcome, Portal, Request, Response, handle};
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
    handle(portal, NOW, request)
}

fn answer(outcome: Outcome) -> Response {
    match outcome {
        Outcome::Respond(response) => response,
        other => panic!("no answer: {other:?}"),
    }
}

/// Which of twelve equal requests a rule strikes.
fn pattern(when: &Value) -> String {
    let mut rule = when.clone();
    rule["kind"] = "reset".into();
    let mut portal = with_faults(&json!([rule]));
    let request = list(&portal, "[4]");
    (0..12).map(|_| if outcome(&mut portal, &request) == Outcome::Reset { '!' } else { '.' }).collect()
}

#[test]
fn when_is_counted() {
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
        assert_eq!(pattern(&when), expected, "{when}");
    }
}

#[test]
fn chance_is_the_seeds() {
    let half = pattern(&json!({ "probability": 0.5 }));
    assert!(half.contains('!') && half.contains('.'), "{half}");
    assert_eq!(pattern(&json!({ "probability": 0.5 })), half);
}

#[test]
fn a_method_and_people_are_conditions() {
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
fn of_several_rules_the_first_decides_and_delays_add_up() {
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
    assert_eq!(answer(*then).status, 400);
}

#[test]
fn an_error_within_a_batch_is_its_commands_own() {
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
        let keys =
            |map: &str| body["result"][map].as_object().expect("a map").keys().cloned().collect::<Vec<_>>();
        assert_eq!((keys("result"), keys("result_error")), (vec!["a".into(), "c".into()], vec!["b".into()]));
        assert_eq!(portal.log()[0].commands[1].error.as_deref(), Some("INTERNAL_SERVER_ERROR"));
    }
}

#[test]
fn any_other_fault_within_a_batch_is_the_whole_requests() {
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
fn a_person_behind_a_reference_is_asked_for_too() {
    let mut portal = with_faults(&json!([{ "kind": "reset", "ids": [105] }]));
    let request = batch(
        &portal,
        &json!({ "a": "im.user.get?ID=4", "b": "im.user.get?ID=105", "c": "im.user.list.get?ID[]=$result[b][id]" }),
    );
    assert_eq!(outcome(&mut portal, &request), Outcome::Reset);
    assert_eq!(portal.log()[0].commands.len(), 2);
}

#[test]
fn a_rule_without_conditions_counts_a_batch_once() {
    let mut portal = with_faults(&json!([{ "kind": "reset", "after": 1 }]));
    let request = batch(&portal, &json!(["im.user.get", "im.user.get", "im.user.get"]));
    assert_eq!(send(&mut portal, &request).status, 200);
    assert_eq!(outcome(&mut portal, &request), Outcome::Reset);
}

#[test]
fn the_rules_can_be_read_with_their_counts_and_withdrawn() {
    let mut portal =
        with_faults(&json!([{ "kind": "delay", "ms": 5, "method": "im.user.list.get", "after": 1 }]));
    let request = list(&portal, "[4]");
    for _ in 0..3 {
        let _ = outcome(&mut portal, &request);
    }
    let rules = send(&mut portal, &get("/__portal/faults"));
    assert_eq!(
        json_of(&rules),
        json!([{
            "kind": "delay", "ms": 5, "method": "im.user.list.get", "ids": [], "after": 1, "every": 1,
            "probability": 1.0, "times": null, "seen": 3, "struck": 2,
        }])
    );
    control(&mut portal, "DELETE", "faults", &Value::Null);
    assert_eq!(text(&send(&mut portal, &get("/__portal/faults"))), "[]");
    assert_eq!(send(&mut portal, &request).status, 200);
}

#[test]
fn a_rule_that_cannot_be_followed_is_refused_and_changes_nothing() {
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
fn the_log_says_what_struck() {
    let mut portal = with_faults(&json!([
        { "kind": "hang", "ids": [4] }, { "kind": "error", "code": 0, "ids": [5] }, { "kind": "html", "status": 502 },
    ]));
    for ids in ["[4]", "[5]", "[7]"] {
        let request = list(&portal, ids);
        let _ = outcome(&mut portal, &request);
    }
    let log: Vec<_> =
        portal.log().iter().map(|entry| (entry.fault, entry.status, entry.error.as_deref())).collect();
    assert_eq!(log, [(Some("hang"), 0, None), (Some("error"), 400, Some("0")), (Some("html"), 502, None)]);
}

#[test]
fn preflights_come_as_late_as_everything() {
    let mut portal = with_faults(&json!([
        { "kind": "delay", "ms": 40 }, { "kind": "delay", "ms": 10 }, { "kind": "delay", "ms": 500, "every": 2 },
    ]));
    let preflight = Request { method: "OPTIONS".into(), ..get("/rest/im.user.get") };
    assert!(matches!(outcome(&mut portal, &preflight), Outcome::Delay { ms: 50, .. }));
}

#[test]
fn neither_preflights_nor_the_control_endpoint_are_struck() {
    let mut portal = with_faults(&json!([{ "kind": "reset" }]));
    let preflight = Request { method: "OPTIONS".into(), ..get("/rest/im.user.get") };
    assert_eq!(send(&mut portal, &preflight).status, 200);
    assert_eq!(send(&mut portal, &get("/__portal/log")).status, 200);
}
