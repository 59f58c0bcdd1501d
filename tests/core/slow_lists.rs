//! Lists of a portal that is slow, or fails now and then.

use serde_json::json;

use crate::short::{client, scripted};
use crate::world::Reply;

#[test]
fn pages_that_take_too_long_together_come_alone() {
    let world = scripted(|seen, _| {
        if seen.is_batch() {
            return Reply::Hang;
        }
        let start: u64 = seen.form["start"].parse().unwrap();
        let rows: Vec<_> = (start + 1..=start + 50).map(|id| json!({ "ID": id.to_string() })).collect();
        let mut body = json!({ "result": rows, "total": 200 });
        if start + 50 < 200 {
            body["next"] = json!(start + 50);
        }
        Reply::ok(body.to_string()).after(1500.0)
    });
    let client = client(&world);
    let ids = client.list_user_ids(&[], None).unwrap();
    let mut count = 0;
    loop {
        match world.run(ids.next()) {
            Ok(Some(page)) => count += page.len(),
            Ok(None) => break,
            Err(error) => panic!("{count} ids, then {} after {} s", error.code, world.passed_ms() / 1000.0),
        }
    }
    assert_eq!(count, 200);
}

#[test]
fn pages_of_another_size_lose_nobody() {
    let page = |start: u64| -> serde_json::Value {
        let rows: Vec<_> =
            (start + 1..=(start + 20).min(100)).map(|id| json!({ "ID": id.to_string() })).collect();
        json!(rows)
    };
    let world = scripted(move |seen, _| {
        if !seen.is_batch() {
            let start: u64 = seen.form["start"].parse().unwrap();
            let mut body = json!({ "result": page(start), "total": 100 });
            if start + 20 < 100 {
                body["next"] = json!(start + 20);
            }
            return Reply::ok(body.to_string());
        }
        let (mut results, mut nexts, mut totals) =
            (serde_json::Map::new(), serde_json::Map::new(), serde_json::Map::new());
        for n in 0.. {
            let Some(cmd) = seen.form.get(&format!("cmd[c{n}]")) else { break };
            let start: u64 = cmd.rsplit("start=").next().unwrap().parse().unwrap();
            results.insert(format!("c{n}"), page(start));
            totals.insert(format!("c{n}"), json!(100));
            if start + 20 < 100 {
                nexts.insert(format!("c{n}"), json!(start + 20));
            }
        }
        Reply::ok(json!({ "result": { "result": results, "result_error": [], "result_next": nexts, "result_total": totals } }).to_string())
    });
    let client = client(&world);
    let ids = client.list_user_ids(&[], None).unwrap();
    let mut count = 0;
    while let Some(page) = world.run(ids.next()).unwrap() {
        count += page.len();
    }
    assert_eq!(count, 100);
}

#[test]
fn pages_that_have_arrived_are_not_lost_at_the_deadline() {
    let world = scripted(|seen, _| {
        let page = |start: u64| {
            json!((start + 1..=start + 50).map(|id| json!({ "ID": id.to_string() })).collect::<Vec<_>>())
        };
        if seen.is_batch() {
            let errors = json!({ "c1": { "error": "INTERNAL_SERVER_ERROR", "error_description": "" } });
            return Reply::ok(json!({ "result": { "result": { "c0": page(50), "c2": page(150) }, "result_error": errors } }).to_string()).after(500.0);
        }
        let start: u64 = seen.form["start"].parse().unwrap();
        if start > 0 {
            return Reply::Hang;
        }
        Reply::ok(json!({ "result": page(0), "total": 200, "next": 50 }).to_string()).after(500.0)
    });
    let ids = client(&world).list_user_ids(&[], Some(10_000.0)).unwrap();
    let mut count = 0;
    while let Ok(Some(page)) = world.run(ids.next()) {
        count += page.len();
    }
    assert_eq!(count, 100);
}
