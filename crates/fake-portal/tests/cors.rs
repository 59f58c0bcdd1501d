//! What pages of other origins can do.

mod browser;
#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, Request};
use browser::{Fetch, Seen};
use serde_json::{Value, json};
use support::{control, get, json_of, portal, post, send};

const FORM: &str = "application/x-www-form-urlencoded";

fn path(portal: &Portal) -> String {
    format!("/rest/im.user.list.get?ID=[4]&auth={}", portal.credentials().access_token)
}

fn ids(seen: &Seen) -> Value {
    let answer = seen.answer.as_ref().expect("an answer");
    json_of(answer)["result"].as_object().expect("users").keys().cloned().collect()
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
        let seen = Fetch::new(fetch).run(portal);
        assert_eq!((seen.preflight, ids(&seen)), (false, expected));
    }
}

// spec: cors.json
#[test]
fn json_needs_a_preflight_and_passes() {
    let portal = &mut portal();
    let fetch = post(path(portal), "application/json", r#"{"ID":[5]}"#);
    let seen = Fetch::new(fetch).header("Accept", "application/json").run(portal);
    assert_eq!((seen.preflight, ids(&seen)), (true, json!(["5"])));
}

// spec: cors.custom-header
#[test]
fn other_headers_do_not_pass() {
    let portal = &mut portal();
    let bearer = format!("Bearer {}", portal.credentials().access_token);
    for (name, value) in [("Authorization", &*bearer), ("X-Requested-With", "XMLHttpRequest"), ("X-Own", "1")]
    {
        let seen = Fetch::new(get(path(portal))).header(name, value).run(portal);
        assert!(seen.preflight && seen.answer.is_none(), "{name}: {seen:?}");
    }
}

// spec: cors.credentials
#[test]
fn answers_to_requests_with_cookies_are_withheld() {
    let portal = &mut portal();
    let seen = Fetch::new(get(path(portal))).with_cookies().run(portal);
    assert!(!seen.preflight && seen.answer.is_none(), "{seen:?}");
}

// spec: cors.put
#[test]
fn put_does_not_pass() {
    let portal = &mut portal();
    let fetch = Request { method: "PUT".into(), ..get(path(portal)) };
    let seen = Fetch::new(fetch).run(portal);
    assert!(seen.preflight && seen.answer.is_none(), "{seen:?}");
}

// spec: cors.readable-errors
#[test]
fn errors_can_be_read() {
    let portal = &mut portal();
    for (path, status, code) in [
        ("/rest/im.user.list.get", 401, "NO_AUTH_FOUND"),
        ("/rest/no.such.method", 404, "ERROR_METHOD_NOT_FOUND"),
        ("/rest/1/x/im.user.get", 401, "INVALID_CREDENTIALS"),
    ] {
        let answer = Fetch::new(get(path)).run(portal).answer.expect("an answer");
        assert_eq!((answer.status, json_of(&answer)["error"].clone()), (status, json!(code)));
    }
}

// spec: cors.unreadable-errors
#[test]
fn errors_without_the_header_are_no_answer() {
    for (what, order) in [
        ("limits", json!({ "burst": 0, "cors": false })),
        ("faults", json!([{ "kind": "html", "status": 503, "cors": false }])),
        ("faults", json!([{ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false }])),
    ] {
        let portal = &mut portal();
        control(portal, "PUT", what, &order);
        let seen = Fetch::new(get(path(portal))).run(portal);
        assert!(seen.answer.is_none(), "{order}: {seen:?}");
    }
}

// spec: cors.hidden-headers
#[test]
fn headers_of_answers_are_hidden_but_for_harmless_ones() {
    let portal = &mut portal();
    let path = path(portal);
    let sent = send(portal, &get(&*path));
    let seen = Fetch::new(get(&*path)).run(portal).answer.expect("an answer");
    for (name, shows) in [("Content-Type", true), ("X-Content-Type-Options", false)] {
        assert_eq!((sent.header(name).is_some(), seen.header(name).is_some()), (true, shows), "{name}");
    }
}

// spec: cors.redirect
#[test]
fn a_post_that_is_redirected_arrives_without_its_body() {
    let portal = &mut portal();
    control(portal, "PUT", "faults", &json!([{ "kind": "redirect", "times": 1 }]));
    let fetch = Fetch::new(post(path(portal), FORM, "ID=[5]"));
    let [redirected, direct] = [(); 2].map(|()| ids(&fetch.run(portal)));
    assert_eq!((redirected, direct), (json!(["4"]), json!(["5"])));
}
