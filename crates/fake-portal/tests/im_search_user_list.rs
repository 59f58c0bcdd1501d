//! `im.search.user.list`

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{call, call_json, portal};

// spec: user.birthday
#[test]
fn searches_have_their_own_user_object() {
    let found = call_json(&mut portal(), "im.search.user.list", &json!({ "FIND": "emi smi" }));
    assert_eq!((found["total"].clone(), found["next"].clone()), (json!(1), Value::Null));
    let emily = &found["result"]["4"];
    assert_eq!(emily["name"], "Emily Smith");
    assert_eq!(emily["birthday"], false);
    // The server swaps the two dates.
    assert_eq!(emily["last_activity_date"], false);
    assert_eq!(emily["mobile_last_date"], "2026-03-02T09:30:00+01:00");
    assert_eq!(emily["avatar_hr"], Value::Null);
}

#[test]
fn short_phrases_are_rejected() {
    for params in [
        json!({}),
        json!({ "FIND": "" }),
        json!({ "FIND": "ab" }),
        json!({ "FIND": "Ан " }),
        json!({ "FIND": ["abc"] }),
    ] {
        let refused = call(&mut portal(), "im.search.user.list", &params);
        assert_eq!(refused, json!([400, "FIND_SHORT"]), "{params}");
    }
}

#[test]
fn searches_find_active_employees_and_bots() {
    let found = |phrase: &str| {
        let result = call(&mut portal(), "im.search.user.list", &json!({ "FIND": phrase }));
        result.as_object().map(|users| users.keys().cloned().collect::<Vec<_>>())
    };
    assert_eq!(found("ёлкина"), Some(vec!["105".to_owned()]));
    assert_eq!(found("Щукина"), Some(vec!["105".to_owned()]));
    assert_eq!(found("марта"), Some(vec!["17".to_owned()]));
    // A dismissed user, a collaber, a customer and a missing user.
    for phrase in ["Fired", "Clara", "Customer", "nobody at all"] {
        assert_eq!(found(phrase), None, "{phrase}");
    }
}

#[test]
fn searches_are_paged() {
    let portal = &mut portal();
    let mut page = |params: Value| {
        let response = call_json(portal, "im.search.user.list", &params);
        (
            response["result"].as_object().map(serde_json::Map::len),
            response["total"].as_u64().expect("a total"),
        )
    };
    let (ten, total) = page(json!({ "FIND": "алекс" }));
    assert!(ten.is_some_and(|ten| ten <= 10) && total > 20, "{ten:?} of {total}");
    let (fifty, _) = page(json!({ "FIND": "алекс", "LIMIT": 1000 }));
    assert!(fifty.is_some_and(|fifty| fifty > 10 && fifty <= 50), "{fifty:?}");
    assert_eq!(page(json!({ "FIND": "алекс", "OFFSET": total })).0, None);
}

#[test]
fn an_empty_search_has_an_empty_list_and_a_total() {
    let nothing = call_json(&mut portal(), "im.search.user.list", &json!({ "FIND": "nobody" }));
    assert_eq!((nothing["result"].clone(), nothing["total"].clone()), (json!([]), json!(0)));
}
