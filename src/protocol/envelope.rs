use std::rc::Rc;

use b24_record_reader::{
    Body, EntryValue, ListEntry, ParseNumber, RawValue, RecordChunk, RecordList, RecordReader, ResultShape,
};

use super::error_body::{error_in, result_in};
use super::partial_user::ScanPosition;
use super::raw_json::RawJson;
use super::user_ref::{UserRef, Window};
use super::users::{Users, unexpected_user_error};
use crate::error::{Error, ErrorKind, Result};
use crate::ids::UserId;
use crate::model::{Record, RestTime, User};

/// Reads an answer while it arrives.
#[derive(Debug)]
pub struct ResponseParser<W> {
    pub(crate) reader: RecordReader,
    pub(crate) windows: Vec<Rc<Window<W>>>,
    parse: ParseNumber,
    pub(crate) taken: ScanPosition,
}

/// The portal's answer to a successful call. Boxed, as it goes through many hands.
pub type RestResponse<W = Vec<User>> = Box<ResponseParts<W>>;

/// What an answer is made of. Its users are in windows, of which the host makes a `W`.
#[derive(Debug)]
pub struct ResponseParts<W = Vec<User>> {
    /// The HTTP status.
    pub status: u16,
    /// What the method gave, unless that was users.
    pub result: RawJson,
    /// Where the next page of a list begins: any number that the portal sends.
    pub next: Option<f64>,
    /// How long the list is on all its pages: any number that the portal sends.
    pub total: Option<f64>,
    /// What it took.
    pub time: RestTime,
    pub(crate) body: Rc<Body>,
    /// Which of the body's lists is the result, if one is.
    pub(crate) list: Option<usize>,
    pub(crate) windows: Rc<[Rc<Window<W>>]>,
    pub(crate) parse: ParseNumber,
}

impl<W> ResponseParser<W> {
    /// A reader of an answer whose `result` has this shape.
    #[must_use]
    pub fn new(shape: ResultShape, parse: ParseNumber) -> Self {
        Self {
            reader: RecordReader::new(shape, User::FIELDS, parse),
            windows: Vec::new(),
            parse,
            taken: ScanPosition::default(),
        }
    }

    /// Where what arrives is to be appended, before it is read.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        self.reader.buffer()
    }

    /// How many records, or what stands in their place, its lists have had so far.
    #[must_use]
    pub const fn entries(&self) -> usize {
        self.reader.entry_count()
    }

    /// Reads what has arrived; `build` makes users of it, and may redact the issues.
    pub fn read(&mut self, build: &dyn Fn(&mut RecordChunk) -> W) {
        let windows = &mut self.windows;
        self.reader.read(&mut |chunk| windows.push(Window::new(chunk, build)));
    }

    /// Reads all that has arrived, also what does not fill a window yet.
    pub fn flush(&mut self, build: &dyn Fn(&mut RecordChunk) -> W) {
        let windows = &mut self.windows;
        self.reader.flush(&mut |chunk| windows.push(Window::new(chunk, build)));
    }

    /// Whether the answer has arrived to its end, undamaged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.reader.is_complete()
    }

    /// Reads the rest.
    ///
    /// # Errors
    /// The portal's own error if the envelope holds one, whatever the status says; else `BAD_RESPONSE` if it is not JSON or has no
    /// result.
    pub fn finish(self, status: u16, build: &dyn Fn(&mut RecordChunk) -> W) -> Result<RestResponse<W>> {
        let Self { reader, mut windows, parse, .. } = self;
        let body = reader.finish(&mut |chunk| windows.push(Window::new(chunk, build)));
        if !body.is_complete {
            return Err(Error::bad_response(status, unreadable(status, body.first_byte)));
        }
        if let Some(error) = error_in(&body, status) {
            return Err(with_reset(error, body.member("time"), parse));
        }
        let result = result_in(&body).map(RawJson::new);
        if result.is_none() && body.lists.is_empty() {
            return Err(Error::bad_response(status, "The portal's answer has neither a result nor an error"));
        }
        let number = |name| body.member(name).and_then(|value| read_number(value, parse));
        Ok(Box::new(ResponseParts {
            status,
            result: result.unwrap_or_default(),
            next: number("next"),
            total: number("total"),
            time: body.member("time").map(|time| read_time(time, parse)).unwrap_or_default(),
            list: (!body.lists.is_empty()).then_some(0),
            body: Rc::new(body),
            windows: windows.into(),
            parse,
        }))
    }
}

