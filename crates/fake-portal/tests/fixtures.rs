//! The portal's responses, compared byte for byte with the recorded and constructed fixtures.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use support::{get, json_call, keys, portal, post, result, send, text};

/// A fixture, shifted from its time zone to the portal's.
fn fixture(name: &str) -> String {
    support::fixture(name).replace("+03:00", "+01:00")
}

/// The raw `result` of a fixture.
fn fixture_result(name: &str) -> String {
    let body = fixture(name);
    body[r#"{"result":"#.len()..].split_once(r#","time":{"#).expect("a time").0.to_owned()
}

#[test]
fn array_form_matches_the_fixtures() {
    let cases = [
        ("list-array-absent-birthday.json", "[93]"),
        ("list-array-bot-26.json", "[17]"),
        ("list-array-bot-app.json", "[41]"),
        ("list-array-extranet.json", "[61]"),
        ("list-array-im-guest.json", "[72]"),
        ("list-array-names-html-cyrillic.json", "[90,91,92]"),
        ("list-array-network-replica.json", "[74]"),
        ("list-array-phones-raw-box.json", "[83]"),
        ("list-array-phones-false-nulls.json", "[81]"),
        ("list-array-all-missing.json", "[999998,999999]"),
    ];
    for (name, ids) in cases {
        let portal = &mut portal();
        let request = json_call(
            portal,
            "im.user.list.get",
            &format!(r#"{{"ID":{ids},"RESULT_TYPE":"ARRAY"}}"#),
        );
        assert_eq!(result(&send(portal, &request)), fixture_result(name), "{name}");
    }
}

// spec: answer.object
#[test]
fn object_form_matches_the_fixtures() {
    let cases = [
        ("list-object-single-user-id-1.json", "[1]"),
        ("list-object-all-missing.json", "[999998,999999]"),
    ];
    for (name, ids) in cases {
        let portal = &mut portal();
        let request = json_call(portal, "im.user.list.get", &format!(r#"{{"ID":{ids}}}"#));
        assert_eq!(result(&send(portal, &request)), fixture_result(name), "{name}");
    }
}

// spec: answer.unknown
#[test]
fn missing_users_are_null() {
    for (name, kind) in
        [("list-object-missing-user-null.json", ""), ("list-array-missing-user-null.json", "array")]
    {
        let portal = &mut portal();
        let request = json_call(
            portal,
            "im.user.list.get",
            &format!(r#"{{"ID":[105,999999,4],"RESULT_TYPE":"{kind}"}}"#),
        );
        let response = send(portal, &request);
        // User 4 differs, so only the part before is compared.
        let emily = r#"{"id":4,"#;
        let (before, _) = result(&response).split_once(emily).expect("user 4");
        assert_eq!(before, fixture_result(name).split_once(emily).expect("user 4").0, "{name}");
    }
}

#[test]
fn users_4_and_5_match_the_documentation() {
    let portal = &mut portal();
    let request = json_call(portal, "im.user.list.get", r#"{"ID":[4,5],"RESULT_TYPE":"array"}"#);
    let response = send(portal, &request);
    let parse = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON");
    assert_eq!(parse(result(&response)), parse(&fixture_result("list-array-docs-example.json")));
    // The documentation lists the keys in another order than the server.
    assert_eq!(keys(result(&response)), keys(&fixture_result("list-array-two-users.json")));
}

// spec: answer.empty
#[test]
fn no_visible_user_yields_an_empty_list_in_both_forms() {
    for (name, kind) in
        [("list-empty-object-form.json", ""), ("list-empty-array-form.json", "array")]
    {
        let portal = &mut portal();
        let token = portal.credentials().extranet_token.clone();
        let request = get(format!(
            "/rest/im.user.list.get?ID[]=1&ID[]=61&ID[]=999&RESULT_TYPE={kind}&auth={token}"
        ));
        assert_eq!(result(&send(portal, &request)), fixture_result(name), "{name}");
    }
}

// spec: envelope.error
#[test]
fn errors() {
    let portal = &mut portal();
    let token = portal.credentials().expired_token.clone();
    let extranet = portal.credentials().extranet_token.clone();
    let cases = [
        ("error-no-auth-found.json", get("/rest/im.user.list.get?ID[]=4")),
        ("error-expired-token.json", get(format!("/rest/im.user.list.get?ID[]=4&auth={token}"))),
        ("error-invalid-token.json", get("/rest/im.user.list.get?ID[]=4&auth=x")),
        // spec: answer.invalid-format
        ("error-invalid-format.json", json_call(portal, "im.user.list.get", "{}")),
        (
            "error-extranet-access-denied.json",
            post("/rest/im.user.get", "text/plain", format!("ID=1&auth={extranet}")),
        ),
    ];
    for (name, request) in cases {
        let response = send(portal, &request);
        assert_eq!(text(&response), fixture(name), "{name}");
        let status = fixture(&name.replace(".json", ".status"));
        assert_eq!(response.status.to_string(), status, "{name}");
    }
}

#[test]
fn the_time_matches_the_fixture() {
    let portal = &mut portal();
    let request =
        json_call(portal, "im.user.list.get", r#"{"ID":[999998,999999],"RESULT_TYPE":"array"}"#);
    let response = send(portal, &request);
    assert_eq!(keys(text(&response)), keys(&fixture("list-array-all-missing.json")));
    // Two users cost four milliseconds.
    assert_eq!(
        text(&response).split_once(r#""time":"#).expect("a time").1,
        r#"{"start":1772456281,"finish":1772456281.891,"duration":0.891,"processing":0,"date_start":"2026-03-02T13:58:01+01:00","date_finish":"2026-03-02T13:58:01+01:00","operating_reset_at":1772456881,"operating":0}}"#
    );
}
