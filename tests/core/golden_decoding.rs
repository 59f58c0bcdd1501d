//! Golden tests of all fixture bodies, in `tests/golden/decoding`.
//!
//! `BLESS=1 cargo test --test core` rewrites the golden files. Review the difference before you
//! commit.

use std::fs;
use std::path::Path;

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

/// The ids requested for each list; the other bodies respond to a call for user 4.
const REQUESTED_IDS: [(&str, &[u32]); 22] = [
    ("list-array-docs-example", &[4, 5]),
    ("list-array-two-users", &[4, 5]),
    ("list-object-two-users", &[5, 4]),
    ("list-object-single-user-id-1", &[1]),
    ("list-object-missing-user-null", &[105, 999_999, 4]),
    ("list-array-missing-user-null", &[105, 999_999, 4]),
    ("list-object-all-missing", &[999_998, 999_999]),
    ("list-array-all-missing", &[999_998, 999_999]),
    ("list-empty-object-form", &[4]),
    ("list-empty-array-form", &[4]),
    ("list-array-bot-26", &[17]),
    ("list-array-bot-app", &[41]),
    ("list-array-extranet", &[61]),
    ("list-array-im-guest", &[72]),
    ("list-array-network-replica", &[74]),
    ("list-array-phones-false-nulls", &[81]),
    ("list-array-phones-raw-box", &[83]),
    ("list-array-names-html-cyrillic", &[90, 91, 92]),
    ("list-array-absent-birthday", &[93]),
    ("list-object-timezone-utc-float-time", &[10]),
    ("list-object-2018-empty-phone-strings", &[5]),
    ("list-array-departments-gap-defensive", &[95]),
];

fn outcome(name: &str, status: u16, body: Vec<u8>) -> Value {
    let requested =
        REQUESTED_IDS.iter().find(|(list, _)| *list == name).map_or(&[4][..], |(_, ids)| ids);
    let host = VirtualHost::new(move |_| Reply::Response(status, body.clone()));
    let client =
        Client::new(host.clone(), Auth::Token(token("k7x2m9q4w8r1")), ClientOptions::default());
    let entries = requested.iter().map(|&id| IdInput::Number(f64::from(id)));
    match host.run(client.get_users(entries, GetUsersOptions::default(), |_| ())) {
        Ok(list) => json!(list),
        Err(GetUsersError::Failed(error)) => json!({ "error": error }),
        Err(incomplete) => panic!("{name} is one request: {incomplete:?}"),
    }
}

#[test]
fn every_fixture_matches_its_golden_file() {
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"));
    let golden = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/decoding"));
    let manifest: Value =
        serde_json::from_slice(&fs::read(fixtures.join("MANIFEST.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for entry in manifest.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let name = file.rsplit_once('.').unwrap().0;
        let status = u16::try_from(entry["status"].as_u64().unwrap()).unwrap();
        let got = outcome(name, status, fs::read(fixtures.join(file)).unwrap());
        let path = golden.join(format!("{name}.json"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, serde_json::to_string_pretty(&got).unwrap() + "\n").unwrap();
        }
        let expected = fs::read(&path).map(|text| serde_json::from_slice::<Value>(&text).unwrap());
        if expected.as_ref().ok() != Some(&got) {
            wrong.push(format!("{name}:\n  expected {expected:?}\n  got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn list_fixtures_have_no_unexpected_issues() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/decoding");
    for (name, _) in REQUESTED_IDS {
        let text = fs::read(format!("{golden}/{name}.json")).unwrap();
        let list: Value = serde_json::from_slice(&text).unwrap();
        // The website of one user is JavaScript.
        let expected: &[&str] =
            if name == "list-array-names-html-cyrillic" { &["website"] } else { &[] };
        let paths: Vec<_> = list["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["path"].as_str().unwrap())
            .collect();
        assert_eq!(paths, expected, "{name}: all fields are valid");
    }
}
