//! Scopes of tokens and webhooks.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::Portal;
use serde_json::{Value, json};
use support::{
    NOW, control, control_request, fixture, get, json_of, portal, post, send, send_at, text,
};

fn token(portal: &mut Portal, scopes: &[&str]) -> String {
    let response = control(portal, "POST", "tokens", &json!({ "scopes": scopes }));
    json_of(&response)["accessToken"].as_str().expect("a token").to_owned()
}

/// The path of a new webhook.
fn webhook(portal: &mut Portal, options: &Value) -> String {
    let response = json_of(&control(portal, "POST", "webhooks", options));
    let address = response["webhook"].as_str().expect("an address");
    address.strip_prefix(portal.origin()).expect("the portal's address").to_owned()
}

fn with_token(portal: &mut Portal, call: &str, token: &str) -> Value {
    let separator = if call.contains('?') { '&' } else { '?' };
    json_of(&send_at(portal, NOW, &get(format!("/rest/{call}{separator}auth={token}"))))
}

// spec: scopes.missing, error.insufficient_scope
#[test]
fn methods_require_their_scope() {
    let portal = &mut portal();
    let im = token(portal, &["im"]);
    let refused = send(portal, &get(format!("/rest/user.get?auth={im}")));
    assert_eq!(
        (refused.status, text(&refused)),
        (401, &*fixture("error-insufficient-scope-token.json"))
    );
    assert_eq!(with_token(portal, "im.user.get?ID=4", &im)["result"]["id"], 4);
    let hook = webhook(portal, &json!({ "scopes": ["user"] }));
    let refused = send(portal, &post(format!("{hook}im.user.get"), "application/json", "{}"));
    assert_eq!(
        (refused.status, text(&refused)),
        (401, &*fixture("error-insufficient-scope-webhook.json"))
    );
    assert_eq!(json_of(&send(portal, &get(format!("{hook}user.get"))))["result"][0]["ID"], "1");
    // Unknown methods and tokens take precedence.
    assert_eq!(with_token(portal, "crm.deal.list", &im)["error"], "ERROR_METHOD_NOT_FOUND");
    assert_eq!(with_token(portal, "user.get", "nobody's")["error"], "invalid_token");
}

// spec: scopes.batch, envelope.description
#[test]
fn scope_errors_in_a_batch_have_no_description() {
    let portal = &mut portal();
    let im = token(portal, &["im"]);
    let hook = webhook(portal, &json!({ "scopes": ["im"] }));
    let batch = "batch?cmd[me]=profile&cmd[list]=user.get&cmd[one]=im.user.get%3FID%3D4";
    let responses =
        [with_token(portal, batch, &im), json_of(&send(portal, &get(format!("{hook}{batch}"))))];
    for response in responses {
        let errors = &response["result"]["result_error"];
        assert_eq!(
            *errors,
            json!({ "list": { "error": "insufficient_scope", "error_description": "" } })
        );
        assert_eq!(response["result"]["result"]["one"]["id"], 4);
        assert_eq!(response["result"]["result"]["me"]["ID"], "1");
    }
}

// spec: scopes.missing
#[test]
fn configured_scope_errors_have_the_matching_description() {
    let portal = &mut portal();
    let fault = json!([{ "kind": "error", "code": "insufficient_scope", "method": "user.get" }]);
    control(portal, "PUT", "faults", &fault);
    let (access, code) =
        (portal.credentials().access_token.clone(), portal.credentials().webhook_code.clone());
    let description =
        |response: &Value| response["error_description"].as_str().unwrap_or_default().to_owned();
    assert!(description(&with_token(portal, "user.get", &access)).ends_with("by the access token"));
    let hook = json_of(&send(portal, &get(format!("/rest/1/{code}/user.get"))));
    assert!(description(&hook).ends_with("by the webhook token"));
    let batch = with_token(portal, "batch?cmd[a]=user.get", &access);
    assert_eq!(description(&batch["result"]["result_error"]["a"]), "");
}

