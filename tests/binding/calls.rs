//! Raw calls, chats and lists through the binding.

use b24_users::bindings::{Client, Stream};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{call_options, client, get, get_users, js, json, respond, settled, text};

async fn call(client: &Client, method: &str, fields: &str) -> Result<JsValue, JsValue> {
    settled(client.call(method.into(), js(fields).unchecked_into(), call_options("{}"))).await
}

#[wasm_bindgen_test]
async fn raw_results_are_parsed_by_the_engine() {
    let body = r#"{"result":{"big":9007199254740993,"half":"\ud83d","__proto__":[1e999]},"next":50,"total":7}"#;
    let (client, seen) = client(&respond(200, body), "{}");
    let response =
        call(&client, "some.thing", "['filter[ID][0]', '4', 'q', 'a&b=c']").await.unwrap();
    let result = get(&response, "result");
    assert_eq!(get(&result, "big").as_f64(), Some(9_007_199_254_740_992.0));
    let is_raw: js_sys::Function = js("(result) => Object.hasOwn(result, '__proto__') && \
        result['__proto__'][0] === Infinity && result.half.charCodeAt(0) === 0xd83d")
    .unchecked_into();
    assert_eq!(is_raw.call1(&JsValue::UNDEFINED, &result).unwrap().as_bool(), Some(true));
    assert_eq!(
        (get(&response, "next").as_f64(), get(&response, "total").as_f64()),
        (Some(50.0), Some(7.0))
    );
    assert!(get(&get(&response, "time"), "duration").is_null());
    let sent =
        r#"["https://example.bitrix24.com/rest/some.thing","filter[ID][0]=4&q=a%26b%3Dc&auth=t"]"#;
    assert_eq!(json(&get(&get(&seen, "0"), "call")), sent);
}

