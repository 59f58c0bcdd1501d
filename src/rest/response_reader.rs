use std::cell::RefCell;

use b24_record_reader::{MAX_RECEIVED_BYTES, RecordChunk};

use super::executor::RestRequest;
use crate::auth::Redactor;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::protocol::{ChunkHandle, PartialUser, ResponseParser, RestResponse};
use crate::transport::ResponseSink;

/// The status of an answer that is none to an error.
const OK: u16 = 200;

/// Of a portal or front end that is busy or down.
const UNAVAILABLE: u16 = 503;

/// How much of a page is looked at.
const PAGE_HEAD_BYTES: usize = 4096;

/// How pages name the limit on requests, in whatever case.
const LIMIT_NAMES: [&str; 2] = ["QUERY_LIMIT_EXCEEDED", "Too many requests"];

/// How many users an answer may have of whom it is not known how many there are, or twice as many as were asked for: each takes some hundred
/// bytes, however short it is.
const MOST_USERS: usize = 100_000;

/// Takes users of an answer that is still arriving. They may come from one that turns out to be an error, or to be cut off, so that only the
/// end tells who is missing. Told as well whether the answer is cut here: it ended too early, or is not waited for any longer.
pub(crate) type OnPartialUsers<'a> = dyn Fn(Vec<PartialUser>, bool) + 'a;

/// An answer that is read while it arrives.
pub(crate) struct ResponseReader<'a, H: Host> {
    status: u16,
    reader: ResponseParser,
    host: &'a H,
    redactor: &'a Redactor,
    take_fresh: Option<&'a OnPartialUsers<'a>>,
    /// How many bytes have arrived, and how many may.
    length: usize,
    most: usize,
    /// And how many users.
    most_users: usize,
    /// The beginning of what may be a page that names a limit.
    head: Vec<u8>,
}

impl<H: Host> ResponseSink for &RefCell<ResponseReader<'_, H>> {
    fn begins(&mut self, status: u16) {
        self.borrow_mut().status = status;
    }

    fn arrived(&mut self, piece: Vec<u8>) {
        self.borrow_mut().arrived(piece);
    }
}

impl<'a, H: Host> ResponseReader<'a, H> {
    /// The answer to this call, of no more bytes than `most`.
    pub(crate) fn new(host: &'a H, redactor: &'a Redactor, call: &RestRequest<'a>, most: usize) -> Self {
        let most_users = MOST_USERS.max(2 * call.ids.len());
        let reader = ResponseParser::new(call.shape, H::parse_number);
        let take_fresh = call.take_fresh;
        let head = Vec::new();
        Self { status: 0, reader, host, redactor, take_fresh, length: 0, most, most_users, head }
    }

    fn arrived(&mut self, mut piece: Vec<u8>) {
        let room = if self.refusal().is_some() { 0 } else { self.most - self.length };
        self.length += piece.len();
        piece.truncate(room);
        if self.status == UNAVAILABLE {
            let room = PAGE_HEAD_BYTES - self.head.len();
            self.head.extend_from_slice(&piece[..room.min(piece.len())]);
        }
        let buffer = self.reader.buffer();
        if buffer.is_empty() {
            *buffer = piece;
        } else {
            // Copied twice, which takes less than filling the room with zeros first.
            buffer.extend_from_slice(&piece);
        }
        self.reader.parse(&|chunk| build(self.host, self.redactor, chunk));
        self.give(false);
    }

    /// Gives all users who have arrived whole: somebody cannot wait any longer.
    pub(crate) fn flush(&mut self) {
        self.reader.flush(&|chunk| build(self.host, self.redactor, chunk));
        self.give(true);
    }

    /// Gives the users of the windows that there are.
    fn give(&mut self, is_cut: bool) {
        // The body of an error has no users, whatever it looks like, nor has one of more than can have been asked for.
        let has_users = self.status == OK && self.reader.entry_count() <= self.most_users;
        if let Some(take) = self.take_fresh.filter(|_| has_users) {
            take(self.reader.take_partial_users(), is_cut);
        }
    }

    /// The answer, now that all of it has arrived, or why not. Users who have arrived whole are given even then.
    pub(crate) fn finish(mut self, sent: Result<()>) -> Result<RestResponse> {
        let outcome = sent.and_then(|()| self.refusal().map_or(Ok(()), Err));
        self.reader.flush(&|chunk| build(self.host, self.redactor, chunk));
        if outcome.is_err() || !self.reader.is_complete() {
            self.give(true);
        }
        outcome?;
        let answer = self.reader.finish(self.status, &|chunk| build(self.host, self.redactor, chunk));
        answer.map_err(|error| {
            let names_limit = |name: &str| {
                self.head.windows(name.len()).any(|text| text.eq_ignore_ascii_case(name.as_bytes()))
            };
            let is_limit = error.is_bad_response() && LIMIT_NAMES.into_iter().any(names_limit);
            if is_limit { error.into_throttled() } else { error }
        })
    }

    /// Why no more of it is read.
    fn refusal(&self) -> Option<Error> {
        if self.length > self.most {
            return Some(Error::too_large(self.most));
        }
        (self.reader.entry_count() > self.most_users).then(|| Error::too_many_users(self.most_users))
    }
}

/// Builds the users of a window. Its issues are redacted here, before they are shortened: a secret that
/// has lost its end is not recognized.
fn build<H: Host>(host: &H, redactor: &Redactor, chunk: &mut RecordChunk) -> ChunkHandle {
    for issue in &mut chunk.issues {
        let redacted = redactor.redact(&issue.received);
        let may_end_in_secret = issue.received.len() >= MAX_RECEIVED_BYTES && redacted != issue.received;
        issue.received = if may_end_in_secret { "***".into() } else { redacted };
    }
    host.build_chunk(chunk)
}
