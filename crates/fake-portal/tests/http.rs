//! The running binary, by plain HTTP.
#![cfg(feature = "http")]

#[allow(dead_code, reason = "each test file uses its part")]
mod process;

use process::{Process, client, get, header, json_of};
use serde_json::{Value, json};
use std::{fs, net::TcpListener, path::PathBuf, process::Command};

/// A folder of its own for each test, with one file of each type that pages are made of.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(folder.join("sub")).expect("a folder");
    for name in ["index.html", "sub/index.html", "a.js", "a.mjs", "a.wasm", "a.css", "a.json"] {
        fs::write(folder.join(name), name).expect("a file");
    }
    folder
}

#[test]
fn the_first_line_says_how_to_get_in() {
    let portal = Process::start(&["--port", "0"]);
    assert_eq!(portal.line["pages"], Value::Null);
    let origin = portal.word("origin");
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");

    let webhook = get(&format!("{}im.user.list.get?ID[]=4&RESULT_TYPE=array", portal.word("webhook")));
    assert_eq!(json_of(webhook)["result"][0]["name"], "Emily Smith");
    for (token, status) in [("accessToken", 200), ("extranetToken", 200), ("expiredToken", 401)] {
        let url = format!("{origin}/rest/im.user.list.get?ID[]=4&auth={}", portal.word(token));
        assert_eq!(get(&url).status(), status, "{token}");
    }
    let blank =
        json_of(get(&format!("{}im.user.get", portal.word("webhook"))))["result"]["avatar_hr"].clone();
    assert_eq!(get(blank.as_str().expect("a picture")).status(), 200);
}

// spec: cors.headers, cors.options
#[test]
fn answers_have_the_portals_headers_and_nothing_else_to_do_with_cors() {
    let portal = Process::start(&[]);
    let url = format!("{}/rest/im.user.list.get", portal.word("origin"));
    let answer = get(&url);
    assert_eq!(answer.status(), 401);
    assert_eq!(header(&answer, "content-type"), Some("application/json; charset=utf-8"));
    let preflight = client().options(&url).call().expect("an answer");
    assert_eq!(preflight.status(), 200);
    for response in [&answer, &preflight] {
        assert_eq!(header(response, "access-control-allow-origin"), Some("*"));
        assert_eq!(header(response, "access-control-allow-headers"), Some("origin, content-type, accept"));
        assert_eq!(header(response, "access-control-allow-methods"), None);
    }
}

#[test]
fn the_log_counts_requests_over_http() {
    let portal = Process::start(&[]);
    let log = format!("{}/__portal/log", portal.word("origin"));
    get(&format!("{}im.user.list.get?ID=[4,5]", portal.word("webhook")));
    let entries = json_of(get(&log));
    assert_eq!((entries[0]["ids"].clone(), entries[1].clone()), (json!(2), Value::Null));
    assert_eq!(client().delete(&log).call().expect("an answer").status(), 204);
    assert_eq!(json_of(get(&log)), json!([]));
}

#[test]
fn bodies_of_megabytes_and_requests_at_once_are_fine() {
    let portal = Process::start(&["--people", "200000"]);
    let url = format!("{}im.user.list.get", portal.word("webhook"));
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let url = &url;
            scope.spawn(move || {
                let filler = "x".repeat(3_000_000);
                let body = json!({ "ID": [thread + 100_000, 5], "RESULT_TYPE": "array", "FILLER": filler });
                let answer = client()
                    .post(url)
                    .header("Content-Type", "application/json")
                    .send(body.to_string())
                    .expect("an answer");
                assert_eq!(json_of(answer)["result"][0]["id"], thread + 100_000);
            });
        }
    });
    let ids: Vec<u64> = (1..=10_000).collect();
    let answer =
        client().post(&url).header("Content-Type", "application/json").send(json!({ "ID": ids }).to_string());
    assert_eq!(json_of(answer.expect("an answer"))["result"].as_object().expect("users").len(), 10_000);
}

