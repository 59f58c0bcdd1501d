//! Shorthand that several tests share.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use b24_users::ids::IdInput;

use crate::virtual_host::{Reply, Scripted, Seen, VirtualHost, token};

/// A world whose portal answers like that.
pub fn scripted(answer: impl Fn(&Seen, f64) -> Reply + 'static) -> VirtualHost {
    VirtualHost::around(Scripted(answer))
}

pub fn client(world: &VirtualHost) -> Client<VirtualHost> {
    Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default())
}

pub fn one(id: u32) -> IdInput {
    IdInput::Number(f64::from(id))
}

pub fn range(from: u32, to: u32) -> impl Iterator<Item = IdInput> {
    (from..=to).map(one)
}

/// No options.
pub fn none() -> GetUsersOptions {
    GetUsersOptions::default()
}
