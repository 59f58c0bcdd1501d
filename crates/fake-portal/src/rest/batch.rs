//! `batch`: up to fifty calls in one request.

use super::{exchange::Exchange, params::Params, references::resolve};
use crate::{
    faults::Scope,
    log,
    methods::{Failure, Reply},
    php::{Array, Key, Value, parse_str},
    tokens::Grant,
};

/// The method's name.
pub(crate) const NAME: &str = "batch";
/// How many commands are carried out.
const MAX_LENGTH: usize = 50;

/// Carries the commands out one by one. Each fails for itself, except where the whole request comes to an end.
pub(super) fn batch(exchange: &mut Exchange<'_>, caller: &Grant, params: &Array) -> Result<Reply, Failure> {
    let halt = params.get("HALT").is_some_and(Value::is_truthy);
    let empty = Array::default();
    let commands = match params.get("CMD") {
        Some(Value::Array(commands)) => commands,
        _ => &empty,
    };
    let mut gathered = Gathered::new();
    for (index, (key, command)) in commands.iter().enumerate() {
        let outcome = if index >= MAX_LENGTH {
            Err(Failure::system("ERROR_BATCH_LENGTH_EXCEEDED"))
        } else if let Some(command) = command.as_str() {
            run(exchange, caller, command, &gathered.0)
        } else {
            continue;
        };
        match outcome {
            Ok((reply, time)) => gathered.add(key, reply, time),
            Err(failure) => {
                let Some(error) = failure.body() else { return Err(failure) };
                gathered.put("error", key, error);
                if halt {
                    break;
                }
            }
        }
    }
    let ids = exchange.commands.iter().map(|command| command.ids).sum();
    Ok(Reply { ids, ..Reply::of(gathered.into_result()) })
}

/// `method?query`, as `parse_url` takes it apart.
fn run(
    exchange: &mut Exchange<'_>,
    caller: &Grant,
    command: &str,
    gathered: &Array,
) -> Result<(Reply, Option<Array>), Failure> {
    let command = command.split_once('#').map_or(command, |(command, _)| command);
    let (name, query) = command.split_once('?').unwrap_or((command, ""));
    let name = name.to_ascii_lowercase();
    let params = Params::from(resolve(&parse_str(query.as_bytes()), gathered));
    let outcome = call(exchange, caller, &name, &params);
    exchange.commands.push(log::Command {
        method: name,
        ids: outcome.as_ref().map_or(0, |(reply, _)| reply.ids),
        error: outcome.as_ref().err().and_then(Failure::code),
    });
    outcome
}

fn call(
    exchange: &mut Exchange<'_>,
    caller: &Grant,
    name: &str,
    params: &Params,
) -> Result<(Reply, Option<Array>), Failure> {
    if name == NAME {
        return Err(Failure::system("ERROR_BATCH_METHOD_NOT_ALLOWED"));
    }
    exchange.strike(Scope::Command, name, &params.upper)?;
    let from = exchange.spent;
    let outcome = exchange.work(caller, Scope::Command, name, params);
    let time = exchange.bill(name, from, true);
    Ok((outcome?, time))
}

/// What the commands found so far, by the names that references use.
struct Gathered(Array);

impl Gathered {
    fn new() -> Self {
        Self(Array::from(["result", "next", "total", "time", "error"].map(|name| (name, Array::default()))))
    }

    fn add(&mut self, key: &Key, reply: Reply, time: Option<Array>) {
        self.put("result", key, reply.result);
        for (name, value) in [("next", reply.next), ("total", reply.total)] {
            if let Some(value) = value {
                self.put(name, key, value);
            }
        }
        if let Some(time) = time {
            self.put("time", key, time);
        }
    }

    fn put(&mut self, name: &str, key: &Key, value: impl Into<Value>) {
        if let Some(Value::Array(map)) = self.0.get_mut(name) {
            map.insert(key.clone(), value);
        }
    }

    /// Each map by itself becomes a list or an object, as its keys happen to be.
    fn into_result(self) -> Array {
        let names = [
            ("result", "result"),
            ("result_error", "error"),
            ("result_total", "total"),
            ("result_next", "next"),
            ("result_time", "time"),
        ];
        Array::from(names.map(|(name, gathered)| (name, self.0.get(gathered).cloned())))
    }
}
