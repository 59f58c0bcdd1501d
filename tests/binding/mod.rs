//! What the binding makes of JavaScript's values, in whatever runtime.

use b24_users::js::Client;
use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// A value from its source.
fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})")).call0(&JsValue::UNDEFINED).unwrap()
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).unwrap();
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

/// A client whose `fetch` is written in `fetch`; `seen` holds its calls.
fn client(fetch: &str, more: &str) -> (Client, Array) {
    let seen = Array::new();
    let settings = js(&format!(
        r#"{{ portal: "example.bitrix24.com", token: {{ accessToken: "t" }}, limits: {{}}, requestInit: {{}}, ...({more}) }}"#
    ));
    let recording =
        Function::new_with_args("seen, answer", "return (...call) => (seen.push(call), answer(...call))");
    set(&settings, "fetch", &recording.call2(&JsValue::UNDEFINED, &seen, &js(fetch)).unwrap());
    (Client::new(settings.unchecked_ref()), seen)
}

async fn get_users(client: &Client, ids: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(client.get_users(js(ids).unchecked_into(), options.unchecked_ref())).await
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

const ANSWER: &str = r#"async () => ({ status: 200, text: async () => '{"result":{"4":{"id":4,"name":"Анна"},"999":null}}' })"#;

#[wasm_bindgen_test]
async fn a_list_is_plain_data_with_null_for_absence() {
    let (client, seen) = client(ANSWER, "{}");
    let list = get_users(&client, "[4, '999']", &js("{}")).await.unwrap();
    let user = get(&get(&list, "users"), "0");
    assert_eq!(text(&user, "name"), "Анна");
    assert!(get(&user, "phones").is_null() && get(&user, "lastName").is_null());
    assert_eq!(json(&get(&list, "missing")), "[999]");
    assert_eq!(json(&get(&get(&seen, "0"), "0")), r#""https://example.bitrix24.com/rest/im.user.list.get""#);
}

#[wasm_bindgen_test]
async fn refused_entries_come_back_as_they_were() {
    let (client, seen) = client(ANSWER, "{}");
    let entries = "[true, null, undefined, {}, [4], () => 4, 4n, Symbol('4'), new String('4'), -0]";
    let error = get_users(&client, entries, &js("{}")).await.unwrap_err();
    let message = text(&error, "message");
    let told = "[0] true, [1] null, [2] undefined, [3] an object, [4] an array, [5] a function, [6] a bigint, \
                [7] a symbol, [8] an object, [9] -0.";
    assert!(message.contains(told), "{message}");
    assert_eq!(seen.length(), 0);
    let list = get_users(&client, "[{ odd: 1 }]", &js("{ invalid: 'report' }")).await.unwrap();
    assert_eq!(json(&get(&list, "invalid")), r#"[{"index":0,"value":{"odd":1}}]"#);
}

#[wasm_bindgen_test]
async fn nothing_that_fetch_does_gets_through_untyped() {
    for (fetch, code) in [
        ("() => { throw new RangeError('x') }", "NETWORK_ERROR"),
        ("() => Promise.reject('a text')", "NETWORK_ERROR"),
        ("() => undefined", "NETWORK_ERROR"),
        ("async () => ({ get status() { throw 1 } })", "NETWORK_ERROR"),
        ("async () => new Proxy({}, { get() { throw 1 } })", "NETWORK_ERROR"),
        ("async () => ({ status: 200, arrayBuffer() { throw 1 } })", "NETWORK_ERROR"),
        ("async () => ({ status: 0, type: 'opaqueredirect' })", "PORTAL_MOVED"),
        ("async () => ({ status: 302 })", "PORTAL_MOVED"),
        ("async () => ({ status: 200, redirected: true })", "PORTAL_MOVED"),
        ("async () => new Response('<html>', { status: 502 })", "BAD_RESPONSE"),
        ("async () => new Response(new Uint8Array([0xFF, 0xFE]))", "BAD_RESPONSE"),
    ] {
        let (client, _) = client(fetch, "{}");
        let error = get_users(&client, "[4]", &js("{}")).await.unwrap_err();
        assert_eq!(text(&error, "code"), code, "{fetch}: {}", json(&error));
    }
}

#[wasm_bindgen_test]
async fn an_abort_drops_the_request_and_its_signal_tells() {
    let (client, seen) = client("() => new Promise(() => {})", "{ requestInit: { signal: null } }");
    let controller = js("new AbortController()");
    let options = Object::new();
    set(&options, "signal", &get(&controller, "signal"));
    let call = client.get_users(js("[4]").unchecked_into(), options.unchecked_ref());
    JsFuture::from(
        js("new Promise((resolve) => setTimeout(resolve, 0))").unchecked_into::<js_sys::Promise>(),
    )
    .await
    .unwrap();
    let sent = get(&get(&get(&seen, "0"), "1"), "signal");
    assert_eq!(get(&sent, "aborted").as_bool(), Some(false));
    get(&controller, "abort").unchecked_into::<Function>().call0(&controller).unwrap();
    let error = JsFuture::from(call).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ABORTED");
    assert_eq!(get(&sent, "aborted").as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn tokens_come_as_texts_objects_and_promises() {
    for (get_token, works) in [
        ("() => 't'", true),
        ("async () => ({ accessToken: 't', portal: 'other.bitrix24.com' })", true),
        ("() => ''", false),
        ("() => null", false),
        ("() => ({ accessToken: 4 })", false),
        ("() => ({ get accessToken() { throw 1 } })", false),
        ("() => { throw new Error('signed out') }", false),
    ] {
        let (client, seen) = client(ANSWER, &format!("{{ token: undefined, getToken: {get_token} }}"));
        let outcome = get_users(&client, "[4]", &js("{}")).await;
        assert_eq!(outcome.is_ok(), works, "{get_token}");
        assert_eq!(seen.length(), u32::from(works), "{get_token}");
    }
}

#[wasm_bindgen_test]
async fn addresses_are_judged_as_the_runtime_understands_them() {
    for (portal, url) in [
        ("портал.рф", Some("https://xn--80awhdgm.xn--p1ai/rest/im.user.list.get")),
        ("http://127.1:8080", Some("http://127.0.0.1:8080/rest/im.user.list.get")),
        ("http://0x7f.0.0.1", Some("http://127.0.0.1/rest/im.user.list.get")),
        ("http://[0:0::1]", Some("http://[::1]/rest/im.user.list.get")),
        ("http://127.0.0.1.nip.io", None),
        ("example.com\\@evil.example", None),
    ] {
        let (client, seen) = client(ANSWER, &format!("{{ portal: {portal:?} }}"));
        let _ = get_users(&client, "[4]", &js("{}")).await;
        let sent = get(&seen, "0");
        let sent = if sent.is_undefined() { None } else { get(&sent, "0").as_string() };
        assert_eq!(sent.as_deref(), url, "{portal}");
    }
}
