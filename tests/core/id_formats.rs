//! Formats of ids: the client sends one, and rejects entries that portals would misread.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::ids::IdInput;

use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

fn number(number: f64) -> IdInput {
    IdInput::Number(number)
}

fn text(text: &str) -> IdInput {
    IdInput::Text(text.into())
}

/// The requests for these ids, or the message of their rejection, before which nothing may be sent.
fn requests(
    ids: impl IntoIterator<Item = IdInput>,
    limits: Limits,
) -> Result<Vec<RecordedRequest>, String> {
    let host = VirtualHost::new(|request| {
        Reply::ok(if request.is_batch() {
            r#"{"result":{"result":{"c0":[],"c1":[]},"result_error":[],"result_time":[]}}"#
        } else {
            r#"{"result":[]}"#
        })
    });
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    match host.run(client.get_users(ids, GetUsersOptions::default(), |_| ())) {
        Ok(_) => Ok(host.requests()),
        Err(GetUsersError::Failed(error)) if error.code == "INVALID_ID" => {
            assert_eq!(host.requests().len(), 0);
            Err(error.message.clone())
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// The field `ID` of the only request for these ids.
fn sent(ids: impl IntoIterator<Item = IdInput>) -> String {
    let requests = requests(ids, Limits::default()).unwrap();
    let [request] = &requests[..] else { panic!("one request") };
    request.form["ID"].clone()
}

/// Each of the entries is rejected, alone and with its index after a valid one.
fn assert_rejected(entries: impl IntoIterator<Item = IdInput>) {
    for entry in entries {
        for (index, ids) in [(0, vec![entry.clone()]), (1, vec![number(4.0), entry.clone()])] {
            let message = requests(ids, Limits::default()).unwrap_err();
            assert!(
                message.starts_with(&format!("Invalid user ids: [{index}] ")),
                "{entry:?}: {message}"
            );
        }
    }
}

// spec: ids.list, ids.text, params.ID
#[test]
fn ids_are_sent_as_one_json_list() {
    assert_eq!(sent([number(4.0), number(5.0)]), "[4,5]");
    assert_eq!(sent([text("4"), text("5")]), "[4,5]");
}

// spec: ids.text
#[test]
fn a_string_with_a_list_is_rejected() {
    assert_rejected(["[4,5]", "['4','5']", "[4,,5]", "[4,5,]", "[4,5]garbage"].map(text));
}

// spec: ids.map
#[test]
fn a_string_with_a_map_is_rejected() {
    assert_rejected([text(r#"{"a":4,"b":5}"#)]);
}

// spec: ids.none
#[test]
fn entries_without_ids_are_rejected() {
    assert_rejected(["4,5", "", "[]", "[4,5"].map(text));
    assert_rejected(["null", "true", "undefined"].map(IdInput::Other));
}

// spec: ids.none
#[test]
fn no_ids_send_no_request() {
    assert_eq!(requests([], Limits::default()).unwrap().len(), 0);
}

// spec: ids.dropped, ids.all-dropped
#[test]
fn entries_dropped_by_portals_are_rejected() {
    assert_rejected([number(0.0), number(-1.0), text("abc"), text("U4")]);
    assert_rejected(["null", "false"].map(IdInput::Other));
}

// spec: ids.intval
#[test]
fn entries_misread_as_another_id_are_rejected() {
    assert_rejected([
        text("4abc"),
        number(4.9),
        text("4.9"),
        text("  7 "),
        text("+8"),
        text("1e3"),
    ]);
}

// spec: ids.nested
#[test]
fn entries_misread_as_user_1_are_rejected() {
    assert_rejected(["true", "an array", "an object"].map(IdInput::Other));
    assert_rejected([text("[[4,5]]")]);
}

// spec: ids.too-large
#[test]
fn unsafe_integers_are_rejected() {
    assert_rejected([text("99999999999999999999"), number(9_007_199_254_740_992.0)]);
}

// spec: ids.duplicates
#[test]
fn duplicates_are_sent_once() {
    assert_eq!(sent([number(5.0), number(4.0), number(5.0), text("5")]), "[5,4]");
}

// spec: ids.max-input-vars
#[test]
fn any_number_of_ids_takes_one_form_field() {
    let ids = |count| (1..=count).map(|id| number(f64::from(id)));
    let single =
        requests(ids(3000), Limits { ids_per_call: Some(3000), ..Limits::default() }).unwrap();
    assert_eq!((single.len(), single[0].ids().len()), (1, 3000));
    assert_eq!(single[0].form.keys().collect::<Vec<_>>(), ["ID", "auth"]);

    let batch =
        requests(ids(3000), Limits { ids_per_call: Some(1500), ..Limits::default() }).unwrap();
    assert_eq!((batch.len(), batch[0].ids().len()), (1, 3000));
    assert_eq!(batch[0].form.keys().collect::<Vec<_>>(), ["auth", "cmd[c0]", "cmd[c1]", "halt"]);
    // The query of a command is a separate form.
    assert_eq!(batch[0].form["cmd[c1]"].split_once('?').unwrap().1.matches('=').count(), 1);
}

// spec: references.whole, references.text, references.greedy, references.totals
#[test]
fn a_reference_is_rejected() {
    assert_rejected(
        [
            "$result[members]",
            "$result[a][0][ID]",
            "[$result[a][id],$result[b][id]]",
            "$total[page]",
            "$next[page]",
        ]
        .map(text),
    );
}
