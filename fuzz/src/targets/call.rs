use b24_users::client::CallOptions;
use b24_users::client::Command;
use futures_util::FutureExt;

use super::answer::{client, status};

/// The body of an answer to a call of any method, and to a batch of three commands, of which the last refers to the first; its first byte
/// is the status.
pub fn run(bytes: &[u8]) {
    let Some((&first, body)) = bytes.split_first() else { return };
    let client = client(status(first), body, 50);
    let call = client.call("app.info", &[], CallOptions::default()).now_or_never();
    match call.expect("nothing is waited for here") {
        // JavaScript's own parser gets it next.
        Ok(answer) => drop(serde_json::from_str::<serde_json::Value>(answer.result.as_str())),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
    let commands = [command("a", "app.info"), command("b", "user.current"), referring("c", "a")];
    let batch = client.batch(&commands, CallOptions::default()).now_or_never();
    match batch.expect("nothing is waited for here") {
        Ok(outcomes) => assert_eq!(outcomes.len(), commands.len()),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
}

fn command(name: &str, method: &str) -> Command {
    Command { name: name.into(), method: method.into(), params: Vec::new() }
}

fn referring(name: &str, to: &str) -> Command {
    Command { params: vec![("id".into(), format!("$result[{to}]"))], ..command(name, "user.get") }
}
