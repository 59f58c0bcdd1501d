use crate::Columns;
use crate::cursor::{Cursor, Scan, Stop};
use crate::entry::{Entry, Found, List, Table};
use crate::field::Field;
use crate::number::{ParseNumber, from_digits};
use crate::raw::{Raw, key};
use crate::skip::{skip_any, skip_value};
use crate::string::plain_ascii;

/// A window is full with so many bytes of text. Larger ones are no faster, and are kept alive by a single text of theirs.
const WINDOW_BYTES: usize = 64 * 1024;

/// How many calls a batch has at most: portals take 50.
const MOST_LISTS: usize = 64;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What the `result` of an answer should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Anything: it is kept as it is.
    Any,
    /// One record.
    Record,
    /// A list of records.
    List,
    /// The answer to a batch of calls named `c0`, `c1` and so on, of which those from this one on give lists of records.
    Batch(usize),
}

/// Reads an answer of a portal while it arrives.
#[derive(Debug)]
pub struct Reader {
    shape: Shape,
    table: Table,
    parse: ParseNumber,
    /// What has arrived and was not read yet.
    buffer: Vec<u8>,
    /// With less in the buffer than this, trying again would be in vain, more often than not.
    worth_trying: usize,
    columns: Columns,
    /// The containers that are open, the innermost last.
    open: Vec<Place>,
    /// Whether the innermost has an item already.
    has_item: bool,
    progress: Progress,
    /// How many entries its lists had so far.
    entries: usize,
    body: Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Before,
    Within,
    After,
    Damaged,
}

/// A container that is read item by item, not as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The answer.
    Envelope,
    /// The `result` of a batch.
    Parts,
    /// The `result` in it: the calls' lists.
    Lists,
    /// A list by ids.
    Object,
    /// A list.
    Array,
}

/// What an answer was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Whether it was one JSON object, whole and undamaged.
    pub is_whole: bool,
    /// Its first byte that is no white space.
    pub first: Option<u8>,
    /// Its lists of records: one, or as many as there were in the batch.
    pub lists: Vec<List>,
    kept: Vec<(&'static str, Vec<u8>)>,
}

/// Members of an answer, or of a batch's result, that are kept as they are.
const KEPT: [&str; 12] = [
    "result",
    "error",
    "error_description",
    "errors",
    "data",
    "time",
    "next",
    "total",
    "result_error",
    "result_time",
    "result_next",
    "result_total",
];

impl Body {
    /// A member that was kept, by its name. Those of a batch are `result_error` and `result_time`.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Raw<'_>> {
        self.kept.iter().find(|(known, _)| *known == name).map(|(_, value)| Raw::new(value))
    }

    fn keep(&mut self, name: &'static str, value: &[u8]) {
        self.forget(name);
        self.kept.push((name, value.into()));
    }

    fn forget(&mut self, name: &str) {
        self.kept.retain(|(known, _)| *known != name);
    }
}

impl Reader {
    /// A reader of an answer with such a `result`, of records with these `fields`.
    #[must_use]
    pub fn new(shape: Shape, fields: &'static [Field], parse: ParseNumber) -> Self {
        Self {
            shape,
            table: Table::new(fields, parse),
            parse,
            buffer: Vec::new(),
            worth_trying: 0,
            columns: Columns::default(),
            open: Vec::new(),
            has_item: false,
            progress: Progress::Before,
            entries: 0,
            body: Body::default(),
        }
    }

    /// Where what arrives is to be appended, before it is read.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// How many entries the answer's lists have had so far.
    #[must_use]
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// What it has read so far. Of its lists' entries, the last may be of a window that is not full yet.
    #[must_use]
    pub const fn so_far(&self) -> &Body {
        &self.body
    }

    /// Reads what has arrived, giving each window that is full.
    pub fn read(&mut self, give: &mut dyn FnMut(&mut Columns)) {
        if self.buffer.len() >= self.worth_trying {
            self.proceed(give);
        }
    }

    /// Reads all that has arrived, giving also the window that is not full: nothing more will arrive, or somebody cannot wait.
    pub fn flush(&mut self, give: &mut dyn FnMut(&mut Columns)) {
        self.proceed(give);
        self.give_window(give);
    }

