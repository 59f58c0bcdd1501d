//! Routes, credentials, bodies and CORS headers.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, Request, Response};
use support::{get, json_call, listed_ids, portal, post, result, send, text};

const LIST: &str = "/rest/im.user.list.get";

fn token(portal: &Portal) -> String {
    portal.credentials().access_token.clone()
}

fn error(response: &Response) -> (u16, String) {
    let body: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
    assert!(body.get("result").is_none() && body.get("time").is_none(), "{body}");
    (response.status, body["error"].as_str().expect("a code").into())
}

// spec: body.verb
#[test]
fn all_forms_of_a_methods_path_are_accepted() {
    let portal = &mut portal();
    let (token, code) = (token(portal), portal.credentials().webhook_code.clone());
    for path in [
        format!("{LIST}?ID[]=4&auth={token}"),
        format!("{LIST}.json?ID[]=4&auth={token}"),
        format!("{LIST}/?ID[]=4&access_token={token}"),
        format!("/rest/IM.User.List.Get.json/?id[]=4&auth={token}"),
        format!("/rest/1/{code}/im.user.list.get?ID[]=4"),
        format!("/rest/1/{code}/im.user.list.get.json?ID[]=4"),
    ] {
        let response = send(portal, &get(&*path));
        assert_eq!(response.status, 200, "{path}");
        assert!(result(&response).starts_with(r#"{"4":{"id":4,"#), "{path}");
    }
}

// spec: envelope.error
#[test]
fn requests_are_authenticated_by_their_credential() {
    let portal = &mut portal();
    let bearer = |token: &str| Request {
        headers: vec![("authorization".into(), format!("Bearer {token}"))],
        ..get(format!("{LIST}?ID[]=4"))
    };
    let (token, code) = (token(portal), portal.credentials().webhook_code.clone());
    assert_eq!(send(portal, &bearer(&token)).status, 200);
    for (request, status, code) in [
        (bearer("nobody's"), 401, "invalid_token"),
        (get(format!("{LIST}?ID[]=4")), 401, "NO_AUTH_FOUND"),
        (get(format!("{LIST}?ID[]=4&auth=")), 401, "NO_AUTH_FOUND"),
        (get(format!("{LIST}?ID[]=4&auth[]={token}")), 401, "NO_AUTH_FOUND"),
        (get("/rest/1/wrong/im.user.list.get?ID[]=4"), 401, "INVALID_CREDENTIALS"),
        (get(format!("/rest/2/{code}/im.user.list.get?ID[]=4")), 401, "INVALID_CREDENTIALS"),
        (get("/rest/im.user.list.got"), 404, "ERROR_METHOD_NOT_FOUND"),
        (get("/rest/"), 404, "ERROR_METHOD_NOT_FOUND"),
    ] {
        assert_eq!(error(&send(portal, &request)), (status, code.to_owned()), "{}", request.target);
    }
}

#[test]
fn invalid_webhooks_and_methods_match_the_server() {
    let portal = &mut portal();
    assert_eq!(
        text(&send(portal, &get("/rest/1/wrong/im.user.get"))),
        r#"{"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}"#
    );
    assert_eq!(
        text(&send(portal, &get("/rest/nope"))),
        r#"{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}"#
    );
}

// spec: body.json, body.form, body.other, body.broken-json
#[test]
fn bodies_are_parsed_by_content_type() {
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"ID[]\"\r\n\r\n4\r\n\
        --b\r\nContent-Disposition: form-data; name=\"ID[]\"\r\n\r\n5\r\n\
        --b\r\nContent-Disposition: form-data; name=\"ID[]\"; filename=\"f\"\r\n\r\n6\r\n\
        --b\r\nContent-Disposition: form-data; name=\"RESULT_TYPE\"\r\n\r\narray\r\n--b--\r\n";
    let urlencoded = "ID%5B%5D=4&ID%5B%5D=5&RESULT_TYPE=array";
    let json = r#"{"ID":[4,5],"RESULT_TYPE":"array"}"#;
    let portal = &mut portal();
    let path = format!("{LIST}?auth={}", token(portal));
    for (content_type, body) in [
        ("application/json", json),
        ("application/json; charset=utf-8", json),
        ("application/vnd.api+json", json),
        ("application/x-www-form-urlencoded", urlencoded),
        ("application/x-www-form-urlencoded; charset=UTF-8", urlencoded),
        ("text/plain;charset=UTF-8", urlencoded),
        ("", urlencoded),
        ("multipart/form-data; boundary=b", multipart),
    ] {
        assert_eq!(
            listed_ids(&send(portal, &post(&*path, content_type, body))),
            [4, 5],
            "{content_type}"
        );
    }
    for (content_type, body) in [
        ("text/plain", json),
        ("application/json", "{"),
        ("application/json", ""),
        ("multipart/form-data", multipart),
    ] {
        let response = send(portal, &post(&*path, content_type, body));
        assert_eq!(error(&response), (400, "INVALID_FORMAT".into()), "{content_type} {body}");
    }
}

// spec: body.broken-json, body.other, body.verb
#[test]
fn tokens_in_unparsed_bodies_are_ignored() {
    let portal = &mut portal();
    let body = format!(r#"{{"ID":[4],"auth":"{}"}}"#, token(portal));
    assert_eq!(send(portal, &post(LIST, "application/json", &*body)).status, 200);
    for request in [
        post(LIST, "text/plain", &*body),
        post(LIST, "application/json", &body[1..]),
        Request { verb: "PUT".into(), ..post(LIST, "application/json", &*body) },
    ] {
        assert_eq!(error(&send(portal, &request)), (401, "NO_AUTH_FOUND".into()));
    }
}

// spec: body.query
#[test]
fn the_body_takes_precedence_over_the_query() {
    let portal = &mut portal();
    let path = format!("{LIST}?ID[]=1&RESULT_TYPE=array&auth={}", token(portal));
    assert_eq!(listed_ids(&send(portal, &post(path, "application/json", r#"{"ID":[5]}"#))), [5]);
}

// spec: cors.options
#[test]
fn preflights_precede_any_check() {
    let portal = &mut portal();
    for path in [LIST, "/rest/no.such.method", "/rest/1/wrong/im.user.get"] {
        let response = send(portal, &Request { verb: "OPTIONS".into(), ..get(path) });
        assert_eq!((response.status, text(&response)), (200, ""));
        assert_cors(&response);
    }
}

// spec: cors.headers
#[test]
fn every_response_has_the_same_cors_headers() {
    let portal = &mut portal();
    let ok = get(format!("{LIST}?ID[]=4&auth={}", token(portal)));
    let fatal = get(format!("{LIST}?ID[]=4&RESULT_TYPE[]=array&auth={}", token(portal)));
    for (request, status) in [(ok, 200), (get(LIST), 401), (get("/rest/nope"), 404), (fatal, 500)] {
        let response = send(portal, &request);
        assert_eq!(response.status, status);
        assert_cors(&response);
    }
}

fn assert_cors(response: &Response) {
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some("origin, content-type, accept")
    );
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    let names: Vec<&str> = response.headers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("Access-Control-")).count(),
        2,
        "{names:?}"
    );
}

// spec: params.RESULT_TYPE-list
#[test]
fn responses_are_json_except_for_php_errors() {
    let portal = &mut portal();
    let list = |kind: &str| {
        get(format!("{LIST}?ID[]=4&{kind}&auth={}", portal.credentials().access_token))
    };
    let (good, dead) = (list("RESULT_TYPE=Array"), list("RESULT_TYPE[]=array"));
    assert_eq!(send(portal, &good).header("Content-Type"), Some("application/json; charset=utf-8"));
    let response = send(portal, &dead);
    assert_eq!(
        (response.status, response.header("Content-Type")),
        (500, Some("text/html; charset=UTF-8"))
    );
}

// spec: params.RESULT_TYPE
#[test]
fn only_result_type_array_yields_a_list() {
    let portal = &mut portal();
    for (kind, is_list) in [
        (r#""array""#, true),
        (r#""ArRaY""#, true),
        (r#""list""#, false),
        ("null", false),
        ("1", false),
    ] {
        let request = json_call(
            portal,
            "im.user.list.get",
            &format!(r#"{{"id":[5,999,4],"Result_Type":{kind}}}"#),
        );
        let response = send(portal, &request);
        assert_eq!(result(&response).starts_with('['), is_list, "{kind}");
    }
}

// spec: answer.order
#[test]
fn the_object_form_keeps_the_requested_order() {
    let portal = &mut portal();
    let request = json_call(portal, "im.user.list.get", r#"{"ID":[5,999,4]}"#);
    let response = send(portal, &request);
    let order: Vec<usize> = [r#"{"5":{"#, r#","999":null,"#, r#","4":{"#]
        .iter()
        .filter_map(|key| result(&response).find(key))
        .collect();
    assert!(order.len() == 3 && order.is_sorted(), "{}", result(&response));
}

// spec: answer.dismissed
#[test]
fn dismissed_users_are_included() {
    let portal = &mut portal();
    let request = json_call(portal, "im.user.list.get", r#"{"ID":[106]}"#);
    assert!(result(&send(portal, &request)).starts_with(r#"{"106":{"id":106,"active":false,"#));
}

// spec: answer.extranet, answer.extranet-self
#[test]
fn extranet_callers_get_their_groups_but_not_themselves() {
    let portal = &mut portal();
    let token = portal.credentials().extranet_token.clone();
    let request = get(format!("{LIST}?ID=[1,105,61,999,4,999999]&RESULT_TYPE=array&auth={token}"));
    assert_eq!(listed_ids(&send(portal, &request)), [105, 4]);
}

#[test]
fn im_user_get_returns_one_user_or_the_caller() {
    let portal = &mut portal();
    let webhook = |params: &str| json_call(&support::portal(), "im.user.get", params);
    for (params, id) in
        [("{}", 1), (r#"{"ID":null}"#, 1), (r#"{"id":"5"}"#, 5), (r#"{"ID":[7]}"#, 1)]
    {
        let response = send(portal, &webhook(params));
        assert!(result(&response).starts_with(&format!(r#"{{"id":{id},"#)), "{params}");
    }
    for (params, code) in [
        (r#"{"ID":0}"#, "ID_EMPTY"),
        (r#"{"ID":"x"}"#, "ID_EMPTY"),
        (r#"{"ID":-4}"#, "ID_EMPTY"),
        (r#"{"ID":999}"#, "USER_NOT_EXISTS"),
    ] {
        assert_eq!(error(&send(portal, &webhook(params))), (400, code.into()), "{params}");
    }
}

#[test]
fn im_user_get_includes_the_extranet_caller() {
    let portal = &mut portal();
    let token = portal.credentials().extranet_token.clone();
    for (id, status) in [("", 200), ("ID=61&", 200), ("ID=4&", 200), ("ID=1&", 400)] {
        let response = send(portal, &get(format!("/rest/im.user.get?{id}auth={token}")));
        assert_eq!(response.status, status, "{id}");
    }
}

// spec: user.desktop_last_date
#[test]
fn only_im_user_get_has_desktop_last_date() {
    let portal = &mut portal();
    let (one, many) = (
        json_call(portal, "im.user.get", r#"{"ID":5}"#),
        json_call(portal, "im.user.list.get", r#"{"ID":[5]}"#),
    );
    assert!(
        text(&send(portal, &one)).contains(r#""desktop_last_date":"2026-03-02T09:31:44+01:00""#)
    );
    assert!(text(&send(portal, &many)).contains(r#""desktop_last_date":false"#));
}