#[wasm_bindgen_test]
async fn a_response_without_pages_omits_next_and_total() {
    let (client, _) = client(&respond(200, r#"{"result":true}"#), "{}");
    let response = call(&client, "some.thing", "[]").await.unwrap();
    assert!(get(&response, "next").is_undefined() && get(&response, "total").is_undefined());
}

#[wasm_bindgen_test]
async fn numbers_beyond_2_53_are_those_of_json_parse() {
    for number in
        ["9007199254740993", "18446744073709551616", "1e300", "-1", "-9007199254740993", "0.5"]
    {
        let time =
            format!(r#"{{"start":{number},"finish":{number},"operating_reset_at":{number}}}"#);
        let body = format!(r#"{{"result":[],"next":{number},"total":{number},"time":{time}}}"#);
        let (client, _) = client(&respond(200, &body), "{}");
        let response = call(&client, "some.thing", "[]").await.unwrap();
        let parsed = js(number).as_f64();
        for value in
            [get(&response, "next"), get(&response, "total"), get(&get(&response, "time"), "start")]
        {
            assert_eq!(value.as_f64(), parsed, "{number}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_largest_id_is_converted_both_ways() {
    let greatest = b24_users::ids::MAX_ID;
    let (client, _) = client(&respond(200, &format!(r#"{{"result":[{greatest}]}}"#)), "{}");
    let ids = settled(client.get_chat_user_ids(js("12"), call_options("{}"))).await.unwrap();
    assert_eq!(json(&ids), format!("[{greatest}]"));
    let body = format!(r#"{{"result":{{"{greatest}":null}}}}"#);
    let (client, _) = super::client(&respond(200, &body), "{}");
    let list = get_users(&client, &format!("[{greatest}]"), "{}").await.unwrap();
    assert_eq!(json(&get(&list, "missing")), format!("[{greatest}]"));
    let body = r#"{"error":"ACCESS_DENIED"}"#;
    let (client, _) = super::client(&respond(403, body), "{}");
    let error = get_users(&client, &format!("[{greatest}]"), "{}").await.unwrap_err();
    assert_eq!(json(&get(&error, "ids")), format!("[{greatest}]"));
}

#[wasm_bindgen_test]
async fn absent_values_are_null_and_optional_keys_are_left_out() {
    let (client, _) = client(&respond(403, r#"{"error":"ACCESS_DENIED"}"#), "{}");
    let error = call(&client, "some.thing", "[]").await.unwrap_err();
    assert!(get(&error, "cause").is_null() && get(&error, "retryAfterMs").is_null());
    let (client, _) =
        super::client("async () => { throw { name: 'E', message: 'x' } }", "{ retries: 0 }");
    let error = call(&client, "some.thing", "[]").await.unwrap_err();
    assert!(get(&error, "status").is_null());
    assert_eq!(json(&get(&error, "cause")), r#"{"name":"E","message":"x"}"#);
    let (client, _) = super::client(&respond(200, r#"{"result":null}"#), "{}");
    assert!(settled(client.get_status(call_options("{}"))).await.unwrap().is_null());
    let stats = json(&client.stats());
    assert!(stats.starts_with(r#"{"requests":1,"retries":0,"#), "{stats}");
}

#[wasm_bindgen_test]
async fn json_that_the_runtime_cannot_parse_is_a_bad_response() {
    let (client, _) = client(&respond(200, r#"{"result":{"a":01}}"#), "{ retries: 0 }");
    let error = call(&client, "some.thing", "[]").await.unwrap_err();
    assert_eq!(
        (text(&error, "code"), text(&error, "method")),
        ("BAD_RESPONSE".into(), "some.thing".into())
    );
}

#[wasm_bindgen_test]
async fn the_outcomes_of_a_batch_are_in_its_order() {
    let body = r#"{"result":{"result":{"c1":[1]},"result_error":{"c0":{"error":"ACCESS_DENIED"}},"result_total":{"c1":1}}}"#;
    let (client, _) = client(&respond(200, body), "{}");
    let commands = js(
        "[{ name: 'a', method: 'x', fields: [] }, { name: 'b', method: 'y', fields: ['k', 'v'] }]",
    );
    let outcomes =
        settled(client.batch(commands.unchecked_into(), call_options("{}"))).await.unwrap();
    assert_eq!(text(&get(&get(&outcomes, "0"), "error"), "code"), "ACCESS_DENIED");
    let response = get(&get(&outcomes, "1"), "response");
    assert_eq!(
        (json(&get(&response, "result")), get(&response, "total").as_f64()),
        ("[1]".into(), Some(1.0))
    );
}

#[wasm_bindgen_test]
async fn the_ids_of_a_chat_are_numbers() {
    let (client, _) = client(&respond(200, r#"{"result":["4",5]}"#), "{}");
    let ids = |chat| settled(client.get_chat_user_ids(js(chat), call_options("{}")));
    assert_eq!(json(&ids("'chat12'").await.unwrap()), "[4,5]");
    let error = ids("'12'").await.unwrap_err();
    assert_eq!(text(&error, "code"), "INVALID_CHAT");
}

async fn next(ids: &Stream) -> Result<JsValue, JsValue> {
    settled(ids.next_chunk(&call_options("{}"))).await
}

#[wasm_bindgen_test]
async fn listed_ids_are_returned_page_by_page() {
    let (client, seen) = client(&respond(200, r#"{"result":[{"ID":"4"}]}"#), "{}");
    let list = |filter| client.list_user_ids(js(filter).unchecked_ref(), &call_options("{}"));
    let ids = list("['active', '1']");
    assert_eq!(json(&next(&ids).await.unwrap()), "[4]");
    assert!(next(&ids).await.unwrap().is_null());
    assert!(json(&get(&get(&seen, "0"), "call")).contains("FILTER[ACTIVE]=Y"));
    let rejected = list("['odd', '1']");
    assert_eq!(text(&next(&rejected).await.unwrap_err(), "code"), "INVALID_PARAMS");
}

#[wasm_bindgen_test]
async fn cancelling_a_list_drops_its_request() {
    let (client, seen) = client("() => new Promise(() => {})", "{}");
    let options = call_options("{ aborted: new Promise((resolve) => setTimeout(resolve, 5)) }");
    let ids = client.search_user_ids("Smith", &options);
    let error = settled(ids.next_chunk(&options)).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ABORTED");
    drop(ids);
    // The spawned task is dropped at its next poll.
    settled(Promise::new(&mut |resolve, _| {
        let later: js_sys::Function = js("(resolve) => setTimeout(resolve, 5)").unchecked_into();
        let _ = later.call1(&JsValue::UNDEFINED, &resolve);
    }))
    .await
    .unwrap();
    assert_eq!(get(&get(&seen, "0"), "aborted").as_bool(), Some(true));
}
