//! Operators of `user.get`, which compare like the server's database.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::Portal;
use serde_json::{Value, json};
use support::{NOW, call_json, control, get, ids, json_of, portal, send_at};

/// The ids that a filter selects from the fixtures, or from all users.
fn selected(portal: &mut Portal, filter: &Value) -> Vec<u64> {
    ids(&call_json(portal, "user.get", &json!({ "FILTER": filter }))["result"])
}

/// The number of users that a filter selects.
fn count(portal: &mut Portal, filter: &Value) -> u64 {
    call_json(portal, "user.get", &json!({ "FILTER": filter }))["total"].as_u64().unwrap_or(0)
}

fn token_of(portal: &mut Portal, user: u64) -> String {
    let response = control(portal, "POST", "tokens", &json!({ "user": user }));
    json_of(&response)["accessToken"].as_str().expect("a token").to_owned()
}

// spec: lists.like
#[test]
fn text_is_compared_with_like() {
    let portal = &mut portal();
    for (condition, expected) in [
        (json!({ "NAME": "Emi%" }), vec![4]),
        (json!({ "NAME": "E_ily" }), vec![4]),
        (json!({ "NAME": "%ly" }), vec![4]),
        (json!({ "NAME": "EMILY" }), vec![4]),
        (json!({ "NAME": "Emi" }), vec![]),
        (json!({ "NAME": ["Emi%", "Joh%"] }), vec![4, 5]),
        (json!({ "UF_PHONE_INNER": "2_" }), vec![4, 5]),
        // Only the caller's own wildcards count.
        (json!({ "=%NAME": "mil" }), vec![]),
        (json!({ "%=NAME": "%mil%" }), vec![4]),
        (json!({ "=%NAME": "Emi%" }), vec![4]),
        (json!({ "=%NAME": ["Emi%", "%ohn"] }), vec![4, 5]),
        // Substrings, in which wildcards are escaped.
        (json!({ "%NAME": "mil" }), vec![4]),
        (json!({ "%NAME": "Emi%" }), vec![]),
        (json!({ "%NAME": "E_i" }), vec![]),
        (json!({ "%NAME": ["mil", "oh"] }), vec![4, 5]),
        // Exact comparison.
        (json!({ "=NAME": "Emi%" }), vec![]),
        (json!({ "=NAME": "emily" }), vec![4]),
        (json!({ "@NAME": ["Emily", "Joh%"] }), vec![4]),
        // Flags and the type are compared exactly even without a prefix.
        (json!({ "USER_TYPE": "empl%" }), vec![]),
        (json!({ "%USER_TYPE": "empl" }), vec![4, 5]),
        (json!({ "!NAME": "Emi%" }), vec![5]),
        (json!({ "!%NAME": "mil" }), vec![5]),
        (json!({ ">NAME": ["Emily", "A"] }), vec![5]),
        (json!({ "><NAME": ["A", "F"] }), vec![4]),
    ] {
        let mut filter = condition.clone();
        filter["ID"] = json!([4, 5]);
        assert_eq!(selected(portal, &filter), expected, "{condition}");
    }
}

// spec: lists.empty-values
#[test]
fn an_empty_operand_selects_empty_fields() {
    let portal = &mut portal();
    let all = count(portal, &json!({}));
    for (field, empty) in [
        ("LAST_NAME", json!("")),
        ("LAST_NAME", json!(false)),
        ("LAST_NAME", Value::Null),
        ("PERSONAL_PHOTO", json!("")),
        ("PERSONAL_BIRTHDAY", json!("")),
        ("EXTERNAL_AUTH_ID", json!("")),
    ] {
        let (without, with) = (
            count(portal, &json!({ field: empty })),
            count(portal, &json!({ format!("!{field}"): empty })),
        );
        assert!(without > 0 && with > 0, "{field}: {without}, {with}");
        assert_eq!(without + with, all, "{field}");
        assert_eq!(count(portal, &json!({ format!("!={field}"): empty })), with, "{field}");
    }
    let without_city = count(portal, &json!({ "PERSONAL_CITY": "" }));
    assert_eq!((without_city, count(portal, &json!({ "!PERSONAL_CITY": "" }))), (all, 0));
    // Anything that is not a number becomes 0.
    assert_eq!(count(portal, &json!({ "ID": "" })), 0);
}

