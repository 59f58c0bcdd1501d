//! A server whose responses arrive in delayed chunks and may be truncated.

use std::cell::Cell;

use b24_users::transport::TransportError;

use crate::virtual_host::{RecordedRequest, Reply, Server};

/// A response as the chunks of its body, and the error that truncates it, if any.
pub type ChunkedResponse = (Vec<Vec<u8>>, Result<(), TransportError>);

/// A server whose responses are split into chunks. `split` is called with the index of the response
/// and its body.
pub struct ChunkedServer<S> {
    server: S,
    split: Box<dyn Fn(usize, Vec<u8>) -> ChunkedResponse>,
    response_count: Cell<usize>,
}

impl<S> ChunkedServer<S> {
    pub fn new(server: S, split: impl Fn(usize, Vec<u8>) -> ChunkedResponse + 'static) -> Self {
        Self { server, split: Box::new(split), response_count: Cell::new(0) }
    }

    fn to_chunks(&self, reply: Reply) -> Reply {
        match reply {
            Reply::Response(status, body) => {
                let (chunks, end) =
                    (self.split)(self.response_count.replace(self.response_count.get() + 1), body);
                Reply::Chunks(status, chunks, end)
            }
            Reply::Delayed(ms, then) => self.to_chunks(*then).after(ms),
            other => other,
        }
    }
}

impl<S: Server> Server for ChunkedServer<S> {
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply {
        self.to_chunks(self.server.respond(request, now))
    }
}

/// Splits a body into chunks of this size.
pub fn chunks_of(body: &[u8], bytes: usize) -> Vec<Vec<u8>> {
    body.chunks(bytes).map(<[u8]>::to_vec).collect()
}
