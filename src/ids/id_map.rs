use std::marker::PhantomData;

use b24_record_reader::U64IndexSet;

use super::user_id::UserId;

/// A key that can be converted to a unique integer and back.
pub trait IntegerKey: Copy {
    /// The integer of the key.
    fn to_u64(self) -> u64;

    /// The key whose `to_u64` returned `number`.
    fn from_u64(number: u64) -> Self;
}

impl IntegerKey for UserId {
    fn to_u64(self) -> u64 {
        self.get()
    }

    fn from_u64(number: u64) -> Self {
        Self(number)
    }
}

/// A hash map in insertion order, like `indexmap::IndexMap`. However, when an entry is removed, the
/// last entry moves to the index of the removed one.
#[derive(Clone, Debug)]
pub struct KeyMap<K, V> {
    index: U64IndexSet,
    values: Vec<V>,
    keys: PhantomData<K>,
}

/// A map keyed by user id.
pub type IdMap<V> = KeyMap<UserId, V>;

/// A set of user ids.
pub type IdSet = IdMap<()>;

impl<K: IntegerKey, V> Default for KeyMap<K, V> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<K: IntegerKey, V> KeyMap<K, V> {
    /// An empty map with capacity for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            index: U64IndexSet::with_capacity(capacity),
            values: Vec::with_capacity(capacity),
            keys: PhantomData,
        }
    }

    /// The number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no entries.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a key; `None` if the map does not have the key.
    #[must_use]
    pub fn get(&self, key: K) -> Option<&V> {
        self.index_of(key).and_then(|index| self.values.get(index))
    }

    /// The value of a key, mutable; `None` if the map does not have the key.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        self.index_of(key).and_then(|index| self.values.get_mut(index))
    }

    /// The entry at an index.
    ///
    /// # Panics
    /// If the index is out of bounds.
    #[must_use]
    pub fn get_index(&self, index: usize) -> (K, &V) {
        (K::from_u64(self.index.as_slice()[index]), &self.values[index])
    }

    /// The value at an index, mutable.
    ///
    /// # Panics
    /// If the index is out of bounds.
    pub fn get_index_mut(&mut self, index: usize) -> &mut V {
        &mut self.values[index]
    }

    /// Whether the map has the key.
    #[must_use]
    pub fn contains(&self, key: K) -> bool {
        self.index_of(key).is_some()
    }

    /// The index of the entry of a key; `None` if the map does not have the key.
    #[must_use]
    pub fn index_of(&self, key: K) -> Option<usize> {
        self.index.index_of(key.to_u64())
    }

    /// Inserts a value, and returns `true` if the key is new. Otherwise, replaces the old value at
    /// the same index, and returns `false`.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        if let Some(replaced) = self.get_mut(key) {
            *replaced = value;
            return false;
        }
        self.insert_new(key, value);
        true
    }

    /// Appends an entry. The map must not have the key.
    pub fn insert_new(&mut self, key: K, value: V) {
        debug_assert!(!self.contains(key), "the key has an entry");
        self.index.insert(key.to_u64());
        self.values.push(value);
    }

    /// Removes the entry of a key, and returns its value; `None` if there is no such entry. The
    /// last entry moves to the index of the removed one.
    pub fn remove(&mut self, key: K) -> Option<V> {
        self.index.swap_remove(key.to_u64()).map(|index| self.values.swap_remove(index))
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The entries in the order of their indices, which is insertion order if no entry was removed.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.index.as_slice().iter().map(|&number| K::from_u64(number)).zip(&self.values)
    }

    /// The entries of these keys, in the order of `keys`. Keys that are not in the map are skipped.
    #[must_use]
    pub fn in_order_of(&self, keys: &[K]) -> Vec<(K, V)>
    where
        V: Clone,
    {
        let mut entries = Vec::with_capacity(self.len());
        for &key in keys {
            if let Some(value) = self.get(key) {
                entries.push((key, value.clone()));
            }
        }
        entries
    }
}

impl IdSet {
    /// The set of these ids.
    #[must_use]
    pub fn from_ids(ids: &[UserId]) -> Self {
        let mut set = Self::with_capacity(ids.len());
        for &id in ids {
            set.insert(id, ());
        }
        set
    }
}

impl<K: IntegerKey, V> Extend<(K, V)> for KeyMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::IdMap;
    use crate::ids::UserId;

    fn id(number: u64) -> UserId {
        UserId::new(number).unwrap()
    }

    proptest! {
        #[test]
        fn entries_stay_in_insertion_order(numbers in prop::collection::vec(1_u64..20, 0..30)) {
            let mut id_map = IdMap::default();
            let mut map = HashMap::new();
            let mut order = Vec::new();
            for (value, number) in numbers.into_iter().enumerate() {
                let is_new = map.insert(number, value).is_none();
                prop_assert_eq!(id_map.insert(id(number), value), is_new);
                if is_new {
                    order.push(number);
                }
                for number in (1..20).chain([3, 2]) {
                    prop_assert_eq!(id_map.get(id(number)), map.get(&number));
                }
            }
            prop_assert_eq!(id_map.iter().map(|(id, _)| id.get()).collect::<Vec<_>>(), order.clone());
            let sorted: Vec<_> = (1..20).map(id).collect();
            let found = id_map.in_order_of(&sorted);
            let expected = (1..20).filter_map(|number| Some((number, *map.get(&number)?)));
            prop_assert!(found.iter().map(|(id, value)| (id.get(), *value)).eq(expected));
            let ids: Vec<_> = order.iter().map(|&number| id(number)).collect();
            let entries = id_map.iter().map(|(id, value)| (id, *value));
            prop_assert!(id_map.in_order_of(&ids).into_iter().eq(entries));
        }

        /// Draws from few numbers, so that the same numbers are inserted, replaced and removed
        /// several times.
        #[test]
        fn entries_are_found_until_removed(
            steps in prop::collection::vec((any::<bool>(), 1_u64..24), 0..120),
        ) {
            let mut id_map = IdMap::default();
            let mut map = HashMap::new();
            for (step, (is_insert, number)) in steps.into_iter().enumerate() {
                if is_insert {
                    prop_assert_eq!(id_map.insert(id(number), step), map.insert(number, step).is_none());
                } else {
                    prop_assert_eq!(id_map.remove(id(number)), map.remove(&number));
                }
                prop_assert_eq!(id_map.len(), map.len());
                for number in 1..24 {
                    prop_assert_eq!(id_map.get(id(number)), map.get(&number));
                }
                let entries: HashMap<_, _> = id_map.iter().map(|(id, value)| (id.get(), *value)).collect();
                prop_assert_eq!(&entries, &map);
            }
        }
    }
}