#[test]
fn pages_are_served_from_an_origin_of_their_own() {
    let folder = folder("pages");
    let root = format!("/={}", folder.display());
    let nested = format!("/pkg/v1={}", folder.display());
    let portal = Process::start(&["--port", "0", "--pages-port", "0", "--pages", &root, "--pages", &nested]);
    let pages = portal.word("pages");
    assert_ne!(pages, portal.word("origin"));
    for (path, content_type) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/pkg/v1/sub", "text/html"),
        ("/a.js", "text/javascript"),
        ("/pkg/v1/a.mjs", "application/javascript"),
        ("/pkg/v1/a.wasm", "application/wasm"),
        ("/a.css", "text/css"),
        ("/a.json", "application/json"),
        ("/portal.json", "application/json"),
    ] {
        let response = get(&format!("{pages}{path}"));
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(
            header(&response, "content-type").map(|all| all.split(';').next().unwrap_or("")),
            Some(content_type)
        );
        assert_eq!(header(&response, "cache-control"), Some("no-store"), "{path}");
    }
    assert_eq!(json_of(get(&format!("{pages}/portal.json"))), portal.line);
    assert_eq!(get(&format!("{pages}/nope.js")).status(), 404);
    assert_eq!(get(&format!("{pages}/rest/im.user.get")).status(), 404);
}

#[test]
fn a_given_port_is_used_and_a_taken_one_is_an_error() {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = socket.local_addr().expect("an address").port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_b24-fake-portal"))
        .args(["--port", &port])
        .output()
        .expect("the binary");
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    drop(socket);
    let portal = Process::start(&["--port", &port]);
    assert_eq!(portal.word("origin"), format!("http://127.0.0.1:{port}"));
}

#[test]
fn it_stops_cleanly_on_signals() {
    for signal in ["TERM", "INT"] {
        let mut portal = Process::start(&["--pages", "/=."]);
        // An idle connection must not hold it up.
        let client = client();
        let _ = client.get(format!("{}/rest/", portal.word("origin"))).call();
        portal.signal(signal);
        assert!(portal.child.wait().expect("its end").success(), "{signal}");
    }
}

#[test]
fn it_stops_with_its_input_only_if_asked_to() {
    let mut portal = Process::start(&["--stop-with-stdin"]);
    drop(portal.child.stdin.take());
    assert!(portal.child.wait().expect("its end").success());

    let mut portal = Process::start(&[]);
    drop(portal.child.stdin.take());
    assert_eq!(get(&format!("{}/rest/", portal.word("origin"))).status(), 404);
}

#[test]
fn unknown_arguments_are_an_error_and_help_is_not() {
    let run = |argument| {
        Command::new(env!("CARGO_BIN_EXE_b24-fake-portal")).arg(argument).output().expect("the binary")
    };
    assert!(!run("--bogus").status.success());
    let help = run("--help");
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--pages URLPATH=DIR"));
}

#[test]
fn the_page_for_applications_is_the_portals_own() {
    let portal = Process::start(&[]);
    let frame = portal.word("frame");
    assert_eq!(frame, format!("{}/marketplace/app/", portal.word("origin")));
    for (file, kind) in
        [("", "text/html; charset=utf-8"), ("frame.js", "text/javascript"), ("frame.css", "text/css")]
    {
        let answer = get(&format!("{frame}{file}"));
        assert_eq!(answer.status(), 200, "{file}");
        assert_eq!(header(&answer, "content-type"), Some(kind));
        let policy = header(&answer, "content-security-policy").expect("a policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
    }
    let folder = folder("frame");
    let with_pages = Process::start(&["--pages", &format!("/={}", folder.display())]);
    let app = format!("?app={}/", with_pages.word("pages"));
    assert!(with_pages.word("frame").ends_with(&app), "{}", with_pages.word("frame"));
}
