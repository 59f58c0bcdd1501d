//! The request log and the control endpoint.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::Request;
use serde_json::{Value, json};
use support::{NOW, control, get, json_call, portal, send};

#[test]
fn rest_requests_are_logged_without_secrets() {
    let portal = &mut portal();
    let token = portal.credentials().access_token.clone();
    let list = json_call(portal, "IM.user.list.get.json", r#"{"ID":[4,4,999]}"#);
    for request in [
        Request { verb: "OPTIONS".into(), ..list.clone() },
        list,
        get(format!("/rest/im.user.list.get?auth={token}")),
        get("/rest/im.user.get"),
        get(format!("/rest/x/{}/im.user.get", portal.credentials().webhook_code)),
        get("/bitrix/js/im/images/blank.gif"),
        get("/__portal/log"),
    ] {
        let _ = send(portal, &request);
    }
    let log = send(portal, &get("/__portal/log"));
    let entry = |verb, method, content_type: Value, user: Value, ids, status, error: Value| {
        json!({
            "at": NOW, "verb": verb, "method": method, "contentType": content_type, "user": user, "ids": ids,
            "status": status, "error": error,
        })
    };
    let list = "im.user.list.get";
    assert_eq!(
        serde_json::from_slice::<Value>(&log.body).expect("JSON"),
        json!([
            entry("OPTIONS", list, json!("application/json"), Value::Null, 0, 200, Value::Null),
            entry("POST", list, json!("application/json"), json!(1), 2, 200, Value::Null),
            entry("GET", list, Value::Null, json!(1), 0, 400, json!("INVALID_FORMAT")),
            entry("GET", "im.user.get", Value::Null, Value::Null, 0, 401, json!("NO_AUTH_FOUND")),
            entry(
                "GET",
                "im.user.get",
                Value::Null,
                Value::Null,
                0,
                404,
                json!("ERROR_METHOD_NOT_FOUND")
            ),
        ])
    );
    let text = support::text(&log);
    assert!(!text.contains(&token) && !text.contains(&portal.credentials().webhook_code), "{text}");
}

#[test]
fn refused_requests_are_logged_with_their_ids() {
    let portal = &mut portal();
    let token = portal.credentials().access_token.clone();
    control(portal, "PUT", "limits", &json!({ "burst": 3 }));
    let refuse = json!([{ "kind": "error", "code": "ACCESS_DENIED", "ids": [4] }]);
    control(portal, "PUT", "faults", &refuse);
    let list = json_call(portal, "im.user.list.get", r#"{"ID":[5,5,6]}"#);
    let commands = r#"{"cmd":{"a":"im.user.list.get?ID[]=4&ID[]=5","b":"im.user.get?ID=6"}}"#;
    let batch = json_call(portal, "batch", commands);
    for request in [
        get("/rest/im.user.list.get?ID[]=5&ID[]=6"),
        get(format!("/rest/im.user.list.get?ID[]=4&ID[]=5&auth={token}")),
        batch.clone(),
        list,
        batch,
    ] {
        let _ = send(portal, &request);
    }
    let log: Vec<_> = portal.log().iter().map(|entry| (entry.status, entry.ids)).collect();
    assert_eq!(log, [(401, 2), (401, 2), (200, 3), (503, 2), (503, 3)]);
    let commands: Vec<_> =
        portal.log()[2].commands.iter().map(|command| (command.ids, &command.error)).collect();
    assert_eq!((commands[0].0, commands[0].1.is_some()), (2, true));
    assert_eq!((commands[1].0, commands[1].1.is_some()), (1, false));
}

#[test]
fn the_log_can_be_cleared() {
    let portal = &mut portal();
    let _ = send(portal, &get("/rest/im.user.get"));
    assert_eq!(portal.log().len(), 1);
    let cleared = send(portal, &Request { verb: "DELETE".into(), ..get("/__portal/log") });
    assert_eq!((cleared.status, portal.log().len()), (204, 0));
}

#[test]
fn the_control_endpoint_is_not_a_rest_method() {
    let portal = &mut portal();
    assert_eq!(send(portal, &get("/rest/__portal/log")).status, 404);
    assert_eq!(send(portal, &get("/__portal/nope")).status, 404);
    assert_eq!(send(portal, &get("/nope")).status, 404);
}

#[test]
fn avatars_are_served_by_the_portal() {
    let portal = &mut portal();
    let blank = send(portal, &get("/bitrix/js/im/images/blank.gif"));
    assert_eq!(blank.header("Content-Type"), Some("image/gif"));
    let avatar = send(portal, &get("/upload/avatar/1.svg"));
    assert_eq!(avatar.header("Content-Type"), Some("image/svg+xml"));
    assert!(support::text(&avatar).contains(">ПП<"));
    for (path, initials) in [
        ("avatar4.png", "ES"),
        ("avatar4_hr.png", "ES"),
        ("avatar.png", "JJ"),
        ("avatar_hr.png", "JJ"),
    ] {
        let documented = send(portal, &get(format!("/upload/main/{path}")));
        assert_eq!(documented.header("Content-Type"), Some("image/svg+xml"));
        assert!(support::text(&documented).contains(&format!(">{initials}<")), "{path}");
    }
    for path in ["/upload/avatar/999.svg", "/upload/avatar/4.png", "/upload/main/avatar5.png"] {
        assert_eq!(send(portal, &get(path)).status, 404, "{path}");
    }
}
