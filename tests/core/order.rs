//! A batch: its commands in order, each carried out once.

use std::cell::Cell;

use b24_users::client::{CallOptions, Command};
use b24_users::error::Cause;
use b24_users::send::SendError;
use serde_json::json;

use crate::short::{client, scripted};
use crate::world::Reply;

#[test]
fn no_command_overtakes_another_by_a_request() {
    let world = scripted(|seen, _| {
        let calls: serde_json::Map<_, _> = (0..50)
            .filter(|n| seen.form.contains_key(&format!("cmd[c{n}]")))
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
    world.run(client(&world).batch(&commands, CallOptions::default())).unwrap();
    let carried_out: Vec<_> = world
        .seen()
        .iter()
        .flat_map(|seen| {
            (0..50)
                .map_while(|n| {
                    seen.form.get(&format!("cmd[c{n}]")).map(|c| c.split('?').next().unwrap().to_owned())
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(carried_out.last().unwrap(), "all.close", "{carried_out:?}");
}

#[test]
fn what_a_batch_was_answered_stays_answered() {
    let count = Cell::new(0);
    let world = scripted(move |_, _| {
        count.set(count.get() + 1);
        if count.get() > 1 {
            return Reply::Fail(SendError::Network(Cause { name: "TypeError".into(), message: "x".into() }));
        }
        let errors = json!({ "c1": { "error": "INTERNAL_SERVER_ERROR", "error_description": "" } });
        Reply::ok(json!({ "result": { "result": { "c0": [4] }, "result_error": errors } }).to_string())
    });
    let command = |name: &str, value: &str| Command {
        name: name.into(),
        method: "a.b".into(),
        params: vec![("V".into(), value.into())],
    };
    let options = CallOptions { idempotent: Some(true), ..CallOptions::default() };
    let outcomes =
        world.run(client(&world).batch(&[command("a", ""), command("b", "$result[a]")], options)).unwrap();
    assert!(outcomes[0].is_ok(), "{:?}", outcomes[0].as_ref().map(|_| ()));
}

#[test]
fn a_command_before_the_failed_one_is_not_carried_out_again() {
    let world = scripted(|seen, _| {
        let errors = if seen.form.contains_key("cmd[c2]") {
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
    let outcomes =
        world
            .run(client(&world).batch(
                &[command("x", ""), command("a", ""), command("b", "$result[a]")],
                CallOptions::default(),
            ))
            .unwrap();
    let times = world.seen().iter().filter(|seen| seen.raw_form.contains("x.add")).count();
    assert_eq!(times, 1, "{outcomes:?}");
}
