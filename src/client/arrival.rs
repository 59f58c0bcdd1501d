use super::engine::Call;
use crate::error::{Error, Result};
use crate::send::{BodySink, Host};
use crate::wire::{Answer, AnswerReader, Fresh};

/// The status of an answer that is none to an error.
const OK: u16 = 200;

/// How many users an answer may have of whom it is not known how many there are, or twice as many as were asked for: each takes some hundred
/// bytes, however short it is.
const MOST_USERS: usize = 100_000;

/// Takes users of an answer that is still arriving. They may come from one that turns out to be an error, or to be cut off, so that only the
/// end tells who is missing.
pub(super) type TakeFresh<'a, W> = dyn Fn(Vec<Fresh<W>>) + 'a;

/// An answer that is read while it arrives.
pub(super) struct Arrival<'a, H: Host> {
    status: u16,
    reader: AnswerReader<H::Window>,
    host: &'a H,
    take_fresh: Option<&'a TakeFresh<'a, H::Window>>,
    /// How many bytes have arrived, and how many may.
    length: usize,
    most: usize,
    /// And how many users.
    most_users: usize,
    /// How long the buffer was when room was asked for.
    before: usize,
}

impl<H: Host> BodySink for Arrival<'_, H> {
    fn begins(&mut self, status: u16) {
        self.status = status;
    }

    fn room(&mut self) -> &mut Vec<u8> {
        let buffer = self.reader.buffer();
        self.before = buffer.len();
        buffer
    }

    fn arrived(&mut self) {
        self.length += self.reader.buffer().len() - self.before;
        if self.refusal().is_some() {
            self.reader.buffer().clear();
            return;
        }
        self.reader.read(&|columns| self.host.build(columns));
        // The body of an error has no users, whatever it looks like.
        if let Some(take) = self.take_fresh.filter(|_| self.status == OK) {
            let fresh = self.reader.fresh();
            if !fresh.is_empty() {
                take(fresh);
            }
        }
    }
}

impl<'a, H: Host> Arrival<'a, H> {
    /// The answer to this call, of no more bytes than `most`.
    pub(super) fn new(host: &'a H, call: &Call<'a, H::Window>, most: usize) -> Self {
        let most_users = MOST_USERS.max(2 * call.ids.len());
        let reader = AnswerReader::new(call.shape, H::number);
        let take_fresh = call.take_fresh;
        Self { status: 0, reader, host, take_fresh, length: 0, most, most_users, before: 0 }
    }

    /// The answer, now that all of it has arrived.
    pub(super) fn finish(self) -> Result<Answer<H::Window>> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        self.reader.finish(self.status, &|columns| self.host.build(columns))
    }

    /// Why no more of it is read.
    fn refusal(&self) -> Option<Error> {
        if self.length > self.most {
            return Some(Error::too_large(self.most));
        }
        (self.reader.entries() > self.most_users).then(|| Error::too_many_users(self.most_users))
    }
}
