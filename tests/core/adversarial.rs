//! Answers and ids that are out of all proportion: typed errors, and no more memory or time than
//! they are worth.

use b24_record_reader::{RecordChunk, RecordReader, ResultShape};
use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::error::ErrorKind;
use b24_users::ids::{IdInput, MAX_IDS};
use b24_users::model::{Record, User, UserList};
use serde_json::json;

use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Reply, VirtualHost, token};

fn get(
    world: &VirtualHost,
    limits: Limits,
    ids: impl Iterator<Item = u32>,
) -> Result<UserList, GetUsersError> {
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let entries = ids.map(|id| IdInput::Number(f64::from(id)));
    world.run(client.get_users(entries, GetUsersOptions::default(), |_| ()))
}

fn answered(body: impl Into<Vec<u8>>) -> Result<UserList, GetUsersError> {
    let body = body.into();
    get(&VirtualHost::new(move |_| Reply::ok(body.clone())), Limits::default(), 4..=4)
}

fn code(outcome: Result<UserList, GetUsersError>) -> (String, ErrorKind) {
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    (error.code.clone(), error.kind)
}

#[test]
fn an_answer_that_is_too_large_is_asked_for_in_smaller_ones() {
    let world = VirtualHost::around(StubPortal::new(people, 0.1));
    // A user is some 30 bytes there.
    let limits = Limits { max_response_bytes: Some(30_000), ..Limits::default() };
    let list = get(&world, limits, 1..=10_000).unwrap();
    assert_eq!((list.users.len(), list.failed.len()), (10_000, 0));
    // None of the first ones fits, nor do their halves, and after that all do.
    let most = 10_000 / 625 + 4 * 3 + 4;
    assert!(world.seen().len() <= most, "{} requests", world.seen().len());
}

#[test]
fn a_user_who_is_too_large_costs_only_himself() {
    let giant = |ids: &[u64]| {
        let mut users = people(ids)?;
        if ids.contains(&66) {
            users["66"]["name"] = "x".repeat(200_000).into();
        }
        Ok(users)
    };
    let world = VirtualHost::around(StubPortal::new(giant, 0.1));
    let limits = Limits { max_response_bytes: Some(150_000), ..Limits::default() };
    let Err(GetUsersError::Incomplete(incomplete)) = get(&world, limits, 1..=2500) else {
        panic!()
    };
    let failure = &incomplete.list.failed[0];
    assert_eq!((incomplete.list.users.len(), incomplete.list.failed.len()), (2499, 1));
    assert_eq!((failure.ids[0].get(), failure.error.code.as_str()), (66, "RESPONSE_TOO_LARGE"));
    assert!(!failure.error.retryable);
}

#[test]
fn the_largest_answer_that_may_be_is_read() {
    let body = |more: usize| {
        json!({ "result": [{ "id": 4, "name": "x".repeat((64 << 20) - 35 + more) }] }).to_string()
    };
    let length = body(0).len();
    assert!(length > (64 << 20) - 10 && length <= 64 << 20, "{length}");
    assert_eq!(answered(body(0)).unwrap().users.len(), 1);
    let larger = code(answered(body(100)));
    assert_eq!(larger, ("RESPONSE_TOO_LARGE".into(), ErrorKind::Response));
}

#[test]
fn no_more_ids_than_may_be_are_looked_at() {
    let world = VirtualHost::new(|_| unreachable!("nothing is sent"));
    let endless = code(get(&world, Limits::default(), (1..).chain(std::iter::repeat(1))));
    assert_eq!(endless, ("TOO_MANY_IDS".into(), ErrorKind::Request));
    let limits = Limits { max_ids: Some(3), ..Limits::default() };
    assert_eq!(code(get(&world, limits, [4; 4].into_iter())).0, "TOO_MANY_IDS");
    let world = VirtualHost::around(StubPortal::new(people, 0.0));
    assert_eq!(get(&world, limits, [4, 4, 5].into_iter()).unwrap().users.len(), 2);
}

#[test]
fn as_many_ids_as_may_be_are_asked_for() {
    // Nobody is there, which is quickly said.
    let world = VirtualHost::new(|seen| {
        let none =
            (0..50).map(|call| (format!("c{call}"), json!([]))).collect::<serde_json::Map<_, _>>();
        let result =
            if seen.is_batch() { json!({ "result": none, "result_error": [] }) } else { json!([]) };
        Reply::ok(json!({ "result": result }).to_string())
    });
    let limits = Limits { max_ids: Some(100_000), ..Limits::default() };
    assert_eq!(get(&world, limits, 1..=100_000).unwrap().missing.len(), 100_000);
    assert_eq!(code(get(&world, limits, 1..=100_001)).0, "TOO_MANY_IDS");
}

