//! Reads the envelope of a response, which is the JSON around its records. Each call reads one item
//! of a container, so that reading can pause between any two items.

use crate::cursor::Cursor;
use crate::number::parse_digits;
use crate::parsed_body::{RETAINED_MEMBERS, ResultShape};
use crate::raw_value::read_key;
use crate::record_reader::ReadState;
use crate::scan_error::{ScanError, ScanResult};
use crate::skip::{skip_passthrough_value, skip_value};
use crate::swar::plain_ascii_len;
use crate::{EntryValue, ListEntry, RecordList, RecordReader};

/// Maximum number of lists in a batch. Portals accept at most 50 commands.
const MAX_LISTS: usize = 64;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A container whose items are read one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// The whole response.
    Envelope,
    /// The `result` of a batch.
    BatchResult,
    /// The object `result.result` of a batch, which has the results of its commands.
    BatchLists,
    /// An object of records, whose keys are their ids.
    ListObject,
    /// An array of records.
    ListArray,
}

impl RecordReader {
    /// Reads one item of the innermost open container, or the closing bracket of that container.
    pub(crate) fn read_item(&mut self, cursor: &mut Cursor<'_>) -> ScanResult<()> {
        let Some(&container) = self.open_containers.last() else {
            return self.read_outside_object(cursor);
        };
        let close = if container == Container::ListArray { b']' } else { b'}' };
        let has_next = if self.has_read_item {
            cursor.next_item(close)?
        } else {
            cursor.peek_token()? != close
        };
        if !has_next {
            if !self.has_read_item {
                cursor.offset += 1;
            }
            self.open_containers.pop();
            self.has_read_item = true;
            if self.open_containers.is_empty() {
                self.state = ReadState::Complete;
            }
            return Ok(());
        }
        match container {
            Container::ListObject | Container::ListArray => self.read_entry(cursor, container),
            _ => self.read_member(cursor, container),
        }
    }

    /// Reads the opening bracket of the response's object, after an optional byte order mark and
    /// white space. Once this object has been closed, rejects all bytes but white space.
    fn read_outside_object(&mut self, cursor: &mut Cursor<'_>) -> ScanResult<()> {
        if self.state == ReadState::Complete {
            return cursor.peek_token().and(Err(ScanError::Invalid));
        }
        if self.body.first_byte.is_none() && cursor.offset == 0 {
            let remaining = cursor.remaining();
            if remaining.starts_with(BYTE_ORDER_MARK) {
                cursor.offset += BYTE_ORDER_MARK.len();
            } else if BYTE_ORDER_MARK.starts_with(remaining) {
                return Err(ScanError::Incomplete);
            }
        }
        let first_byte = cursor.peek_token()?;
        self.body.first_byte = Some(first_byte);
        if first_byte != b'{' {
            return Err(ScanError::Invalid);
        }
        cursor.offset += 1;
        self.state = ReadState::Open;
        self.enter_container(Container::Envelope);
        Ok(())
    }

    fn enter_container(&mut self, container: Container) {
        self.open_containers.push(container);
        self.has_read_item = false;
    }

    fn depth(&self) -> u32 {
        u32::try_from(self.open_containers.len()).unwrap_or(u32::MAX)
    }

    fn read_entry(&mut self, cursor: &mut Cursor<'_>, container: Container) -> ScanResult<()> {
        let depth = self.depth();
        let chunk = &mut self.chunk;
        let entry = if container == Container::ListArray {
            let value = self.entry_reader.read_entry(cursor, chunk, None, depth)?;
            ListEntry { key: None, value }
        } else if let Some(key) = read_id_key(cursor)? {
            cursor.expect_byte(b':')?;
            let value = self.entry_reader.read_entry(cursor, chunk, Some(key), depth)?;
            ListEntry { key: Some(key), value }
        } else {
            cursor.expect_byte(b':')?;
            skip_value(cursor, depth, self.parse_number)?;
            ListEntry { key: None, value: EntryValue::InvalidKey }
        };
        self.entry_count += 1;
        if let Some(list) = self.body.lists.last_mut() {
            list.entries.push(entry);
        }
        self.has_read_item = true;
        Ok(())
    }

