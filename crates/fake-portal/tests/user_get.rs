//! `user.get` and `user.search`, page by page.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, PortalOptions};
use serde_json::{Value, json};
use support::{call, call_json, extranet, ids, json_call, portal, send, text};

/// The ids, `next` and `total` of a page.
fn fetch_page(portal: &mut Portal, method: &str, params: &Value) -> (Vec<u64>, Value, Value) {
    let response = call_json(portal, method, params);
    (ids(&response["result"]), response["next"].clone(), response["total"].clone())
}

// spec: lists.pages, lists.kinds
#[test]
fn user_get_has_pages_of_fifty() {
    let portal = &mut portal();
    let (first, next, total) = fetch_page(portal, "user.get", &json!({}));
    assert_eq!((first.len(), &next), (50, &json!(50)));
    let mut all = Vec::new();
    let mut start = json!(0);
    while !start.is_null() {
        let (page, next, same_total) = fetch_page(portal, "user.get", &json!({ "start": start }));
        assert_eq!(same_total, total);
        all.extend(page);
        start = next;
    }
    assert_eq!(json!(all.len()), total);
    assert!(all.is_sorted());
    // Neither bots, guests, connectors, network users nor mail users, but dismissed ones; no
    // external user without a common group.
    for (id, expected) in [
        (1, true),
        (17, false),
        (61, false),
        (72, false),
        (74, false),
        (106, true),
        (107, false),
        (108, false),
        (109, false),
    ] {
        assert_eq!(all.contains(&id), expected, "{id}");
    }
}

// spec: lists.pages, lists.empty
#[test]
fn the_last_page_has_no_next_and_pages_beyond_it_no_total() {
    let portal = &mut portal();
    let some = json!({ "FILTER": { "ID": [1, 4, 5] } });
    assert_eq!(fetch_page(portal, "user.get", &some), (vec![1, 4, 5], Value::Null, json!(3)));
    let empty = call_json(portal, "user.get", &json!({ "FILTER": { "ID": 17 } }));
    assert_eq!(
        (&empty["result"], empty.get("next"), empty.get("total")),
        (&json!([]), None, None)
    );
    assert_eq!(
        fetch_page(portal, "user.get", &json!({ "start": 5000 })),
        (vec![], Value::Null, Value::Null)
    );
}

// spec: lists.minus-one
#[test]
fn negative_start_disables_counting() {
    let portal = &mut portal();
    let (page, next, total) = fetch_page(portal, "user.get", &json!({ "start": -1 }));
    assert_eq!((page.len(), next, total), (50, Value::Null, json!(0)));
    let beyond = json!({ "start": -1, "filter": { ">ID": page[49] } });
    let (second, _, _) = fetch_page(portal, "user.get", &beyond);
    assert!(second[0] > page[49]);
}

#[test]
fn user_get_keys_have_the_fixtures_order() {
    let portal = &mut portal();
    for (fixture, params) in [
        ("user-get-rest-page-1-of-2.json", r#"{"select":["ACTIVE","ID","LAST_NAME","NAME"]}"#),
        (
            "user-get-rest-start-minus-1.json",
            r#"{"select":["ID","ACTIVE","NAME","LAST_NAME"],"start":-1,"ID":1}"#,
        ),
    ] {
        let path = format!("{}/../../tests/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"));
        let expected = std::fs::read_to_string(path).expect("a fixture");
        let request = json_call(portal, "user.get", params);
        assert_eq!(keys(text(&send(portal, &request))), keys(&expected), "{fixture}");
    }
}

