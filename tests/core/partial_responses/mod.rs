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

use crate::chunked_server::{ChunkedResponse, ChunkedServer, chunks_of};
use crate::fake_server::{FakeServer, network_failure};
use crate::oracle;
use crate::stub_portal::{StubError, StubPortal};
use crate::virtual_host::{RecordedRequest, Reply, Server, VirtualHost, token};

mod early_delivery;
mod invalid_entries;
mod random_faults;
mod truncated;
mod truncation_points;

/// A chunk of users has some sixty of these records.
fn user_record(id: u64) -> Value {
    json!({ "id": id, "name": format!("User {id}"), "work_position": "x".repeat(1000), "email": format!("{id}@a.b") })
}

/// The records in the requested order; `null` for ids from 900.
fn user_records(ids: &[u64]) -> Result<Value, StubError> {
    Ok(ids.iter().map(|&id| if id < 900 { user_record(id) } else { Value::Null }).collect())
}

fn complete(body: Vec<u8>) -> ChunkedResponse {
    (chunks_of(&body, 10_000), Ok(()))
}

/// The first bytes of a body, and then a network failure.
fn truncated(body: &[u8], bytes: usize) -> ChunkedResponse {
    (chunks_of(&body[..bytes.min(body.len())], 10_000), Err(network_failure()))
}

fn new_host(split: impl Fn(usize, Vec<u8>) -> ChunkedResponse + 'static) -> VirtualHost {
    VirtualHost::with_server(ChunkedServer::new(StubPortal::new(user_records, 0.0), split))
}

fn client(host: &VirtualHost) -> Client<VirtualHost> {
    // One command with many ids, so that the users of one list fill several chunks.
    client_with(host, ClientOptions::default())
}

fn client_with(host: &VirtualHost, options: ClientOptions) -> Client<VirtualHost> {
    let limits = Limits { ids_per_call: Some(400), ..options.limits.unwrap_or_default() };
    let options = ClientOptions { limits: Some(limits), ..options };
    Client::new(host.clone(), Auth::Token(token("t")), options)
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

/// All of a stream: the number of users of each chunk, the users, the missing ids, and the failed
/// ones.
#[derive(Debug, Default)]
struct Collected {
    parts: Vec<usize>,
    users: Vec<User>,
    missing: Vec<u64>,
    failed: Vec<u64>,
}

async fn collect_stream(stream: &UserStream<VirtualHost>) -> Collected {
    let mut collected = Collected::default();
    loop {
        match stream.next().await {
            Ok(Some(part)) => {
                collected.parts.push(part.users.len());
                collected.users.extend(part.users);
                collected.missing.extend(part.missing.iter().map(|id| id.get()));
            }
            Ok(None) => return collected,
            Err(GetUsersError::Incomplete(incomplete)) => {
                let ids = incomplete.list.failed.iter().flat_map(|failure| &failure.ids);
                collected.failed.extend(ids.map(|id| id.get()));
                return collected;
            }
            Err(GetUsersError::Failed(error)) => {
                collected.failed.extend(error.ids.iter().map(|id| id.get()));
                return collected;
            }
        }
    }
}

fn responses(host: &VirtualHost) -> usize {
    host.events()
        .iter()
        .filter(|event| matches!(event.kind, ClientEventKind::Response { .. }))
        .count()
}