    fn read_member(&mut self, cursor: &mut Cursor<'_>, container: Container) -> ScanResult<()> {
        let name = read_key(cursor)?;
        cursor.expect_byte(b':')?;
        let bracket = cursor.peek_token()?;
        if container == Container::BatchLists && self.body.lists.len() > MAX_LISTS {
            return Err(ScanError::Invalid);
        }
        let list = match bracket {
            b'{' => Some(Container::ListObject),
            b'[' => Some(Container::ListArray),
            _ => None,
        };
        let batch_index = name.strip_prefix('c').and_then(|index| parse_digits(index.as_bytes()));
        let inner = match (container, self.shape, name.as_str()) {
            (Container::Envelope, ResultShape::List, "result") => list,
            (Container::BatchLists, ResultShape::Batch { lists_from: Some(first) }, _) => {
                list.filter(|_| batch_index.is_some_and(|index| index >= first as u64))
            }
            (Container::Envelope, ResultShape::Batch { .. }, "result") if bracket == b'{' => {
                Some(Container::BatchResult)
            }
            (Container::BatchResult, _, "result") if bracket == b'{' => Some(Container::BatchLists),
            _ => None,
        };
        let is_result = name == "result" && container != Container::BatchLists;
        if let Some(inner) = inner {
            cursor.offset += 1;
            self.remove_earlier_member(container, is_result, &name);
            match inner {
                Container::ListObject | Container::ListArray => {
                    let batch_index = batch_index.unwrap_or_default();
                    let list =
                        RecordList { name, batch_index, is_list: true, ..Default::default() };
                    self.body.lists.push(list);
                }
                // The batch's own `result` is read item by item, so only the fact that it exists is
                // kept.
                Container::BatchResult => self.body.retain("result", b"{}"),
                _ => {}
            }
            self.enter_container(inner);
            return Ok(());
        }
        if is_result && container == Container::Envelope && self.shape == ResultShape::Record {
            return self.read_single_record(cursor);
        }
        let start = cursor.offset;
        let is_passed_through = match self.shape {
            ResultShape::Any => is_result,
            ResultShape::Batch { .. } => container == Container::BatchLists,
            _ => false,
        };
        if is_passed_through {
            skip_passthrough_value(cursor)?;
        } else {
            skip_value(cursor, self.depth(), self.parse_number)?;
        }
        self.remove_earlier_member(container, is_result, &name);
        let value = cursor.since(start);
        if container == Container::BatchLists {
            self.body.lists.push(RecordList { name, json: value.into(), ..Default::default() });
        } else if let Some(retained) = RETAINED_MEMBERS.into_iter().find(|known| *known == name)
            && container == container_of(retained)
        {
            self.body.retain(retained, value);
        }
        self.has_read_item = true;
        Ok(())
    }

    fn read_single_record(&mut self, cursor: &mut Cursor<'_>) -> ScanResult<()> {
        let value = self.entry_reader.read_entry(cursor, &mut self.chunk, None, 1)?;
        self.remove_earlier_member(Container::Envelope, true, "result");
        let entries = vec![ListEntry { key: None, value }];
        self.body.lists.push(RecordList { entries, ..Default::default() });
        self.has_read_item = true;
        Ok(())
    }

    /// Removes the data of an earlier member with the same name, because the last of several equal
    /// keys counts. `is_result` is whether the member is the `result` of the response, or
    /// `result.result` of a batch. Other members of these two objects stay, because
    /// `ParsedBody::retain` replaces them.
    fn remove_earlier_member(&mut self, container: Container, is_result: bool, name: &str) {
        match container {
            Container::BatchLists => self.body.lists.retain(|list| list.name != name),
            Container::Envelope | Container::BatchResult if is_result => {
                self.body.lists.clear();
                if container == Container::Envelope {
                    self.body.retained.retain(|(name, _)| !name.starts_with("result"));
                }
            }
            _ => {}
        }
    }
}

/// The container that contains the member `retained`, which is one of [`RETAINED_MEMBERS`].
fn container_of(retained: &str) -> Container {
    if retained.starts_with("result_") { Container::BatchResult } else { Container::Envelope }
}

/// Reads the key of an entry in an object; `None` if the key is not an id.
fn read_id_key(cursor: &mut Cursor<'_>) -> ScanResult<Option<u64>> {
    if cursor.peek_token()? != b'"' {
        return Err(ScanError::Invalid);
    }
    let rest = cursor.remaining().get(1..).unwrap_or_default();
    let len = plain_ascii_len(rest);
    let id = if *rest.get(len).ok_or(ScanError::Incomplete)? == b'"' {
        cursor.offset += len + 2;
        parse_digits(rest.get(..len).unwrap_or_default())
    } else {
        parse_digits(read_key(cursor)?.as_bytes())
    };
    Ok(id.filter(|&id| id > 0))
}
