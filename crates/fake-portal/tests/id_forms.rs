//! All documented forms of ids in `im.user.list.get`.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Request, Response};
use support::{get, json_call, listed_ids, portal, post, send, text};

const FORM: &str = "application/x-www-form-urlencoded";

fn json(ids: &str) -> Response {
    let portal = &mut portal();
    let request =
        json_call(portal, "im.user.list.get", &format!(r#"{{"ID":{ids},"RESULT_TYPE":"array"}}"#));
    send(portal, &request)
}

fn form(parameters: &str) -> Response {
    with_token(|token| {
        post("/rest/im.user.list.get", FORM, format!("{parameters}&RESULT_TYPE=array&auth={token}"))
    })
}

fn query(parameters: &str) -> Response {
    with_token(|token| {
        get(format!("/rest/im.user.list.get?{parameters}&RESULT_TYPE=array&auth={token}"))
    })
}

fn with_token(request: impl FnOnce(&str) -> Request) -> Response {
    let portal = &mut portal();
    let request = request(&portal.credentials().access_token.clone());
    send(portal, &request)
}

fn assert_invalid_format(response: &Response) {
    let expected = include_str!("../../../tests/fixtures/error-invalid-format.json").trim_end();
    assert_eq!((response.status, text(response)), (400, expected));
}

macro_rules! reads {
    ($($name:ident: $call:expr => $ids:expr;)*) => {$(
        #[test]
        fn $name() {
            let response = $call;
            let ids: &[u64] = &$ids;
            assert_eq!((response.status, &*listed_ids(&response)), (200, ids));
        }
    )*};
}

macro_rules! refuses {
    ($($name:ident: $call:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_invalid_format(&$call);
        }
    )*};
}

reads! {
    // spec: ids.list, params.ID
    a_list_of_numbers: json("[4,5]") => [4, 5];
    a_list_of_strings: json(r#"["4","5"]"#) => [4, 5];
    a_form_with_empty_brackets: form("ID[]=4&ID[]=5") => [4, 5];
    a_form_with_encoded_brackets: form("ID%5B%5D=4&ID%5B%5D=5") => [4, 5];
    a_form_with_indices: form("ID[0]=4&ID[1]=5") => [4, 5];

    // spec: ids.text, params.ID
    a_string_with_a_list: json(r#""[4,5]""#) => [4, 5];
    a_string_with_quoted_numbers: json(r#""['4','5']""#) => [4, 5];
    a_string_with_a_gap: json(r#""[4,,5]""#) => [4, 5];
    a_string_with_a_last_comma: json(r#""[4,5,]""#) => [4, 5];
    a_string_with_garbage_after_it: json(r#""[4,5]garbage""#) => [4, 5];
    a_query_with_a_list: query("ID=[4,5]") => [4, 5];

    // spec: ids.map
    an_object: json(r#"{"a":4,"b":5}"#) => [4, 5];
    a_string_with_an_object: json(r#""{\"a\":4,\"b\":5}""#) => [4, 5];
    a_form_with_names: form("ID[a]=4&ID[b]=5") => [4, 5];

    // spec: ids.dropped
    ids_below_1_are_dropped: json("[0,-1,4]") => [4];
    non_numeric_ids_are_dropped: json(r#"["abc",4]"#) => [4];
    null_and_false_are_dropped: json("[null,false,4]") => [4];
    chat_style_ids_are_dropped: json(r#"["U4",4]"#) => [4];

    // spec: ids.intval
    a_number_with_letters: json(r#"["4abc"]"#) => [4];
    a_fraction: json("[4.9]") => [4];
    a_fraction_as_a_string: json(r#"["4.9"]"#) => [4];
    a_number_in_spaces: json(r#"["  7 "]"#) => [7];
    a_number_with_a_plus: json(r#"["+8"]"#) => [8];
    a_number_with_an_exponent: json(r#"["1e3"]"#) => [1000];

    // spec: ids.nested
    true_is_user_1: json("[true]") => [1];
    a_nested_list_is_user_1: json("[[4,5]]") => [1];
    a_nested_object_is_user_1: json(r#"[{"id":4}]"#) => [1];
    a_string_with_a_nested_list_is_user_1: json(r#""[[4,5]]""#) => [1];

    // spec: ids.duplicates
    duplicates_count_at_their_first_occurrence: json(r#"[5,4,5,"5"]"#) => [5, 4];
}

refuses! {
    // spec: ids.none, params.ID
    a_single_number: json("4");
    a_single_string: json(r#""4""#);
    a_string_with_a_comma: json(r#""4,5""#);
    an_empty_string: json(r#""""#);
    null: json("null");
    a_boolean: json("true");
    an_empty_list: json("[]");
    a_string_with_an_empty_list: json(r#""[]""#);
    a_string_with_an_open_list: json(r#""[4,5""#);
    no_ids_at_all: form("x=1");
    // spec: ids.all-dropped
    only_letters: json(r#"["abc"]"#);
    only_zero: json("[0]");
}

// spec: ids.too-large
#[test]
fn ids_beyond_64_bits_saturate() {
    let portal = &mut portal();
    let request = json_call(portal, "im.user.list.get", r#"{"ID":["99999999999999999999"]}"#);
    let response = send(portal, &request);
    assert_eq!(support::result(&response), r#"{"9223372036854775807":null}"#);
}

// spec: ids.max-input-vars
#[test]
fn form_variables_beyond_max_input_vars_are_dropped() {
    let ids = |count| (1..=count).map(|id| format!("ID[]={id}")).collect::<Vec<_>>().join("&");
    let portal = &mut portal();
    let path =
        format!("/rest/1/{}/im.user.list.get?RESULT_TYPE=array", portal.credentials().webhook_code);
    let request = post(&*path, FORM, ids(1200));
    assert_eq!(listed_ids(&send(portal, &request)).len(), 1000);
}

// spec: ids.max-input-vars
#[test]
fn json_bodies_are_not_limited() {
    let ids: Vec<u64> = (1..=5000).collect();
    assert_eq!(listed_ids(&json(&format!("{ids:?}"))).len(), 5000);
}