    /// Whether the answer has arrived to its end, undamaged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.progress == Progress::After
    }

    /// Reads the rest, giving the last window. Nothing more will arrive.
    pub fn finish(mut self, give: &mut dyn FnMut(&mut Columns)) -> Body {
        self.flush(give);
        self.body.is_whole = self.is_whole();
        self.body
    }

    fn proceed(&mut self, give: &mut dyn FnMut(&mut Columns)) {
        let buffer = std::mem::take(&mut self.buffer);
        self.make_room(buffer.len());
        let mut cursor = Cursor::new(&buffer);
        self.worth_trying = 0;
        while self.progress != Progress::Damaged {
            let (start, mark) = (cursor, self.columns.mark());
            match self.step(&mut cursor) {
                Ok(()) if self.columns.size() >= WINDOW_BYTES => self.give_window(give),
                Ok(()) => {}
                Err(Stop::More) => {
                    cursor = start;
                    self.columns.back_to(mark);
                    break;
                }
                Err(_) => {
                    self.columns.back_to(mark);
                    self.progress = Progress::Damaged;
                }
            }
        }
        let end = cursor.at;
        self.buffer = buffer;
        if self.progress == Progress::Damaged {
            self.buffer.clear();
        } else {
            self.buffer.drain(..end);
            // What is left is the beginning of one item. Were it read again with every byte, a long one would take for ever.
            self.worth_trying = self.buffer.len() + self.buffer.len() / 4;
        }
    }

    /// Makes room for what so many bytes may hold, at once: growing would copy it again and again. No more than a window and a long record
    /// take, as a body that is kept as it is may be as large as it likes.
    fn make_room(&mut self, bytes: usize) {
        let bytes = bytes.min(2 * WINDOW_BYTES);
        self.columns.ascii.reserve_all(bytes);
        // About as many numbers as there are in a window of such text.
        let numbers = bytes / 4;
        self.columns.rows.reserve(numbers.saturating_sub(self.columns.rows.len()));
    }

    fn give_window(&mut self, give: &mut dyn FnMut(&mut Columns)) {
        if !self.columns.rows.is_empty() {
            give(&mut self.columns);
            self.table.window += 1;
        }
        self.columns.clear();
    }

    /// Reads one item, or a bracket.
    fn step(&mut self, cursor: &mut Cursor<'_>) -> Scan<()> {
        let Some(&place) = self.open.last() else { return self.edge(cursor) };
        let close = if place == Place::Array { b']' } else { b'}' };
        let more = if self.has_item { cursor.another(close)? } else { cursor.token()? != close };
        if !more {
            if !self.has_item {
                cursor.at += 1;
            }
            self.open.pop();
            self.has_item = true;
            if self.open.is_empty() {
                self.progress = Progress::After;
            }
            return Ok(());
        }
        match place {
            Place::Object | Place::Array => self.entry(cursor, place),
            _ => self.member(cursor, place),
        }
    }

    /// What comes before and after the answer's object.
    fn edge(&mut self, cursor: &mut Cursor<'_>) -> Scan<()> {
        if self.progress == Progress::After {
            return cursor.token().and(Err(Stop::Bad));
        }
        if self.body.first.is_none() && cursor.at == 0 {
            let rest = cursor.rest();
            if rest.starts_with(BYTE_ORDER_MARK) {
                cursor.at += BYTE_ORDER_MARK.len();
            } else if BYTE_ORDER_MARK.starts_with(rest) {
                return Err(Stop::More);
            }
        }
        let first = cursor.token()?;
        self.body.first = Some(first);
        if first != b'{' {
            return Err(Stop::Bad);
        }
        cursor.at += 1;
        self.progress = Progress::Within;
        self.enter(Place::Envelope);
        Ok(())
    }

    fn enter(&mut self, place: Place) {
        self.open.push(place);
        self.has_item = false;
    }

    fn depth(&self) -> u32 {
        u32::try_from(self.open.len()).unwrap_or(u32::MAX)
    }

    fn entry(&mut self, cursor: &mut Cursor<'_>, place: Place) -> Scan<()> {
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        let entry = if place == Place::Array {
            Entry { key: None, found: self.table.entry(cursor, &mut self.columns, None, depth)? }
        } else if let Some(key) = id_key(cursor)? {
            cursor.pass(b':')?;
            Entry { key: Some(key), found: self.table.entry(cursor, &mut self.columns, Some(key), depth)? }
        } else {
            cursor.pass(b':')?;
            skip_value(cursor, depth, self.parse)?;
            Entry { key: None, found: Found::OddKey }
        };
        self.entries += 1;
        if let Some(list) = self.body.lists.last_mut() {
            list.entries.push(entry);
        }
        self.has_item = true;
        Ok(())
    }

    fn member(&mut self, cursor: &mut Cursor<'_>, place: Place) -> Scan<()> {
        let name = key(cursor)?;
        cursor.pass(b':')?;
        let bracket = cursor.token()?;
        if place == Place::Lists && self.body.lists.len() > MOST_LISTS {
            return Err(Stop::Bad);
        }
        let list = match bracket {
            b'{' => Some(Place::Object),
            b'[' => Some(Place::Array),
            _ => None,
        };
        let number = name.strip_prefix('c').and_then(|number| from_digits(number.as_bytes()));
        let inner = match (place, self.shape, name.as_str()) {
            (Place::Envelope, Shape::List, "result") => list,
            (Place::Lists, Shape::Batch(first), _) => {
                list.filter(|_| number.is_some_and(|number| number >= first as u64))
            }
            (Place::Envelope, Shape::Batch(_), "result") if bracket == b'{' => Some(Place::Parts),
            (Place::Parts, _, "result") if bracket == b'{' => Some(Place::Lists),
            _ => None,
        };
        let is_result = name == "result" && place != Place::Lists;
        if let Some(inner) = inner {
            cursor.at += 1;
            self.forget_before(place, is_result, &name);
            match inner {
                Place::Object | Place::Array => {
                    let number = number.unwrap_or_default();
                    self.body.lists.push(List { name, number, is_list: true, ..List::default() });
                }
                // That it was there.
                Place::Parts => self.body.keep("result", b"{}"),
                _ => {}
            }
            self.enter(inner);
            return Ok(());
        }
        if is_result && place == Place::Envelope && self.shape == Shape::Record {
            return self.only_record(cursor);
        }
        let start = cursor.at;
        let is_handed_on = match self.shape {
            Shape::Any => is_result,
            Shape::Batch(_) => place == Place::Lists,
            _ => false,
        };
        if is_handed_on {
            skip_any(cursor)?;
        } else {
            skip_value(cursor, self.depth(), self.parse)?;
        }
        self.forget_before(place, is_result, &name);
        let value = cursor.bytes.get(start..cursor.at).unwrap_or_default();
        if place == Place::Lists {
            self.body.lists.push(List { name, value: value.into(), ..List::default() });
        } else if let Some(name) = KEPT.into_iter().find(|kept| *kept == name)
            && place == (if name.starts_with("result_") { Place::Parts } else { Place::Envelope })
        {
            self.body.keep(name, value);
        }
        self.has_item = true;
        Ok(())
    }

    fn only_record(&mut self, cursor: &mut Cursor<'_>) -> Scan<()> {
        let found = self.table.entry(cursor, &mut self.columns, None, 1)?;
        self.forget_before(Place::Envelope, true, "result");
        self.body.lists.push(List { entries: vec![Entry { key: None, found }], ..List::default() });
        self.has_item = true;
        Ok(())
    }

    /// Of a key that comes twice, the last value counts.
    fn forget_before(&mut self, place: Place, is_result: bool, name: &str) {
        match place {
            Place::Lists => self.body.lists.retain(|list| list.name != name),
            Place::Envelope | Place::Parts if is_result => {
                self.body.lists.clear();
                if place == Place::Envelope {
                    self.body.kept.retain(|(name, _)| !name.starts_with("result"));
                }
            }
            _ => {}
        }
    }
}

/// Passes a key; the id that it is, if it is one.
fn id_key(cursor: &mut Cursor<'_>) -> Scan<Option<u64>> {
    if cursor.token()? != b'"' {
        return Err(Stop::Bad);
    }
    let rest = cursor.rest().get(1..).unwrap_or_default();
    let length = plain_ascii(rest);
    let id = if *rest.get(length).ok_or(Stop::More)? == b'"' {
        cursor.at += length + 2;
        from_digits(rest.get(..length).unwrap_or_default())
    } else {
        from_digits(key(cursor)?.as_bytes())
    };
    Ok(id.filter(|&id| id > 0))
}
