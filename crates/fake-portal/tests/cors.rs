//! Requests from pages of other origins.

mod browser;
#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, Request};
use browser::{Fetch, FetchResult};
use serde_json::{Value, json};
use support::{control, get, json_of, portal, post, send};

const FORM: &str = "application/x-www-form-urlencoded";

fn path(portal: &Portal) -> String {
    format!("/rest/im.user.list.get?ID=[4]&auth={}", portal.credentials().access_token)
}

fn ids(result: &FetchResult) -> Value {
    let response = result.response.as_ref().expect("a response");
    json_of(response)["result"].as_object().expect("users").keys().cloned().collect()
}

// spec: cors.simple
#[test]
fn forms_and_plain_text_need_no_preflight() {
    let portal = &mut portal();
    let path = path(portal);
    let body = "ID=[5]";
    for fetch in [
        get(&*path),
        post(&*path, FORM, body),
        post(&*path, "application/x-www-form-urlencoded;charset=UTF-8", body),
        post(&*path, "text/plain;charset=UTF-8", body),
        post(
            &*path,
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"ID\"\r\n\r\n[5]\r\n--b--\r\n",
        ),
    ] {
        let expected = if fetch.body.is_empty() { json!(["4"]) } else { json!(["5"]) };
        let result = Fetch::new(fetch).run(portal);
        assert_eq!((result.preflight, ids(&result)), (false, expected));
    }
}

// spec: cors.json
#[test]
fn json_passes_after_a_preflight() {
    let portal = &mut portal();
    let fetch = post(path(portal), "application/json", r#"{"ID":[5]}"#);
    let result = Fetch::new(fetch).header("Accept", "application/json").run(portal);
    assert_eq!((result.preflight, ids(&result)), (true, json!(["5"])));
}

// spec: cors.custom-header
#[test]
fn custom_headers_are_blocked() {
    let portal = &mut portal();
    let bearer = format!("Bearer {}", portal.credentials().access_token);
    for (name, value) in
        [("Authorization", &*bearer), ("X-Requested-With", "XMLHttpRequest"), ("X-Own", "1")]
    {
        let result = Fetch::new(get(path(portal))).header(name, value).run(portal);
        assert!(result.preflight && result.response.is_none(), "{name}: {result:?}");
    }
}

// spec: cors.credentials
#[test]
fn responses_to_requests_with_cookies_are_unreadable() {
    let portal = &mut portal();
    let result = Fetch::new(get(path(portal))).with_cookies().run(portal);
    assert!(!result.preflight && result.response.is_none(), "{result:?}");
}

// spec: cors.put
#[test]
fn put_is_blocked() {
    let portal = &mut portal();
    let fetch = Request { verb: "PUT".into(), ..get(path(portal)) };
    let result = Fetch::new(fetch).run(portal);
    assert!(result.preflight && result.response.is_none(), "{result:?}");
}

// spec: cors.readable-errors
#[test]
fn error_responses_are_readable() {
    let portal = &mut portal();
    for (path, status, code) in [
        ("/rest/im.user.list.get", 401, "NO_AUTH_FOUND"),
        ("/rest/no.such.method", 404, "ERROR_METHOD_NOT_FOUND"),
        ("/rest/1/x/im.user.get", 401, "INVALID_CREDENTIALS"),
    ] {
        let response = Fetch::new(get(path)).run(portal).response.expect("a response");
        assert_eq!((response.status, json_of(&response)["error"].clone()), (status, json!(code)));
    }
}

// spec: cors.unreadable-errors
#[test]
fn errors_without_cors_headers_are_unreadable() {
    for (resource, config) in [
        ("limits", json!({ "burst": 0, "cors": false })),
        ("faults", json!([{ "kind": "html", "status": 503, "cors": false }])),
        ("faults", json!([{ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false }])),
    ] {
        let portal = &mut portal();
        control(portal, "PUT", resource, &config);
        let result = Fetch::new(get(path(portal))).run(portal);
        assert!(result.response.is_none(), "{config}: {result:?}");
    }
}

// spec: cors.hidden-headers
#[test]
fn only_safelisted_response_headers_are_visible() {
    let portal = &mut portal();
    let path = path(portal);
    let sent = send(portal, &get(&*path));
    let result = Fetch::new(get(&*path)).run(portal).response.expect("a response");
    for (name, is_visible) in [("Content-Type", true), ("X-Content-Type-Options", false)] {
        assert_eq!(
            (sent.header(name).is_some(), result.header(name).is_some()),
            (true, is_visible),
            "{name}"
        );
    }
}

// spec: cors.redirect
#[test]
fn a_redirected_post_loses_its_body() {
    let portal = &mut portal();
    control(portal, "PUT", "faults", &json!([{ "kind": "redirect", "times": 1 }]));
    let fetch = Fetch::new(post(path(portal), FORM, "ID=[5]"));
    let [redirected, direct] = [(); 2].map(|()| ids(&fetch.run(portal)));
    assert_eq!((redirected, direct), (json!(["4"]), json!(["5"])));
}
