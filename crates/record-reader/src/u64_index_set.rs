use std::cell::Cell;

/// A set of integers in which each integer has an index, like `indexmap::IndexSet<u64>`. The set is
/// not generic, so that all maps by ids share one copy of its code.
///
/// Most sets are filled in ascending order and searched in that order, which needs no hash table.
/// The hash does not protect against keys that are chosen to collide, because keys come only from
/// the portal and from the calling application.
#[derive(Clone, Debug, Default)]
pub struct U64IndexSet {
    keys: Vec<u64>,
    /// A hash table with linear probing. A slot has 1 plus the index of a key, or 0 if it is free.
    /// The table is empty as long as the keys ascend.
    slots: Vec<usize>,
    /// The index that is probably looked up next.
    next: Cell<usize>,
}

impl U64IndexSet {
    /// An empty set with capacity for `capacity` keys.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { keys: Vec::with_capacity(capacity), ..Self::default() }
    }

    /// The keys in the order of their indices.
    #[must_use]
    pub fn as_slice(&self) -> &[u64] {
        &self.keys
    }

    /// The index of a key; `None` if the set does not have the key.
    #[must_use]
    pub fn index_of(&self, key: u64) -> Option<usize> {
        let next = self.next.get();
        // Likely candidates: the key after the last match, and the last match itself, as with
        // `contains` before `get`.
        let candidates = [next, next.wrapping_sub(1)];
        let is_match = |index: &usize| self.keys.get(*index) == Some(&key);
        let index = if let Some(index) = candidates.into_iter().find(is_match) {
            index
        } else if self.slots.is_empty() {
            // A key that is about to be inserted is usually greater than all others.
            self.keys.last().filter(|&&last| key <= last)?;
            self.keys.binary_search(&key).ok()?
        } else {
            self.slots[self.find_slot(key)].checked_sub(1)?
        };
        self.next.set(index + 1);
        Some(index)
    }

    /// Appends a key. The set must not have the key yet.
    pub fn insert(&mut self, key: u64) {
        let is_ascending = self.keys.last().is_none_or(|&last| last < key);
        self.keys.push(key);
        if self.slots.is_empty() && is_ascending {
            return;
        }
        if self.slots.len() < 2 * self.keys.len() {
            self.build_slots();
        } else {
            self.occupy_slot(self.keys.len() - 1);
        }
    }

    /// Removes a key, and returns its index; `None` if the set does not have the key. The last key
    /// moves to the index of the removed one.
    pub fn swap_remove(&mut self, key: u64) -> Option<usize> {
        let index = self.index_of(key)?;
        let last = self.keys.len() - 1;
        if self.slots.is_empty() && index < last {
            self.build_slots();
        }
        if !self.slots.is_empty() {
            self.free_slot(self.find_slot(key));
            if index < last {
                let slot = self.find_slot(self.keys[last]);
                self.slots[slot] = index + 1;
            }
        }
        self.keys.swap_remove(index);
        Some(index)
    }

    /// The slot of a key or, if the set does not have the key, the free slot for it.
    fn find_slot(&self, key: u64) -> usize {
        let mut slot = self.first_slot(key);
        while let Some(index) = self.slots[slot].checked_sub(1)
            && self.keys[index] != key
        {
            slot = self.next_slot(slot);
        }
        slot
    }

    /// The slot at which probing for a key starts.
    fn first_slot(&self, key: u64) -> usize {
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(hash).unwrap_or_default() & (self.slots.len() - 1)
    }

    fn next_slot(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    /// Writes an index into the slot of its key.
    fn occupy_slot(&mut self, index: usize) {
        let slot = self.find_slot(self.keys[index]);
        self.slots[slot] = index + 1;
    }

    fn build_slots(&mut self) {
        self.slots = vec![0; (4 * self.keys.len()).next_power_of_two()];
        for index in 0..self.keys.len() {
            self.occupy_slot(index);
        }
    }

    /// Frees a slot. Keys in the slots that follow are inserted again, so that probing still finds
    /// them.
    fn free_slot(&mut self, slot: usize) {
        self.slots[slot] = 0;
        let mut next = self.next_slot(slot);
        while let Some(index) = self.slots[next].checked_sub(1) {
            self.slots[next] = 0;
            self.occupy_slot(index);
            next = self.next_slot(next);
        }
    }
}
