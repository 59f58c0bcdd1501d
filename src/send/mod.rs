//! How requests get out, and how long they may take.

mod clock;
mod transport;

pub use clock::{Clock, within};
pub use transport::{HttpRequest, HttpResponse, SendError, Transport};

use crate::auth::TokenSource;
use crate::portal::UrlParser;

/// All that the core asks of the world around it.
pub trait Host: Transport + Clock + UrlParser + TokenSource {}

impl<T: Transport + Clock + UrlParser + TokenSource> Host for T {}
