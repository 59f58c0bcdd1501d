//! Reads a response while it arrives, within limits on its size, and delivers its users early.

use std::cell::RefCell;

use b24_record_reader::{MAX_RECEIVED_BYTES, RecordChunk};

use super::rest_request::RestRequest;
use crate::auth::Redactor;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::protocol::{ArrivedUser, ChunkHandle, ResponseParser, RestResponse};
use crate::transport::{HTTP_OK, ResponseSink};

/// The HTTP status of a portal or front end that is busy or down.
const HTTP_UNAVAILABLE: u16 = 503;

/// The number of bytes of an HTML page that are searched for [`THROTTLING_TEXTS`].
const PAGE_HEAD_BYTES: usize = 4096;

/// The texts by which an HTML page reports throttling. Case does not matter.
const THROTTLING_TEXTS: [&str; 2] = ["QUERY_LIMIT_EXCEEDED", "Too many requests"];

/// Maximum number of users in a response, or twice the number of requested users if that is
/// greater. It limits the memory: each user takes some hundred bytes, however short its record is.
const DEFAULT_MAX_USERS: usize = 100_000;

/// Receives users of a response that is still arriving. A requested user who has not arrived is not
/// missing yet: only the end of the response shows which users are missing.
pub(crate) type OnArrivedUsers<'a> = dyn Fn(Vec<ArrivedUser>, Delivery) + 'a;

/// Whether users of an arriving response that were held back are delivered too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The response is still arriving, so users may be held back until it ends.
    HoldBack,
    /// All users that have arrived are delivered, because the response failed or was truncated, or
    /// because a caller's deadline has passed.
    All,
}

/// Reads one response while it arrives.
pub(super) struct ResponseReader<'a, H: Host> {
    host: &'a H,
    redactor: &'a Redactor,
    parser: ResponseParser,
    on_arrived: Option<&'a OnArrivedUsers<'a>>,
    status: u16,
    received_bytes: usize,
    max_bytes: usize,
    max_users: usize,
    /// The beginning of the body, which may be an HTML page that reports throttling.
    page_head: Vec<u8>,
}

impl<H: Host> ResponseSink for &RefCell<ResponseReader<'_, H>> {
    fn on_status(&mut self, status: u16) {
        self.borrow_mut().status = status;
    }

    fn on_chunk(&mut self, chunk: Vec<u8>) {
        self.borrow_mut().on_chunk(chunk);
    }

    fn is_done(&self) -> bool {
        self.borrow().limit_error().is_some()
    }
}

impl<'a, H: Host> ResponseReader<'a, H> {
    pub(super) fn new(
        host: &'a H,
        redactor: &'a Redactor,
        request: &RestRequest<'a>,
        max_bytes: usize,
    ) -> Self {
        Self {
            host,
            redactor,
            parser: ResponseParser::new(request.shape, H::parse_number),
            on_arrived: request.on_arrived,
            status: 0,
            received_bytes: 0,
            max_bytes,
            max_users: DEFAULT_MAX_USERS.max(2 * request.ids.len()),
            page_head: Vec::new(),
        }
    }

    fn on_chunk(&mut self, mut chunk: Vec<u8>) {
        let capacity = self.max_bytes.saturating_sub(self.received_bytes);
        self.received_bytes += chunk.len();
        chunk.truncate(capacity);
        if self.status == HTTP_UNAVAILABLE {
            let capacity = PAGE_HEAD_BYTES - self.page_head.len();
            self.page_head.extend_from_slice(&chunk[..capacity.min(chunk.len())]);
        }
        let buffer = self.parser.buffer();
        if buffer.is_empty() {
            *buffer = chunk;
        } else {
            // Copying twice is faster than zeroing the buffer for a read in place.
            buffer.extend_from_slice(&chunk);
        }
        self.parser.parse(&|chunk| build_chunk(self.host, self.redactor, chunk));
        self.deliver(Delivery::HoldBack);
    }

    /// Delivers all complete users, for a caller whose deadline has passed.
    pub(super) fn deliver_all(&mut self) {
        self.parser.parse_and_flush(&|chunk| build_chunk(self.host, self.redactor, chunk));
        self.deliver(Delivery::All);
    }

    /// Delivers the users that have arrived since the last delivery, unless the response is an
    /// error or has too many users.
    fn deliver(&mut self, delivery: Delivery) {
        let has_users = self.status == HTTP_OK && self.parser.entry_count() <= self.max_users;
        if let Some(on_arrived) = self.on_arrived.filter(|_| has_users) {
            on_arrived(self.parser.take_arrived_users(), delivery);
        }
    }

    /// Ends reading, and returns the response or the error. `sent` is the outcome of the transport.
    /// If the response failed or is incomplete, delivers the users that are complete first.
    pub(super) fn finish(mut self, sent: Result<()>) -> Result<RestResponse> {
        let outcome = sent.and_then(|()| self.limit_error().map_or(Ok(()), Err));
        self.parser.parse_and_flush(&|chunk| build_chunk(self.host, self.redactor, chunk));
        if outcome.is_err() || !self.parser.is_complete() {
            self.deliver(Delivery::All);
        }
        outcome?;
        let response =
            self.parser.finish(self.status, &|chunk| build_chunk(self.host, self.redactor, chunk));
        response.map_err(|error| {
            let names_limit = |name: &str| {
                let mut windows = self.page_head.windows(name.len());
                windows.any(|window| window.eq_ignore_ascii_case(name.as_bytes()))
            };
            let is_limit = error.is_bad_response() && THROTTLING_TEXTS.into_iter().any(names_limit);
            if is_limit { error.into_throttled() } else { error }
        })
    }

    /// The error of a response that has too many bytes or users; `None` if it is within the limits.
    /// A response beyond the limits is not read any further.
    fn limit_error(&self) -> Option<Error> {
        if self.received_bytes > self.max_bytes {
            return Some(Error::response_too_large(self.max_bytes));
        }
        let is_exceeded = self.parser.entry_count() > self.max_users;
        is_exceeded.then(|| Error::too_many_users(self.max_users))
    }
}

/// Builds the users of a chunk. First redacts the invalid values that its issues quote. Later,
/// these values are truncated, and a truncated secret would not be recognized.
fn build_chunk<H: Host>(host: &H, redactor: &Redactor, chunk: &mut RecordChunk) -> ChunkHandle {
    for issue in &mut chunk.issues {
        let redacted = redactor.redact(&issue.received);
        let is_secret_truncated =
            issue.received.len() >= MAX_RECEIVED_BYTES && redacted != issue.received;
        issue.received = if is_secret_truncated { "***".into() } else { redacted };
    }
    host.build_chunk(chunk)
}
