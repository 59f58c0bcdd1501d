//! No error, issue or event contains a token or a webhook's code.

use std::cell::Cell;

use b24_users::auth::{Auth, Secret, TokenReason};
use b24_users::client::Command;
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::Cause;
use b24_users::ids::IdInput;
use b24_users::transport::TransportError;
use futures_util::future::join;
use serde_json::json;

use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

const CANARY: &str = "k7canary9";

fn auths() -> [Auth; 2] {
    let webhook = format!("https://example.bitrix24.com/rest/1/{CANARY}/");
    [Auth::Token(token(CANARY)), Auth::Webhook(Secret::new(webhook))]
}

fn replies() -> Vec<Reply> {
    let says = |text: &str| Reply::Response(400, text.replace('@', CANARY).into_bytes());
    vec![
        says(r#"{"error":"@","error_description":"the token @ is bad"}"#),
        says(r#"{"error":"expired_token","error_description":"@ expired"}"#),
        says("<html>@</html>"),
        says(r#"{"result":{"@":{}}}"#),
        says(r#"{"result":"@"}"#),
        Reply::Error(TransportError::Redirected),
        Reply::Error(TransportError::Network(Cause {
            name: format!("{CANARY}Error"),
            message: format!(
                "https://example.bitrix24.com/rest/1/{CANARY}/im.user.list.get failed"
            ),
        })),
        Reply::Hang,
    ]
}

#[test]
fn no_error_shows_a_secret() {
    for auth in auths() {
        for reply in replies() {
            let cause = reply.clone();
            let host = VirtualHost::new(move |_| reply.clone());
            let client = Client::new(host.clone(), auth.clone(), ClientOptions::default());
            let outcome = host.run(client.get_users(
                [IdInput::Number(4.0)],
                GetUsersOptions::default(),
                |_| (),
            ));
            let Err(GetUsersError::Failed(error)) = outcome else {
                panic!("{cause:?} is no success")
            };
            let everything =
                format!("{error} {error:?} {} {client:?}", serde_json::to_string(&error).unwrap());
            assert!(!everything.contains(CANARY), "{cause:?}: {everything}");
        }
    }
}

#[test]
fn a_command_that_fails_within_a_batch_shows_no_secret() {
    let body = r#"{"result":{"result":[],"result_error":{"c0":{"error":"@","error_description":"@"},"c1":"@"}}}"#;
    for auth in auths() {
        let host = VirtualHost::new(move |_| Reply::ok(body.replace('@', CANARY)));
        let client = Client::new(host.clone(), auth, ClientOptions::default());
        let ids = (1..=60).map(|id| IdInput::Number(f64::from(id)));
        let outcome = host.run(client.get_users(ids, GetUsersOptions::default(), |_| ()));
        let everything = format!("{outcome:?} {:?}", host.events());
        assert!(outcome.is_err() && !everything.contains(CANARY), "{everything}");
    }
}

#[test]
fn a_replaced_token_is_redacted() {
    let issue_token = |reason| match reason {
        TokenReason::Initial => Ok(token(CANARY)),
        TokenReason::Moved | TokenReason::Expired => Ok(token("second-token")),
    };
    // The response quotes the first token after the second has replaced it.
    let respond = |request: &RecordedRequest| match request.form["auth"].as_str() {
        CANARY => Reply::Response(401, br#"{"error":"expired_token"}"#.into()),
        _ => Reply::Response(
            400,
            format!(r#"{{"error":"X","error_description":"not {CANARY}"}}"#).into(),
        ),
    };
    let host = VirtualHost::with_tokens(respond, issue_token);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let error = host.run(client.get_current_user(GetUsersOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), error.message.as_str()), ("X", "not ***"));
}

#[test]
fn a_token_among_the_ids_is_redacted() {
    // Longer than errors show: its beginning must not be visible either.
    let long = CANARY.repeat(10);
    let webhook = format!("https://example.bitrix24.com/rest/1/{long}/");
    for (auth, entry) in
        [(Auth::Token(token(&long)), long.clone()), (Auth::Webhook(Secret::new(&webhook)), webhook)]
    {
        let host = VirtualHost::new(|_| unreachable!());
        let client = Client::new(host.clone(), auth, ClientOptions::default());
        let outcome =
            host.run(client.get_users([IdInput::Text(entry)], GetUsersOptions::default(), |_| ()));
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert!(error.message.starts_with("Invalid user ids: [0] \"***\"."), "{}", error.message);
    }
}

#[test]
fn an_old_token_in_a_response_is_redacted() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |request| {
            let auth = request.form["auth"].clone();
            if request.is_batch() {
                let errors =
                    json!({ "c0": { "error": "X", "error_description": format!("bad {auth}") } });
                return Reply::ok(
                    json!({ "result": { "result": [], "result_error": errors } }).to_string(),
                )
                .after(50_000.0);
            }
            if auth == "secret-token-3" {
                Reply::ok(r#"{"result":true}"#)
            } else if request.raw_form.contains(&format!("bad={auth}")) {
                Reply::Response(401, br#"{"error":"expired_token"}"#.into())
            } else {
                Reply::ok(r#"{"result":true}"#)
            }
        },
        move |_| {
            issued.set(issued.get() + 1);
            Ok(token(&format!("secret-token-{}", issued.get())))
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let commands = [Command { name: "a".into(), method: "a.b".into(), params: vec![] }];
    let (batch, ()) = host.run(join(client.batch(&commands, CallOptions::default()), async {
        host.sleep_ms(1000.0).await;
        for number in 1..=2 {
            let bad = vec![("bad".to_owned(), format!("secret-token-{number}"))];
            let _ = client.call("x", &bad, CallOptions::default()).await;
        }
    }));
    let text = format!("{batch:?}");
    assert!(!text.contains("secret-token"), "{text}");
}

#[test]
fn a_token_in_a_condition_is_redacted() {
    let host =
        VirtualHost::new(|_| Reply::Response(404, br#"{"error":"ERROR_METHOD_NOT_FOUND"}"#.into()));
    let client = Client::new(
        host.clone(),
        Auth::Token(token("k7canary9k7canary9")),
        ClientOptions::default(),
    );
    let error = client
        .list_user_ids(&[("k7canary9k7canary9".to_owned(), "1".to_owned())], None)
        .unwrap_err();
    assert!(!format!("{error:?}").contains("k7canary9"), "{error:?}");
    let error =
        host.run(client.call("k7canary9k7canary9", &[], CallOptions::default())).unwrap_err();
    assert!(!format!("{error:?}").contains("k7canary9"), "{error:?}");
}

#[test]
fn a_token_issued_repeatedly_evicts_no_other_secret() {
    // The application returns the second token repeatedly.
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |request| {
            if request.form.contains_key("cmd[c0]") {
                let errors = json!({ "c0": { "error": "NOPE", "error_description": "bad first-token-of-all" } });
                return Reply::ok(
                    json!({ "result": { "result": [], "result_error": errors } }).to_string(),
                )
                .after(60_000.0);
            }
            Reply::Response(401, br#"{"error":"expired_token"}"#.to_vec()).after(10.0)
        },
        move |_| {
            issued.set(issued.get() + 1);
            Ok(token(if issued.get() == 1 { "first-token-of-all" } else { "second-token-of-all" }))
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let commands = [Command { name: "a".into(), method: "a.b".into(), params: vec![] }];
    let (outcome, ()) = host.run(join(client.batch(&commands, CallOptions::default()), async {
        host.sleep_ms(100.0).await;
        for _ in 0..10 {
            let _ = client.call("x", &[], CallOptions::default()).await;
        }
    }));
    assert!(!format!("{outcome:?}").contains("first-token-of-all"), "{outcome:?}");
}

/// All encodings of a secret that are redacted.
fn encodings(secret: &str) -> Vec<String> {
    let escape = |char: char| match char {
        'a'..='z' | '0'..='9' => char.into(),
        _ => format!("%{:02X}", u32::from(char)),
    };
    let escaped: String = secret.chars().map(escape).collect();
    let base64 = |text: &str| {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits = text.bytes().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat();
        let digit = |bits: &[u8]| {
            let number = usize::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap();
            char::from(DIGITS[number])
        };
        bits.as_bytes().chunks_exact(6).map(digit).collect::<String>()
    };
    vec![
        secret.into(),
        escaped.replace('%', "%25"),
        escaped,
        base64(secret),
        base64(&format!("x:{secret}")),
    ]
}

#[test]
fn no_issue_or_event_shows_a_secret() {
    // With characters that forms encode, and truncated by issues.
    const TOKEN: &str = "k7-canary/9=token+of-a-portal";
    let texts = encodings(TOKEN).into_iter().flat_map(|form| {
        let long = form.repeat(200);
        let escaped =
            form.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat();
        [
            form.clone(),
            format!("{}{form}", "x".repeat(70)),
            long,
            escaped.clone(),
            escaped.repeat(200),
        ]
    });
    for text in texts {
        let wrong = [
            r#""avatar":{"src":"@","@":["@"]},"active":"@","departments":["@",{"@":1}]"#,
            r#""website":"javascript:@","last_activity_date":"@","birthday":"@","phones":"@""#,
            r#""phones":{"work_phone":["@"]},"bot_data":["@"],"absent":"@","name":["@"],"color":{}"#,
        ];
        for fields in wrong {
            let record = format!(r#"{{"id":4,"extra":"@",{fields}}}"#).replace('@', &text);
            let respond = move |request: &RecordedRequest| {
                let users = format!(r#"{{"4":{record}}}"#);
                if request.is_batch() {
                    return Reply::ok(format!(
                        r#"{{"result":{{"result":{{"c0":[4],"c1":{users}}}}}}}"#
                    ));
                }
                let is_one = request.url.ends_with("im.user.get");
                Reply::ok(format!(r#"{{"result":{}}}"#, if is_one { &record } else { &users }))
            };
            let host = VirtualHost::new(respond);
            let client =
                Client::new(host.clone(), Auth::Token(token(TOKEN)), ClientOptions::default());
            let id = || IdInput::Number(4.0);
            let list =
                host.run(client.get_users([id()], GetUsersOptions::default(), |_| ())).unwrap();
            assert!(!list.issues.is_empty());
            let stream = client.stream_users([id()], GetUsersOptions::default(), |_| ()).unwrap();
            let part = host.run(stream.next()).unwrap().unwrap();
            client.invalidate(None);
            let chat = IdInput::Text("chat12".into());
            let members =
                host.run(client.get_chat_users(&chat, GetUsersOptions::default(), |_| ())).unwrap();
            host.run(client.get_user(id(), GetUsersOptions::default())).unwrap();
            host.run(client.load_user(id(), GetUsersOptions::default())).unwrap();
            let shown = format!("{:?} {:?} {:?}", list.issues, part.issues, members.issues)
                + &format!("{:?}", host.events());
            assert_eq!((part.users.len(), members.users.len()), (1, 1));
            for form in encodings(TOKEN) {
                // Its beginning must not be visible either.
                assert!(!shown.contains(&form[..12]), "{text:.60} {fields}: {shown:.3000}");
            }
            // Users are the portal's data and are not redacted.
            assert!(
                list.users[0].extra["extra"].as_str().unwrap().contains(&text[..8])
                    || text.starts_with('\\')
            );
        }
    }
}

#[test]
fn methods_and_codes_in_events_are_redacted() {
    let body = format!(r#"{{"error":"{CANARY}"}}"#);
    let host = VirtualHost::new(move |_| Reply::Response(503, body.clone().into_bytes()));
    let client = Client::new(host.clone(), Auth::Token(token(CANARY)), ClientOptions::default());
    let _ = host.run(client.call(CANARY, &[], CallOptions::default()));
    let _ = host.run(client.get_users(
        (1..=3).map(|id| IdInput::Number(f64::from(id))),
        GetUsersOptions::default(),
        |_| (),
    ));
    let reported = format!("{:?}", host.events());
    assert!(reported.contains("***") && !reported.contains(CANARY), "{reported}");
}
