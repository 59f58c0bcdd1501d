//! The binary, tested over HTTP.
#![cfg(feature = "http")]

#[allow(dead_code, reason = "each test file uses its part")]
mod process;

use process::{Process, client, get, header, json_of};
use serde_json::{Value, json};
use std::{fs, net::TcpListener, path::PathBuf, process::Command};

/// A directory per test, with one file of each type that pages consist of.
fn temp_dir(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(folder.join("sub")).expect("a folder");
    for name in ["index.html", "sub/index.html", "a.js", "a.mjs", "a.wasm", "a.css", "a.json"] {
        fs::write(folder.join(name), name).expect("a file");
    }
    folder
}

#[test]
fn the_first_line_has_addresses_and_credentials() {
    let portal = Process::start(&["--port", "0"]);
    assert_eq!(portal.line["pages"], Value::Null);
    let origin = portal.text("origin");
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");

    let webhook =
        get(&format!("{}im.user.list.get?ID[]=4&RESULT_TYPE=array", portal.text("webhook")));
    assert_eq!(json_of(webhook)["result"][0]["name"], "Emily Smith");
    for (token, status) in [("accessToken", 200), ("extranetToken", 200), ("expiredToken", 401)] {
        let url = format!("{origin}/rest/im.user.list.get?ID[]=4&auth={}", portal.text(token));
        assert_eq!(get(&url).status(), status, "{token}");
    }
    let blank =
        json_of(get(&format!("{}im.user.get", portal.text("webhook"))))["result"]["avatar_hr"]
            .clone();
    assert_eq!(get(blank.as_str().expect("a picture")).status(), 200);
}

// spec: cors.headers, cors.options
#[test]
fn responses_have_no_further_cors_headers() {
    let portal = Process::start(&[]);
    let url = format!("{}/rest/im.user.list.get", portal.text("origin"));
    let response = get(&url);
    assert_eq!(response.status(), 401);
    assert_eq!(header(&response, "content-type"), Some("application/json; charset=utf-8"));
    let preflight = client().options(&url).call().expect("a response");
    assert_eq!(preflight.status(), 200);
    for response in [&response, &preflight] {
        assert_eq!(header(response, "access-control-allow-origin"), Some("*"));
        assert_eq!(
            header(response, "access-control-allow-headers"),
            Some("origin, content-type, accept")
        );
        assert_eq!(header(response, "access-control-allow-methods"), None);
    }
}

#[test]
fn the_log_counts_requests_over_http() {
    let portal = Process::start(&[]);
    let log = format!("{}/__portal/log", portal.text("origin"));
    get(&format!("{}im.user.list.get?ID=[4,5]", portal.text("webhook")));
    let entries = json_of(get(&log));
    assert_eq!((entries[0]["ids"].clone(), entries[1].clone()), (json!(2), Value::Null));
    assert_eq!(client().delete(&log).call().expect("a response").status(), 204);
    assert_eq!(json_of(get(&log)), json!([]));
}

#[test]
fn large_bodies_and_concurrent_requests_succeed() {
    let portal = Process::start(&["--people", "200000"]);
    let url = format!("{}im.user.list.get", portal.text("webhook"));
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let url = &url;
            scope.spawn(move || {
                let filler = "x".repeat(3_000_000);
                let body = json!({ "ID": [thread + 100_000, 5], "RESULT_TYPE": "array", "FILLER": filler });
                let response = client()
                    .post(url)
                    .header("Content-Type", "application/json")
                    .send(body.to_string())
                    .expect("a response");
                assert_eq!(json_of(response)["result"][0]["id"], thread + 100_000);
            });
        }
    });
    let ids: Vec<u64> = (1..=10_000).collect();
    let response = client()
        .post(&url)
        .header("Content-Type", "application/json")
        .send(json!({ "ID": ids }).to_string());
    assert_eq!(
        json_of(response.expect("a response"))["result"].as_object().expect("users").len(),
        10_000
    );
}

#[test]
fn pages_have_their_own_origin() {
    let folder = temp_dir("pages");
    let root = format!("/={}", folder.display());
    let nested = format!("/pkg/v1={}", folder.display());
    let portal =
        Process::start(&["--port", "0", "--pages-port", "0", "--pages", &root, "--pages", &nested]);
    let pages = portal.text("pages");
    assert_ne!(pages, portal.text("origin"));
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
fn the_port_option_is_used_and_a_port_in_use_is_an_error() {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = socket.local_addr().expect("an address").port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_b24-fake-portal"))
        .args(["--port", &port])
        .output()
        .expect("the binary");
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    drop(socket);
    let portal = Process::start(&["--port", &port]);
    assert_eq!(portal.text("origin"), format!("http://127.0.0.1:{port}"));
}

#[test]
fn signals_stop_the_process() {
    for signal in ["TERM", "INT"] {
        let mut portal = Process::start(&["--pages", "/=."]);
        // An idle connection must not delay the stop.
        let client = client();
        let _ = client.get(format!("{}/rest/", portal.text("origin"))).call();
        portal.signal(signal);
        assert!(portal.child.wait().expect("an exit status").success(), "{signal}");
    }
}

#[test]
fn end_of_input_stops_the_process_if_requested() {
    let mut portal = Process::start(&["--stop-with-stdin"]);
    drop(portal.child.stdin.take());
    assert!(portal.child.wait().expect("an exit status").success());

    let mut portal = Process::start(&[]);
    drop(portal.child.stdin.take());
    assert_eq!(get(&format!("{}/rest/", portal.text("origin"))).status(), 404);
}

#[test]
fn unknown_arguments_fail_and_help_succeeds() {
    let run = |argument| {
        Command::new(env!("CARGO_BIN_EXE_b24-fake-portal"))
            .arg(argument)
            .output()
            .expect("the binary")
    };
    assert!(!run("--bogus").status.success());
    let help = run("--help");
    assert!(
        help.status.success()
            && String::from_utf8_lossy(&help.stdout).contains("--pages URLPATH=DIR")
    );
}

#[test]
fn the_app_frame_is_served_from_the_portals_origin() {
    let portal = Process::start(&[]);
    let frame = portal.text("frame");
    assert_eq!(frame, format!("{}/marketplace/app/", portal.text("origin")));
    for (file, kind) in [
        ("", "text/html; charset=utf-8"),
        ("frame.js", "text/javascript"),
        ("frame.css", "text/css"),
    ] {
        let response = get(&format!("{frame}{file}"));
        assert_eq!(response.status(), 200, "{file}");
        assert_eq!(header(&response, "content-type"), Some(kind));
        let policy = header(&response, "content-security-policy").expect("a policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
    }
    let folder = temp_dir("frame");
    let with_pages = Process::start(&["--pages", &format!("/={}", folder.display())]);
    let app = format!("?app={}/", with_pages.text("pages"));
    assert!(with_pages.text("frame").ends_with(&app), "{}", with_pages.text("frame"));
}
