//! The order of a batch's commands, each of which is executed at most once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use b24_users::client::CallOptions;

use b24_users::client::Command;
use b24_users::error::Cause;
use b24_users::transport::TransportError;
use serde_json::json;

use crate::helpers::{client, scripted};
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost};

#[test]
fn commands_are_executed_in_order_across_requests() {
    let host = scripted(|request, _| {
        let calls: serde_json::Map<_, _> = (0..50)
            .filter(|n| request.form.contains_key(&format!("cmd[c{n}]")))
            .map(|n| (format!("c{n}"), json!(1)))
            .collect();
        Reply::ok(json!({ "result": { "result": calls, "result_error": [] } }).to_string())
    });
    let mut commands = Vec::new();
    for group in ["a", "b"] {
        for number in 0..30 {
            let value = if number == 0 { String::new() } else { format!("$result[{group}0]") };
            commands.push(Command {
                name: format!("{group}{number}"),
                method: format!("{group}.add"),
                params: vec![("V".into(), value)],
            });
        }
    }
    commands.push(Command { name: "last".into(), method: "all.close".into(), params: vec![] });
    host.run(client(&host).batch(&commands, CallOptions::default())).unwrap();
    let executed: Vec<_> = host
        .requests()
        .iter()
        .flat_map(|request| {
            (0..50)
                .map_while(|n| {
                    request
                        .form
                        .get(&format!("cmd[c{n}]"))
                        .map(|c| c.split('?').next().unwrap().to_owned())
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(executed.last().unwrap(), "all.close", "{executed:?}");
}

#[test]
fn results_survive_a_failed_retry() {
    let count = Cell::new(0);
    let host = scripted(move |_, _| {
        count.set(count.get() + 1);
        if count.get() > 1 {
            return Reply::Error(TransportError::Network(Cause {
                name: "TypeError".into(),
                message: "x".into(),
            }));
        }
        let errors = json!({ "c1": { "error": "INTERNAL_SERVER_ERROR", "error_description": "" } });
        Reply::ok(
            json!({ "result": { "result": { "c0": [4] }, "result_error": errors } }).to_string(),
        )
    });
    let command = |name: &str, value: &str| Command {
        name: name.into(),
        method: "a.b".into(),
        params: vec![("V".into(), value.into())],
    };
    let options = CallOptions { idempotent: Some(true), ..CallOptions::default() };
    let outcomes = host
        .run(client(&host).batch(&[command("a", ""), command("b", "$result[a]")], options))
        .unwrap();
    assert!(outcomes[0].is_ok(), "{:?}", outcomes[0].as_ref().map(|_| ()));
}

#[test]
fn commands_before_a_failure_are_not_executed_twice() {
    let host = scripted(|request, _| {
        let errors = if request.form.contains_key("cmd[c2]") {
            json!({ "c1": { "error": "NOPE", "error_description": "" } })
        } else {
            json!([])
        };
        Reply::ok(json!({ "result": { "result": [], "result_error": errors } }).to_string())
    });
    let command = |name: &str, value: &str| Command {
        name: name.into(),
        method: format!("{name}.add"),
        params: vec![("V".into(), value.into())],
    };
    let outcomes = host
        .run(client(&host).batch(
            &[command("x", ""), command("a", ""), command("b", "$result[a]")],
            CallOptions::default(),
        ))
        .unwrap();
    let times = host.requests().iter().filter(|request| request.raw_form.contains("x.add")).count();
    assert_eq!(times, 1, "{outcomes:?}");
}

/// A command with its own method.
fn add_command(name: &str, value: &str) -> Command {
    Command {
        name: name.into(),
        method: format!("{name}.add"),
        params: vec![("V".into(), value.into())],
    }
}

fn names(request: &RecordedRequest) -> Vec<String> {
    (0..50)
        .map_while(|n| {
            request.form.get(&format!("cmd[c{n}]")).map(|c| c.split('.').next().unwrap().to_owned())
        })
        .collect()
}

/// A portal that executes commands in order, stops at the first failure if `halt` is set, and
/// records executed commands.
fn executing_server(
    executed: Rc<RefCell<Vec<String>>>,
    failing: &'static str,
    code: &'static str,
    once: bool,
) -> VirtualHost {
    let failed = Cell::new(false);
    scripted(move |request, _| {
        let should_halt = request.form.get("halt").is_some_and(|halt| halt == "1");
        let (mut results, mut errors) = (serde_json::Map::new(), serde_json::Map::new());
        for (n, name) in names(request).into_iter().enumerate() {
            if name == failing && !(once && failed.replace(true)) {
                errors.insert(format!("c{n}"), json!({ "error": code, "error_description": "" }));
                if should_halt {
                    break;
                }
                continue;
            }
            executed.borrow_mut().push(name);
            results.insert(format!("c{n}"), json!(1));
        }
        let errors = if errors.is_empty() { json!([]) } else { json!(errors) };
        Reply::ok(json!({ "result": { "result": results, "result_error": errors } }).to_string())
    })
}

#[test]
fn a_command_without_a_result_is_a_bad_response() {
    let host = scripted(|_, _| {
        let errors = json!({ "c0": { "error": "NOPE", "error_description": "" } });
        Reply::ok(json!({ "result": { "result": [], "result_error": errors } }).to_string())
    });
    let outcomes = host
        .run(
            client(&host)
                .batch(&[add_command("a", ""), add_command("b", "")], CallOptions::default()),
        )
        .unwrap();
    let codes: Vec<_> =
        outcomes.iter().map(|o| o.as_ref().map(|_| ()).map_err(|e| e.code.clone())).collect();
    assert_eq!(codes[1].clone().unwrap_err(), "BAD_RESPONSE");
}

#[test]
fn retried_commands_precede_later_ones() {
    // The first error is permanent, the second transient.
    for (code, once) in [("NOPE", false), ("QUERY_LIMIT_EXCEEDED", true)] {
        let executed = Rc::default();
        let host = executing_server(Rc::clone(&executed), "n0", code, once);
        let mut commands: Vec<_> = (0..60).map(|n| add_command(&format!("n{n}"), "")).collect();
        commands[2].params[0].1 = "$result[n1]".into();
        let _ = host.run(client(&host).batch(&commands, CallOptions::default())).unwrap();
        let order: Vec<u32> =
            executed.borrow().iter().map(|n: &String| n[1..].parse().unwrap()).collect();
        assert!(order.is_sorted(), "{code}: {order:?}");
    }
}
