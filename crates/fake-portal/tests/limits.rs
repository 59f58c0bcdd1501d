//! Request rate, operating time and simulated processing time.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Outcome, Portal, Request, Response, handle_request};
use serde_json::{Value, json};
use support::{
    NOW, call_json, control, control_request, get, json_call, json_of, portal, send, send_at, text,
};

fn with_limits(limits: &Value) -> Portal {
    let mut portal = portal();
    control(&mut portal, "PUT", "limits", limits);
    portal
}

fn people(portal: &Portal, count: usize) -> Request {
    let ids: Vec<usize> = (1..=count).collect();
    json_call(portal, "im.user.list.get", &json!({ "ID": ids }).to_string())
}

fn operating(response: &Response) -> (u16, Value) {
    let body = json_of(response);
    (
        response.status,
        if body["error"].is_null() {
            body["time"]["operating"].clone()
        } else {
            body["error"].clone()
        },
    )
}

/// The number of accepted requests out of a hundred.
fn accepted_count(portal: &mut Portal, now: u64) -> usize {
    let request = json_call(portal, "im.user.get", "{}");
    (0..100).filter(|_| send_at(portal, now, &request).status == 200).count()
}

#[test]
fn by_default_nothing_is_rejected() {
    let portal = &mut portal();
    let statuses: Vec<usize> = (0..20).map(|_| accepted_count(portal, NOW)).collect();
    assert_eq!(statuses, [100; 20]);
}

#[test]
fn the_bucket_accepts_a_burst_and_two_per_second() {
    let portal = &mut with_limits(&json!({ "burst": 50 }));
    assert_eq!(
        [0, 400, 500, 10_500].map(|passed| accepted_count(portal, NOW + passed)),
        [50, 0, 1, 20]
    );
}

#[test]
fn capacity_leak_rate_and_level_are_configurable() {
    let portal = &mut with_limits(&json!({ "burst": 250, "perSecond": 5, "filled": 245 }));
    assert_eq!([0, 1000].map(|passed| accepted_count(portal, NOW + passed)), [5, 5]);
    control(portal, "DELETE", "limits", &Value::Null);
    assert_eq!(accepted_count(portal, NOW), 100);
}

#[test]
fn a_batch_counts_once_and_a_preflight_does_not() {
    let portal = &mut with_limits(&json!({ "burst": 2 }));
    let batch =
        json_call(portal, "batch", r#"{"cmd":["im.user.get","im.user.get","im.user.get"]}"#);
    let preflight = Request { verb: "OPTIONS".into(), ..batch.clone() };
    assert_eq!(
        [&batch, &preflight, &batch, &preflight, &batch]
            .map(|request| send(portal, request).status),
        [200, 200, 200, 200, 503]
    );
}

#[test]
fn rejections_come_first_and_cors_is_configurable() {
    for cors in [true, false] {
        let portal = &mut with_limits(&json!({ "burst": 0, "cors": cors }));
        let response = send(portal, &get("/rest/no.such.method"));
        assert_eq!(response.status, 503);
        assert_eq!(
            text(&response),
            include_str!("../../../tests/fixtures/error-query-limit-exceeded.json").trim_end()
        );
        assert_eq!(response.header("Access-Control-Allow-Origin"), cors.then_some("*"));
        assert_eq!(portal.log()[0].error.as_deref(), Some("QUERY_LIMIT_EXCEEDED"));
    }
}

#[test]
fn users_take_processing_time() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 2.5 }));
    let request = people(portal, 100);
    let time = json_of(&send(portal, &request))["time"].clone();
    assert_eq!(
        (time["start"].clone(), time["finish"].clone()),
        (json!(1_772_456_281), json!(1_772_456_282.137))
    );
    assert_eq!((time["duration"].clone(), time["operating"].clone()), (json!(1.137), json!(0.25)));
}

#[test]
fn processing_time_delays_responses_only_if_real() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 100, "real": true }));
    let request = people(portal, 3);
    assert!(matches!(handle_request(portal, NOW, &request), Outcome::Delay { ms: 300, .. }));
    let portal = &mut with_limits(&json!({ "costPerUserMs": 100 }));
    assert_eq!(send(portal, &request).status, 200);
}

#[test]
fn requests_over_the_maximum_duration_are_aborted() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 600 }));
    let (hundred, more) = (people(portal, 100), people(portal, 101));
    assert_eq!(send(portal, &hundred).status, 200);
    let cut = send(portal, &more);
    assert_eq!((cut.status, cut.header("Content-Type")), (504, Some("text/html; charset=UTF-8")));

    let portal = &mut with_limits(
        &json!({ "costPerUserMs": 600, "real": true, "maxRequestMs": 1000, "cors": false }),
    );
    let Outcome::Delay { ms: 1000, then } = handle_request(portal, NOW, &more) else {
        panic!("no delay")
    };
    let Outcome::Respond(cut) = *then else { panic!("no response") };
    assert_eq!((cut.status, cut.header("Access-Control-Allow-Origin")), (504, None));
}

#[test]
fn batches_are_aborted_by_the_sum_of_their_commands() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 600 }));
    let commands = |count: usize| {
        let ids = (1..=30).map(|id| format!("ID[]={id}")).collect::<Vec<_>>().join("&");
        json!({ "cmd": vec![format!("im.user.list.get?{ids}"); count] }).to_string()
    };
    let (three, four) =
        (json_call(portal, "batch", &commands(3)), json_call(portal, "batch", &commands(4)));
    assert_eq!([send(portal, &three).status, send(portal, &four).status], [200, 504]);
}

