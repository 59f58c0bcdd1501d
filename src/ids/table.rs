use std::marker::PhantomData;

use b24_record_reader::Index;

use crate::ids::UserId;

/// What tells entries of a table apart: a number of its own.
pub trait Key: Copy {
    /// The number.
    fn number(self) -> u64;

    /// Whose number it is.
    fn of(number: u64) -> Self;
}

impl Key for UserId {
    fn number(self) -> u64 {
        self.get()
    }

    fn of(number: u64) -> Self {
        Self(number)
    }
}

/// Values by keys that have numbers, in the order in which these were first put in, as long as none is taken out.
#[derive(Clone, Debug)]
pub struct KeyIndex<K, V> {
    index: Index,
    values: Vec<V>,
    keys: PhantomData<K>,
}

/// Values by user ids.
pub type IdMap<V> = KeyIndex<UserId, V>;

/// A set of user ids.
pub type IdSet = IdMap<()>;

impl<K: Key, V> Default for KeyIndex<K, V> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<K: Key, V> KeyIndex<K, V> {
    /// A table with room for so many values.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self { index: Index::with_capacity(count), values: Vec::with_capacity(count), keys: PhantomData }
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value for a key.
    #[must_use]
    pub fn get(&self, key: K) -> Option<&V> {
        self.place(key).and_then(|place| self.values.get(place))
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        self.place(key).and_then(|place| self.values.get_mut(place))
    }

    /// The value in a place, from 0 on.
    ///
    /// # Panics
    /// If there are not so many.
    #[must_use]
    pub fn at(&self, place: usize) -> (K, &V) {
        (K::of(self.index.numbers()[place]), &self.values[place])
    }

    /// The same, to be changed.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn at_mut(&mut self, place: usize) -> &mut V {
        &mut self.values[place]
    }

    /// Whether there is a value for a key.
    #[must_use]
    pub fn has(&self, key: K) -> bool {
        self.place(key).is_some()
    }

    /// Which of them it is, from 0.
    #[must_use]
    pub fn place(&self, key: K) -> Option<usize> {
        self.index.place(key.number())
    }

    /// Puts in a value. One that was there gives way, in its place; whether none was.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        if let Some(known) = self.get_mut(key) {
            *known = value;
            return false;
        }
        self.add(key, value);
        true
    }

    /// Puts in a value for a key that has none, behind the others.
    pub fn add(&mut self, key: K, value: V) {
        debug_assert!(!self.has(key), "it would be in there twice");
        self.index.add(key.number());
        self.values.push(value);
    }

    /// Takes a value out. The last takes its place.
    pub fn remove(&mut self, key: K) -> Option<V> {
        self.index.remove(key.number()).map(|place| self.values.swap_remove(place))
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.index.numbers().iter().map(|&number| K::of(number)).zip(&self.values)
    }

    /// The values of these keys, in that order, without those that have none.
    #[must_use]
    pub fn in_order_of(&self, keys: &[K]) -> Vec<(K, V)>
    where
        V: Clone,
    {
        let mut values = Vec::with_capacity(self.len());
        for &key in keys {
            if let Some(value) = self.get(key) {
                values.push((key, value.clone()));
            }
        }
        values
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

impl<K: Key, V> Extend<(K, V)> for KeyIndex<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, values: I) {
        for (key, value) in values {
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
        fn it_is_a_map_that_keeps_the_order(numbers in prop::collection::vec(1_u64..20, 0..30)) {
            let mut table = IdMap::default();
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
            let found = table.in_order_of(&sorted);
            prop_assert!(found.iter().map(|(id, value)| (id.get(), *value)).eq((1..20).filter_map(|number| Some((number, *map.get(&number)?)))));
            let own: Vec<_> = order.iter().map(|&number| id(number)).collect();
            prop_assert!(table.in_order_of(&own).into_iter().eq(table.iter().map(|(id, value)| (id, *value))));
        }

        /// The numbers are few, so that they meet in the hash table, and far apart, so that they are not in the order of their hashes.
        #[test]
        fn what_is_put_in_is_found_until_it_is_taken_out(
            steps in prop::collection::vec((any::<bool>(), 1_u64..24), 0..120),
        ) {
            let mut table = IdMap::default();
            let mut map = HashMap::new();
            for (step, (is_put_in, number)) in steps.into_iter().enumerate() {
                let number = number * 1_000_003;
                if is_put_in {
                    prop_assert_eq!(table.insert(id(number), step), map.insert(number, step).is_none());
                } else {
                    prop_assert_eq!(table.remove(id(number)), map.remove(&number));
                }
                prop_assert_eq!(table.len(), map.len());
                for number in (1..24).map(|number| number * 1_000_003) {
                    prop_assert_eq!(table.get(id(number)), map.get(&number));
                }
                let own: HashMap<_, _> = table.iter().map(|(id, value)| (id.get(), *value)).collect();
                prop_assert_eq!(&own, &map);
            }
        }
    }
}
