//! Oversized and adversarial responses and ids: typed errors, bounded memory and time.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::str::FromStr;

use b24_record_reader::{RecordChunk, RecordReader, ResultShape};
use b24_users::auth::Auth;
use b24_users::client::{
    Client, ClientOptions, DEFAULT_MAX_IDS, DEFAULT_TTL_MS, GetUsersError, GetUsersOptions, Limits,
};
use b24_users::error::ErrorKind;
use b24_users::ids::IdInput;
use b24_users::model::{Record, User, UserList};
use serde_json::json;

use crate::stub_portal::{StubPortal, default_users};
use crate::virtual_host::{Reply, VirtualHost, token};

fn get(
    host: &VirtualHost,
    limits: Limits,
    ids: impl Iterator<Item = u32>,
) -> Result<UserList, GetUsersError> {
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let entries = ids.map(|id| IdInput::Number(f64::from(id)));
    host.run(client.get_users(entries, GetUsersOptions::default(), |_| ()))
}

fn get_one_from(body: impl Into<Vec<u8>>) -> Result<UserList, GetUsersError> {
    let body = body.into();
    get(&VirtualHost::new(move |_| Reply::ok(body.clone())), Limits::default(), 4..=4)
}

fn code(outcome: Result<UserList, GetUsersError>) -> (String, ErrorKind) {
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    (error.code.clone(), error.kind)
}

#[test]
fn an_oversized_response_splits_the_batch() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 0.1));
    // A record has some 30 bytes.
    let limits = Limits { max_response_bytes: Some(30_000), ..Limits::default() };
    let list = get(&host, limits, 1..=10_000).unwrap();
    assert_eq!((list.users.len(), list.failed.len()), (10_000, 0));
    // The first responses and those of their halves are too large, all later ones fit.
    let max_requests = 10_000 / 625 + 4 * 3 + 4;
    assert!(host.requests().len() <= max_requests, "{} requests", host.requests().len());
}

#[test]
fn an_oversized_user_fails_alone() {
    let giant = |ids: &[u64]| {
        let mut users = default_users(ids)?;
        if ids.contains(&66) {
            users["66"]["name"] = "x".repeat(200_000).into();
        }
        Ok(users)
    };
    let host = VirtualHost::with_server(StubPortal::new(giant, 0.1));
    let limits = Limits { max_response_bytes: Some(150_000), ..Limits::default() };
    let Err(GetUsersError::Incomplete(incomplete)) = get(&host, limits, 1..=2500) else { panic!() };
    let failure = &incomplete.list.failed[0];
    assert_eq!((incomplete.list.users.len(), incomplete.list.failed.len()), (2499, 1));
    assert_eq!((failure.ids[0].get(), failure.error.code.as_str()), (66, "RESPONSE_TOO_LARGE"));
    assert!(!failure.error.retryable);
}

#[test]
fn a_response_of_the_maximum_size_is_read() {
    let body = |more: usize| {
        json!({ "result": [{ "id": 4, "name": "x".repeat((64 << 20) - 35 + more) }] }).to_string()
    };
    let length = body(0).len();
    assert!(length > (64 << 20) - 10 && length <= 64 << 20, "{length}");
    assert_eq!(get_one_from(body(0)).unwrap().users.len(), 1);
    let larger = code(get_one_from(body(100)));
    assert_eq!(larger, ("RESPONSE_TOO_LARGE".into(), ErrorKind::Response));
}

#[test]
fn ids_beyond_the_maximum_are_not_read() {
    let host = VirtualHost::new(|_| unreachable!("nothing is sent"));
    let endless = code(get(&host, Limits::default(), (1..).chain(std::iter::repeat(1))));
    assert_eq!(endless, ("TOO_MANY_IDS".into(), ErrorKind::Request));
    let limits = Limits { max_ids: Some(3), ..Limits::default() };
    assert_eq!(code(get(&host, limits, [4; 4].into_iter())).0, "TOO_MANY_IDS");
    let host = VirtualHost::with_server(StubPortal::new(default_users, 0.0));
    assert_eq!(get(&host, limits, [4, 4, 5].into_iter()).unwrap().users.len(), 2);
}

#[test]
fn the_maximum_number_of_ids_is_requested() {
    // All ids are missing, so that the response is small.
    let host = VirtualHost::new(|request| {
        let none =
            (0..50).map(|call| (format!("c{call}"), json!([]))).collect::<serde_json::Map<_, _>>();
        let result = if request.is_batch() {
            json!({ "result": none, "result_error": [] })
        } else {
            json!([])
        };
        Reply::ok(json!({ "result": result }).to_string())
    });
    let limits = Limits { max_ids: Some(100_000), ..Limits::default() };
    assert_eq!(get(&host, limits, 1..=100_000).unwrap().missing.len(), 100_000);
    assert_eq!(code(get(&host, limits, 1..=100_001)).0, "TOO_MANY_IDS");
}