#[test]
fn nesting_without_end_is_a_bad_response() {
    for opening in ["[", "{\"a\":", "{\"result\":[{\"id\":4,\"x\":["] {
        for closing in ["", "1"] {
            let body = opening.repeat(100_000) + closing;
            assert_eq!(
                code(answered(body)),
                ("BAD_RESPONSE".into(), ErrorKind::Response),
                "{opening}"
            );
        }
    }
    // Where nobody looks at what it holds.
    let deep = format!(
        "{{\"result\":[{{\"id\":4,\"x\":{}1{}}}]}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(code(answered(deep)).0, "BAD_RESPONSE");
}

#[test]
fn of_a_key_a_million_times_the_last_counts() {
    let names: Vec<_> = (0..1_000_000).map(|number| format!("\"name\":\"{number}\",")).collect();
    let name = names.concat();
    let list = answered(format!("{{\"result\":[{{{name}\"id\":4}}]}}")).unwrap();
    assert_eq!(list.users[0].name, "999999");
    let users = "\"4\":{\"id\":4},".repeat(50_000);
    assert_eq!(
        answered(format!("{{\"result\":{{{users}\"4\":null}}}}")).unwrap().missing[0].get(),
        4
    );
}

#[test]
fn more_users_than_can_have_been_asked_for_are_too_many() {
    let users = "{\"id\":4},".repeat(300_000);
    let outcome = answered(format!("{{\"result\":[{users}null]}}"));
    assert_eq!(code(outcome), ("RESPONSE_TOO_LARGE".into(), ErrorKind::Response));
}

#[test]
fn a_user_has_a_hundred_issues_at_most() {
    let list = answered(format!(
        "{{\"result\":[{{\"id\":4,\"departments\":[{}7]}}]}}",
        "null,".repeat(500_000)
    ))
    .unwrap();
    assert_eq!((list.issues.len(), &list.users[0].departments[..]), (100, &[7][..]));
}

// In time that grows with the square of the length, each of these would take hours.
#[test]
fn what_has_very_many_members_is_read_in_one_go() {
    const COUNT: u32 = 200_000;
    let falling: Vec<_> =
        (1..=COUNT).rev().map(|number| format!("\"{number}\":{number}")).collect();
    let list = answered(format!(
        "{{\"result\":[{{\"id\":4,\"departments\":{{{}}}}}]}}",
        falling.join(",")
    ))
    .unwrap();
    assert!(list.users[0].departments.iter().copied().eq(1..=u64::from(COUNT)));
    let unknown: Vec<_> = (1..=COUNT).map(|number| format!("\"x{number}\":{number},")).collect();
    let list =
        answered(format!("{{\"result\":[{{\"id\":5,{}\"id\":4}}]}}", unknown.concat())).unwrap();
    assert_eq!((list.users[0].id.get(), list.users[0].extra.len()), (4, COUNT as usize));
    let parts: Vec<_> = (1..=COUNT).map(|number| format!("\"c{number}\":[],")).collect();
    let body = format!("{{\"result\":{{\"result\":{{{}\"c0\":[]}}}}}}", parts.concat());
    let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
    let outcome = get(&VirtualHost::new(move |_| Reply::ok(body.clone())), limits, 4..=5);
    assert_eq!(code(outcome), ("BAD_RESPONSE".into(), ErrorKind::Response));
}

#[test]
fn users_with_hardly_any_text_fill_windows_too() {
    let body = format!("{{\"result\":{{{}\"4\":null}}}}", "\"4\":{\"id\":4},".repeat(100_000));
    let parse = |text: &str| text.parse().unwrap_or(f64::NAN);
    let (mut windows, mut most) = (0, 0);
    let mut note = |chunk: &mut RecordChunk| {
        windows += 1;
        most = most.max(chunk.rows.len());
    };
    let mut reader = RecordReader::new(ResultShape::List, User::FIELDS, parse);
    for piece in body.as_bytes().chunks(1000) {
        reader.buffer().extend_from_slice(piece);
        reader.read(&mut note);
    }
    assert_eq!(reader.finish(&mut note).lists[0].entries.len(), 100_001);
    assert!(windows > 10 && most < 100_000, "{windows} windows of {most} numbers at most");
}

#[test]
fn what_is_not_utf8_is_replaced_in_texts_and_refused_elsewhere() {
    let list = answered(b"{\"result\":[{\"id\":4,\"name\":\"a\xFF\xFEb\"}]}").unwrap();
    assert_eq!(list.users[0].name, "a\u{FFFD}\u{FFFD}b");
    for body in [&b"\xFF\xFE{\0\"\0"[..], b"{\"result\":\xC3[]}", b"\x80"] {
        assert_eq!(code(answered(body)).0, "BAD_RESPONSE");
    }
}

#[test]
fn the_package_has_the_same_limits_as_the_core() {
    let given = |script: &str, name: &str| {
        let (_, rest) =
            script.split_once(&format!("const {name} = ")).expect("a constant of that name");
        let (number, _) = rest.split_once(';').expect("a statement");
        number.replace('_', "").parse::<usize>().expect("a number")
    };
    let ids = include_str!("../../pkg-template/src/client/ids.ts");
    assert_eq!(given(ids, "MAX_IDS"), MAX_IDS);
}
