use super::user_lookup::{look_up, status_of};

/// The response to a batch of three calls with two ids each. The first byte selects the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    look_up(status_of(first), body, &[1, 4, 5, 6, 7, 999], 2);
}
