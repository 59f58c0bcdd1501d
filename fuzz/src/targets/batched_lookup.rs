use super::user_lookup::{look_up, select_status};

/// Looks up six ids in a batch of three commands. The first byte selects the status of the
/// response, the other bytes are its body.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    look_up(select_status(first), body, &[1, 4, 5, 6, 7, 999], 2);
}
