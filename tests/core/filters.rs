//! Filters of `user.get`, against the fake portal.

use b24_users::client::CallOptions;
use serde_json::Value;

use crate::fake_server::FakeServer;
use crate::helpers::host_and_client;
use crate::raw_call::{call_raw, params};

/// The ids that match a filter, of all pages.
fn list_ids(filter: &[(&str, &str)]) -> Vec<u64> {
    let (host, client) = host_and_client(&FakeServer::new(200));
    let pages = client.list_user_ids(&params(filter), None).unwrap();
    let mut ids = Vec::new();
    while let Some(page) = host.run(pages.next()).unwrap() {
        ids.extend(page.iter().map(|id| id.get()));
    }
    ids
}

/// The rows of the first page of `user.get`, as received.
fn user_rows(fields: &[(&str, &str)]) -> Value {
    let (host, client) = host_and_client(&FakeServer::new(200));
    call_raw(&host, &client, "user.get", fields).unwrap()
}

// spec: lists.like
#[test]
fn patterns_are_sent_unchanged() {
    for (field, pattern) in
        [("NAME", "Emi%"), ("=%NAME", "E_ily"), ("%NAME", "mil"), ("=NAME", "emily")]
    {
        let ids = list_ids(&[("ID[0]", "4"), ("ID[1]", "5"), (field, pattern)]);
        assert_eq!(ids, [4], "{field}: {pattern}");
    }
    assert_eq!(list_ids(&[("ID[0]", "4"), ("ID[1]", "5"), ("%NAME", "Emi%")]), [0; 0]);
}

// spec: lists.null
#[test]
fn a_negated_condition_excludes_null_fields() {
    let all = list_ids(&[]);
    assert_eq!(list_ids(&[("!=LAST_NAME", "Nobody's")]), all);
    assert!(list_ids(&[("!LAST_NAME", "Nobody's")]).len() < all.len());
}

// spec: lists.empty-values
#[test]
fn an_empty_raw_value_matches_empty_fields() {
    let nameless = user_rows(&[("FILTER[LAST_NAME]", ""), ("select[]", "LAST_NAME")]);
    assert!(nameless.as_array().is_some_and(|rows| !rows.is_empty()));
    assert!(
        nameless
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row.get("LAST_NAME").is_none_or(|name| name == ""))
    );
}

// spec: lists.unknown-fields, lists.prefixes
#[test]
fn ignored_conditions_match_all_users() {
    let all = user_rows(&[]);
    for field in ["FILTER[UF_NO_SUCH]", "FILTER[!=%NAME]", "FILTER[!%=NAME]"] {
        assert_eq!(user_rows(&[(field, "x")]), all, "{field}");
    }
    let (host, client) = host_and_client(&FakeServer::new(200));
    let refused = host.run(client.call(
        "user.get",
        &params(&[("FILTER[~NAME]", "x")]),
        CallOptions::default(),
    ));
    assert_eq!(refused.unwrap_err().code, "100");
    // `listUserIds` sends none of these prefixes.
    for field in ["!=%NAME", "!%=NAME", "~NAME"] {
        assert_eq!(
            client.list_user_ids(&params(&[(field, "x")]), None).unwrap_err().code,
            "INVALID_PARAMS"
        );
    }
}

// spec: lists.flags
#[test]
fn flags_accept_every_spelling() {
    let all = list_ids(&[]);
    let (active, dismissed) = (list_ids(&[("ACTIVE", "Y")]), list_ids(&[("ACTIVE", "N")]));
    assert!(!dismissed.is_empty() && active.len() + dismissed.len() == all.len());
    for yes in ["true", "1", "y"] {
        assert_eq!(list_ids(&[("ACTIVE", yes)]), active, "{yes}");
        assert_eq!(list_ids(&[("active[0]", yes)]), active, "{yes} in a list");
        assert_eq!(list_ids(&[("!ACTIVE", yes)]), dismissed, "not {yes}");
    }
    for no in ["false", "0", "n"] {
        assert_eq!(list_ids(&[("ACTIVE", no)]), dismissed, "{no}");
        assert_eq!(list_ids(&[("ACTIVE[0]", no)]), dismissed, "{no} in a list");
    }
    let employees = list_ids(&[("HAS_DEPARTAMENT", "true")]);
    assert_eq!(employees, list_ids(&[("!UF_DEPARTMENT", "")]));
}

// spec: lists.empty-values
#[test]
fn an_empty_value_matches_users_without_a_value() {
    let (nameless, named) = (list_ids(&[("LAST_NAME", "")]), list_ids(&[("!LAST_NAME", "")]));
    assert!(!nameless.is_empty() && !named.is_empty());
    assert_eq!(nameless.len() + named.len(), list_ids(&[]).len());
    assert_eq!(list_ids(&[("=LAST_NAME", "")]), nameless);
    assert_eq!(list_ids(&[("EXTERNAL_AUTH_ID", ""), ("ID", "4")]), [4]);
}

// spec: lists.misread, lists.filter
#[test]
fn misread_conditions_are_rejected_with_the_reason() {
    let (host, client) = host_and_client(&FakeServer::new(200));
    for (field, value, reason) in [
        ("ACTIVE", "maybe", "true or false"),
        ("!HAS_DEPARTAMENT", "Y", "operator"),
        ("!NAME_SEARCH", "Smith", "operator"),
        ("%ID", "4", "operator"),
        ("><ID", "4", "two for"),
        (">ID[0]", "4", "one value"),
        ("!@LAST_LOGIN[0]", "2026-01-01", "operator"),
        ("PERSONAL_PHOTO", "4", "file"),
        ("ID", "true", "integer"),
        ("!=%NAME", "Em%", "ignore"),
    ] {
        let error = client.list_user_ids(&params(&[(field, value)]), None).unwrap_err();
        assert_eq!(error.code, "INVALID_PARAMS");
        assert!(error.message.contains(reason), "{field}: {}", error.message);
    }
    assert!(host.requests().is_empty());
}

// spec: lists.external-auth-id
#[test]
fn a_filter_by_external_auth_id_is_applied() {
    let rows = user_rows(&[
        ("FILTER[EXTERNAL_AUTH_ID]", "socservices"),
        ("FILTER[ID][]", "4"),
        ("select[]", "ID"),
    ]);
    assert_eq!(rows, Value::Array(Vec::new()));
}

// spec: lists.dates
#[test]
fn dates_are_in_the_portals_format() {
    let rows = user_rows(&[("ID[0]", "81"), ("ID[1]", "93")]);
    assert_eq!(rows[0]["LAST_LOGIN"], "");
    assert_eq!(rows[1]["PERSONAL_BIRTHDAY"], "1980-02-29T01:00:00+01:00");
}
