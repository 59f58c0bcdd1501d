//! `streamUsers`: delivery and back-pressure.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, UserStream};
use b24_users::ids::IdInput;
use b24_users::time::Clock;

use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{VirtualHost, token};

fn stream(world: &VirtualHost, ids: u32) -> UserStream<VirtualHost> {
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let entries = (1..=ids).map(|id| IdInput::Number(f64::from(id)));
    client.stream_users(entries, GetUsersOptions::default(), |_| ()).unwrap()
}

#[test]
fn the_first_batch_is_small() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let stream = stream(&world, 10_000);
    let mut sizes = Vec::new();
    while let Some(part) = world.run(stream.next()).unwrap() {
        sizes.push(part.users.len());
    }
    assert_eq!(sizes[0], 50);
    assert_eq!(sizes.iter().sum::<usize>(), 10_000);
    assert_eq!(world.timers(), 0);
}

#[test]
fn a_stream_stops_requesting_at_the_high_water_mark() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let stream = stream(&world, 100_000);
    let mut taken = world.run(stream.next()).unwrap().unwrap().users.len();
    world.run(world.sleep_ms(1_000_000.0));
    let asked = world.seen().len();
    assert!(asked <= 8, "{asked} requests while one part was taken");
    let arrived: usize = world.seen().iter().map(|seen| seen.ids().len()).sum();
    while taken < arrived {
        taken += world.run(stream.next()).unwrap().unwrap().users.len();
    }
    world.run(stream.next()).unwrap();
    assert!(world.seen().len() > asked, "taking what has arrived goes on");
}

#[test]
fn dropping_the_stream_aborts_its_requests() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let stream = stream(&world, 100_000);
    world.run(stream.next()).unwrap();
    drop(stream);
    world.run(world.tick());
    world.run(world.tick());
    assert_eq!(world.timers(), 0);
    let asked = world.seen().len();
    world.run(world.sleep_ms(100_000.0));
    assert_eq!(world.seen().len(), asked);
}

#[test]
fn failures_are_reported_at_the_end() {
    let world = VirtualHost::around(StubPortal::new(
        |ids| if ids.contains(&77) { Err("HTML") } else { people(ids) },
        2.0,
    ));
    let stream = stream(&world, 200);
    let mut taken = 0;
    let error = loop {
        match world.run(stream.next()) {
            Ok(Some(part)) => taken += part.users.len(),
            Ok(None) => panic!("user 77 is not told of"),
            Err(GetUsersError::Incomplete(incomplete)) => break incomplete,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!((taken, error.list.failed[0].ids[0].get()), (199, 77));
    assert!(world.run(stream.next()).unwrap().is_none());
}
