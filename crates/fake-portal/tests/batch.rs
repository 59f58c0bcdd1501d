//! The `batch` method: response shapes, limits and references.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, Response};
use serde_json::{Value, json};
use support::{get, json_call, json_of, portal, post, send, text};

const BAD: &str = "im.user.list.get?ID[]=0";
const FOUR: &str = "im.user.list.get?ID[]=4&RESULT_TYPE=array";
const FIVE: &str = "im.user.list.get?ID[]=5&RESULT_TYPE=array";

fn call(portal: &mut Portal, params: &Value) -> Value {
    let request = json_call(portal, "batch", &params.to_string());
    body(&send(portal, &request))
}

fn body(response: &Response) -> Value {
    assert_eq!(response.status, 200, "{}", text(response));
    json_of(response)
}

/// Replaces users by their ids and `time` objects by a placeholder.
fn summarize(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("external_auth_id") => map["id"].clone(),
        Value::Object(map) if map.contains_key("date_start") => "time".into(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), summarize(value))).collect()
        }
        Value::Array(list) => list.iter().map(summarize).collect(),
        other => other.clone(),
    }
}

fn run(cmd: &Value) -> Value {
    summarize(&call(&mut portal(), &json!({ "cmd": cmd })))["result"].clone()
}

fn send_params(params: &str) -> String {
    let portal = &mut portal();
    let request = json_call(portal, "batch", params);
    text(&send(portal, &request)).to_owned()
}

fn fixture(name: &str) -> Value {
    summarize(&serde_json::from_str(&support::fixture(name)).expect("JSON"))["result"].clone()
}

#[test]
fn response_shapes_match_the_fixtures() {
    let cases = [
        (
            // spec: batch.names
            "batch-named-all-ok.json",
            json!({
                "c0": "im.user.list.get?ID[]=4&ID[]=5&RESULT_TYPE=array",
                "c1": "im.user.list.get?ID[]=105&ID[]=999999&RESULT_TYPE=array",
            }),
        ),
        (
            // spec: batch.nested, batch.status
            "batch-nested-not-allowed.json",
            json!({ "users": "im.user.list.get?ID[]=4", "inner": "batch?cmd[a]=im.user.get" }),
        ),
        // spec: batch.first-failed
        ("batch-numeric-first-failed.json", json!([BAD, FIVE])),
        // spec: batch.last-failed
        ("batch-numeric-last-failed.json", json!([FOUR, FIVE, BAD])),
    ];
    for (name, cmd) in cases {
        assert_eq!(run(&cmd), fixture(name), "{name}");
    }
}

// spec: batch.maps, batch.failed
#[test]
fn pages_in_a_batch_match_the_fixture() {
    let cmd =
        json!({ "users": "im.user.list.get?ID[]=4", "bad": BAD, "page": "user.get?select[]=ID" });
    let (mut ours, mut theirs) = (run(&cmd), fixture("batch-named-partial-error.json"));
    for maps in [&mut ours, &mut theirs] {
        // The number of users differs between portals.
        assert!(maps["result_total"]["page"].take().is_u64());
        maps["result"]["page"].as_array_mut().expect("a page").truncate(1);
    }
    assert_eq!(ours, theirs);
}

// spec: batch.empty
#[test]
fn empty_results_in_a_batch_match_the_fixture() {
    let portal = &mut portal();
    let token = portal.credentials().extranet_token.clone();
    let response = send(
        portal,
        &get(format!("/rest/batch?cmd[users]=im.user.list.get?ID[]%3D1&auth={token}")),
    );
    assert_eq!(summarize(&body(&response))["result"], fixture("batch-inner-empty-list.json"));
}