// spec: lists.null
#[test]
fn only_not_equal_matches_null() {
    let portal = &mut portal();
    let all = count(portal, &json!({}));
    let named = count(portal, &json!({ "!LAST_NAME": "" }));
    assert!(named < all);
    assert_eq!(count(portal, &json!({ "!LAST_NAME": "Nobody's" })), named);
    assert_eq!(count(portal, &json!({ "!%LAST_NAME": "nobody's" })), named);
    assert_eq!(count(portal, &json!({ "!@LAST_NAME": ["Nobody's"] })), named);
    assert_eq!(count(portal, &json!({ "!=LAST_NAME": "Nobody's" })), all);
    assert_eq!(count(portal, &json!({ "!=LAST_NAME": ["Nobody's"] })), all);
    // For dates, not even `!=` matches null.
    let seen = count(portal, &json!({ "!LAST_ACTIVITY_DATE": "" }));
    assert!(seen < all);
    assert_eq!(count(portal, &json!({ "!=LAST_ACTIVITY_DATE": "2001-01-01" })), seen);
}

// spec: lists.unknown-fields
#[test]
fn unknown_fields_are_ignored() {
    let portal = &mut portal();
    let all = count(portal, &json!({}));
    for name in ["UF_NO_SUCH", "UF_USR_1700000000", "UF_", "FAVOURITE_COLOUR", "~FAVOURITE_COLOUR"]
    {
        assert_eq!(count(portal, &json!({ name: "x" })), all, "{name}");
    }
    // An existing field without values.
    assert_eq!(count(portal, &json!({ "UF_SKYPE": "x" })), 0);
}

// spec: lists.prefixes
#[test]
fn a_prefix_has_at_most_two_characters() {
    let portal = &mut portal();
    let all = count(portal, &json!({}));
    for key in ["!=%NAME", "!%=NAME", "!><ID", "!==NAME"] {
        assert_eq!(count(portal, &json!({ key: "Emi%" })), all, "{key}");
    }
    for key in ["~NAME", "=~NAME", "^ID", " ID"] {
        let refused = call_json(portal, "user.get", &json!({ "FILTER": { key: "4" } }));
        assert_eq!(refused["result"], json!([400, "100"]), "{key}");
    }
}

// spec: lists.external-auth-id
#[test]
fn external_auth_id_is_a_condition_but_not_a_field() {
    let portal = &mut portal();
    let filter = json!({ "ID": [1, 4, 81, 105], "EXTERNAL_AUTH_ID": "socservices" });
    assert_eq!(selected(portal, &filter), [1, 81, 105]);
    // `default` in the `im` methods is null here.
    assert_eq!(selected(portal, &json!({ "ID": [1, 4], "EXTERNAL_AUTH_ID": "default" })), [0; 0]);
    assert_eq!(selected(portal, &json!({ "ID": [1, 4], "EXTERNAL_AUTH_ID": "" })), [4]);
    let row = &call_json(portal, "user.get", &json!({ "ID": 1 }))["result"][0];
    assert_eq!(row.get("EXTERNAL_AUTH_ID"), None);
}

// spec: lists.extranet
#[test]
fn employees_see_external_users_of_their_groups_only() {
    let portal = &mut portal();
    assert_eq!(count(portal, &json!({ "USER_TYPE": "extranet" })), 0);
    // An administrator who requests ids sees everybody.
    assert_eq!(selected(portal, &json!({ "ID": [4, 61, 107] })), [4, 61, 107]);
    assert_eq!(selected(portal, &json!({ "@ID": [4, 61, 107] })), [4]);
    let admin_mode = json!({ "ADMIN_MODE": "Y", "FILTER": { "@ID": [4, 61] } });
    assert_eq!(ids(&call_json(portal, "user.get", &admin_mode)["result"]), [4, 61]);
    // User 4 shares a group with 61, user 90 does not; neither is an administrator.
    for (user, expected) in [(4, vec![4, 61]), (90, vec![4])] {
        let token = token_of(portal, user);
        let query =
            format!("FILTER[ID][]=4&FILTER[ID][]=61&FILTER[ID][]=107&ADMIN_MODE=Y&auth={token}");
        let list = json_of(&send_at(portal, NOW, &get(format!("/rest/user.get?{query}"))));
        assert_eq!(ids(&list["result"]), expected, "user {user}");
    }
}

