//! Network faults, as an HTTP client sees them.
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

fn configure(portal: &Process, resource: &str, body: &Value) {
    let url = format!("{}/__portal/{resource}", portal.text("origin"));
    let response = client().put(&url).send(body.to_string()).expect("a response");
    assert_eq!(response.status(), 204);
}

fn with_faults(rules: &Value) -> Process {
    let portal = Process::start(&[]);
    configure(&portal, "faults", rules);
    portal
}

/// Sends a request on a raw socket, to check the response byte by byte.
fn send_raw(portal: &Process) -> TcpStream {
    let host = portal.text("origin").strip_prefix("http://").expect("an origin");
    let mut connection = TcpStream::connect(host).expect("a connection");
    let path = portal.text("webhook").split_once(host).expect("an address").1;
    write!(connection, "GET {path}im.user.get HTTP/1.1\r\nHost: {host}\r\n\r\n")
        .expect("a request");
    connection
}

/// Everything that arrives until the connection is closed.
fn read_to_end(mut connection: TcpStream) -> String {
    let mut bytes = Vec::new();
    match connection.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn reset_closes_the_connection_without_a_byte() {
    assert_eq!(read_to_end(send_raw(&with_faults(&json!([{ "kind": "reset" }])))), "");
}

#[test]
fn truncate_sends_less_than_its_content_length() {
    for bytes in [0, 10] {
        let portal = with_faults(&json!([{ "kind": "truncate", "bytes": bytes }]));
        let response = read_to_end(send_raw(&portal));
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert_eq!(body, &r#"{"result":{"id":1"#[..bytes]);
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        assert!(length.parse::<usize>().expect("a number") > 100, "{length}");
    }
}

#[test]
fn hang_keeps_the_connection_open_until_the_portal_stops() {
    let mut portal = with_faults(&json!([{ "kind": "hang" }]));
    let mut connection = send_raw(&portal);
    connection.set_read_timeout(Some(Duration::from_millis(200))).expect("a timeout");
    let nothing = connection.read(&mut [0]).expect_err("no response");
    assert!(matches!(nothing.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{nothing}");
    // Other connections are served meanwhile.
    let log = format!("{}/__portal/log", portal.text("origin"));
    assert_eq!(json_of(get(&log))[0]["fault"], "hang");

    portal.signal("TERM");
    assert!(portal.child.wait().expect("an exit status").success());
}

#[test]
fn delays_take_real_time() {
    let portal = with_faults(&json!([{ "kind": "delay", "ms": 300, "times": 1 }]));
    let start = Instant::now();
    assert_eq!(get(&format!("{}im.user.get", portal.text("webhook"))).status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn real_processing_time_delays_responses() {
    let portal = Process::start(&[]);
    configure(&portal, "limits", &json!({ "costPerUserMs": 300, "real": true }));
    let start = Instant::now();
    let time = json_of(get(&format!("{}im.user.get", portal.text("webhook"))))["time"].clone();
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert_eq!(time["operating"], 0.3);
}

#[test]
fn responses_of_other_servers_arrive_unchanged() {
    let rules = json!([
        { "kind": "html", "status": 502, "times": 1 },
        { "kind": "redirect", "times": 1 },
        { "kind": "empty", "times": 1 },
        { "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false, "times": 1 },
    ]);
    let portal = with_faults(&rules);
    let url = format!("{}im.user.get", portal.text("webhook"));
    let seen: Vec<(u16, String, bool)> = (0..5)
        .map(|_| {
            let agent: ureq::Agent = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .build()
                .into();
            let mut response = agent.get(&url).call().expect("a response");
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
fn the_bucket_is_shared_by_all_connections() {
    let portal = Process::start(&[]);
    configure(&portal, "limits", &json!({ "burst": 5, "perSecond": 0 }));
    let url = format!("{}im.user.get", portal.text("webhook"));
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| get(&url).status().as_u16())).collect();
        threads.into_iter().map(|thread| thread.join().expect("a status")).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 503, 503, 503]);
}

#[test]
fn tokens_can_be_issued_over_http() {
    let portal = Process::start(&[]);
    let origin = portal.text("origin");
    let url = format!("{origin}/__portal/tokens");
    let response =
        client().post(&url).send(json!({ "expiresAfterUses": 1 }).to_string()).expect("a response");
    let token = json_of(response)["accessToken"].as_str().expect("a token").to_owned();
    let status = || get(&format!("{origin}/rest/im.user.get?auth={token}")).status().as_u16();
    assert_eq!([status(), status()], [200, 401]);
}
