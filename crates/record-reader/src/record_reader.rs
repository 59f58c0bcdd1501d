use crate::body::{Body, ResultShape};
use crate::cursor::Cursor;
use crate::entry_reader::EntryReader;
use crate::envelope::Container;
use crate::scan_error::ScanError;
use crate::{Field, ParseNumber, RecordChunk};

/// The size at which a chunk is complete. Larger chunks are not faster, and a single text in use
/// keeps its whole chunk alive.
const CHUNK_BYTES: usize = 64 * 1024;

/// Reads the body of a response while it arrives.
#[derive(Debug)]
pub struct RecordReader {
    pub(crate) shape: ResultShape,
    pub(crate) entries: EntryReader,
    pub(crate) parse_number: ParseNumber,
    /// The received bytes that are not parsed yet.
    buffer: Vec<u8>,
    /// With fewer bytes in the buffer, another attempt to parse would probably fail again.
    min_buffer_len: usize,
    pub(crate) chunk: RecordChunk,
    /// The open containers, the innermost last.
    pub(crate) open: Vec<Container>,
    /// Whether the innermost container has had an item.
    pub(crate) has_item: bool,
    pub(crate) state: State,
    pub(crate) entry_count: usize,
    pub(crate) body: Body,
}

/// How far the body has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    NotStarted,
    Open,
    Complete,
    Invalid,
}

impl RecordReader {
    /// A reader of a response whose `result` has this shape, and whose records have these `fields`.
    #[must_use]
    pub fn new(shape: ResultShape, fields: &'static [Field], parse_number: ParseNumber) -> Self {
        Self {
            shape,
            entries: EntryReader::new(fields, parse_number),
            parse_number,
            buffer: Vec::new(),
            min_buffer_len: 0,
            chunk: RecordChunk::default(),
            open: Vec::new(),
            has_item: false,
            state: State::NotStarted,
            entry_count: 0,
            body: Body::default(),
        }
    }

    /// The buffer to which callers append received bytes before they call [`Self::read`].
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// The number of entries that were read from all lists.
    #[must_use]
    pub const fn entry_count(&self) -> usize {
        self.entry_count
    }

    /// The body as far as it was read. Its last entries may belong to a chunk that is not complete
    /// yet.
    #[must_use]
    pub const fn partial_body(&self) -> &Body {
        &self.body
    }

    /// Reads the buffered bytes and passes each complete chunk to `on_chunk`.
    pub fn read(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        if self.buffer.len() >= self.min_buffer_len {
            self.parse_buffer(on_chunk);
        }
    }

    /// Reads the buffered bytes and passes on all chunks, including one that is not complete yet.
    pub fn flush(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        self.parse_buffer(on_chunk);
        self.emit_chunk(on_chunk);
    }

    /// Whether the body was read to its end and is valid.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state == State::Complete
    }

    /// Reads the remaining bytes of a body that has ended, and passes on the last chunk.
    pub fn finish(mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) -> Body {
        self.flush(on_chunk);
        self.body.is_complete = self.is_complete();
        self.body
    }

    fn parse_buffer(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        let buffer = std::mem::take(&mut self.buffer);
        self.reserve(buffer.len());
        let mut cursor = Cursor::new(&buffer);
        self.min_buffer_len = 0;
        while self.state != State::Invalid {
            let (start, checkpoint) = (cursor, self.chunk.checkpoint());
            match self.read_item(&mut cursor) {
                Ok(()) if self.chunk.size() >= CHUNK_BYTES => self.emit_chunk(on_chunk),
                Ok(()) => {}
                Err(ScanError::Incomplete) => {
                    cursor = start;
                    self.chunk.rollback(checkpoint);
                    break;
                }
                Err(_) => {
                    self.chunk.rollback(checkpoint);
                    self.state = State::Invalid;
                }
            }
        }
        let end = cursor.offset;
        self.buffer = buffer;
        if self.state == State::Invalid {
            self.buffer.clear();
        } else {
            self.buffer.drain(..end);
            // The rest is the start of one item, which is parsed again from its start. Waiting for
            // a quarter more bytes keeps the total work linear.
            self.min_buffer_len = self.buffer.len() + self.buffer.len() / 4;
        }
    }

    /// Reserves capacity for the columns of `byte_count` bytes of JSON: growing step by step would
    /// copy them repeatedly. The limit is a chunk and one long record, because a body that is
    /// retained as JSON may be of any size.
    fn reserve(&mut self, byte_count: usize) {
        let byte_count = byte_count.min(2 * CHUNK_BYTES);
        self.chunk.ascii.reserve_total(byte_count);
        // About the number of slots for that much text.
        let slot_count = byte_count / 4;
        self.chunk.rows.reserve(slot_count.saturating_sub(self.chunk.rows.len()));
    }

    fn emit_chunk(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        if !self.chunk.rows.is_empty() {
            on_chunk(&mut self.chunk);
            self.entries.chunk_index += 1;
        }
        self.chunk.clear();
    }
}
