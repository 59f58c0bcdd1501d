//! The HTTP servers: the portal's server, with its page that shows an application in an iframe, and
//! a file server for pages. REST semantics do not belong here.
//!
//! Both servers listen only on the loopback interface, because the portal's credentials are public.

mod app_frame;
mod page_server;
mod portal_server;
mod server_info;
mod servers;
mod simulate_network;
mod stop_signal;

pub use server_info::ServerInfo;
pub use servers::{ServerOptions, Servers, start_servers};
pub use stop_signal::stop_requested;
