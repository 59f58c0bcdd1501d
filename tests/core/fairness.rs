//! The order of queued requests, and recovery of the batch size.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::client::{CallOptions, GetUsersOptions};
use futures_util::future::{join, join_all};

use crate::helpers::{client, none, one, range, scripted};
use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply};

#[test]
fn early_calls_are_not_starved_by_later_ones() {
    let world = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(50.0));
    let client = client(&world);
    let waited = |after: f64| {
        let (world, client) = (&world, &client);
        async move {
            world.sleep_ms(after).await;
            let began = world.now_ms();
            let outcome = client.call("app.info", &[], CallOptions::default()).await;
            (world.now_ms() - began, outcome.map_err(|error| error.code.clone()).is_ok())
        }
    };
    // A hundred at once, and then two a second, as many as the portal takes.
    let early = (0..100).map(|_| waited(0.0));
    let late = (0..400).map(|number| waited(1000.0 + f64::from(number) * 500.0));
    let (early, late) = world.run(join(join_all(early), join_all(late)));
    let lost = early.iter().filter(|(_, ok)| !ok).count();
    let lost_late = late.iter().filter(|(_, ok)| !ok).count();
    let longest = early.iter().map(|&(ms, _)| ms).fold(0.0, f64::max);
    let longest_late = late.iter().map(|&(ms, _)| ms).fold(0.0, f64::max);
    assert!(
        lost == 0,
        "{lost} of the early ones and {lost_late} late ones were over their deadlines; longest {longest} and {longest_late} ms"
    );
}

#[test]
fn the_batch_size_recovers_after_a_network_outage() {
    let portal = StubPortal::new(people, 0.1);
    let stalled = Rc::new(Cell::new(true));
    let stalls = stalled.clone();
    let world = scripted(
        move |seen, now| if stalls.get() { Reply::Hang } else { portal.answer(seen, now) },
    );
    let client = client(&world);
    let fresh = GetUsersOptions { fresh: Some(true), ..none() };
    // Two components, while the network is away for a good minute.
    let loads = join(client.load_user(one(1), none()), client.load_user(one(2), none()));
    let _ = world.run(join(loads, async {
        world.sleep_ms(66_000.0).await;
        stalled.set(false);
    }));
    let mut counts = Vec::new();
    for _ in 0..5 {
        let before = world.seen().len();
        let list = world.run(client.get_users(range(1, 10_000), fresh, |_| ())).unwrap();
        assert_eq!(list.users.len(), 10_000);
        counts.push(world.seen().len() - before);
    }
    assert!(*counts.last().unwrap() <= 8, "{counts:?} requests for 10 000 users each");
}
