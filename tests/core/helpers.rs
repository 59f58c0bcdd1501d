//! Shorthand that several tests share.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions, Limits};
use b24_users::ids::IdInput;

use crate::fake_server::FakeServer;
use crate::virtual_host::{RecordedRequest, Reply, ScriptedServer, VirtualHost, token};

/// A host whose server responds with `respond`.
pub fn scripted(respond: impl Fn(&RecordedRequest, f64) -> Reply + 'static) -> VirtualHost {
    VirtualHost::with_server(ScriptedServer(respond))
}

pub fn client(host: &VirtualHost) -> Client<VirtualHost> {
    Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default())
}

pub fn user_id(id: u32) -> IdInput {
    IdInput::Number(f64::from(id))
}

pub fn user_ids(from: u32, to: u32) -> impl Iterator<Item = IdInput> {
    (from..=to).map(user_id)
}

pub fn default_options() -> GetUsersOptions {
    GetUsersOptions::default()
}

/// A virtual host with this portal, and a client of it.
pub fn host_and_client(portal: &FakeServer) -> (VirtualHost, Client<VirtualHost>) {
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client(&host, Limits::default());
    (host, client)
}
