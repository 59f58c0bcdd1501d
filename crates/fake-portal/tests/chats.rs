//! Chats and their members.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, PortalOptions, directory::chats::CustomChats};
use serde_json::{Value, json};
use support::{call, call_json, extranet, ids, json_call, portal, result, send, text};

// spec: chats.ids, chats.closed
#[test]
fn chat_members_are_listed_by_id_and_dialog_id() {
    let dozen = json!([1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108]);
    for (params, people) in [
        (json!({ "CHAT_ID": 12 }), dozen.clone()),
        (json!({ "chat_id": "12" }), dozen.clone()),
        (json!({ "DIALOG_ID": "chat12" }), dozen.clone()),
        (json!({ "DIALOG_ID": "CHAT12", "CHAT_ID": 13 }), dozen.clone()),
        (json!({ "DIALOG_ID": "sg7" }), dozen),
        // Foreign and missing chats.
        (json!({ "CHAT_ID": 13 }), json!([])),
        (json!({ "CHAT_ID": 404 }), json!([])),
        (json!({}), json!([400, "CHAT_ID_EMPTY"])),
        (json!({ "CHAT_ID": 0 }), json!([400, "CHAT_ID_EMPTY"])),
        (json!({ "CHAT_ID": -12 }), json!([400, "CHAT_ID_EMPTY"])),
        (json!({ "CHAT_ID": "chat12" }), json!([400, "CHAT_ID_EMPTY"])),
        (json!({ "DIALOG_ID": "sg8" }), json!([400, "CHAT_ID_EMPTY"])),
        (json!({ "DIALOG_ID": "12" }), json!([400, "DIALOG_ID_EMPTY"])),
        (json!({ "DIALOG_ID": "chat" }), json!([400, "DIALOG_ID_EMPTY"])),
        (json!({ "DIALOG_ID": "chat12x" }), json!([400, "DIALOG_ID_EMPTY"])),
        (json!({ "CHAT_ID": 1 }), json!([403, "ACCESS_ERROR"])),
        (json!({ "DIALOG_ID": "chat1" }), json!([403, "ACCESS_ERROR"])),
    ] {
        assert_eq!(call(&mut portal(), "im.chat.user.list", &params), people, "{params}");
    }
    let large = call(&mut portal(), "im.chat.user.list", &json!({ "CHAT_ID": 500 }));
    assert_eq!(large.as_array().map(Vec::len), Some(500));
}

