//! The methods that clients call at startup, against the fake portal.

use b24_users::error::ErrorKind;

use crate::fake_server::FakeServer;
use crate::helpers::host_and_client;
use crate::raw_call::call_raw;

// spec: start.server-time, start.profile, start.user-current, start.user-fields, start.app-info
#[test]
fn startup_methods_can_be_called_raw() {
    let (host, client) = host_and_client(&FakeServer::new(200));
    let now = call_raw(&host, &client, "server.time", &[]).unwrap();
    assert!(now.as_str().is_some_and(|now| now.ends_with("+01:00")), "{now}");
    assert_eq!(call_raw(&host, &client, "profile", &[]).unwrap()["ID"], "1");
    assert_eq!(call_raw(&host, &client, "user.admin", &[]).unwrap(), true);
    assert_eq!(call_raw(&host, &client, "user.current", &[]).unwrap()["ID"], "1");
    assert_eq!(call_raw(&host, &client, "user.fields", &[]).unwrap()["NAME"], "First Name");
    assert_eq!(call_raw(&host, &client, "app.info", &[]).unwrap()["CODE"], "local.fake1");
}

// spec: start.feature
#[test]
fn a_feature_without_a_code_is_a_request_error() {
    let (host, client) = host_and_client(&FakeServer::new(200));
    let error = call_raw(&host, &client, "feature.get", &[]).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.kind, error.status),
        ("CODE_EMPTY", ErrorKind::Request, Some(400))
    );
}