// spec: scopes.fields
#[test]
fn user_basic_and_user_brief_permit_fewer_fields() {
    let portal = &mut portal();
    let row = |portal: &mut Portal, scope| {
        let token = token(portal, &[scope]);
        with_token(portal, "user.get?ID=4", &token)["result"][0].clone()
    };
    let [brief, basic, full] = ["user_brief", "user_basic", "user"].map(|scope| row(portal, scope));
    let has = |row: &Value, field: &str| row.get(field).is_some();
    for (field, expected) in [
        ("ID", [true, true, true]),
        ("UF_DEPARTMENT", [true, true, true]),
        ("UF_PHONE_INNER", [true, true, true]),
        ("USER_TYPE", [true, true, true]),
        ("EMAIL", [false, true, true]),
        ("WORK_PHONE", [false, true, true]),
        ("LAST_LOGIN", [false, false, true]),
        ("PERSONAL_WWW", [false, false, true]),
    ] {
        assert_eq!([&brief, &basic, &full].map(|row| has(row, field)), expected, "{field}");
    }
    // Fields without permission can be neither conditions nor selected.
    let brief = token(portal, &["user_brief"]);
    let list = with_token(portal, "user.get?ID[]=4&ID[]=5&EMAIL=user@example.com", &brief);
    assert_eq!(list["total"], 2);
    let selected = with_token(portal, "user.get?FILTER[ID]=4&select[]=EMAIL&select[]=NAME", &brief);
    assert_eq!(selected["result"], json!([{ "NAME": "Emily" }]));
    let labels = with_token(portal, "user.fields", &brief)["result"].clone();
    assert_eq!((labels["NAME"].clone(), labels.get("EMAIL")), (json!("First Name"), None));
    assert_eq!(with_token(portal, "user.current", &brief)["result"].get("EMAIL"), None);
}

// spec: scopes.methods
#[test]
fn scopes_and_methods_of_a_token_are_listed() {
    let portal = &mut portal();
    let brief = token(portal, &["user_brief", "crm"]);
    assert_eq!(with_token(portal, "scope", &brief)["result"], json!(["user_brief", "crm"]));
    let all = with_token(portal, "scope?full=true", &brief)["result"].clone();
    assert_eq!(all, json!(["im", "user", "user_basic", "user_brief"]));
    let names = |response: Value| -> Vec<String> {
        serde_json::from_value(response["result"].clone()).expect("a list of names")
    };
    let own = names(with_token(portal, "methods", &brief));
    assert!(own.contains(&"batch".into()) && own.contains(&"user.get".into()));
    assert!(!own.contains(&"im.user.get".into()));
    assert!(names(with_token(portal, "methods?full=true", &brief)).contains(&"im.user.get".into()));
    let only = names(with_token(portal, "methods?scope=im", &brief));
    assert!(only.iter().all(|name| name.starts_with("im.")) && only.len() > 5);
    for (query, expected) in [
        ("name=user.get", [true, true]),
        ("name=im.user.get", [true, false]),
        ("name=batch", [true, true]),
        ("name=crm.deal.list", [false, false]),
        // The parameter and the method's name are case-sensitive.
        ("NAME=user.get", [false, false]),
        ("name=User.Get", [false, false]),
    ] {
        let info = with_token(portal, &format!("method.get?{query}"), &brief)["result"].clone();
        assert_eq!(
            info,
            json!({ "isExisting": expected[0], "isAvailable": expected[1] }),
            "{query}"
        );
    }
}

#[test]
fn invalid_credential_options_are_rejected() {
    let portal = &mut portal();
    for (what, options) in [
        ("tokens", json!({ "scopes": ["User"] })),
        ("tokens", json!({ "scopes": "im" })),
        ("webhooks", json!({ "scopes": [""] })),
        ("webhooks", json!({ "user": 999 })),
        ("webhooks", json!({ "expiresAfterUses": 1 })),
    ] {
        assert_eq!(
            send(portal, &control_request("POST", what, &options)).status,
            400,
            "{what} {options}"
        );
    }
    let hook = webhook(portal, &json!({ "user": 105 }));
    assert!(hook.starts_with("/rest/105/"));
    assert_eq!(json_of(&send(portal, &get(format!("{hook}im.user.get"))))["result"]["id"], 105);
    assert_eq!(send(portal, &get(hook.replace("/105/", "/1/") + "profile")).status, 401);
}
