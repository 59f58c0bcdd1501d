use crate::cursor::Cursor;
use crate::entry_reader::EntryReader;
use crate::envelope::Container;
use crate::parsed_body::{ParsedBody, ResultShape};
use crate::scan_error::ScanError;
use crate::{Field, ParseNumber, RecordChunk};

/// The size at which a chunk is full, in bytes. Larger chunks are not faster, and take more memory:
/// a reference to a single string keeps its whole chunk in memory.
const CHUNK_BYTES: usize = 64 * 1024;

/// A push parser. It buffers the body of a response while the body arrives, and emits chunks of
/// records.
#[derive(Debug)]
pub struct RecordReader {
    pub(crate) shape: ResultShape,
    pub(crate) entry_reader: EntryReader,
    pub(crate) parse_number: ParseNumber,
    /// The received bytes that have not been parsed.
    buffer: Vec<u8>,
    /// The length of the buffer in bytes at which parsing continues. This avoids parsing an
    /// incomplete item again after every few bytes.
    min_buffer_len: usize,
    pub(crate) chunk: RecordChunk,
    /// The open containers, from the outermost to the innermost.
    pub(crate) open_containers: Vec<Container>,
    /// Whether an item of the innermost container has been read.
    pub(crate) has_read_item: bool,
    pub(crate) state: ReadState,
    pub(crate) entry_count: usize,
    pub(crate) body: ParsedBody,
}

/// The progress of reading the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadState {
    NotStarted,
    Open,
    Complete,
    Invalid,
}

impl RecordReader {
    /// A reader of a response whose `result` has this shape and whose records have these fields.
    #[must_use]
    pub fn new(shape: ResultShape, fields: &'static [Field], parse_number: ParseNumber) -> Self {
        Self {
            shape,
            entry_reader: EntryReader::new(fields, parse_number),
            parse_number,
            buffer: Vec::new(),
            min_buffer_len: 0,
            chunk: RecordChunk::default(),
            open_containers: Vec::new(),
            has_read_item: false,
            state: ReadState::NotStarted,
            entry_count: 0,
            body: ParsedBody::default(),
        }
    }

    /// The buffer for the body. Callers append received bytes to it, and then call [`Self::parse`].
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// The number of entries read so far, in all lists.
    #[must_use]
    pub const fn entry_count(&self) -> usize {
        self.entry_count
    }

    /// The part of the body that has been read. Its last entries may refer to a chunk that has not
    /// been emitted.
    #[must_use]
    pub const fn partial_body(&self) -> &ParsedBody {
        &self.body
    }

    /// Parses the buffered bytes, unless too few have arrived since the last call. Calls `on_chunk`
    /// for each full chunk.
    pub fn parse(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        if self.buffer.len() >= self.min_buffer_len {
            self.parse_buffered(on_chunk);
        }
    }

    /// Parses the buffered bytes. Calls `on_chunk` for each chunk, even if it is not full.
    pub fn parse_and_flush(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        self.parse_buffered(on_chunk);
        self.emit_chunk(on_chunk);
    }

    /// Whether the whole body has been read and is valid.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state == ReadState::Complete
    }

    /// Parses the remaining bytes at the end of the body. Calls `on_chunk` for the remaining
    /// chunks, and returns the body.
    pub fn finish(mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) -> ParsedBody {
        self.parse_and_flush(on_chunk);
        self.body.is_complete = self.is_complete();
        self.body
    }

    fn parse_buffered(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        let buffer = std::mem::take(&mut self.buffer);
        self.reserve(buffer.len());
        let mut cursor = Cursor::new(&buffer);
        self.min_buffer_len = 0;
        while self.state != ReadState::Invalid {
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
                    self.state = ReadState::Invalid;
                }
            }
        }
        let end = cursor.offset;
        self.buffer = buffer;
        if self.state == ReadState::Invalid {
            self.buffer.clear();
        } else {
            self.buffer.drain(..end);
            // The remaining bytes are the start of an item, and this item is parsed from its start
            // again. Waiting for a quarter more bytes keeps the total work linear.
            self.min_buffer_len = self.buffer.len() + self.buffer.len() / 4;
        }
    }

    /// Reserves capacity in the chunk for `byte_count` bytes of JSON, because growing the buffers
    /// step by step would copy them repeatedly. Counts at most `2 * CHUNK_BYTES`, because a value
    /// that is kept as JSON is buffered whole, at any size, and adds nothing to the chunk.
    fn reserve(&mut self, byte_count: usize) {
        let byte_count = byte_count.min(2 * CHUNK_BYTES);
        self.chunk.ascii.reserve_total(byte_count);
        // An estimate: four bytes of JSON need one slot.
        let slot_count = byte_count / 4;
        self.chunk.rows.reserve(slot_count.saturating_sub(self.chunk.rows.len()));
    }

    fn emit_chunk(&mut self, on_chunk: &mut dyn FnMut(&mut RecordChunk)) {
        if !self.chunk.rows.is_empty() {
            on_chunk(&mut self.chunk);
            self.entry_reader.chunk_index += 1;
        }
        self.chunk.clear();
    }
}
