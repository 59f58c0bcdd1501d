use std::cell::Cell;
use std::collections::hash_map::Entry;

use super::UserId;
use super::map::Places;

/// Values by user ids, in the order in which these were first put in. Mostly ids are put in as they ascend, and asked for in the order that
/// they are in: nothing is hashed then.
#[derive(Clone, Debug)]
pub struct IdTable<V> {
    entries: Vec<(UserId, V)>,
    /// Where the entries are, unless they ascend.
    places: Places,
    /// Which entry is likely to be asked for next.
    next: Cell<usize>,
}

/// A set of user ids.
pub type IdSet = IdTable<()>;

impl<V> Default for IdTable<V> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<V> IdTable<V> {
    /// A table with room for so many values.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self { entries: Vec::with_capacity(count), places: Places::default(), next: Cell::new(0) }
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value for `id`.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<&V> {
        self.place(id).and_then(|place| self.entries.get(place)).map(|(_, value)| value)
    }

    /// Whether there is a value for `id`.
    #[must_use]
    pub fn has(&self, id: UserId) -> bool {
        self.place(id).is_some()
    }

    /// Puts in a value. One that was there gives way, in its place; whether none was.
    pub fn insert(&mut self, id: UserId, value: V) -> bool {
        if self.places.is_empty() {
            if self.entries.last().is_none_or(|(last, _)| *last < id) {
                self.entries.push((id, value));
                return true;
            }
            self.places = self.entries.iter().enumerate().map(|(place, (id, _))| (id.get(), place)).collect();
        }
        match self.places.entry(id.get()) {
            Entry::Occupied(place) => {
                self.entries[*place.get()].1 = value;
                false
            }
            Entry::Vacant(place) => {
                place.insert(self.entries.len());
                self.entries.push((id, value));
                true
            }
        }
    }

    /// The ids with their values.
    pub fn iter(&self) -> impl Iterator<Item = &(UserId, V)> {
        self.entries.iter()
    }

    /// The values of these ids, in that order, without those that have none.
    #[must_use]
    pub fn in_order_of(self, ids: &[UserId]) -> Vec<(UserId, V)>
    where
        V: Clone,
    {
        if self.entries.iter().map(|(id, _)| id).eq(ids) {
            return self.entries;
        }
        ids.iter().filter_map(|&id| Some((id, self.get(id)?.clone()))).collect()
    }

    /// Which of them it is, from 0.
    #[must_use]
    pub fn place(&self, id: UserId) -> Option<usize> {
        let next = self.next.get();
        let place = if self.entries.get(next).is_some_and(|(known, _)| *known == id) {
            next
        } else if self.places.is_empty() {
            self.entries.binary_search_by_key(&id, |(known, _)| *known).ok()?
        } else {
            *self.places.get(&id.get())?
        };
        self.next.set(place + 1);
        Some(place)
    }
}

impl<V> IntoIterator for IdTable<V> {
    type Item = (UserId, V);
    type IntoIter = std::vec::IntoIter<(UserId, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl IdSet {
    /// The set of these ids.
    #[must_use]
    pub fn of(ids: &[UserId]) -> Self {
        let mut set = Self::with_capacity(ids.len());
        for &id in ids {
            set.insert(id, ());
        }
        set
    }
}

impl<V> Extend<(UserId, V)> for IdTable<V> {
    fn extend<I: IntoIterator<Item = (UserId, V)>>(&mut self, values: I) {
        for (id, value) in values {
            self.insert(id, value);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::IdTable;
    use crate::ids::UserId;

    fn id(number: u64) -> UserId {
        UserId::new(number).unwrap()
    }

    proptest! {
        #[test]
        fn it_is_a_map_that_keeps_the_order(numbers in prop::collection::vec(1_u64..20, 0..30)) {
            let mut table = IdTable::default();
            let mut map = HashMap::new();
            let mut order = Vec::new();
            for (value, number) in numbers.into_iter().enumerate() {
                let is_new = map.insert(number, value).is_none();
                prop_assert_eq!(table.insert(id(number), value), is_new);
                if is_new {
                    order.push(number);
                }
                for number in (1..20).chain([3, 2]) {
                    prop_assert_eq!(table.get(id(number)), map.get(&number));
                }
            }
            prop_assert_eq!(table.iter().map(|(id, _)| id.get()).collect::<Vec<_>>(), order.clone());
            let sorted: Vec<_> = (1..20).map(id).collect();
            let found = table.clone().in_order_of(&sorted);
            prop_assert!(found.iter().map(|(id, value)| (id.get(), *value)).eq((1..20).filter_map(|number| Some((number, *map.get(&number)?)))));
            let own: Vec<_> = order.iter().map(|&number| id(number)).collect();
            prop_assert_eq!(table.len(), table.in_order_of(&own).len());
        }
    }
}