#[test]
fn chat_errors_match_the_fixtures() {
    let portal = &mut portal();
    let request = json_call(portal, "im.chat.user.list", "{}");
    assert_eq!(
        text(&send(portal, &request)),
        include_str!("../../../tests/fixtures/error-chat-id-empty.json").trim_end()
    );
    let request = json_call(portal, "im.chat.user.list", r#"{"CHAT_ID":13}"#);
    let empty = include_str!("../../../tests/fixtures/chat-user-list-no-permission.json");
    assert!(empty.starts_with(&format!(r#"{{"result":{},"#, result(&send(portal, &request)))));
}

// spec: references.whole
#[test]
fn chat_members_can_be_referenced_in_a_batch() {
    let cmd = json!({ "cmd": {
        "members": "im.chat.user.list?CHAT_ID=12", "users": "im.user.list.get?ID=$result[members]&RESULT_TYPE=array",
    } });
    let response = call(&mut portal(), "batch", &cmd);
    assert_eq!(
        ids(&response["result"]["users"]),
        [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108]
    );
    // Without permission the list of members is empty, and so are the ids.
    let cmd = json!({ "cmd": {
        "members": "im.chat.user.list?CHAT_ID=13", "users": "im.user.list.get?ID=$result[members]&RESULT_TYPE=array",
    } });
    assert_eq!(
        call(&mut portal(), "batch", &cmd)["result_error"]["users"]["error"],
        "INVALID_FORMAT"
    );
}

#[test]
fn extranet_callers_see_their_own_chats_only() {
    let portal = &mut portal();
    assert_eq!(
        extranet(portal, "im.chat.user.list", "CHAT_ID=12").as_array().map(Vec::len),
        Some(12)
    );
    assert_eq!(extranet(portal, "im.chat.user.list", "CHAT_ID=500"), json!([]));
    assert_eq!(
        extranet(portal, "im.dialog.users.list", "DIALOG_ID=chat500"),
        json!([403, "ACCESS_ERROR"])
    );
}

const DIALOG: &str = "im.dialog.users.list";

// spec: chats.people
#[test]
fn dialogs_list_active_users() {
    let portal = &mut portal();
    let users = call_json(portal, DIALOG, &json!({ "DIALOG_ID": "chat12" }));
    assert_eq!(ids(&users["result"]), [1, 4, 5, 17, 61, 72, 74, 90, 105, 107, 108]);
    assert_eq!((users["total"].clone(), users["next"].clone()), (json!(11), Value::Null));
    assert_eq!(users["result"][1], call(portal, "im.user.list.get", &json!({ "ID": [4] }))["4"]);
    for (dialog, people) in [("sg7", 11), ("5", 2), ("1", 1)] {
        let list = call(portal, DIALOG, &json!({ "DIALOG_ID": dialog }));
        assert_eq!(list.as_array().map(Vec::len), Some(people), "{dialog}");
    }
}

#[test]
fn invalid_and_closed_dialogs_are_rejected() {
    for (dialog, status, code) in [
        (json!(null), 400, "DIALOG_ID_EMPTY"),
        (json!("x"), 400, "DIALOG_ID_EMPTY"),
        (json!(""), 400, "DIALOG_ID_EMPTY"),
        (json!("chat"), 400, "DIALOG_ID_EMPTY"),
        (json!("chat13"), 403, "ACCESS_ERROR"),
        (json!("chat404"), 403, "ACCESS_ERROR"),
        (json!("sg8"), 403, "ACCESS_ERROR"),
        (json!(999), 400, "ACCESS_ERROR"),
    ] {
        let refused = call(&mut portal(), DIALOG, &json!({ "DIALOG_ID": dialog }));
        assert_eq!(refused, json!([status, code]), "{dialog}");
    }
}

#[test]
fn external_users_can_be_skipped() {
    let inside = [1, 4, 5, 61, 90, 105, 107];
    for (params, people) in [
        (json!({ "SKIP_EXTERNAL": "Y" }), inside.to_vec()),
        (json!({ "SKIP_EXTERNAL": "N" }), vec![1, 4, 5, 17, 61, 72, 74, 90, 105, 107, 108]),
        (
            json!({ "SKIP_EXTERNAL_EXCEPT_TYPES": "bot, replica" }),
            vec![1, 4, 5, 17, 61, 74, 90, 105, 107],
        ),
        (json!({ "SKIP_EXTERNAL_EXCEPT_TYPES": "" }), inside.to_vec()),
    ] {
        let mut with_dialog = params.clone();
        with_dialog["DIALOG_ID"] = "chat12".into();
        assert_eq!(ids(&call(&mut portal(), DIALOG, &with_dialog)), people, "{params}");
    }
}

// spec: chats.people
#[test]
fn dialogs_are_paged_by_offset_or_last_id() {
    let portal = &mut portal();
    let mut page = |params: Value| {
        let mut params = params;
        params["DIALOG_ID"] = "chat12".into();
        let response = call_json(portal, DIALOG, &params);
        (ids(&response["result"]), response["next"].clone(), response["total"].clone())
    };
    assert_eq!(page(json!({ "LIMIT": 4 })), (vec![1, 4, 5, 17], json!(4), json!(11)));
    assert_eq!(
        page(json!({ "LIMIT": 4, "OFFSET": 8 })),
        (vec![105, 107, 108], Value::Null, json!(11))
    );
    assert_eq!(
        page(json!({ "LIMIT": 4, "start": 4 })),
        (vec![61, 72, 74, 90], json!(8), json!(11))
    );
    assert_eq!(page(json!({ "OFFSET": 11 })), (vec![], Value::Null, json!(11)));
    assert_eq!(page(json!({ "LIMIT": 2, "LAST_ID": 0 })), (vec![1, 4], Value::Null, Value::Null));
    assert_eq!(
        page(json!({ "LIMIT": 2, "LAST_ID": 90 })),
        (vec![105, 107], Value::Null, Value::Null)
    );
    let mut large = |params| call_json(portal, DIALOG, &params)["result"].as_array().map(Vec::len);
    assert_eq!(large(json!({ "DIALOG_ID": "chat500" })), Some(50));
    assert_eq!(large(json!({ "DIALOG_ID": "chat500", "LIMIT": 1000 })), Some(200));
}

/// A portal with two custom chats, one of which replaces a standard one.
fn with_custom_chats() -> Portal {
    let mut options = PortalOptions::default();
    let chats = [(12, [8, 7].into()), (77, [61, 7].into())].into();
    options.chats = CustomChats::new(chats, &options.directory()).expect("chats");
    Portal::new(options)
}

// spec: chats.open
#[test]
fn custom_chats_are_open_to_employees() {
    let portal = &mut with_custom_chats();
    assert_eq!(call(portal, "im.chat.user.list", &json!({ "CHAT_ID": 12 })), json!([7, 8]));
    assert_eq!(call(portal, "im.chat.user.list", &json!({ "DIALOG_ID": "sg7" })), json!([7, 8]));
    assert_eq!(call(portal, "im.chat.user.list", &json!({ "CHAT_ID": 77 })), json!([7, 61]));
    assert_eq!(ids(&call(portal, DIALOG, &json!({ "DIALOG_ID": "chat12" }))), [7, 8]);
    // External users need to be members.
    assert_eq!(extranet(portal, "im.chat.user.list", "CHAT_ID=12"), json!([]));
    assert_eq!(extranet(portal, "im.chat.user.list", "CHAT_ID=77"), json!([7, 61]));
    assert_eq!(extranet(portal, DIALOG, "DIALOG_ID=chat12"), json!([403, "ACCESS_ERROR"]));
    // The standard chats still exist.
    assert_eq!(call(portal, "im.chat.user.list", &json!({ "CHAT_ID": 13 })), json!([]));
    assert_eq!(
        call(portal, "im.chat.user.list", &json!({ "CHAT_ID": 1 })),
        json!([403, "ACCESS_ERROR"])
    );
}
