//! What records have in common: the text between the values that differ.

use crate::field::{Field, Kind};
use crate::{NULL, WORD};

/// The gaps between the values that differ from record to record: keys, and members that one record after another has word for word,
/// such as flags that hardly anybody has set. What is written the same is read the same, so that a gap that was read before is only
/// compared: a row's numbers then follow from it.
#[derive(Debug)]
pub(crate) struct Gaps(Vec<Slot>);

/// What is known of a place in the row.
#[derive(Clone, Debug, Default)]
struct Slot {
    /// The gap that the field due here begins, or comes next in the record.
    gap: Gap,
    /// Whether the field with this place was seen to differ.
    varies: bool,
}

/// A gap, up to the value of the next field or to the end of the record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gap {
    /// As it is written, and zeros up to a whole number of words; empty if it is not known.
    written: Vec<u64>,
    /// How long it is.
    pub(crate) length: usize,
    /// Which bits of the last word are of it.
    mask: u64,
    /// The field behind it, by its number in the table; one more than the last if the record ends with it.
    pub(crate) next: usize,
    /// That and the fields in the gap, as bits.
    pub(crate) fields: u64,
    /// What the row has of the gap that is not blank: places in the row, with their numbers.
    pub(crate) numbers: Vec<(usize, i32)>,
}

/// A gap that is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Where it begins in the row, and in the text.
    place: usize,
    start: usize,
    /// The fields in it so far, as bits.
    fields: u64,
    /// Where the text first differs from that of the gap that was known.
    differs: Option<usize>,
}

impl Reading {
    /// Its text, which ends at `end`.
    pub(crate) fn written(self, text: &[u8], end: usize) -> &[u8] {
        text.get(self.start..end).unwrap_or_default()
    }
}

impl Gaps {
    /// None are known of rows with so many numbers.
    pub(crate) fn new(width: usize) -> Self {
        Self(vec![Slot::default(); width])
    }

    /// The gap that begins at this place of the row and with `rest`. One near the end of what has arrived is read the other way, so that
    /// whole words can be compared.
    #[inline]
    pub(crate) fn find(&self, place: usize, rest: &[u8]) -> Option<&Gap> {
        let gap = &self.0.get(place)?.gap;
        let text = rest.as_chunks::<8>().0;
        let (last, known) = gap.written.split_last()?;
        let (text, _) = text.split_at_checked(gap.written.len())?;
        let (ending, text) = text.split_last()?;
        for (known, text) in known.iter().zip(text) {
            if *known != u64::from_le_bytes(*text) {
                return None;
            }
        }
        ((last ^ u64::from_le_bytes(*ending)) & gap.mask == 0).then_some(gap)
    }

    /// Begins to read a gap that is not the one that was known.
    pub(crate) fn read(&self, place: usize, text: &[u8], start: usize) -> Option<Reading> {
        let gap = &self.0.get(place)?.gap;
        let known = gap.written.iter().flat_map(|word| word.to_le_bytes()).take(gap.length);
        let rest = text.get(start..).unwrap_or_default();
        let same = known.zip(rest).take_while(|(one, other)| one == *other).count();
        let differs = (gap.length > 0).then_some(start + same);
        Some(Reading { place, start, fields: 0, differs })
    }

    /// Whether a member belongs to the gap that is being read. Its field has this place and these numbers in the row, and it ends at `end`.
    pub(crate) fn takes(
        &mut self,
        reading: &mut Reading,
        field: (usize, &Field),
        place: usize,
        row: &[i32],
        end: usize,
    ) -> bool {
        let Some(slot) = self.0.get_mut(place) else { return false };
        let (index, field) = field;
        if reading.differs.take_if(|differs| *differs < end).is_some() {
            slot.varies = true;
        }
        let takes = !slot.varies && is_all_of_it(field.kind, row.get(place..place + 2).unwrap_or_default());
        if takes {
            reading.fields |= 1 << index;
        }
        takes
    }

    /// Keeps the gap that was read, which is `written` and ends before the value of the field `next` of `table`, or with the record. Its
    /// fields have their places from `base` on in this `row`.
    pub(crate) fn keep(
        &mut self,
        reading: Reading,
        written: &[u8],
        next: usize,
        table: &[Field],
        base: usize,
        [row, blank]: [&[i32]; 2],
    ) {
        let Some(Slot { gap, .. }) = self.0.get_mut(reading.place) else { return };
        gap.written.clear();
        for part in written.chunks(8) {
            let mut word = [0; 8];
            for (place, byte) in word.iter_mut().zip(part) {
                *place = *byte;
            }
            gap.written.push(u64::from_le_bytes(word));
        }
        gap.length = written.len();
        gap.mask = u64::MAX >> (8 * (8 * gap.written.len() - gap.length));
        gap.next = next;
        gap.fields = reading.fields;
        if next < table.len() {
            gap.fields |= 1 << next;
        }
        gap.numbers.clear();
        for (index, field) in table.iter().enumerate() {
            if reading.fields >> index & 1 == 1 {
                let places = base + field.at..base + field.at + field.kind.width();
                let set = places.filter_map(|place| Some((place, *row.get(place)?)));
                gap.numbers.extend(set.filter(|&(place, number)| blank.get(place) != Some(&number)));
            }
        }
    }
}

/// Whether a value's numbers in the row say all of it: nothing of it stands in the columns of texts or numbers.
const fn is_all_of_it(kind: Kind, numbers: &[i32]) -> bool {
    match (kind, numbers) {
        (Kind::Flag(_) | Kind::Number, _) | (Kind::Word(_), [_, WORD]) => true,
        (Kind::Id, _) => false,
        (Kind::Numbers, [_, count]) => *count == 0,
        (Kind::Record(_), [is_there, ..]) => *is_there == 0,
        (_, [_, length]) => *length == NULL,
        _ => false,
    }
}