impl<W> ResponseParts<W> {
    /// The list of users that the method gave.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it is no such list.
    pub fn users(&self) -> Result<Users<'_, W>> {
        Users::read(self.list(), &self.windows, self.status)
    }

    /// The one user that the method gave.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it is no user; `UNEXPECTED_USERS` if it is another than `asked`.
    pub fn user(&self, asked: Option<UserId>) -> Result<UserRef<W>> {
        let entries = self.list().map(|list| &list.entries[..]);
        let Some([ListEntry { value: EntryValue::Record { id, chunk: window, row }, .. }]) = entries else {
            return Err(Error::bad_response(self.status, "The portal's answer is not a user"));
        };
        match (UserId::new(*id), asked) {
            (Some(id), Some(asked)) if asked != id => Err(unexpected_user_error(id)),
            _ => Ok(UserRef { window: self.windows[*window].clone(), row: *row }),
        }
    }

    /// The offset of the next page, if it may be one.
    #[must_use]
    pub fn next_offset(&self) -> Option<u64> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 leads nowhere")]
        self.next.map(|next| next as u64)
    }

    /// How many rows the list has, if they were counted: where they are not, portals send 0 or -1.
    #[must_use]
    pub fn total_rows(&self) -> Option<u64> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 is left out")]
        self.total.map(|total| total as u64).filter(|&total| total > 0)
    }

    fn list(&self) -> Option<&RecordList> {
        self.body.lists.get(self.list?)
    }
}

/// A number, which may come as the digits of one.
pub(crate) fn read_number(value: RawValue<'_>, parse: ParseNumber) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "up to 2^53 - 1")]
    value.parse_number(parse).or_else(|| value.parse_integer(parse).map(|number| number as f64))
}

/// The time in an answer; nothing is known of what is not as it should be.
pub(crate) fn read_time(time: RawValue<'_>, parse: ParseNumber) -> RestTime {
    let mut read = RestTime::default();
    time.for_each_member(&mut |name, value| match name.as_str() {
        "start" => read.start = value.parse_number(parse),
        "finish" => read.finish = value.parse_number(parse),
        "duration" => read.duration = value.parse_number(parse),
        "processing" => read.processing = value.parse_number(parse),
        "date_start" => read.date_start = value.parse_string(),
        "date_finish" => read.date_finish = value.parse_string(),
        "operating" => read.operating = value.parse_number(parse),
        "operating_reset_at" => read.operating_reset_at = value.parse_number(parse),
        _ => {}
    });
    read
}

/// Why an answer is not an envelope. Its text may be anything, so it is not repeated.
fn unreadable(status: u16, first: Option<u8>) -> String {
    let what = match first {
        None => "an empty body",
        Some(b'<') => "a page instead of JSON",
        Some(b'{') => "JSON that is cut or damaged",
        Some(_) => "something that is not a JSON object",
    };
    format!("The portal answered HTTP {status} with {what}")
}

/// The same error. The time tells when a method that has worked too long is allowed again.
pub(crate) fn with_reset(mut error: Error, time: Option<RawValue<'_>>, parse: ParseNumber) -> Error {
    if error.kind == ErrorKind::Limit {
        error.set_retry_after_ms(time.and_then(|time| read_time(time, parse).reset_in_ms()));
    }
    error
}
