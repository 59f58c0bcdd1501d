//! The reader against the oracle: identical users and errors for chunks of any size.

use std::fs;

use b24_record_reader::ResultShape;
use b24_users::error::Error;
use b24_users::model::{User, UserIssue};
use b24_users::protocol::{ChunkHandle, ResponseParser, users_from_record_chunk};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::oracle;
use crate::properties::{any_json, field};

type Outcome = Result<Vec<(User, Vec<UserIssue>)>, Error>;

fn parse(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Reads a body in chunks.
fn read<'a>(chunks: impl IntoIterator<Item = &'a [u8]>, status: u16) -> Outcome {
    let mut reader = ResponseParser::new(ResultShape::List, parse);
    for chunk in chunks {
        reader.buffer().extend_from_slice(chunk);
        reader.parse(&|chunk| ChunkHandle::new(users_from_record_chunk(chunk)));
    }
    let response =
        reader.finish(status, &|chunk| ChunkHandle::new(users_from_record_chunk(chunk)))?;
    let users = response.users()?;
    Ok(users
        .ids()
        .filter_map(|id| users.get(id))
        .map(|found| {
            (
                found.chunk.users.get::<Vec<User>>()[found.row].clone(),
                found.issues().cloned().collect(),
            )
        })
        .collect())
}

/// Clears the received value of each issue that contains a digit. One reader shows numbers as sent,
/// the other reformats numbers, so the truncated values differ.
fn without_number_excerpts(outcome: Outcome) -> Outcome {
    outcome.map(|mut users| {
        for issue in users.iter_mut().flat_map(|(_, issues)| issues) {
            if issue.received.contains(|char: char| char.is_ascii_digit()) {
                issue.received.clear();
            }
        }
        users
    })
}

/// Reads a body in chunks of `size` bytes. Fails if the outcome differs from that of the oracle,
/// which reads the whole body by `serde_json`.
fn assert_same_as_oracle(body: &[u8], size: usize) -> Result<(), TestCaseError> {
    let expected = without_number_excerpts(oracle::read_list(body, 200));
    prop_assert_eq!(
        without_number_excerpts(read(body.chunks(size), 200)),
        expected,
        "{}",
        String::from_utf8_lossy(body)
    );
    Ok(())
}

fn fixtures() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let is_body = |name: &str| !name.ends_with(".status") && name != "MANIFEST.json";
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| is_body(&entry.file_name().to_string_lossy()));
    files.map(|entry| fs::read(entry.path()).unwrap()).collect()
}

#[test]
fn fixtures_are_read_the_same_in_chunks_of_any_size() {
    for body in fixtures() {
        for size in (1..64).chain((64..2048).step_by(61)).chain([body.len().max(1)]) {
            assert_same_as_oracle(&body, size).unwrap();
        }
    }
}

/// So few members that records share most of them.
const MEMBERS: [&str; 36] = [
    r#""active":true"#,
    r#""active":false"#,
    r#""active": true"#,
    r#""active":"Y""#,
    r#""name":"""#,
    r#""name":"A""#,
    r#""name":"Ж""#,
    r#""first_name":"A""#,
    r#""work_position":"""#,
    r#""work_position":null"#,
    r#""work_position":"B""#,
    r#""avatar":"""#,
    r#""avatar":"a""#,
    r#""avatar_hr":"a""#,
    r#""avatar_hr":"/bitrix/js/im/images/blank.gif""#,
    r#""gender":"M""#,
    r#""gender":"F""#,
    r#""gender":"X""#,
    r#" "bot" : false "#,
    r#""bot":true"#,
    r#""idle":false"#,
    r#""idle":"2026-03-02T09:30:00+03:00""#,
    r#""idle":"soon""#,
    r#""departments":[]"#,
    r#""departments":[1]"#,
    r#""departments":{"1":[]}"#,
    r#""phones":false"#,
    r#""phones":{}"#,
    r#""phones":{"personal_mobile":"","work_phone":"1","personal_phone":"1"}"#,
    r#""phones":{"work_phone":"1","work_phone":false}"#,
    r#""bot_data":null"#,
    r#""bot_data":{"id":1,"is_hidden":true,"is_support_openline":false,"openline":false,"x":1}"#,
    r#""website":"""#,
    r#""website":"javascript:x""#,
    r#""x":1"#,
    r#""id":6"#,
];

