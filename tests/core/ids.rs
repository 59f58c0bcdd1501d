//! Parsing of ids, and the errors for invalid entries.

use b24_users::error::{Error, ErrorKind};
use b24_users::host::UserFactory;
use b24_users::ids::{IdInput, IdList, InvalidId, UserId};

use crate::virtual_host::VirtualHost;

fn number(number: f64) -> IdInput {
    IdInput::Number(number)
}

fn text(text: &str) -> IdInput {
    IdInput::Text(text.into())
}

fn rejection(entries: impl IntoIterator<Item = IdInput>) -> Error {
    Error::invalid_ids(&IdList::new(entries), &str::to_owned, VirtualHost::format_number).unwrap()
}

#[test]
fn numbers_and_digits_up_to_the_greatest_safe_integer_are_ids() {
    for (entry, id) in [
        (number(1.0), 1),
        (number(4.0), 4),
        (number(9_007_199_254_740_991.0), 9_007_199_254_740_991),
        (text("7"), 7),
        (text("9007199254740991"), 9_007_199_254_740_991),
    ] {
        assert_eq!(entry.to_user_id().map(UserId::get), Some(id), "{entry:?}");
    }
}

#[test]
fn all_other_entries_are_invalid() {
    let numbers = [
        0.0,
        -0.0,
        -1.0,
        4.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        9_007_199_254_740_992.0,
        1e300,
    ];
    let texts = [
        "",
        "0",
        "04",
        "4abc",
        " 4",
        "4 ",
        "+4",
        "-4",
        "4.0",
        "1e3",
        "0x4",
        "٤",
        "9007199254740992",
        "[4]",
    ];
    let others = [IdInput::Other("true"), IdInput::Other("an array")];
    for entry in numbers.map(number).into_iter().chain(texts.map(text)).chain(others) {
        assert_eq!(entry.to_user_id(), None, "{entry:?}");
    }
}

#[test]
fn ids_are_deduplicated_in_order_of_first_occurrence() {
    let entries = [number(5.0), text("4"), number(4.0), text("5"), number(9.0)];
    let list = IdList::new(entries);
    assert_eq!(list.ids.iter().map(|id| id.get()).collect::<Vec<_>>(), [5, 4, 9]);
}

#[test]
fn the_error_lists_entries_with_their_indices() {
    let entries = [
        number(4.0),
        number(-1.0),
        text("4abc"),
        IdInput::Other("an array"),
        number(f64::INFINITY),
    ];
    let error = rejection(entries);
    assert_eq!(
        (error.code.as_str(), error.kind, error.retryable),
        ("INVALID_ID", ErrorKind::Request, false)
    );
    assert_eq!(
        error.message,
        "Invalid user ids: [1] -1, [2] \"4abc\", [3] an array, [4] Infinity. \
         A user id is an integer from 1 to 2^53 - 1, as a number or a string of digits"
    );
}

#[test]
fn the_error_lists_at_most_twenty_truncated_entries() {
    let error = rejection((0..25).map(|_| text(&"x".repeat(5000))));
    assert_eq!(error.message.matches("xxx...").count(), 20);
    assert!(error.message.contains(" and 5 more"));
    assert!(error.message.len() < 1000, "{}", error.message);
}

#[test]
fn invalid_entries_are_reported_with_their_indices() {
    let list = IdList::new([number(0.0), number(4.0), text("x")]);
    assert_eq!(list.ids, [UserId::new(4).unwrap()]);
    let reported =
        [InvalidId { index: 0, value: number(0.0) }, InvalidId { index: 2, value: text("x") }];
    assert_eq!(list.invalid, reported);
}