#[test]
fn excessive_nesting_is_a_bad_response() {
    for opening in ["[", "{\"a\":", "{\"result\":[{\"id\":4,\"x\":["] {
        for closing in ["", "1"] {
            let body = opening.repeat(100_000) + closing;
            assert_eq!(
                code(get_one_from(body)),
                ("BAD_RESPONSE".into(), ErrorKind::Response),
                "{opening}"
            );
        }
    }
    // In an unknown field, which is skipped.
    let deep = format!(
        "{{\"result\":[{{\"id\":4,\"x\":{}1{}}}]}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(code(get_one_from(deep)).0, "BAD_RESPONSE");
}

#[test]
fn the_last_of_a_million_duplicate_keys_counts() {
    let names: Vec<_> = (0..1_000_000).map(|number| format!("\"name\":\"{number}\",")).collect();
    let name = names.concat();
    let list = get_one_from(format!("{{\"result\":[{{{name}\"id\":4}}]}}")).unwrap();
    assert_eq!(list.users[0].name, "999999");
    let users = "\"4\":{\"id\":4},".repeat(50_000);
    assert_eq!(
        get_one_from(format!("{{\"result\":{{{users}\"4\":null}}}}")).unwrap().missing[0].get(),
        4
    );
}

#[test]
fn more_users_than_the_maximum_are_rejected() {
    let users = "{\"id\":4},".repeat(300_000);
    let outcome = get_one_from(format!("{{\"result\":[{users}null]}}"));
    assert_eq!(code(outcome), ("RESPONSE_TOO_LARGE".into(), ErrorKind::Response));
}

#[test]
fn a_user_has_at_most_a_hundred_issues() {
    let list = get_one_from(format!(
        "{{\"result\":[{{\"id\":4,\"departments\":[{}7]}}]}}",
        "null,".repeat(500_000)
    ))
    .unwrap();
    assert_eq!((list.issues.len(), &list.users[0].departments[..]), (100, &[7][..]));
}

// In quadratic time, each of these would take hours.
#[test]
fn objects_with_many_members_are_read_in_linear_time() {
    const COUNT: u32 = 200_000;
    let falling: Vec<_> =
        (1..=COUNT).rev().map(|number| format!("\"{number}\":{number}")).collect();
    let list = get_one_from(format!(
        "{{\"result\":[{{\"id\":4,\"departments\":{{{}}}}}]}}",
        falling.join(",")
    ))
    .unwrap();
    assert!(list.users[0].departments.iter().copied().eq(1..=u64::from(COUNT)));
    let unknown: Vec<_> = (1..=COUNT).map(|number| format!("\"x{number}\":{number},")).collect();
    let list = get_one_from(format!("{{\"result\":[{{\"id\":5,{}\"id\":4}}]}}", unknown.concat()))
        .unwrap();
    assert_eq!((list.users[0].id.get(), list.users[0].extra.len()), (4, COUNT as usize));
    let parts: Vec<_> = (1..=COUNT).map(|number| format!("\"c{number}\":[],")).collect();
    let body = format!("{{\"result\":{{\"result\":{{{}\"c0\":[]}}}}}}", parts.concat());
    let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
    let outcome = get(&VirtualHost::new(move |_| Reply::ok(body.clone())), limits, 4..=5);
    assert_eq!(code(outcome), ("BAD_RESPONSE".into(), ErrorKind::Response));
}

#[test]
fn users_with_little_text_fill_chunks() {
    let body = format!("{{\"result\":{{{}\"4\":null}}}}", "\"4\":{\"id\":4},".repeat(100_000));
    let parse = |text: &str| text.parse().unwrap_or(f64::NAN);
    let (mut chunk_count, mut max_rows) = (0, 0);
    let mut record = |chunk: &mut RecordChunk| {
        chunk_count += 1;
        max_rows = max_rows.max(chunk.rows.len());
    };
    let mut reader = RecordReader::new(ResultShape::List, User::FIELDS, parse);
    for chunk in body.as_bytes().chunks(1000) {
        reader.buffer().extend_from_slice(chunk);
        reader.parse(&mut record);
    }
    assert_eq!(reader.finish(&mut record).lists[0].entries.len(), 100_001);
    assert!(
        chunk_count > 10 && max_rows < 100_000,
        "{chunk_count} chunks of at most {max_rows} numbers"
    );
}

#[test]
fn invalid_utf8_is_replaced_in_strings_and_rejected_elsewhere() {
    let list = get_one_from(b"{\"result\":[{\"id\":4,\"name\":\"a\xFF\xFEb\"}]}").unwrap();
    assert_eq!(list.users[0].name, "a\u{FFFD}\u{FFFD}b");
    for body in [&b"\xFF\xFE{\0\"\0"[..], b"{\"result\":\xC3[]}", b"\x80"] {
        assert_eq!(code(get_one_from(body)).0, "BAD_RESPONSE");
    }
}

#[test]
fn the_package_has_the_same_defaults_as_the_core() {
    let ids = include_str!("../../pkg-template/src/client/ids.ts");
    assert_eq!(constant::<usize>(ids, "DEFAULT_MAX_IDS"), DEFAULT_MAX_IDS);
    let session = include_str!("../../pkg-template/src/persist/cache-session.ts");
    assert_eq!(
        constant::<f64>(session, "DEFAULT_TTL_MS").total_cmp(&DEFAULT_TTL_MS),
        Ordering::Equal
    );
}

/// The number that a constant of a TypeScript module has.
fn constant<T: FromStr<Err: Debug>>(script: &str, name: &str) -> T {
    let (_, rest) =
        script.split_once(&format!("const {name} = ")).expect("a constant of that name");
    let (number, _) = rest.split_once(';').expect("a statement");
    number.replace('_', "").parse().expect("a number")
}
