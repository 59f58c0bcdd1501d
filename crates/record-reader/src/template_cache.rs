//! Caches the JSON that consecutive records have in common.

use crate::field::{DataType, Field};
use crate::{INTERNED, NULL};

/// Caches the JSON that consecutive records share, as templates. A template is the JSON between two
/// values that vary from record to record: keys, and members whose value is the same in most
/// records, such as flags that are rarely set. It is cached by the slot (the position in a row) at
/// which it begins.
///
/// JSON that equals a template has the values of the template. Therefore, it is not parsed: it is
/// compared word by word, and these values are copied.
#[derive(Debug)]
pub(crate) struct TemplateCache(Vec<CacheEntry>);

#[derive(Clone, Debug, Default)]
struct CacheEntry {
    /// The template that begins where the field at this slot is expected.
    template: Template,
    /// Whether the value of the field at this slot has differed between records.
    is_variable: bool,
}

/// JSON that consecutive records have in common. It ends before the value of a field that varies,
/// or at the end of the record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    /// The JSON as words, of which the last is padded with zeros. Empty if there is no template.
    words: Vec<u64>,
    /// The length of the JSON in bytes.
    pub(crate) len: usize,
    /// The mask of those bits of the last word that belong to the JSON.
    last_word_mask: u64,
    /// The index of the field whose value follows the template. At the end of a record, this is the
    /// number of fields.
    pub(crate) next_field: usize,
    /// A bit mask of the fields in the template and of `next_field`, by which the scanner finds
    /// duplicate keys.
    pub(crate) fields: u64,
    /// The slots of the template's fields, with their values. Slots whose value every new row
    /// already has are left out.
    pub(crate) slots: Vec<(usize, i32)>,
}

/// Builds a template while its JSON is scanned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TemplateBuilder {
    /// The slot at which the template begins.
    slot: usize,
    /// The offset of the template's JSON in the buffered bytes.
    start: usize,
    /// A bit for each field that has been added.
    fields: u64,
    /// The offset of the first byte that differs from the stored template; `None` if no template
    /// was stored, or once the differing member has been found.
    difference: Option<usize>,
}

impl TemplateBuilder {
    /// The JSON of the template, which ends at the offset `end` in `bytes`.
    pub(crate) fn json(self, bytes: &[u8], end: usize) -> &[u8] {
        bytes.get(self.start..end).unwrap_or_default()
    }
}

impl TemplateCache {
    /// An empty cache for rows that have `row_stride` slots.
    pub(crate) fn new(row_stride: usize) -> Self {
        Self(vec![CacheEntry::default(); row_stride])
    }

    /// The template that begins at `slot`, if `remaining` starts with its JSON; `None` otherwise.
    /// Reads `remaining` in words of 8 bytes, so a template that ends less than a word before the
    /// end of the buffered bytes may not match.
    #[inline]
    pub(crate) fn find(&self, slot: usize, remaining: &[u8]) -> Option<&Template> {
        let template = &self.0.get(slot)?.template;
        let json = remaining.as_chunks::<8>().0;
        let (last, words) = template.words.split_last()?;
        let (json, _) = json.split_at_checked(template.words.len())?;
        let (json_last, json) = json.split_last()?;
        for (word, json_word) in words.iter().zip(json) {
            if *word != u64::from_le_bytes(*json_word) {
                return None;
            }
        }
        let difference = (last ^ u64::from_le_bytes(*json_last)) & template.last_word_mask;
        (difference == 0).then_some(template)
    }

    /// Starts to build a template for `slot`. It replaces the stored template, which did not match,
    /// if there is one. The JSON of the new template begins at the offset `start` in `bytes`.
    /// `None` if there is no such slot.
    pub(crate) fn start(&self, slot: usize, bytes: &[u8], start: usize) -> Option<TemplateBuilder> {
        let template = &self.0.get(slot)?.template;
        let stored = template.words.iter().flat_map(|word| word.to_le_bytes()).take(template.len);
        let json = bytes.get(start..).unwrap_or_default();
        let common = stored.zip(json).take_while(|(a, b)| a == *b).count();
        let difference = (template.len > 0).then_some(start + common);
        Some(TemplateBuilder { slot, start, fields: 0, difference })
    }

    /// Adds a member to the template of `builder`. Returns `false`, and does not add the member, if
    /// its value varies between records or is stored outside the row. The member ends at the offset
    /// `end`, and its value is in `row` from `slot` on.
    pub(crate) fn extend(
        &mut self,
        builder: &mut TemplateBuilder,
        field: (usize, &Field),
        slot: usize,
        row: &[i32],
        end: usize,
    ) -> bool {
        let Some(entry) = self.0.get_mut(slot) else { return false };
        let (index, field) = field;
        if builder.difference.take_if(|difference| *difference < end).is_some() {
            entry.is_variable = true;
        }
        let slots = row.get(slot..slot + 2).unwrap_or_default();
        let is_constant = !entry.is_variable && is_held_by_slots(field.data_type, slots);
        if is_constant {
            builder.fields |= 1 << index;
        }
        is_constant
    }

    /// Stores the template of `builder`. `json` ends before the value of `fields[next_field]`, or
    /// at the end of the record. `fields` are the fields of the record, or of the nested record,
    /// whose members the template has; their slots in `row` begin at `base`. `empty_row` is the row
    /// of a record whose fields are all absent.
    pub(crate) fn store(
        &mut self,
        builder: TemplateBuilder,
        json: &[u8],
        next_field: usize,
        fields: &[Field],
        base: usize,
        [row, empty_row]: [&[i32]; 2],
    ) {
        let Some(CacheEntry { template, .. }) = self.0.get_mut(builder.slot) else { return };
        template.words.clear();
        for part in json.chunks(8) {
            let mut word = [0; 8];
            for (target, byte) in word.iter_mut().zip(part) {
                *target = *byte;
            }
            template.words.push(u64::from_le_bytes(word));
        }
        template.len = json.len();
        template.last_word_mask = u64::MAX >> (8 * (8 * template.words.len() - template.len));
        template.next_field = next_field;
        template.fields = builder.fields;
        if next_field < fields.len() {
            template.fields |= 1 << next_field;
        }
        template.slots.clear();
        for (index, field) in fields.iter().enumerate() {
            if builder.fields >> index & 1 == 1 {
                let start = base + field.offset;
                let slots = start..start + field.data_type.slot_count();
                let values = slots.filter_map(|slot| Some((slot, *row.get(slot)?)));
                let is_set = |&(slot, value): &(usize, i32)| empty_row.get(slot) != Some(&value);
                template.slots.extend(values.filter(is_set));
            }
        }
    }
}

/// Whether a template can copy the slots: they contain the whole value, and do not refer to another
/// buffer. `false` for ids, which differ in each record.
const fn is_held_by_slots(data_type: DataType, slots: &[i32]) -> bool {
    match (data_type, slots) {
        (DataType::Boolean(_) | DataType::Integer, _)
        | (DataType::Dictionary(_), [_, INTERNED]) => true,
        (DataType::Id, _) => false,
        (DataType::IntegerList, [_, count]) => *count == 0,
        (DataType::Record(_), [is_present, ..]) => *is_present == 0,
        (_, [_, len]) => *len == NULL,
        _ => false,
    }
}
