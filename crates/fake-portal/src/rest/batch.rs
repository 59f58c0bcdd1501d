//! The `batch` method: up to fifty commands in one request.

use super::{params::Params, references::resolve_references, request_context::RequestContext};
use crate::{
    faults::FaultTarget,
    methods::{self, CallError, CallResult},
    php::{Array, Key, Value, parse_str},
    request_log,
    tokens::Grant,
};

/// The name of the method.
pub(crate) const METHOD_NAME: &str = "batch";
/// Maximum number of commands in a batch. Each further command fails with an error of its own.
const MAX_COMMANDS: usize = 50;

/// Executes the commands of a batch in order. If a command fails, continues with the next one,
/// unless `HALT` is set or the error makes the whole request fail.
pub(super) fn execute_batch(
    context: &mut RequestContext<'_>,
    caller: &Grant,
    params: &Array,
) -> Result<CallResult, CallError> {
    let halt = params.get("HALT").is_some_and(Value::is_truthy);
    let empty = Array::default();
    let commands = commands_of(params).unwrap_or(&empty);
    let mut results = BatchResults::new();
    for (index, (key, command)) in commands.iter().enumerate() {
        let outcome = if index >= MAX_COMMANDS {
            Err(CallError::system_error("ERROR_BATCH_LENGTH_EXCEEDED"))
        } else if let Some(command) = command.as_str() {
            run_command(context, caller, command, &results.0)
        } else {
            continue;
        };
        match outcome {
            Ok((reply, time)) => results.add(key, reply, time),
            Err(error) => {
                let Some(body) = error.body() else { return Err(error) };
                results.insert("error", key, body);
                if halt {
                    break;
                }
            }
        }
    }
    let ids = context.commands.iter().map(|command| command.ids).sum();
    Ok(CallResult { id_count: ids, ..CallResult::new(results.into_result()) })
}

fn commands_of(params: &Array) -> Option<&Array> {
    match params.get("CMD") {
        Some(Value::Array(commands)) => Some(commands),
        _ => None,
    }
}

/// The number of distinct ids that a call requests; for a batch, the sum over its commands.
pub(super) fn requested_id_count(name: &str, params: &Array) -> usize {
    if name != METHOD_NAME {
        return methods::requested_ids(name, params).len();
    }
    let commands = commands_of(params).into_iter().flat_map(Array::values);
    let counts = commands.filter_map(Value::as_str).map(|command| {
        let (name, query) = split_command(command);
        let params = Params::from(parse_str(query.as_bytes()));
        methods::requested_ids(&name, &params.uppercase).len()
    });
    counts.sum()
}

/// The method's name, in lower case, and the query of a command, `method?query`.
fn split_command(command: &str) -> (String, &str) {
    let command = command.split_once('#').map_or(command, |(command, _)| command);
    let (name, query) = command.split_once('?').unwrap_or((command, ""));
    (name.to_ascii_lowercase(), query)
}

/// Parses, executes and logs one command.
fn run_command(
    context: &mut RequestContext<'_>,
    caller: &Grant,
    command: &str,
    results: &Array,
) -> Result<(CallResult, Option<Array>), CallError> {
    let (name, query) = split_command(command);
    let params = Params::from(resolve_references(&parse_str(query.as_bytes()), results));
    let outcome = execute_command(context, caller, &name, &params);
    let requested_ids = methods::requested_ids(&name, &params.uppercase).len();
    context.commands.push(request_log::CommandLogEntry {
        method: name,
        ids: outcome.as_ref().map_or(requested_ids, |(reply, _)| reply.id_count),
        error: outcome.as_ref().err().and_then(CallError::code),
    });
    outcome
}

fn execute_command(
    context: &mut RequestContext<'_>,
    caller: &Grant,
    name: &str,
    params: &Params,
) -> Result<(CallResult, Option<Array>), CallError> {
    if name == METHOD_NAME {
        return Err(CallError::system_error("ERROR_BATCH_METHOD_NOT_ALLOWED"));
    }
    context.inject_faults(FaultTarget::Command, name, &params.uppercase)?;
    let start_ms = context.processing_ms;
    let outcome = context.call_method(caller, FaultTarget::Command, name, params);
    let time = context.record_processing_time(name, start_ms, true);
    Ok((outcome?, time))
}

/// The results of the executed commands: the maps `result`, `next`, `total`, `time` and `error`,
/// with the names of the commands as keys. References such as `$result[name]` read these maps.
struct BatchResults(Array);

impl BatchResults {
    fn new() -> Self {
        Self(Array::from(
            ["result", "next", "total", "time", "error"].map(|name| (name, Array::default())),
        ))
    }

    fn add(&mut self, key: &Key, reply: CallResult, time: Option<Array>) {
        self.insert("result", key, reply.result);
        for (name, value) in [("next", reply.next), ("total", reply.total)] {
            if let Some(value) = value {
                self.insert(name, key, value);
            }
        }
        if let Some(time) = time {
            self.insert("time", key, time);
        }
    }

    fn insert(&mut self, name: &str, key: &Key, value: impl Into<Value>) {
        if let Some(Value::Array(map)) = self.0.get_mut(name) {
            map.insert(key.clone(), value);
        }
    }

    /// The `result` of the batch. In JSON, a map becomes an array if its keys are 0, 1, 2, … or it
    /// is empty, and an object otherwise.
    fn into_result(self) -> Array {
        let names = [
            ("result", "result"),
            ("result_error", "error"),
            ("result_total", "total"),
            ("result_next", "next"),
            ("result_time", "time"),
        ];
        Array::from(names.map(|(name, results)| (name, self.0.get(results).cloned())))
    }
}
