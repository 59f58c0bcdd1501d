//! The binding's conversions of JavaScript values, in any runtime.

mod calls;

use b24_users::bindings::{CallOptionsData, Client};
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// The package's own builder of users, compiled by tsc, without its modules' syntax.
fn builder() -> String {
    [
        include_str!("../../target/npm/modules/generated/user-codec.gen.js"),
        include_str!("../../target/npm/modules/host/materialize.js"),
    ]
    .concat()
    .lines()
    .filter(|line| !line.starts_with("import "))
    .map(|line| line.strip_prefix("export ").unwrap_or(line).to_owned() + "\n")
    .collect()
}

/// Evaluates a JavaScript expression.
fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})")).call0(&JsValue::UNDEFINED).unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

/// A client with `response` as its `fetch`; `seen` records the calls.
fn client(response: &str, more: &str) -> (Client, Array) {
    let (client, seen, _) = client_with_events(response, more);
    (client, seen)
}

/// A client, its recorded calls, and its options, which receive its `events`.
fn client_with_events(response: &str, more: &str) -> (Client, Array, JsValue) {
    let seen = Array::new();
    let settings = js(&format!(
        r#"{{ portal: "example.bitrix24.com", token: {{ accessToken: "t" }}, limits: {{}}, cache: {{}}, ...({more}) }}"#
    ));
    let page = Function::new_with_args(
        "seen, respond, settings",
        &format!(
            "{} return {{
            buildChunk,
            materializeUsers,
            detachUser,
            customFetch(url, {{ body, signal }}) {{
                const request = {{ call: [url, body], aborted: false }};
                signal.addEventListener('abort', () => (request.aborted = true));
                seen.push(request);
                return respond(url, body);
            }},
            takeEarlyRequest() {{}},
            registerCancel: (target, method) => (isDone) => void (isDone || target[method]?.()),
            createYieldToMain: () => async () => {{}},
            getToken: async (reason) => settings.getToken(reason),
            localBucket: () => [0, 0],
            addRequest() {{}},
            updateBucket: async (portal, change) => void change(0, 0),
            hasStore: false,
            hasListener: true,
            emit(at, what) {{ (settings.events ??= []).push({{ at, ...what }}); }},
        }};",
            builder()
        ),
    );
    let page = page.call3(&JsValue::UNDEFINED, &seen, &js(response), &settings).unwrap();
    (Client::new(settings.unchecked_ref(), page.unchecked_into()), seen, settings)
}

async fn get_users(client: &Client, ids: &str, options: &str) -> Result<JsValue, JsValue> {
    settled(client.get_users(js(ids).unchecked_into(), call_options(options))).await
}

