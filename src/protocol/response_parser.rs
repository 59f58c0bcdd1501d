use std::rc::Rc;

use b24_record_reader::{EntryValue, ParseNumber, RecordChunk, RecordReader, ResultShape};

use super::arrived_user::ArrivedUser;
use super::chunk::{Chunk, ChunkHandle};
use super::error_body::{body_error, body_result};
use super::raw_json::RawJson;
use super::rest_response::{RestResponse, RestResponseInner};
use super::rest_time::{read_number, read_rest_time, with_operating_reset};
use super::user_ref::UserRef;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::model::{Record, User};

/// Parses a response while it arrives.
#[derive(Debug)]
pub struct ResponseParser {
    reader: RecordReader,
    chunks: Vec<Rc<Chunk>>,
    parse: ParseNumber,
    taken: TakenPosition,
}

/// The position in the response up to which users have been taken. Each user is taken once.
#[derive(Debug, Default)]
struct TakenPosition {
    chunks: usize,
    /// The number of lists whose entries have all been taken.
    lists: usize,
    /// The number of entries that have been taken from the next list.
    entries: usize,
    /// Whether an invalid entry or an error was found. If so, no more users are taken.
    is_invalid: bool,
}

impl ResponseParser {
    /// A parser of a response whose `result` has this shape. `parse` parses the text of a number.
    #[must_use]
    pub fn new(shape: ResultShape, parse: ParseNumber) -> Self {
        Self {
            reader: RecordReader::new(shape, User::FIELDS, parse),
            chunks: Vec::new(),
            parse,
            taken: TakenPosition::default(),
        }
    }

    /// The buffer for the body. The caller appends each received chunk of bytes, and then calls
    /// `parse`.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        self.reader.buffer()
    }

    /// Number of parsed entries in all lists, valid or not.
    #[must_use]
    pub const fn entry_count(&self) -> usize {
        self.reader.entry_count()
    }

    /// Parses the buffer. Calls `build` for each full chunk of records. `build` makes the users of
    /// the chunk, and may redact its issues, which contain invalid values.
    pub fn parse(&mut self, build: &dyn Fn(&mut RecordChunk) -> ChunkHandle) {
        let chunks = &mut self.chunks;
        self.reader.parse(&mut |records| chunks.push(Chunk::new(records, build)));
    }

    /// Parses the buffer like [`parse`](Self::parse), but also builds the users of the last chunk,
    /// even if it is not full.
    pub fn parse_and_flush(&mut self, build: &dyn Fn(&mut RecordChunk) -> ChunkHandle) {
        let chunks = &mut self.chunks;
        self.reader.parse_and_flush(&mut |records| chunks.push(Chunk::new(records, build)));
    }

    /// Whether the whole body has arrived and is valid JSON.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.reader.is_complete()
    }

    /// Takes the users of the chunks that were built since the last call, in the portal's order.
    ///
    /// The records of these users are complete and checked, but the body may still turn out to be
    /// an error. Once an invalid entry or an error was found, returns no more users.
    pub fn take_arrived_users(&mut self) -> Vec<ArrivedUser> {
        let has_new = self.taken.chunks < self.chunks.len() && !self.taken.is_invalid;
        let users = if has_new { self.collect_untaken_users() } else { Some(Vec::new()) };
        self.taken.is_invalid |= users.is_none();
        users.unwrap_or_default()
    }

    /// Takes the users that were not taken before, from all chunks built so far. `None` if the
    /// response so far has an invalid list entry, or a member `error` or `errors`.
    fn collect_untaken_users(&mut self) -> Option<Vec<ArrivedUser>> {
        let (body, taken) = (self.reader.partial_body(), &mut self.taken);
        if body.member("error").is_some() || body.member("errors").is_some() {
            return None;
        }
        taken.chunks = self.chunks.len();
        let mut users = Vec::new();
        while let Some(list) = body.lists.get(taken.lists) {
            for entry in list.entries.iter().skip(taken.entries) {
                match entry.value {
                    EntryValue::Record { id, chunk, row } => {
                        // The chunk is not full, so it has not been built.
                        let Some(chunk) = self.chunks.get(chunk) else { return Some(users) };
                        let user = UserRef { chunk: chunk.clone(), row };
                        users.push(ArrivedUser {
                            command: list.batch_index,
                            id: UserId::new(id)?,
                            user,
                        });
                    }
                    EntryValue::Missing => {}
                    EntryValue::Invalid | EntryValue::InvalidKey => return None,
                }
                taken.entries += 1;
            }
            if taken.lists + 1 == body.lists.len() {
                break;
            }
            (taken.lists, taken.entries) = (taken.lists + 1, 0);
        }
        Some(users)
    }

    /// Ends parsing, and returns the response.
    ///
    /// # Errors
    /// The portal's own error if the body has one, whatever the HTTP status. Otherwise,
    /// `BAD_RESPONSE` if the body is not a JSON object or has no result.
    pub fn finish(
        self,
        status: u16,
        build: &dyn Fn(&mut RecordChunk) -> ChunkHandle,
    ) -> Result<RestResponse> {
        let Self { reader, mut chunks, parse, .. } = self;
        let body = reader.finish(&mut |records| chunks.push(Chunk::new(records, build)));
        if !body.is_complete {
            return Err(Error::bad_response(
                status,
                describe_invalid_body(status, body.first_byte),
            ));
        }
        if let Some(error) = body_error(&body, status) {
            return Err(with_operating_reset(error, body.member("time"), parse));
        }
        let result = body_result(&body).map(RawJson::new);
        if result.is_none() && body.lists.is_empty() {
            let message = "The portal's response has neither a result nor an error";
            return Err(Error::bad_response(status, message));
        }
        let number = |name| body.member(name).and_then(|value| read_number(value, parse));
        let time = body.member("time").map(|time| read_rest_time(time, parse));
        Ok(Box::new(RestResponseInner {
            status,
            result: result.unwrap_or_default(),
            next: number("next"),
            total: number("total"),
            time: time.unwrap_or_default(),
            list: (!body.lists.is_empty()).then_some(0),
            body: Rc::new(body),
            chunks: chunks.into(),
            parse,
        }))
    }
}

/// Describes a body that is not a valid response. The text of the body is not quoted, because it
/// may contain secrets.
fn describe_invalid_body(status: u16, first_byte: Option<u8>) -> String {
    let what = match first_byte {
        None => "an empty body",
        Some(b'<') => "HTML instead of JSON",
        Some(b'{') => "truncated or invalid JSON",
        Some(_) => "a body that is not a JSON object",
    };
    format!("The portal responded with HTTP {status} and {what}")
}
