use std::cell::Cell;

/// Distinct numbers, and where each is: the index of all tables. It knows nothing of what is in them, since each sort of entries would have
/// its own copy of it.
///
/// Mostly numbers come as they ascend, and are looked for in the order that they are in: nothing is hashed then. Nobody but the portal
/// chooses them, so that they need no defence against chosen ones.
#[derive(Clone, Debug, Default)]
pub struct Index {
    numbers: Vec<u64>,
    /// From the hash of a number on, one more than its place; 0 where there is none. Empty as long as the numbers ascend.
    slots: Vec<usize>,
    /// Which place is likely to be asked for next.
    next: Cell<usize>,
}

impl Index {
    /// An empty one, with room for so many numbers.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self { numbers: Vec::with_capacity(count), ..Self::default() }
    }

    /// Its numbers, each in its place.
    #[must_use]
    pub fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    /// Where the number is.
    #[must_use]
    pub fn place(&self, number: u64) -> Option<usize> {
        let next = self.next.get();
        // The one after that found last, or that again: often it is asked for first and taken then.
        let likely = [next, next.wrapping_sub(1)];
        let place =
            if let Some(place) = likely.into_iter().find(|&place| self.numbers.get(place) == Some(&number)) {
                place
            } else if self.slots.is_empty() {
                // What is beyond the last is not there: so is most of what is about to be put in.
                self.numbers.last().filter(|&&last| number <= last)?;
                self.numbers.binary_search(&number).ok()?
            } else {
                self.slots[self.slot(number)].checked_sub(1)?
            };
        self.next.set(place + 1);
        Some(place)
    }

    /// Adds a number that is not there, behind the others.
    pub fn add(&mut self, number: u64) {
        let ascends = self.numbers.last().is_none_or(|&last| last < number);
        self.numbers.push(number);
        if self.slots.is_empty() && ascends {
            return;
        }
        if self.slots.len() < 2 * self.numbers.len() {
            self.hash_all();
        } else {
            self.hash(self.numbers.len() - 1);
        }
    }

    /// Takes a number out, and tells where it was. The last takes its place.
    pub fn remove(&mut self, number: u64) -> Option<usize> {
        let place = self.place(number)?;
        let last = self.numbers.len() - 1;
        if self.slots.is_empty() && place < last {
            self.hash_all();
        }
        if !self.slots.is_empty() {
            self.vacate(self.slot(number));
            if place < last {
                let slot = self.slot(self.numbers[last]);
                self.slots[slot] = place + 1;
            }
        }
        self.numbers.swap_remove(place);
        Some(place)
    }

    /// The slot that tells of a number, or the one that would.
    fn slot(&self, number: u64) -> usize {
        let mut slot = self.home(number);
        while let Some(place) = self.slots[slot].checked_sub(1)
            && self.numbers[place] != number
        {
            slot = self.after(slot);
        }
        slot
    }

    /// The first slot for a number.
    fn home(&self, number: u64) -> usize {
        let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(spread).unwrap_or_default() & (self.slots.len() - 1)
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn hash(&mut self, place: usize) {
        let slot = self.slot(self.numbers[place]);
        self.slots[slot] = place + 1;
    }

    fn hash_all(&mut self) {
        self.slots = vec![0; (4 * self.numbers.len()).next_power_of_two()];
        for place in 0..self.numbers.len() {
            self.hash(place);
        }
    }

    /// Empties a slot. Those behind it move up as far as they may, so that none is cut off from its first slot.
    fn vacate(&mut self, slot: usize) {
        self.slots[slot] = 0;
        let mut next = self.after(slot);
        while let Some(place) = self.slots[next].checked_sub(1) {
            self.slots[next] = 0;
            self.hash(place);
            next = self.after(next);
        }
    }
}
