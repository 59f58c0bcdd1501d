//! Finds and validates the references between the commands of a batch.

use super::Command;
use crate::client::raw_call::validate_call;
use crate::error::{Error, ErrorKind, Result, code};
use crate::protocol::CommandReference;

/// Finds the references to other commands in each parameter of each command. Returns them as
/// `[command][parameter]`.
///
/// # Errors
/// `INVALID_METHOD` or `INVALID_PARAMS` if a command is invalid. `INVALID_REFERENCE` if a command
/// refers to itself or to a later command, or if the portal would misread a reference.
pub(super) fn find_references(commands: &[Command]) -> Result<Vec<Vec<Vec<CommandReference>>>> {
    let mut names = Vec::with_capacity(commands.len());
    for command in commands {
        names.push(command.name.as_str());
    }
    let mut references = Vec::with_capacity(commands.len());
    for (index, command) in commands.iter().enumerate() {
        validate_call(&command.method, &command.params)?;
        let invalid = |name: &str, reason: &str| {
            let method = &command.method;
            let message =
                format!("A reference in the parameter {name} of a call of {method} {reason}");
            Error::new(ErrorKind::Request, code::INVALID_REFERENCE, message)
        };
        let mut command_references = Vec::with_capacity(command.params.len());
        for (name, value) in &command.params {
            let found = CommandReference::find_all(value, &names)
                .map_err(|reason| invalid(name, reason))?;
            if found.iter().any(|reference| reference.command >= index) {
                return Err(invalid(name, "refers to a later command"));
            }
            command_references.push(found);
        }
        references.push(command_references);
    }
    Ok(references)
}
