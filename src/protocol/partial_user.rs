use b24_record_reader::EntryValue;

use super::envelope::ResponseParser;
use super::user_ref::UserRef;
use crate::ids::UserId;

/// A user of an answer that is still arriving.
#[derive(Debug)]
pub struct PartialUser<W> {
    /// To which of a batch's calls this is the answer, from 0.
    pub call: u64,
    /// Whose record it is.
    pub id: UserId,
    /// And where.
    pub found: UserRef<W>,
}

/// What of an answer has been taken while it arrives.
#[derive(Debug, Default)]
pub(crate) struct ScanPosition {
    windows: usize,
    /// So many lists, and of the one after them so many entries.
    lists: usize,
    entries: usize,
    /// Whether something was there that makes the answer none.
    is_odd: bool,
}

impl<W> ResponseParser<W> {
    /// The users of the windows that there are since the last time, in the portal's order.
    ///
    /// Each is whole and checked, but what comes after may still make an error of the answer. Nobody is given together with something
    /// that does so already, nor after it.
    pub fn fresh(&mut self) -> Vec<PartialUser<W>> {
        let is_new = self.taken.windows < self.windows.len() && !self.taken.is_odd;
        let fresh = if is_new { self.take_fresh() } else { Some(Vec::new()) };
        self.taken.is_odd |= fresh.is_none();
        fresh.unwrap_or_default()
    }

    /// `None` if something is as it should not be.
    fn take_fresh(&mut self) -> Option<Vec<PartialUser<W>>> {
        let (body, windows, taken) = (self.reader.partial_body(), &self.windows, &mut self.taken);
        if body.member("error").is_some() || body.member("errors").is_some() {
            return None;
        }
        taken.windows = windows.len();
        let mut fresh = Vec::new();
        while let Some(list) = body.lists.get(taken.lists) {
            for entry in list.entries.iter().skip(taken.entries) {
                match entry.value {
                    EntryValue::Record { id, chunk: window, row } => {
                        // Of one that is not full there is nothing to give yet.
                        let Some(window) = windows.get(window) else { return Some(fresh) };
                        let found = UserRef { window: window.clone(), row };
                        fresh.push(PartialUser { call: list.batch_index, id: UserId::new(id)?, found });
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
        Some(fresh)
    }
}
