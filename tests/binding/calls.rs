//! Raw calls, chats and lists through the binding.

use b24_users::js::{Client, Stream};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{answer, ask, client, get, js, json, text};

async fn call(client: &Client, method: &str, fields: &str) -> Result<JsValue, JsValue> {
    let command = js(&format!("{{ method: '{method}', fields: {fields} }}"));
    ask(client, "call", command, js("{ progress() {} }")).await
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

#[wasm_bindgen_test]
async fn a_raw_result_is_what_the_engine_makes_of_it() {
    let body =
        r#"{"result":{"big":9007199254740993,"half":"\ud83d","__proto__":[1e999]},"next":50,"total":7}"#;
    let (client, seen) = client(&answer(200, body), "{}");
    let response = call(&client, "some.thing", "['filter[ID][0]', '4', 'q', 'a&b=c']").await.unwrap();
    let result = get(&response, "result");
    assert_eq!(get(&result, "big").as_f64(), Some(9_007_199_254_740_992.0));
    let is_raw: js_sys::Function = js("(result) => Object.hasOwn(result, '__proto__') && \
        result['__proto__'][0] === Infinity && result.half.charCodeAt(0) === 0xd83d")
    .unchecked_into();
    assert_eq!(is_raw.call1(&JsValue::UNDEFINED, &result).unwrap().as_bool(), Some(true));
    assert_eq!((get(&response, "next").as_f64(), get(&response, "total").as_f64()), (Some(50.0), Some(7.0)));
    assert!(get(&get(&response, "time"), "duration").is_null());
    let sent = r#"["https://example.bitrix24.com/rest/some.thing","filter[ID][0]=4&q=a%26b%3Dc&auth=t"]"#;
    assert_eq!(json(&get(&get(&seen, "0"), "call")), sent);
}

#[wasm_bindgen_test]
async fn a_response_without_pages_has_no_keys_for_them() {
    let (client, _) = client(&answer(200, r#"{"result":true}"#), "{}");
    let response = call(&client, "some.thing", "[]").await.unwrap();
    assert!(get(&response, "next").is_undefined() && get(&response, "total").is_undefined());
}

#[wasm_bindgen_test]
async fn json_that_the_runtime_refuses_is_a_bad_answer() {
    let (client, _) = client(&answer(200, r#"{"result":{"a":01}}"#), "{ retries: 0 }");
    let error = call(&client, "some.thing", "[]").await.unwrap_err();
    assert_eq!((text(&error, "code"), text(&error, "method")), ("BAD_RESPONSE".into(), "some.thing".into()));
}

#[wasm_bindgen_test]
async fn the_outcomes_of_a_batch_are_in_its_order() {
    let body = r#"{"result":{"result":{"c1":[1]},"result_error":{"c0":{"error":"ACCESS_DENIED"}},"result_total":{"c1":1}}}"#;
    let (client, _) = client(&answer(200, body), "{}");
    let commands =
        js("[{ name: 'a', method: 'x', fields: [] }, { name: 'b', method: 'y', fields: ['k', 'v'] }]");
    let outcomes = ask(&client, "batch", commands, js("{ progress() {} }")).await.unwrap();
    assert_eq!(text(&get(&get(&outcomes, "0"), "error"), "code"), "ACCESS_DENIED");
    let response = get(&get(&outcomes, "1"), "response");
    assert_eq!(
        (json(&get(&response, "result")), get(&response, "total").as_f64()),
        ("[1]".into(), Some(1.0))
    );
}

#[wasm_bindgen_test]
async fn the_ids_of_a_chat_are_numbers() {
    let (client, _) = client(&answer(200, r#"{"result":["4",5]}"#), "{}");
    let ids = |chat| ask(&client, "getChatUserIds", js(chat), js("{ progress() {} }"));
    assert_eq!(json(&ids("'chat12'").await.unwrap()), "[4,5]");
    let error = ids("'12'").await.unwrap_err();
    assert_eq!(text(&error, "code"), "INVALID_CHAT");
}

async fn next(ids: &Stream) -> Result<JsValue, JsValue> {
    settled(ids.take_next(&js("{ progress() {} }").unchecked_into())).await
}

#[wasm_bindgen_test]
async fn listed_ids_come_page_by_page() {
    let (client, seen) = client(&answer(200, r#"{"result":[{"ID":"4"}]}"#), "{}");
    let list = |filter| client.open("listUserIds", &js(filter), js("{ progress() {} }").unchecked_into());
    let ids = list("['active', '1']");
    assert_eq!(json(&next(&ids).await.unwrap()), "[4]");
    assert!(next(&ids).await.unwrap().is_null());
    assert!(json(&get(&get(&seen, "0"), "call")).contains("FILTER[ACTIVE]=Y"));
    let refused = list("['odd', '1']");
    assert_eq!(text(&next(&refused).await.unwrap_err(), "code"), "INVALID_PARAMS");
}

#[wasm_bindgen_test]
async fn the_end_of_a_list_drops_its_request() {
    let (client, seen) = client("() => new Promise(() => {})", "{}");
    let options = js("{ progress() {}, cancelled: new Promise((resolve) => setTimeout(resolve, 5)) }");
    let ids = client.open("searchUserIds", &js("'Smith'"), options.clone().unchecked_into());
    let error = settled(ids.take_next(options.unchecked_ref())).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ABORTED");
    drop(ids);
    // The spawned work is dropped in its next turn.
    settled(Promise::new(&mut |resolve, _| {
        let later: js_sys::Function = js("(resolve) => setTimeout(resolve, 5)").unchecked_into();
        let _ = later.call1(&JsValue::UNDEFINED, &resolve);
    }))
    .await
    .unwrap();
    assert_eq!(get(&get(&seen, "0"), "aborted").as_bool(), Some(true));
}
