//! The order of queued requests, and recovery of the batch size.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::client::{CallOptions, GetUsersOptions};
use futures_util::future::{join, join_all};

use crate::helpers::{client, default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubPortal, default_users};
use crate::virtual_host::{Reply, Server};

#[test]
fn early_calls_are_not_starved_by_later_ones() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(50.0));
    let client = client(&host);
    let waited = |after: f64| {
        let (host, client) = (&host, &client);
        async move {
            host.sleep_ms(after).await;
            let started = host.now_ms();
            let outcome = client.call("app.info", &[], CallOptions::default()).await;
            (host.now_ms() - started, outcome.map_err(|error| error.code.clone()).is_ok())
        }
    };
    // A hundred immediately, and then two per second, as many as the portal accepts.
    let early = (0..100).map(|_| waited(0.0));
    let late = (0..400).map(|number| waited(1000.0 + f64::from(number) * 500.0));
    let (early, late) = host.run(join(join_all(early), join_all(late)));
    let failed = early.iter().filter(|(_, ok)| !ok).count();
    let failed_late = late.iter().filter(|(_, ok)| !ok).count();
    let longest = early.iter().map(|&(ms, _)| ms).fold(0.0, f64::max);
    let longest_late = late.iter().map(|&(ms, _)| ms).fold(0.0, f64::max);
    assert!(
        failed == 0,
        "{failed} of the early ones and {failed_late} late ones were past their deadlines; longest {longest} and {longest_late} ms"
    );
}

#[test]
fn the_batch_size_recovers_after_a_network_outage() {
    let portal = StubPortal::new(default_users, 0.1);
    let stalled = Rc::new(Cell::new(true));
    let stalls = stalled.clone();
    let host = scripted(
        move |request, now| if stalls.get() { Reply::Hang } else { portal.respond(request, now) },
    );
    let client = client(&host);
    let fresh = GetUsersOptions { fresh: Some(true), ..default_options() };
    // Two components, while the network is down for more than a minute.
    let loads = join(
        client.load_user(user_id(1), default_options()),
        client.load_user(user_id(2), default_options()),
    );
    let _ = host.run(join(loads, async {
        host.sleep_ms(66_000.0).await;
        stalled.set(false);
    }));
    let mut counts = Vec::new();
    for _ in 0..5 {
        let before = host.requests().len();
        let list = host.run(client.get_users(user_ids(1, 10_000), fresh, |_| ())).unwrap();
        assert_eq!(list.users.len(), 10_000);
        counts.push(host.requests().len() - before);
    }
    assert!(*counts.last().unwrap() <= 8, "{counts:?} requests for 10 000 users each");
}
