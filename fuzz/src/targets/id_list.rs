use std::collections::HashSet;

use b24_users::error::Error;
use b24_users::ids::{IdInput, IdList, MAX_ID, UserId};

/// Parses a list of ids. Each entry is a byte for its type, then the eight bytes of a number or a
/// zero-terminated string.
pub fn run(bytes: &[u8]) {
    let entries = read_entries(bytes);
    let list = IdList::new(entries.clone());
    let valid: HashSet<_> = entries.iter().filter_map(IdInput::to_user_id).collect();
    let invalid_count = entries.iter().filter(|entry| entry.to_user_id().is_none()).count();
    assert_eq!((list.ids.len(), list.invalid.len()), (valid.len(), invalid_count));
    assert!(list.ids.iter().all(|id| (1..=MAX_ID).contains(&id.get())));
    for invalid in &list.invalid {
        // Compared as strings, because NaN does not equal itself.
        assert_eq!(format!("{:?}", entries[invalid.index]), format!("{:?}", invalid.value));
    }
    if let Some(error) = Error::invalid_ids(&list, &str::to_owned, |number| number.to_string()) {
        // Twenty entries of 24 characters, all escaped, and the sentence around the entries.
        assert!(error.message.len() < 20 * (24 * 10 + 40) + 300, "{} bytes", error.message.len());
    }
    for entry in &entries {
        if let (IdInput::Text(digits), Some(id)) = (entry, entry.to_user_id()) {
            assert_eq!((&id.to_string(), UserId::from_digits(digits)), (digits, Some(id)));
        }
    }
}

fn read_entries(mut bytes: &[u8]) -> Vec<IdInput> {
    let mut entries = Vec::new();
    while let Some((&kind, rest)) = bytes.split_first() {
        let (entry, rest) = match (kind % 3, rest.split_first_chunk::<8>()) {
            (0, Some((number, rest))) => (IdInput::Number(f64::from_le_bytes(*number)), rest),
            (1, _) => {
                let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
                let string = String::from_utf8_lossy(&rest[..end]).into_owned();
                (IdInput::Text(string), rest.get(end + 1..).unwrap_or_default())
            }
            _ => (IdInput::Other("an object"), rest),
        };
        entries.push(entry);
        bytes = rest;
    }
    entries
}