/// The options of a call.
fn call_options(options: &str) -> CallOptionsData {
    js(&format!("{{ progress() {{}}, ...({options}) }}")).unchecked_into()
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// A `fetch` whose response has this body, in chunks of one byte.
fn respond(status: u16, body: &str) -> String {
    format!(
        "async () => {{ \
            const chunks = Array.from(new TextEncoder().encode({body:?}), (byte) => ({{ value: Uint8Array.of(byte) }})); \
            const reader = {{ read: async () => chunks.shift() ?? {{ done: true }}, cancel() {{}} }}; \
            return {{ status: {status}, redirected: false, body: {{ getReader: () => reader }} }}; \
         }}"
    )
}

fn one_user_and_a_missing_id() -> String {
    respond(200, r#"{"result":{"4":{"id":4,"name":"Anna"},"999":null}}"#)
}

#[wasm_bindgen_test]
async fn a_list_is_plain_data_with_null_for_absence() {
    let (client, seen) = client(&one_user_and_a_missing_id(), "{}");
    let list = get_users(&client, "[4, '999']", "{}").await.unwrap();
    let user = get(&get(&list, "users"), "0");
    assert_eq!(text(&user, "name"), "Anna");
    assert!(get(&user, "phones").is_null() && get(&user, "lastName").is_null());
    assert_eq!(json(&get(&list, "missing")), "[999]");
    let call = r#"["https://example.bitrix24.com/rest/im.user.list.get","ID=[4,999]&auth=t"]"#;
    assert_eq!(json(&get(&get(&seen, "0"), "call")), call);
}

#[wasm_bindgen_test]
// spec: ids.nested, ids.none
async fn invalid_entries_are_returned_unchanged() {
    let (client, seen) = client(&one_user_and_a_missing_id(), "{}");
    let entries = "[true, null, undefined, {}, [4], () => 4, 4n, Symbol('4'), new String('4'), -0, \
                   (({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({}, {}))]";
    let error = get_users(&client, entries, "{}").await.unwrap_err();
    let message = text(&error, "message");
    let described = "[0] true, [1] null, [2] undefined, [3] an object, [4] an array, [5] a function, [6] a bigint, \
                [7] a symbol, [8] an object, [9] -0, [10] an object.";
    assert!(message.contains(described), "{message}");
    assert_eq!(seen.length(), 0);
    let list =
        get_users(&client, "[{ odd: 1 }, 4, { odd: 2 }]", "{ invalid: 'report' }").await.unwrap();
    assert_eq!(
        json(&get(&list, "invalid")),
        r#"[{"index":0,"value":{"odd":1}},{"index":2,"value":{"odd":2}}]"#
    );
}

#[wasm_bindgen_test]
async fn a_request_that_fails_has_a_code() {
    for (page, code) in [
        ("async () => { throw { name: 'TypeError', message: 'x' } }".into(), "NETWORK_ERROR"),
        ("() => { throw null }".into(), "NETWORK_ERROR"),
        ("() => ({ then() { throw 4 } })".into(), "NETWORK_ERROR"),
        ("() => 4".into(), "BAD_RESPONSE"),
        ("() => ({ get status() { throw 4 } })".into(), "BAD_RESPONSE"),
        // spec: cors.redirect
        (respond(0, ""), "PORTAL_MOVED"),
        (respond(302, ""), "PORTAL_MOVED"),
        (respond(502, "<html>"), "BAD_RESPONSE"),
        (respond(403, r#"{"error":"ACCESS_DENIED"}"#), "ACCESS_DENIED"),
    ] {
        let (client, _) = client(&page, "{ retries: 0 }");
        let error = get_users(&client, "[4]", "{}").await.unwrap_err();
        assert_eq!(text(&error, "code"), code, "{page}: {}", json(&error));
    }
}

#[wasm_bindgen_test]
async fn events_are_plain_objects() {
    let body = r#"{"result":{"4":{"id":4,"name":"Anna","last_name":4}}}"#;
    let (client, _, settings) = client_with_events(&respond(200, body), "{}");
    get_users(&client, "[4]", "{}").await.unwrap();
    let events: Array = get(&settings, "events").unchecked_into();
    let lines: Vec<_> =
        events.iter().map(|event| json(&Array::of2(&get(&event, "type"), &event))).collect();
    let all = lines.join("\n");
    for (kind, rest) in [
        ("request", r#""request":1,"method":"im.user.list.get","ids":1}"#),
        ("issue", r#""issue":{"id":4,"path":"lastName","expected":"string","received":"4"}}"#),
        ("response", r#""status":200,"code":null}"#),
    ] {
        let matches =
            |event: &&String| event.starts_with(&format!("[\"{kind}\"")) && event.contains(rest);
        assert!(lines.iter().any(|event| matches(&event)), "{kind}: {all}");
    }
}

#[wasm_bindgen_test]
async fn a_cancelled_call_drops_its_request() {
    let (client, seen) = client("() => new Promise(() => {})", "{}");
    let options = "{ aborted: new Promise((resolve) => setTimeout(resolve, 5)) }";
    let error = get_users(&client, "[4]", options).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ABORTED");
    assert_eq!(get(&get(&seen, "0"), "aborted").as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn loads_of_one_tick_are_coalesced() {
    let (client, seen) = client(&one_user_and_a_missing_id(), "{}");
    let load = |id: u32| client.load_user(id.into(), call_options("{}"));
    let both = settled(Promise::all(&Array::of2(&load(4), &load(999)))).await.unwrap();
    assert_eq!((text(&get(&both, "0"), "name"), get(&both, "1").is_null()), ("Anna".into(), true));
    assert_eq!(seen.length(), 1);
}

#[wasm_bindgen_test]
async fn tokens_are_requested_from_the_host() {
    for (get_token, works) in [
        ("() => ({ accessToken: 't', portal: 'other.bitrix24.com' })", true),
        ("() => { throw { name: 'Error', message: 'signed out', isContractError: false } }", false),
        ("() => { throw { name: 'Error', message: 'no token', isContractError: true } }", false),
    ] {
        let (client, seen) = client(
            &one_user_and_a_missing_id(),
            &format!("{{ token: undefined, getToken: {get_token} }}"),
        );
        let outcome = get_users(&client, "[4, 999]", "{}").await;
        assert_eq!(outcome.is_ok(), works, "{get_token}");
        assert_eq!(seen.length(), u32::from(works), "{get_token}");
    }
}

#[wasm_bindgen_test]
async fn addresses_are_parsed_by_the_runtime() {
    for (portal, url) in [
        ("портал.рф", Some("https://xn--80awhdgm.xn--p1ai/rest/im.user.list.get")),
        ("http://127.1:8080", Some("http://127.0.0.1:8080/rest/im.user.list.get")),
        ("http://0x7f.0.0.1", Some("http://127.0.0.1/rest/im.user.list.get")),
        ("http://[0:0::1]", Some("http://[::1]/rest/im.user.list.get")),
        ("http://127.0.0.1.nip.io", None),
        ("example.com\\@evil.example", None),
    ] {
        let (client, seen) =
            client(&one_user_and_a_missing_id(), &format!("{{ portal: {portal:?} }}"));
        let _ = get_users(&client, "[4, 999]", "{}").await;
        let sent = get(&seen, "0");
        let sent =
            if sent.is_undefined() { None } else { get(&get(&sent, "call"), "0").as_string() };
        assert_eq!(sent.as_deref(), url, "{portal}");
    }
}
