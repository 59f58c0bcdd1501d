use super::answer::{look_up, status};

/// The body of an answer to a batch of three calls, for two users each; its first byte is the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    look_up(status(first), body, &[1, 4, 5, 6, 7, 999], 2);
}