// spec: batch.length
#[test]
fn commands_beyond_fifty_fail_individually() {
    let portal = &mut portal();
    let token = portal.credentials().extranet_token.clone();
    // As a string, because the order matters and `serde_json` sorts keys.
    let cmd: Vec<String> =
        (0..52).map(|index| format!(r#""c{index}":"im.user.list.get?ID[]=1""#)).collect();
    let params = format!(r#"{{"cmd":{{{}}},"auth":"{token}"}}"#, cmd.join(","));
    let request = post("/rest/batch", "application/json", params);
    assert_eq!(
        summarize(&body(&send(portal, &request)))["result"],
        fixture("batch-length-exceeded.json")
    );
}

#[test]
fn numeric_keys_yield_lists_unless_a_key_is_missing() {
    let result = |cmd: &Value| run(cmd)["result"].clone();
    // spec: batch.numbers, batch.commands
    assert_eq!(result(&json!([FOUR, FIVE])), json!([[4], [5]]));
    // spec: batch.digits
    assert_eq!(result(&json!({ "0": FOUR, "1": FIVE })), json!([[4], [5]]));
    let backwards = send_params(&format!(r#"{{"cmd":{{"1":"{FOUR}","0":"{FIVE}"}}}}"#));
    assert!(backwards.starts_with(r#"{"result":{"result":{"1":[{"#), "{backwards}");
    assert_eq!(result(&json!({ "5": FOUR })), json!({ "5": [4] }));
    // spec: batch.names
    assert_eq!(result(&json!({ "00": FOUR })), json!({ "00": [4] }));

    // spec: batch.middle-failed
    let middle = run(&json!([FOUR, BAD, FIVE]));
    assert_eq!(middle["result"], json!({ "0": [4], "2": [5] }));
    assert_eq!(middle["result_time"], json!({ "0": "time", "2": "time" }));
    assert_eq!(middle["result_error"]["1"]["error"], "INVALID_FORMAT");
}

// spec: batch.empty, batch.not-text
#[test]
fn without_commands_all_maps_are_empty_lists() {
    let nothing = json!({ "result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": [] });
    for params in [
        json!({}),
        json!({ "cmd": [] }),
        json!({ "cmd": {} }),
        json!({ "cmd": FOUR }),
        json!({ "cmd": [[FOUR], 4, null] }),
    ] {
        assert_eq!(summarize(&call(&mut portal(), &params))["result"], nothing, "{params}");
    }
}

// spec: batch.halt
#[test]
fn halt_stops_at_the_first_error_and_omits_later_commands() {
    for (halt, continues) in [
        (json!(0), true),
        (json!("0"), true),
        (json!(false), true),
        (json!(""), true),
        (json!(1), false),
        (json!("1"), false),
        (json!(true), false),
    ] {
        let response = call(
            &mut portal(),
            &json!({ "halt": halt, "cmd": { "a": FOUR, "b": BAD, "c": FIVE } }),
        );
        let maps = &summarize(&response)["result"];
        let mut result = json!({ "a": [4] });
        if continues {
            result["c"] = json!([5]);
        }
        assert_eq!(maps["result"], result, "{halt}");
        assert_eq!(maps["result_error"].as_object().map(serde_json::Map::len), Some(1));
    }
}

// spec: batch.commands, batch.encoding
#[test]
fn batches_are_read_in_every_encoding() {
    let portal = &mut portal();
    let token = portal.credentials().access_token.clone();
    let twice = format!(
        "cmd%5Ba%5D=im.user.list.get%3FID%255B%255D%3D4%26RESULT_TYPE%3Darray&halt=0&auth={token}"
    );
    for request in [
        get(format!("/rest/batch?{twice}")),
        get(format!("/rest/Batch.json?{twice}")),
        post("/rest/batch", "application/x-www-form-urlencoded", &*twice),
        post("/rest/batch", "text/plain", &*twice),
        post(
            "/rest/batch",
            "application/json",
            json!({ "CMD": { "a": FOUR }, "auth": token }).to_string(),
        ),
    ] {
        assert_eq!(
            summarize(&body(&send(portal, &request)))["result"]["result"],
            json!({ "a": [4] })
        );
    }
}

#[test]
fn failed_commands_have_error_codes() {
    let errors =
        |command: &str| run(&json!({ "x": command }))["result_error"]["x"]["error"].clone();
    for (command, code) in [
        ("", "ERROR_METHOD_NOT_FOUND"),
        ("no.such.method?x=1", "ERROR_METHOD_NOT_FOUND"),
        // spec: batch.nested
        ("batch", "ERROR_BATCH_METHOD_NOT_ALLOWED"),
        ("im.user.get?ID=999", "USER_NOT_EXISTS"),
        (BAD, "INVALID_FORMAT"),
    ] {
        assert_eq!(errors(command), code, "{command}");
    }
    assert_eq!(run(&json!({ "x": "IM.User.Get?id=4#5" }))["result"], json!({ "x": 4 }));
}

#[test]
fn a_php_error_in_a_command_fails_the_whole_batch() {
    let portal = &mut portal();
    let cmd = json!({ "cmd": [FOUR, "im.user.list.get?ID[]=4&RESULT_TYPE[]=array"] });
    let request = json_call(portal, "batch", &cmd.to_string());
    assert_eq!(send(portal, &request).status, 500);
}

// spec: ids.max-input-vars
#[test]
fn command_queries_are_limited_by_max_input_vars() {
    let ids = |count: u64| (0..count).map(|_| "ID[]=4").collect::<Vec<_>>().join("&");
    let kinds =
        |count| run(&json!({ "x": format!("im.user.list.get?{}&RESULT_TYPE=array", ids(count)) }));
    assert_eq!(kinds(999)["result"]["x"], json!([4]));
    // `RESULT_TYPE` is the 1001st variable.
    assert_eq!(kinds(1000)["result"]["x"], json!({ "4": 4 }));
}

/// The ids in the result of a command that follows others.
fn resolve_after(before: &Value, command: &str) -> Value {
    let mut cmd = before.clone();
    cmd["x"] = format!("{command}&RESULT_TYPE=array").into();
    let response = run(&cmd);
    if response["result"]["x"].is_null() {
        response["result_error"]["x"]["error"].clone()
    } else {
        response["result"]["x"].clone()
    }
}

#[test]
fn references_resolve_and_degrade_as_documented() {
    let good = json!({ "a": "im.user.get?ID=5", "b": "im.user.get?ID=105" });
    for (command, found) in [
        ("im.user.list.get?ID[]=$result[a][id]&ID[]=$result[b][id]", json!([5, 105])),
        // spec: references.text
        ("im.user.list.get?ID=[$result[a][id] , $result[b][id] ]", json!([5, 105])),
        ("im.user.list.get?ID[]=$result[b][departments][1]", json!([264])),
        // spec: references.whole
        // A list as parameter.
        ("im.user.list.get?ID=$result[b][departments]", json!([1, 264])),
        // spec: references.text
        ("im.user.list.get?ID=[4, $result[b][departments] ]", json!([4])),
        // spec: references.greedy
        // Without spaces, the first reference includes the second.
        ("im.user.list.get?ID=[$result[a][id],$result[b][id]]", json!("INVALID_FORMAT")),
        // spec: references.unresolved
        // A missing step yields a user or a list, and both are cast to user 1.
        ("im.user.list.get?ID[]=$result[a][nothing]", json!([1])),
        ("im.user.list.get?ID[]=$result[b][departments][9]", json!([1])),
        ("im.user.list.get?ID=$result[gone]", json!([1])),
        ("im.user.list.get?ID=$RESULT[a]", json!("INVALID_FORMAT")),
    ] {
        assert_eq!(resolve_after(&good, command), found, "{command}");
    }
    // spec: references.failed
    // Without any successful command, the map of results is empty.
    assert_eq!(
        resolve_after(&json!({ "a": BAD }), "im.user.list.get?ID=$result[a]"),
        "INVALID_FORMAT"
    );
}

// spec: references.failed, references.halt
#[test]
fn halt_prevents_degraded_references() {
    let cmd = json!({ "a": "im.user.get", "members": BAD, "users": "im.user.list.get?ID=$result[members]" });
    let maps = |halt| {
        summarize(&call(&mut portal(), &json!({ "halt": halt, "cmd": cmd })))["result"].clone()
    };
    assert_eq!(maps(0)["result"], json!({ "a": 1, "users": { "1": 1 } }));
    assert_eq!(maps(1)["result"], json!({ "a": 1 }));
}

#[test]
fn a_batch_is_one_log_entry_with_all_commands() {
    let portal = &mut portal();
    call(
        portal,
        &json!({ "cmd": { "a": "im.user.list.get?ID=[4,5]", "b": BAD, "c": "im.user.get?ID=4" } }),
    );
    let entry = serde_json::to_value(portal.log()).expect("JSON")[0].clone();
    assert_eq!(
        (entry["method"].clone(), entry["ids"].clone(), entry["status"].clone()),
        (json!("batch"), json!(3), json!(200))
    );
    assert_eq!(
        entry["commands"],
        json!([
            { "method": "im.user.list.get", "ids": 2, "error": null },
            { "method": "im.user.list.get", "ids": 0, "error": "INVALID_FORMAT" },
            { "method": "im.user.get", "ids": 1, "error": null },
        ])
    );
}
