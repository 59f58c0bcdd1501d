//! The Rust API offers everything that the control endpoint does.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{
    Edition, Outcome,
    faults::{Fault, FaultConditions, FaultRule},
    handle_request,
    limits::LimitOptions,
    tokens::TokenOptions,
    version::Version,
};
use support::{NOW, get, json_call, portal, send, text};

#[test]
fn faults() {
    let portal = &mut portal();
    let conditions = FaultConditions { ids: vec![4], times: Some(1), ..FaultConditions::default() };
    portal.set_faults(vec![FaultRule { fault: Fault::Hang, conditions }]);
    let request = json_call(portal, "im.user.get", r#"{"ID":4}"#);
    assert_eq!(handle_request(portal, NOW, &request), Outcome::Hang);
    assert_eq!(send(portal, &request).status, 200);
    assert_eq!(portal.log()[0].fault, Some("hang"));
    portal.clear_log();
    assert!(portal.log().is_empty());
}

#[test]
fn limits() {
    let portal = &mut portal();
    portal.set_limits(LimitOptions { burst: Some(1), ..LimitOptions::default() }, NOW);
    let request = json_call(portal, "im.user.get", "{}");
    assert_eq!([(); 2].map(|()| send(portal, &request).status), [200, 503]);
    assert_eq!(portal.limiter().options().burst, Some(1));
}

#[test]
fn tokens() {
    let portal = &mut portal();
    let token = portal.issue_token(&TokenOptions { user: Some(5), ..TokenOptions::default() }, NOW);
    let response = send(portal, &get(format!("/rest/im.user.get?auth={token}")));
    assert!(text(&response).starts_with(r#"{"result":{"id":5,"#));
}

#[test]
fn edition() {
    let portal = &mut portal();
    portal.set_edition(Edition { version: Version::new(2018, 0), ..Edition::default() });
    let request = json_call(portal, "im.user.get", "{}");
    assert!(text(&send(portal, &request)).starts_with(r#"{"result":{"id":1,"name":"#));
}