/// A list of variations of one record: some members are changed, some records end early.
fn similar_records() -> impl Strategy<Value = String> {
    let member = 0..MEMBERS.len();
    let changes = vec((0..12_usize, member.clone()), 0..3);
    let length = prop_oneof![3 => Just(12), 1 => 0..12_usize];
    (vec(member, 0..12), vec((changes, length), 1..8)).prop_map(|(common, records)| {
        let mut id = 0;
        let mut record = |(changes, length): (Vec<(usize, usize)>, usize)| {
            let mut members: Vec<_> =
                common.iter().take(length).map(|&member| MEMBERS[member]).collect();
            for (index, member) in changes {
                if let Some(changed) = members.get_mut(index) {
                    *changed = MEMBERS[member];
                }
            }
            id += 10;
            let id = format!(r#""id":{id}"#);
            members.insert(0, &id);
            format!("{{{}}}", members.join(","))
        };
        let records: Vec<_> = records.into_iter().map(&mut record).collect();
        format!(r#"{{"result":[{}]}}"#, records.join(","))
    })
}

#[test]
fn edge_cases_of_json_are_read_the_same() {
    for body in [
        r#"{"result":[{"id":4}]} "#,
        r#"{"result":[{"id":4}]} x"#,
        r#"{"result":[{"id":4},]}"#,
        r#"{"result":[{"id":4,}]}"#,
        r#"{"result":[{"id":04}]}"#,
        r#"{"result":[{"id":4.0},{"id":0.5e1},{"id":"6"},{"id":"\u0037"}]}"#,
        r#"{"result":[{"id":4,"id":5,"name":"A","name":7,"name":"B","x":1,"x":2}]}"#,
        r#"{"result":[{"id":4,"phones":{"work_phone":"1","work_phone":2,"fax":"3"},"y":1,"phones":{"inner_phone":"4","pager":5}}]}"#,
        r#"{"result":{"4":{"name":"A"},"4":null,"5":true,"5":{"id":5}}}"#,
        r#"{"result":{"4":{"n\u0061me":"A"},"\u0035":{}}}"#,
        r#"{"result":1,"result":{"4":null,"4":{"name":"A","name":"B"}}}"#,
        r#"{"result":{"4":{}},"result":true}"#,
        r#"{"result":{"4":{}},"error":"x","error_description":5}"#,
        r#"{"result":[{"id":4,"departments":{"10":3,"9":"2","0":1,"x":4,"9":7}}]}"#,
        r#"{"result":[{"id":4,"departments":[1,"2","x",null,[],{"a":1e400}]}]}"#,
        r#"{"result":[{"id":4,"departments":[1,"2","x",null,[],{"a":1}]}]}"#,
        r#"{"result":[{"id":4,"bot_data":{"id":17.0,"app_id":"","x":"\ud83d"},"avatar":"a","avatar_hr":"a"}]}"#,
        r#"{"result":[{"id":4,"avatar":"","avatar_hr":"/bitrix/js/im/images/blank.gif"}]}"#,
        r#"{"result":[{"id":4,"avatar":"a","name":"b","avatar_hr":"b"},{"id":5,"color":"c","avatar_hr":"c"}]}"#,
        r#"{"result":[{"id":4,"avatar":"a","website":"javascript:x","avatar_hr":"javascript:x"}]}"#,
        r#"{"result":[{"id":4,"avatar":1234,"avatar_hr":12345},{"id":5,"avatar":[true],"avatar_hr":[true]}]}"#,
        r#"{"result":[{"id":4,"avatar_hr":"a","avatar":"b","avatar":"a","avatar_hr":"b"}]}"#,
        r#"{"result":[{"id":4,"avatar":"é","avatar_hr":"é"},{"id":5,"avatar_hr":"é","avatar":"é"}]}"#,
        r#"{"result":[{"id":4,"name":"\u00e9\ud83d\ude00\ud83d","first_name":"a\tb","email":"é/\/"}]}"#,
        "{\"result\":[{\"id\":4,\"name\":\"a\u{1}\"}]}",
        "{\"result\":[{\"id\":4,\"name\":\"\u{FEFF}a\",\"email\":\"\u{7F}\"}]}",
        "\u{FEFF}{\"result\":[]}",
        "\u{FEFF}\u{FEFF}{\"result\":[]}",
        "",
        " ",
        "nul",
    ] {
        for size in 1..=body.len().max(1) {
            assert_same_as_oracle(body.as_bytes(), size).unwrap();
        }
    }
}

#[test]
fn nesting_is_limited() {
    for depth in [120, 124, 125, 126, 127, 128, 200] {
        let deep = "[".repeat(depth) + &"]".repeat(depth);
        for body in [
            format!(r#"{{"result":[],"x":{deep}}}"#),
            format!(r#"{{"result":{deep}}}"#),
            format!(r#"{{"result":{{"4":{{"x":{deep}}}}}}}"#),
            format!(r#"{{"result":{{"4":{{"phones":{{"x":{deep}}},"departments":{deep}}}}}}}"#),
        ] {
            assert_same_as_oracle(body.as_bytes(), 64).unwrap();
        }
    }
}

/// JSON as a portal may encode it: with spaces, and with unnecessary escapes.
fn written(value: &Value, escaped: bool, spaced: bool) -> Vec<u8> {
    let text =
        if spaced { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) }
            .unwrap();
    if !escaped {
        return text.into_bytes();
    }
    let mut units = [0; 2];
    let escape = |char: char| match char {
        '/' => r"\/".into(),
        '<' | '>' | '&' | '\'' | '\u{80}'.. => char
            .encode_utf16(&mut units)
            .iter()
            .fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}")),
        char => String::from(char),
    };
    text.chars().map(escape).collect::<String>().into_bytes()
}

/// Lists with duplicate keys, which `serde_json` maps cannot hold, too large for one chunk.
fn any_long_list() -> impl Strategy<Value = String> {
    let member = (field(), any_json()).prop_map(|(name, value)| format!("{}:{value}", json!(name)));
    let record = (1..999_u64, vec(member, 0..24)).prop_map(|(id, mut members)| {
        members.push(format!("\"id\":{id}"));
        format!("{{{}}}", members.join(","))
    });
    (vec(record, 1..6), 1..400_usize).prop_map(|(records, times)| {
        let list = vec![records.join(","); times].join(",");
        format!("{{\"result\":[{list}]}}")
    })
}

fn any_list() -> impl Strategy<Value = Value> {
    let entry = prop_oneof![
        1 => any_json(),
        4 => (1..9_u64, vec((field(), any_json()), 0..8)).prop_map(|(id, fields)| {
            let mut record: serde_json::Map<_, _> = fields.into_iter().collect();
            record.entry("id").or_insert(json!(id));
            Value::Object(record)
        }),
        1 => Just(Value::Null),
    ];
    prop_oneof![
        vec(entry.clone(), 0..5).prop_map(Value::from),
        vec((1..9_u64, entry), 0..5).prop_map(|entries| {
            Value::Object(entries.into_iter().map(|(id, entry)| (id.to_string(), entry)).collect())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_list_is_read_the_same(list in any_list(), escaped: bool, spaced: bool, size in 1..200_usize) {
        assert_same_as_oracle(&written(&json!({ "time": {}, "result": list, "total": 1 }), escaped, spaced), size)?;
    }

    #[test]
    fn similar_records_are_read_the_same(body in similar_records(), size in 1..2000_usize) {
        assert_same_as_oracle(body.as_bytes(), size)?;
    }

    #[test]
    fn damaged_bodies_are_read_the_same(
        body in prop::sample::select(fixtures()),
        at in vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        cut in prop::option::of(any::<prop::sample::Index>()),
        size in 1..200_usize,
    ) {
        let mut body = body;
        if !body.is_empty() {
            let length = body.len();
            for (at, byte) in at {
                body[at.index(length)] = byte;
            }
            if let Some(cut) = cut {
                body.truncate(cut.index(length));
            }
        }
        assert_same_as_oracle(&body, size)?;
    }

    #[test]
    fn syntax_is_read_the_same(body in "\\{\"result\":\\[\\{\"id\":4,\"a\":[-+.0-9eEtrufalsn\"\\\\ud8cDE,:{}\\[\\] ]{0,12}\\}\\]\\}", size in 1..40_usize) {
        assert_same_as_oracle(body.as_bytes(), size)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_long_list_is_read_the_same(body in any_long_list(), size in 1000..200_000_usize) {
        assert_same_as_oracle(body.as_bytes(), size)?;
    }
}
