use b24_users::client::CallOptions;
use b24_users::client::Command;
use futures_util::FutureExt;

use super::user_lookup::{client, select_status};

/// Makes a raw call, and a batch of three commands, the last of which refers to the first. The
/// first byte selects the status of both responses, the other bytes are their body.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(select_status(first), body, 50);
    let call = client.call("app.info", &[], CallOptions::default()).now_or_never();
    match call.expect("the future is ready at once") {
        // JavaScript parses the result.
        Ok(response) => drop(serde_json::from_str::<serde_json::Value>(response.result.as_str())),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let commands =
        [command("a", "app.info"), command("b", "user.current"), referring_command("c", "a")];
    let batch = client.batch(&commands, CallOptions::default()).now_or_never();
    match batch.expect("the future is ready at once") {
        Ok(outcomes) => assert_eq!(outcomes.len(), commands.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
}

fn command(name: &str, method: &str) -> Command {
    Command { name: name.into(), method: method.into(), params: Vec::new() }
}

fn referring_command(name: &str, target: &str) -> Command {
    Command {
        params: vec![("id".into(), format!("$result[{target}]"))],
        ..command(name, "user.get")
    }
}
