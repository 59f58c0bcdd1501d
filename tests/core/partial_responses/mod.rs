//! Users of responses that are still arriving: delivered by chunk, and never retracted.

use std::cell::RefCell;
use std::rc::Rc;

use b24_users::auth::Auth;
use b24_users::client::{
    Client, ClientOptions, GetUsersError, GetUsersOptions, Limits, Progress, UserStream,
};
use b24_users::ids::IdInput;
use b24_users::model::{ClientEventKind, User, UserList};
use futures_util::future::join;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::chunked_server::{Arriving, Line, pieces};
use crate::fake_server::{FakeServer, lost};
use crate::oracle;
use crate::stub_portal::StubPortal;
use crate::virtual_host::{Answers, Reply, Seen, VirtualHost, token};

mod early_delivery;
mod invalid_entries;
mod random_faults;
mod truncated;
mod truncation_points;

/// A window holds some sixty of such people.
fn person(id: u64) -> Value {
    json!({ "id": id, "name": format!("User {id}"), "work_position": "x".repeat(1000), "email": format!("{id}@a.b") })
}

/// Everybody in the order asked for, but for ids of 900 and above, of whom there is `null`.
fn crowd(ids: &[u64]) -> Result<Value, &'static str> {
    Ok(ids.iter().map(|&id| if id < 900 { person(id) } else { Value::Null }).collect())
}

fn whole(body: Vec<u8>) -> Arriving {
    (pieces(&body, 10_000), Ok(()))
}

/// So much of a body, and then nothing.
fn cut(body: &[u8], bytes: usize) -> Arriving {
    (pieces(&body[..bytes.min(body.len())], 10_000), Err(lost()))
}

fn world(arrives: impl Fn(usize, Vec<u8>) -> Arriving + 'static) -> VirtualHost {
    VirtualHost::around(Line::new(StubPortal::new(crowd, 0.0), arrives))
}

fn client(world: &VirtualHost) -> Client<VirtualHost> {
    // One call of many ids, so that users of one list fill several windows.
    client_with(world, ClientOptions::default())
}

fn client_with(world: &VirtualHost, options: ClientOptions) -> Client<VirtualHost> {
    let limits = Limits { ids_per_call: Some(400), ..options.limits.unwrap_or_default() };
    let options = ClientOptions { limits: Some(limits), ..options };
    Client::new(world.clone(), Auth::Token(token("t")), options)
}

fn entries(ids: impl IntoIterator<Item = u64>) -> Vec<IdInput> {
    ids.into_iter().map(|id| IdInput::Text(id.to_string())).collect()
}

fn stream(
    client: &Client<VirtualHost>,
    ids: impl IntoIterator<Item = u64>,
) -> UserStream<VirtualHost> {
    client.stream_users(entries(ids), GetUsersOptions::default(), |_| ()).unwrap()
}

fn numbers(users: &[User]) -> Vec<u64> {
    users.iter().map(|user| user.id.get()).collect()
}

/// The parts of a stream to its end, by their numbers of users, all users, all missing ids, and
/// those of the failures.
#[derive(Debug, Default)]
struct Taken {
    parts: Vec<usize>,
    users: Vec<User>,
    missing: Vec<u64>,
    failed: Vec<u64>,
}

async fn take_all(stream: &UserStream<VirtualHost>) -> Taken {
    let mut taken = Taken::default();
    loop {
        match stream.next().await {
            Ok(Some(part)) => {
                taken.parts.push(part.users.len());
                taken.users.extend(part.users);
                taken.missing.extend(part.missing.iter().map(|id| id.get()));
            }
            Ok(None) => return taken,
            Err(GetUsersError::Incomplete(incomplete)) => {
                let ids = incomplete.list.failed.iter().flat_map(|failure| &failure.ids);
                taken.failed.extend(ids.map(|id| id.get()));
                return taken;
            }
            Err(GetUsersError::Failed(error)) => {
                taken.failed.extend(error.ids.iter().map(|id| id.get()));
                return taken;
            }
        }
    }
}

fn responses(world: &VirtualHost) -> usize {
    world
        .events()
        .iter()
        .filter(|event| matches!(event.kind, ClientEventKind::Response { .. }))
        .count()
}
