//! The HTTP server of the portal, its page that frames applications, and a file server for pages.
//! REST semantics do not belong here.
//!
//! Both servers listen on the loopback interface only, because the portal's credentials are public.

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