/// The distinct keys, in the order of their first occurrence.
fn keys(json: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    for key in json.split("\":").filter_map(|part| part.rsplit('"').next()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    // The string after the last colon is not a key.
    keys.pop();
    keys
}

// spec: lists.ids
#[test]
fn user_get_fields_are_database_columns() {
    let portal = &mut portal();
    let john = call(portal, "user.get", &json!({ "ID": 5 }))[0].clone();
    assert_eq!(
        (john["ID"].clone(), john["ACTIVE"].clone(), john["USER_TYPE"].clone()),
        (json!("5"), json!(true), json!("employee"))
    );
    assert_eq!(
        (john["TIMESTAMP_X"].clone(), john["LAST_ACTIVITY_DATE"].clone()),
        (json!({}), json!({}))
    );
    assert_eq!(john["UF_DEPARTMENT"], json!([10]));
    let vera = call(portal, "user.get", &json!({ "ID": 93 }))[0].clone();
    assert_eq!(vera["PERSONAL_BIRTHDAY"], "1980-02-29T01:00:00+01:00");
    // Null fields are omitted.
    assert_eq!(vera.get("WORK_POSITION"), None);
}

// spec: lists.filter
#[test]
fn filters_are_parsed_as_by_the_server() {
    let portal = &mut portal();
    for (params, expected) in [
        (json!({ "FILTER": { "ID": [5, 4] } }), vec![4, 5]),
        (json!({ "filter": { "id": "4" } }), vec![4]),
        (json!({ "FILTER": { "@ID": [4, 5] } }), vec![4, 5]),
        (json!({ "ID": [4, 5] }), vec![4, 5]),
        // Conditions beside `FILTER` are ignored.
        (json!({ "FILTER": { "ID": [4, 5] }, "ID": 1 }), vec![4, 5]),
        (json!({ "FILTER": { "<ID": 6, ">ID": 3 } }), vec![4, 5]),
        (json!({ "FILTER": { "<=ID": 5, ">=ID": 4 } }), vec![4, 5]),
        (json!({ "FILTER": { "ID": [4, 5], "!ID": 4 } }), vec![5]),
        (json!({ "FILTER": { "ID": [4, 106] } }), vec![4, 106]),
        (json!({ "FILTER": { "ID": [4, 106], "ACTIVE": true } }), vec![4]),
        (json!({ "FILTER": { "ID": [4, 106], "ACTIVE": "N" } }), vec![106]),
        (json!({ "FILTER": { "ID": [4, 106], "ACTIVE": 0 } }), vec![106]),
        // Any text is true.
        (json!({ "FILTER": { "ID": [4, 106], "ACTIVE": "false" } }), vec![4]),
        (json!({ "FILTER": { "LAST_NAME": "smith" } }), vec![4]),
        (json!({ "FILTER": { "%LAST_NAME": "ЩУК" } }), vec![105]),
        (json!({ "FILTER": { "NAME_SEARCH": "emi smi" } }), vec![4]),
        (json!({ "FILTER": { "UF_DEPARTMENT": [264] } }), vec![105]),
        (json!({ "FILTER": { "ID": [1, 61], "USER_TYPE": "extranet" } }), vec![61]),
        (json!({ "FILTER": { "ID": [4, 5], "!NAME": "John" } }), vec![4]),
        (json!({ "FILTER": { "ID": 4, "FAVOURITE_COLOUR": "red" } }), vec![4]),
        (json!({ "FILTER": { "><ID": [4, 5] } }), vec![4, 5]),
        // A range with fewer than two ends is ignored.
        (json!({ "FILTER": { "ID": [4, 5], "><ID": [5] } }), vec![4, 5]),
        (json!({ "FILTER": { "ID": [4, 5], "!%LAST_NAME": "ohn" } }), vec![4]),
        // Most comparisons with null are false.
        (json!({ "FILTER": { "ID": [4, 5], "PERSONAL_CITY": "Nowhere" } }), vec![]),
        (json!({ "FILTER": { "ID": [4, 5], "!PERSONAL_CITY": "Nowhere" } }), vec![]),
        (json!({ "FILTER": { "ID": [4, 5], "UF_PHONE_INNER": "22" } }), vec![4]),
        (json!({ "FILTER": { "ID": [4, 5], "UF_NO_SUCH": "22" } }), vec![4, 5]),
        (json!({ "FILTER": { "ID": [4, 61], "HAS_DEPARTAMENT": "Y" } }), vec![4]),
        (json!({ "FILTER": { "ID": [4, 61], "HAS_DEPARTAMENT": "N" } }), vec![4, 61]),
        (json!({ "FILTER": { "ID": 4, ">DATE_REGISTER": "2030-01-01" } }), vec![]),
        (json!({ "FILTER": { "ID": 4, "<DATE_REGISTER": "2030-01-01T00:00:00+03:00" } }), vec![4]),
        // 2026-03-02T09:30:00+01:00 for all but 81, who has no activity.
        (
            json!({ "FILTER": { "ID": [4, 81], "<=LAST_ACTIVITY_DATE": "2026-03-02T08:30:00Z" } }),
            vec![4],
        ),
        (json!({ "FILTER": { "ID": [4, 81], ">LAST_LOGIN": "2026-03-02T08:30:00Z" } }), vec![]),
        (json!({ "FILTER": { "ID": 4, ">TIMESTAMP_X": "yesterday" } }), vec![]),
        (json!({ "FILTER": { "ID": [4, 93], "PERSONAL_BIRTHDAY": "1980-02-29" } }), vec![93]),
    ] {
        assert_eq!(fetch_page(portal, "user.get", &params).0, expected, "{params}");
    }
}

#[test]
fn user_get_supports_sort_and_select() {
    let portal = &mut portal();
    let filter = json!({ "ID": [4, 5, 105] });
    for (sort, order, expected) in [
        (json!("ID"), json!("DESC"), vec![105, 5, 4]),
        (json!("LAST_NAME"), json!("asc"), vec![5, 4, 105]),
        (json!("LAST_NAME"), json!("desc"), vec![105, 4, 5]),
        // `sort` has no effect without `order`.
        (json!("LAST_NAME"), Value::Null, vec![4, 5, 105]),
    ] {
        let params = json!({ "FILTER": filter, "sort": sort, "order": order });
        assert_eq!(fetch_page(portal, "user.get", &params).0, expected, "{params}");
    }
    let mut row = |select: Value| {
        call(portal, "user.get", &json!({ "FILTER": { "ID": 4 }, "select": select }))[0].clone()
    };
    assert_eq!(row(json!(["ID", "NAME"])), json!({ "ID": "4", "NAME": "Emily" }));
    assert_eq!(row(json!(["UF_*"])), json!({ "UF_DEPARTMENT": [7, 5], "UF_PHONE_INNER": "22" }));
    assert_eq!(row(json!(["*"])), row(json!([])));
}

#[test]
fn user_search_matches_the_starts_of_words() {
    let portal = &mut portal();
    for (params, expected) in [
        (json!({ "FIND": "emi" }), vec![4]),
        (json!({ "FIND": "smith emily" }), vec![4]),
        (json!({ "FILTER": { "FIND": "анна ёлк" } }), vec![105]),
        (json!({ "NAME": "emi", "LAST_NAME": "smi" }), vec![4]),
        (json!({ "NAME": "emi", "LAST_NAME": "joh" }), vec![]),
        (json!({ "FIND": "emi", "ACTIVE": "N" }), vec![]),
        (json!({ "FIND": "Марта" }), vec![]),
    ] {
        assert_eq!(fetch_page(portal, "user.search", &params).0, expected, "{params}");
    }
    let (page, next, total) = fetch_page(portal, "user.search", &json!({}));
    assert!(page.len() == 50 && next == 50 && total.as_u64() > Some(500));
}

#[test]
fn extranet_callers_list_their_groups_and_themselves() {
    let portal = &mut portal();
    assert_eq!(ids(&extranet(portal, "user.get", "")), [4, 5, 61, 105]);
    assert_eq!(ids(&extranet(portal, "user.get", "FILTER[ID][]=1&FILTER[ID][]=4")), [4]);
    assert_eq!(ids(&extranet(portal, "user.search", "FIND=ольга")), [61]);
}

// spec: references.totals
#[test]
fn pages_in_a_batch_have_total_and_next() {
    let portal = &mut portal();
    let cmd = json!({ "cmd": {
        "bad": "im.user.list.get",
        "page": "user.get?select[]=ID",
        "second": "user.get?start=$next[page]&select[]=ID",
        "users": "im.user.list.get?ID[]=4",
    } });
    let maps = call(portal, "batch", &cmd);
    let total = maps["result_total"]["page"].clone();
    assert!(total.as_u64() > Some(500));
    assert_eq!(maps["result_total"], json!({ "page": total, "second": total }));
    assert_eq!(maps["result_next"], json!({ "page": 50, "second": 100 }));
}

#[test]
fn lists_of_a_large_portal_do_not_regenerate_users() {
    let portal =
        &mut Portal::new(PortalOptions { max_user_id: 20_000, ..PortalOptions::default() });
    let total = fetch_page(portal, "user.get", &json!({})).2.as_u64().expect("a total");
    let last = fetch_page(portal, "user.get", &json!({ "start": total - 1 })).0;
    assert_eq!(last.len(), 1);
    for start in (0..total).step_by(1000) {
        assert_eq!(fetch_page(portal, "user.get", &json!({ "start": start })).2, total);
    }
}
