//! Error bodies in every format: the code and its consequences.

use b24_users::auth::{Auth, TokenReason};
use b24_users::client::Command;
use b24_users::client::{CallOptions, Client, ClientOptions};
use b24_users::error::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

/// The bodies of an error with this code, one in each format that portals use.
fn formats(code: &str) -> Vec<Value> {
    let entry = json!({ "message": "Says it", "code": code, "customData": { "code": "OTHER", "message": "?" } });
    vec![
        json!({ "error": code, "error_description": "Says it" }),
        json!({ "error": { "code": code, "message": "Says it" } }),
        json!({ "error": { "message": "Says it", "code": code, "validation": [] } }),
        json!({ "error": { "error": code, "error_description": "Says it" } }),
        json!({ "error": [{ "code": code, "message": "Says it" }] }),
        json!({ "status": "error", "data": null, "errors": [entry] }),
        json!({ "status": "error", "data": { "a": 1 }, "errors": [[entry]] }),
        json!({ "status": "error", "data": null, "errors": [{ "code": 0, "message": "Says it" }, { "code": code }] }),
        json!({ "errors": [entry] }),
    ]
}

fn client(host: &VirtualHost) -> Client<VirtualHost> {
    Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default())
}

fn call(host: &VirtualHost) -> Result<String, Error> {
    let outcome = host.run(client(host).call("a.b", &[], CallOptions::default()));
    outcome.map(|response| response.result.as_str().to_owned())
}

fn call_with(status: u16, body: &Value) -> Result<String, Error> {
    let body = body.to_string().into_bytes();
    call(&VirtualHost::new(move |_| Reply::Response(status, body.clone())))
}

#[test]
fn the_code_is_read_in_every_format() {
    for (code, kind, retryable) in [
        ("ACCESS_DENIED", ErrorKind::Access, false),
        ("expired_token", ErrorKind::Auth, false),
        ("OVERLOAD_LIMIT", ErrorKind::Limit, false),
        ("invalid_authentication", ErrorKind::Auth, false),
        ("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", ErrorKind::Access, false),
    ] {
        for status in [200, 400, 500] {
            for body in formats(code) {
                let error = call_with(status, &body).unwrap_err();
                assert_eq!(
                    (error.code.as_str(), error.message.as_str()),
                    (code, "Says it"),
                    "{body}"
                );
                assert_eq!(
                    (error.kind, error.retryable, error.status),
                    (kind, retryable, Some(status)),
                    "{body}"
                );
            }
        }
    }
}

#[test]
fn numbers_empty_codes_and_details_are_read() {
    for (body, code, message) in [
        (json!({ "error": { "code": 403, "message": "No" } }), "403", "No"),
        (json!({ "error": { "code": 0, "message": "No" } }), "PORTAL_ERROR", "No"),
        (json!({ "error": { "code": "", "message": "No" } }), "PORTAL_ERROR", "No"),
        (json!({ "error": {} }), "PORTAL_ERROR", "The portal reported an error"),
        (json!({ "error": "A", "errors": ["B"] }), "A", "B"),
        (
            json!({ "error": { "code": "V", "message": "Invalid", "validation": [
                { "message": "Required", "field": "id" },
                { "message": "Too long", "field": "name" },
            ] } }),
            "V",
            "Invalid; Required; Too long",
        ),
    ] {
        let error = call_with(400, &body).unwrap_err();
        assert_eq!((error.code.as_str(), error.message.as_str()), (code, message), "{body}");
    }
}

#[test]
fn a_success_in_the_ajax_format_is_not_an_error() {
    for (body, result) in [
        (json!({ "status": "success", "data": { "a": 1 }, "errors": [] }), r#"{"a":1}"#),
        (json!({ "status": "success", "data": null, "errors": [] }), "null"),
        (json!({ "status": "success", "result": 4, "data": 5, "errors": [] }), "4"),
        (
            json!({ "result": { "status": "error", "errors": [1] } }),
            r#"{"status":"error","errors":[1]}"#,
        ),
        (json!({ "result": 4, "error": null }), "4"),
        (json!({ "result": 4, "error": "", "error_description": "" }), "4"),
        (json!({ "result": 4, "error": [], "errors": [1] }), "4"),
        (json!({ "result": 4, "error": false, "status": "error" }), "4"),
    ] {
        assert_eq!(call_with(200, &body).unwrap(), result, "{body}");
    }
    // Unknown formats.
    for body in [
        json!({ "status": "success" }),
        json!({ "data": 4 }),
        json!({ "status": "error", "data": 4 }),
    ] {
        assert_eq!(call_with(200, &body).unwrap_err().code, "BAD_RESPONSE", "{body}");
    }
}

#[test]
fn an_expired_token_is_refreshed_in_every_format_and_in_batches() {
    for form in formats("expired_token") {
        for is_batch in [false, true] {
            let body = if is_batch {
                json!({ "result": { "result": [], "result_error": { "c0": form, "c1": form } } })
            } else {
                form.clone()
            };
            let host = VirtualHost::with_tokens(
                move |request| match (request.form["auth"].as_str(), is_batch) {
                    ("first-token", _) => Reply::ok(body.to_string()),
                    (_, false) => Reply::ok(r#"{"result":true}"#),
                    (_, true) => Reply::ok(r#"{"result":{"result":{"c0":1,"c1":2}}}"#),
                },
                |reason| match reason {
                    TokenReason::Initial => Ok(token("first-token")),
                    _ => Ok(token("second-token")),
                },
            );
            let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
            if is_batch {
                let command = |name: &str| Command {
                    name: name.into(),
                    method: "a.b".into(),
                    params: vec![],
                };
                let commands = [command("a"), command("b")];
                let outcomes = host.run(client.batch(&commands, CallOptions::default())).unwrap();
                assert!(outcomes.iter().all(Result::is_ok), "{form}");
            } else {
                host.run(client.call("a.b", &[], CallOptions::default())).unwrap();
            }
            assert_eq!(
                host.token_requests(),
                [TokenReason::Initial, TokenReason::Expired],
                "{form}"
            );
            assert_eq!(host.requests().len(), 2);
        }
    }
}

#[test]
fn throttling_fills_the_bucket_in_every_format() {
    for form in formats("QUERY_LIMIT_EXCEEDED") {
        let host = VirtualHost::new(move |_| Reply::ok(form.to_string()));
        // A retry is safe for any method: nothing was executed.
        assert_eq!(call(&host).unwrap_err().code, "QUERY_LIMIT_EXCEEDED");
        assert_eq!(host.requests().len(), 5);
        let waits = host.events().iter().any(|event| format!("{event:?}").contains("Wait"));
        assert!(waits, "{:?}", host.events());
    }
}

#[test]
fn command_errors_are_read_in_every_format() {
    for form in formats("ACCESS_DENIED") {
        let body = json!({ "result": { "result": { "c1": 1 }, "result_error": { "c0": form } } });
        let host = VirtualHost::new(move |_| Reply::ok(body.to_string()));
        let command =
            |name: &str| Command { name: name.into(), method: "a.b".into(), params: vec![] };
        let commands = [command("a"), command("b")];
        let outcomes = host.run(client(&host).batch(&commands, CallOptions::default())).unwrap();
        let error = outcomes[0].as_ref().unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind),
            ("ACCESS_DENIED", ErrorKind::Access),
            "{form}"
        );
        assert_eq!(error.message, "Says it");
        assert!(outcomes[1].is_ok());
    }
}
