//! Trouble on the line, as a client meets it.
#![cfg(feature = "http")]

#[allow(dead_code, reason = "each test file uses its part")]
mod process;

use process::{Process, client, get, json_of};
use serde_json::{Value, json};
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

fn order(portal: &Process, what: &str, body: &Value) {
    let url = format!("{}/__portal/{what}", portal.word("origin"));
    let answer = client().put(&url).send(body.to_string()).expect("an answer");
    assert_eq!(answer.status(), 204);
}

fn with_faults(rules: &Value) -> Process {
    let portal = Process::start(&[]);
    order(&portal, "faults", rules);
    portal
}

/// Sends a request by hand, to see what comes back byte by byte.
fn ask(portal: &Process) -> TcpStream {
    let host = portal.word("origin").strip_prefix("http://").expect("an origin");
    let mut line = TcpStream::connect(host).expect("a connection");
    let path = portal.word("webhook").split_once(host).expect("an address").1;
    write!(line, "GET {path}im.user.get HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("a request");
    line
}

/// All that comes until the connection is closed, however it is.
fn rest(mut line: TcpStream) -> String {
    let mut bytes = Vec::new();
    match line.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn reset_closes_without_a_byte() {
    assert_eq!(rest(ask(&with_faults(&json!([{ "kind": "reset" }])))), "");
}

#[test]
fn truncate_announces_more_than_comes() {
    for bytes in [0, 10] {
        let portal = with_faults(&json!([{ "kind": "truncate", "bytes": bytes }]));
        let answer = rest(ask(&portal));
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert_eq!(body, &r#"{"result":{"id":1"#[..bytes]);
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        assert!(length.parse::<usize>().expect("a number") > 100, "{length}");
    }
}

#[test]
fn hang_keeps_the_connection_open_until_the_portal_stops() {
    let mut portal = with_faults(&json!([{ "kind": "hang" }]));
    let mut line = ask(&portal);
    line.set_read_timeout(Some(Duration::from_millis(200))).expect("a timeout");
    let nothing = line.read(&mut [0]).expect_err("no answer");
    assert!(matches!(nothing.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{nothing}");
    // Others are served meanwhile.
    let log = format!("{}/__portal/log", portal.word("origin"));
    assert_eq!(json_of(get(&log))[0]["fault"], "hang");

    portal.signal("TERM");
    assert!(portal.child.wait().expect("its end").success());
}

#[test]
fn delay_is_waited_for() {
    let portal = with_faults(&json!([{ "kind": "delay", "ms": 300, "times": 1 }]));
    let start = Instant::now();
    assert_eq!(get(&format!("{}im.user.get", portal.word("webhook"))).status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn real_cost_is_waited_for() {
    let portal = Process::start(&[]);
    order(&portal, "limits", &json!({ "costPerUserMs": 300, "real": true }));
    let start = Instant::now();
    let time = json_of(get(&format!("{}im.user.get", portal.word("webhook"))))["time"].clone();
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert_eq!(time["operating"], 0.3);
}

#[test]
fn answers_of_other_servers_arrive_as_ordered() {
    let rules = json!([
        { "kind": "html", "status": 502, "times": 1 },
        { "kind": "redirect", "times": 1 },
        { "kind": "empty", "times": 1 },
        { "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false, "times": 1 },
    ]);
    let portal = with_faults(&rules);
    let url = format!("{}im.user.get", portal.word("webhook"));
    let seen: Vec<(u16, String, bool)> = (0..5)
        .map(|_| {
            let agent: ureq::Agent =
                ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
            let mut response = agent.get(&url).call().expect("an answer");
            let cors = response.headers().contains_key("access-control-allow-origin");
            let body = response.body_mut().read_to_string().expect("a body");
            (response.status().as_u16(), body.chars().take(9).collect(), cors)
        })
        .collect();
    let expected = [
        (502, "<html><he", true),
        (302, "", true),
        (200, "", true),
        (503, r#"{"error":"#, false),
        (200, r#"{"result""#, true),
    ];
    assert_eq!(seen, expected.map(|(status, body, cors)| (status, body.to_owned(), cors)));
}

#[test]
fn a_bucket_is_shared_by_all_connections() {
    let portal = Process::start(&[]);
    order(&portal, "limits", &json!({ "burst": 5, "perSecond": 0 }));
    let url = format!("{}im.user.get", portal.word("webhook"));
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| get(&url).status().as_u16())).collect();
        threads.into_iter().map(|thread| thread.join().expect("a status")).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 503, 503, 503]);
}

#[test]
fn a_fresh_token_can_be_had() {
    let portal = Process::start(&[]);
    let origin = portal.word("origin");
    let url = format!("{origin}/__portal/tokens");
    let answer = client().post(&url).send(json!({ "expiresAfterUses": 1 }).to_string()).expect("an answer");
    let token = json_of(answer)["accessToken"].as_str().expect("a token").to_owned();
    let use_it = || get(&format!("{origin}/rest/im.user.get?auth={token}")).status().as_u16();
    assert_eq!([use_it(), use_it()], [200, 401]);
}