#[test]
fn methods_are_blocked_until_the_oldest_minute_leaves_the_window() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 1000, "operatingSeconds": 3 }));
    let request = people(portal, 2);
    assert_eq!(operating(&send(portal, &request)), (200, json!(2)));
    let second = send_at(portal, NOW + 60_000, &request);
    assert_eq!(operating(&second), (200, json!(4)));
    let reset =
        json_of(&second)["time"]["operating_reset_at"].as_u64().expect("a timestamp") * 1000;
    assert_eq!(reset, 1_772_456_881_000);
    let blocked = send_at(portal, NOW + 60_001, &request);
    assert_eq!(
        text(&blocked),
        include_str!("../../../tests/fixtures/error-operation-time-limit.json").trim_end()
    );
    assert_eq!(operating(&blocked), (429, json!("OPERATION_TIME_LIMIT")));
    assert_eq!(operating(&send_at(portal, reset + 1000, &request)), (200, json!(4)));
}

#[test]
fn operating_time_is_counted_per_credential_and_method() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 1000, "operatingSeconds": 1 }));
    let token = portal.credentials().access_token.clone();
    let (webhook, one) = (people(portal, 2), json_call(portal, "im.user.get", "{}"));
    let application = get(format!("/rest/im.user.list.get?ID=[4,5]&auth={token}"));
    assert_eq!(
        [&webhook, &webhook, &one, &application, &application]
            .map(|request| send(portal, request).status),
        [200, 429, 200, 200, 429]
    );
    // All tokens belong to one application.
    let extranet = portal.credentials().extranet_token.clone();
    assert_eq!(
        send(portal, &get(format!("/rest/im.user.list.get?ID=[4,5]&auth={extranet}"))).status,
        429
    );
}

#[test]
fn calls_up_to_100_ms_are_not_counted() {
    let portal = &mut with_limits(&json!({ "costPerUserMs": 50 }));
    let (two, three) = (people(portal, 2), people(portal, 3));
    assert_eq!(
        [&two, &two, &three].map(|request| operating(&send(portal, request)).1),
        [json!(0), json!(0), json!(0.15)]
    );
}

#[test]
fn a_batch_is_billed_as_batch_or_as_its_methods() {
    for (billing, outer, inner) in
        [("batch", json!(3), [json!(0), json!(0)]), ("methods", json!(0), [json!(2), json!(3)])]
    {
        let portal = &mut with_limits(&json!({ "costPerUserMs": 1000, "billing": billing }));
        let cmd =
            json!({ "cmd": { "a": "im.user.list.get?ID=[4,5]", "b": "im.user.list.get?ID=[4]" } });
        let request = json_call(portal, "batch", &cmd.to_string());
        let response = json_of(&send(portal, &request));
        let times = &response["result"]["result_time"];
        assert_eq!(response["time"]["operating"], outer, "{billing}");
        assert_eq!(["a", "b"].map(|key| times[key]["operating"].clone()), inner, "{billing}");
        // In sequence.
        assert_eq!(times["a"]["finish"], json!(1_772_456_283.887));
        assert_eq!(times["b"]["start"], json!(1_772_456_283));
        assert_eq!(response["time"]["finish"], times["b"]["finish"]);
    }
}

#[test]
fn a_blocked_method_fails_only_its_command() {
    let portal = &mut with_limits(
        &json!({ "costPerUserMs": 1000, "operatingSeconds": 1, "billing": "methods" }),
    );
    let list = people(portal, 2);
    assert_eq!(send(portal, &list).status, 200);
    let request =
        json_call(portal, "batch", r#"{"cmd":{"a":"im.user.list.get?ID=[4]","b":"im.user.get"}}"#);
    let response = json_of(&send(portal, &request));
    assert_eq!(response["result"]["result_error"]["a"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(response["result"]["result"]["b"]["id"], 1);
}

#[test]
fn the_limits_can_be_read() {
    let portal = &mut with_limits(&json!({ "burst": 50, "filled": 45 }));
    assert_eq!(
        json_of(&send(portal, &get("/__portal/limits"))),
        json!({
            "burst": 50, "perSecond": 2.0, "filled": 45.0, "cors": true, "operatingSeconds": null, "billing": "batch",
            "costPerUserMs": 2.0, "maxRequestMs": 60_000, "real": false,
        })
    );
}

#[test]
fn invalid_limits_are_rejected() {
    for limits in [
        json!({ "brust": 1 }),
        json!({ "perSecond": -1 }),
        json!({ "billing": "nobody" }),
        json!(4),
    ] {
        let response = send(&mut portal(), &control_request("PUT", "limits", &limits));
        assert_eq!(response.status, 400, "{limits}");
    }
}

#[test]
fn users_in_lists_take_processing_time() {
    let portal = &mut portal();
    control(portal, "PUT", "limits", &json!({ "costPerUserMs": 100 }));
    for (method, params, cost) in [
        ("user.get", json!({}), 5.0),
        ("im.dialog.users.list", json!({ "DIALOG_ID": "chat12" }), 1.1),
        ("im.search.user.list", json!({ "FIND": "john" }), 0.0),
        ("im.user.status.get", json!({}), 0.0),
    ] {
        assert_eq!(
            call_json(portal, method, &params)["time"]["operating"].as_f64(),
            Some(cost),
            "{method}"
        );
    }
}