// spec: lists.dates
#[test]
fn dates_are_midnight_utc_in_the_portals_time_zone() {
    let portal = &mut portal();
    let row = |portal: &mut Portal, id: u64| {
        call_json(portal, "user.get", &json!({ "ID": id }))["result"][0].clone()
    };
    let dates = |row: &Value| [row["PERSONAL_BIRTHDAY"].clone(), row["DATE_REGISTER"].clone()];
    let vera = row(portal, 93);
    assert_eq!(dates(&vera), ["1980-02-29T01:00:00+01:00", "2020-01-01T01:00:00+01:00"]);
    assert_eq!(vera["LAST_LOGIN"], "2026-03-02T09:30:00+01:00");
    control(portal, "PUT", "edition", &json!({ "utcOffsetMinutes": -300 }));
    assert_eq!(dates(&row(portal, 93)), ["1980-02-28T19:00:00-05:00", "2019-12-31T19:00:00-05:00"]);
    // Users without activity have an empty login and no activity; no birthday is empty, too.
    let never = row(portal, 81);
    assert_eq!([&never["LAST_LOGIN"], &never["PERSONAL_BIRTHDAY"]], ["", ""]);
    assert_eq!(never.get("LAST_ACTIVITY_DATE"), None);
}

#[test]
fn names_form_the_phrase_of_a_search_without_find() {
    let portal = &mut portal();
    let found = |portal: &mut Portal, params: Value| {
        ids(&call_json(portal, "user.search", &params)["result"])
    };
    assert_eq!(found(portal, json!({ "%NAME": "mil", "ID": [4, 5] })), [4]);
    // With `FIND`, names are conditions like any other.
    assert_eq!(found(portal, json!({ "FIND": "emi", "NAME": "Emi", "ID": [4, 5] })), [0; 0]);
    assert_eq!(found(portal, json!({ "FIND": "emi", "NAME": "Emi%", "ID": [4, 5] })), [4]);
}

// spec: lists.flags
#[test]
fn flags_are_true_unless_n_or_falsy() {
    let portal = &mut portal();
    let mut active = |value: Value| selected(portal, &json!({ "ID": [4, 106], "ACTIVE": value }));
    for yes in [json!(true), json!("Y"), json!("false"), json!("n"), json!(1), json!(["N"])] {
        assert_eq!(active(yes.clone()), [4], "{yes}");
    }
    for no in [json!(false), json!("N"), json!(""), json!("0"), json!(0), json!(null), json!([])] {
        assert_eq!(active(no.clone()), [106], "{no}");
    }
    let mut among = |condition: Value| {
        let mut filter = condition;
        filter["ID"] = json!([4, 61]);
        selected(portal, &filter)
    };
    for ignored in ["true", "y", "N", "1"] {
        assert_eq!(among(json!({ "HAS_DEPARTAMENT": ignored })), [4, 61], "{ignored}");
    }
    // The operators of these conditions are ignored.
    assert_eq!(among(json!({ "!HAS_DEPARTAMENT": "Y" })), [4]);
    assert_eq!(among(json!({ "!NAME_SEARCH": "Emily" })), [4]);
    assert_eq!(count(portal, &json!({ "IS_ONLINE": "false" })), 0);
}

// spec: lists.misread
#[test]
fn list_and_range_operands_have_special_cases() {
    let portal = &mut portal();
    let among = |portal: &mut Portal, condition: Value| {
        let mut filter = condition;
        filter["@ID"] = json!([4, 5]);
        selected(portal, &filter)
    };
    assert_eq!(among(portal, json!({ "%ID": 4 })), [4]);
    assert_eq!(among(portal, json!({ "%ID": [4, 50] })), [4]);
    assert_eq!(among(portal, json!({ "%LAST_LOGIN": "2026-03-02" })), [0; 0]);
    assert_eq!(among(portal, json!({ "%LAST_LOGIN": "2026-03-02T08:30:00Z" })), [4, 5]);
    assert_eq!(among(portal, json!({ "><ID": 4 })), [4, 5]);
    assert_eq!(among(portal, json!({ "!@LAST_LOGIN": ["2026-03-02T08:30:00Z"] })), [4, 5]);
    assert_eq!(among(portal, json!({ ">ID": [4, 100] })), [5]);
}
