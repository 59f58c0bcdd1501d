//! The portal behind HTTP, with its page for applications in frames, and a plain file server beside it for the pages that use it.
//!
//! Both listen on the loopback interface only: the portal's secrets are none.

mod description;
mod face;
mod frame;
mod line;
mod pages;
mod servers;
mod stop;

pub use description::Served;
pub use servers::{Options, Servers, start};
pub use stop::stop_requested;
