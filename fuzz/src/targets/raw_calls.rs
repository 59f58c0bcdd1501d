use b24_users::client::CallOptions;
use b24_users::client::Command;
use futures_util::FutureExt;

use super::user_lookup::{client, status_of};

/// The response to a raw call, and to a batch of three commands, the last of which refers to the
/// first. The first byte selects the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status_of(first), body, 50);
    let call = client.call("app.info", &[], CallOptions::default()).now_or_never();
    match call.expect("the work never waits") {
        // JavaScript parses the result.
        Ok(answer) => drop(serde_json::from_str::<serde_json::Value>(answer.result.as_str())),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let commands =
        [command("a", "app.info"), command("b", "user.current"), referring_command("c", "a")];
    let batch = client.batch(&commands, CallOptions::default()).now_or_never();
    match batch.expect("the work never waits") {
        Ok(outcomes) => assert_eq!(outcomes.len(), commands.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
}

fn command(name: &str, method: &str) -> Command {
    Command { name: name.into(), method: method.into(), params: Vec::new() }
}

fn referring_command(name: &str, to: &str) -> Command {
    Command { params: vec![("id".into(), format!("$result[{to}]"))], ..command(name, "user.get") }
}
