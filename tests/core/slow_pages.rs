//! Slow and failing lists of ids.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::client::IdPages;
use b24_users::error::Result;
use serde_json::json;

use crate::helpers::{client, scripted};
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost};

/// The response of a portal with pages of `size` rows, and `total` rows.
fn pages(request: &RecordedRequest, size: u64, total: u64) -> Reply {
    let page = |start: u64| {
        json!(
            (start + 1..=(start + size).min(total))
                .map(|id| json!({ "ID": id.to_string() }))
                .collect::<Vec<_>>()
        )
    };
    if !request.is_batch() {
        let start: u64 = request.form["start"].parse().unwrap();
        let mut body = json!({ "result": page(start), "total": total });
        if start + size < total {
            body["next"] = json!(start + size);
        }
        return Reply::ok(body.to_string());
    }
    let (mut results, mut nexts, mut totals) =
        (serde_json::Map::new(), serde_json::Map::new(), serde_json::Map::new());
    for n in 0.. {
        let Some(cmd) = request.form.get(&format!("cmd[c{n}]")) else { break };
        let start: u64 = cmd.rsplit("start=").next().unwrap().parse().unwrap();
        results.insert(format!("c{n}"), page(start));
        totals.insert(format!("c{n}"), json!(total));
        if start + size < total {
            nexts.insert(format!("c{n}"), json!(start + size));
        }
    }
    Reply::ok(json!({ "result": { "result": results, "result_error": [], "result_next": nexts, "result_total": totals } }).to_string())
}

/// The number of ids, and the final result.
fn count_ids(host: &VirtualHost, ids: &IdPages<VirtualHost>) -> (usize, Result<()>) {
    let mut count = 0;
    loop {
        match host.run(ids.next()) {
            Ok(Some(page)) => count += page.len(),
            Ok(None) => return (count, Ok(())),
            Err(error) => return (count, Err(error)),
        }
    }
}

#[test]
fn pages_that_time_out_in_a_batch_are_fetched_one_by_one() {
    let host = scripted(|request, _| {
        if request.is_batch() {
            return Reply::Hang;
        }
        pages(request, 50, 200).after(1500.0)
    });
    let client = client(&host);
    let ids = client.list_user_ids(&[], None).unwrap();
    let (count, end) = count_ids(&host, &ids);
    end.unwrap();
    assert_eq!(count, 200);
}

#[test]
fn short_pages_lose_no_ids() {
    let host = scripted(|request, _| pages(request, 20, 100));
    let client = client(&host);
    let ids = client.list_user_ids(&[], None).unwrap();
    let (count, end) = count_ids(&host, &ids);
    end.unwrap();
    assert_eq!(count, 100);
}

#[test]
fn received_pages_are_kept_at_the_deadline() {
    let host = scripted(|request, _| {
        let page = |start: u64| {
            json!(
                (start + 1..=start + 50)
                    .map(|id| json!({ "ID": id.to_string() }))
                    .collect::<Vec<_>>()
            )
        };
        if request.is_batch() {
            let errors =
                json!({ "c1": { "error": "INTERNAL_SERVER_ERROR", "error_description": "" } });
            return Reply::ok(json!({ "result": { "result": { "c0": page(50), "c2": page(150) }, "result_error": errors } }).to_string()).after(500.0);
        }
        let start: u64 = request.form["start"].parse().unwrap();
        if start > 0 {
            return Reply::Hang;
        }
        Reply::ok(json!({ "result": page(0), "total": 200, "next": 50 }).to_string()).after(500.0)
    });
    let ids = client(&host).list_user_ids(&[], Some(10_000.0)).unwrap();
    let (count, _) = count_ids(&host, &ids);
    assert_eq!(count, 100);
}

#[test]
fn one_bad_gateway_causes_one_retry() {
    let failed = Cell::new(false);
    let host = scripted(move |request, _| {
        if request.is_batch() && !failed.replace(true) {
            return Reply::Response(502, "<html>Bad Gateway".into());
        }
        pages(request, 50, 2500)
    });
    let ids = client(&host).list_user_ids(&[], None).unwrap();
    let (count, end) = count_ids(&host, &ids);
    end.unwrap();
    assert_eq!((count, host.requests().len()), (2500, 3));
}

#[test]
fn pages_fetched_one_by_one_are_delivered_immediately() {
    let host = scripted(move |request, _| {
        if request.is_batch() {
            return Reply::Response(500, "<html>".into());
        }
        pages(request, 50, 2500).after(1000.0)
    });
    let ids = client(&host).list_user_ids(&[], Some(10_000.0)).unwrap();
    let (count, _) = count_ids(&host, &ids);
    assert!(count > 50);
}

#[test]
fn only_failed_pages_are_requested_again() {
    // Every second command of a batch fails.
    let requested = Rc::new(Cell::new(0));
    let requested_count = requested.clone();
    let host = scripted(move |request, _| {
        let reply = pages(request, 50, 2500);
        if !request.is_batch() {
            requested.set(requested.get() + 1);
            return reply;
        }
        let Reply::Response(_, body) = reply else { unreachable!() };
        let mut body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let n = body["result"]["result"].as_object().unwrap().len();
        requested.set(requested.get() + n);
        let mut errors = serde_json::Map::new();
        for k in (1..n).step_by(2) {
            body["result"]["result"].as_object_mut().unwrap().remove(&format!("c{k}"));
            errors.insert(
                format!("c{k}"),
                json!({ "error": "INTERNAL_SERVER_ERROR", "error_description": "" }),
            );
        }
        body["result"]["result_error"] = json!(errors);
        Reply::ok(body.to_string())
    });
    let ids = client(&host).list_user_ids(&[], None).unwrap();
    let (count, end) = count_ids(&host, &ids);
    end.unwrap();
    assert_eq!(count, 2500);
    assert!(requested_count.get() < 100, "{} pages were requested", requested_count.get());
}

#[test]
fn throttled_pages_are_fetched_in_one_batch_again() {
    let refused = Cell::new(false);
    let host = scripted(move |request, _| {
        if !request.is_batch() || refused.replace(true) {
            return pages(request, 50, 2500).after(300.0);
        }
        let Reply::Response(_, body) = pages(request, 50, 2500) else { unreachable!() };
        let mut body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let mut errors = serde_json::Map::new();
        for call in 10..49 {
            body["result"]["result"].as_object_mut().unwrap().remove(&format!("c{call}"));
            let refusal = json!({ "error": "QUERY_LIMIT_EXCEEDED", "error_description": "" });
            errors.insert(format!("c{call}"), refusal);
        }
        body["result"]["result_error"] = json!(errors);
        Reply::ok(body.to_string())
    });
    let ids = client(&host).list_user_ids(&[], None).unwrap();
    let (count, end) = count_ids(&host, &ids);
    end.unwrap();
    assert_eq!((count, host.requests().len()), (2500, 4));
}
