use super::cache_key::{CacheKey, CacheKeyMap};

/// A map of limited capacity that evicts the least recently used entry.
#[derive(Debug)]
pub(super) struct LruMap<V> {
    capacity: usize,
    entries: CacheKeyMap<Node<V>>,
    /// Index of the most recently used entry; 0 in an empty map.
    newest: usize,
}

/// A node of a circular doubly linked list in order of use. `newer` and `older` are indices of
/// nodes; the `newer` of the newest node is the oldest node.
#[derive(Debug)]
struct Node<V> {
    value: V,
    newer: usize,
    older: usize,
}

impl<V> LruMap<V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, entries: CacheKeyMap::default(), newest: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the value of a key, and makes its entry the newest. `None` if there is no entry.
    pub(super) fn get(&mut self, key: CacheKey) -> Option<&V> {
        let index = self.entries.index_of(key)?;
        self.touch(index);
        Some(&self.entries.get_index(index).1.value)
    }

    /// Inserts a value as the newest, and returns `true`. Returns `false`, and changes nothing, if
    /// the key has a value for which `should_replace` returns `false`.
    pub(super) fn insert(
        &mut self,
        key: CacheKey,
        value: V,
        should_replace: impl Fn(&V) -> bool,
    ) -> bool {
        if let Some(index) = self.entries.index_of(key) {
            if !should_replace(&self.entries.get_index(index).1.value) {
                return false;
            }
            self.entries.get_index_mut(index).value = value;
            self.touch(index);
            return true;
        }
        // The node is linked to itself, so it is a list of one node, as the first entry needs.
        let index = self.entries.len();
        self.entries.insert_new(key, Node { value, newer: index, older: index });
        self.link(index);
        if self.entries.len() > self.capacity {
            let oldest = self.entries.get_index(self.newest).1.newer;
            self.remove(self.entries.get_index(oldest).0);
        }
        true
    }

    /// Visits all values without marking them as used.
    pub(super) fn for_each_mut(&mut self, visit: &mut dyn FnMut(&mut V)) {
        for index in 0..self.entries.len() {
            visit(&mut self.entries.get_index_mut(index).value);
        }
    }

    pub(super) fn remove(&mut self, key: CacheKey) {
        let Some(index) = self.entries.index_of(key) else { return };
        self.unlink(index);
        // The last entry is about to move to this index.
        let last = self.entries.len() - 1;
        if index < last {
            let &Node { newer, older, .. } = self.entries.get_index(last).1;
            self.entries.get_index_mut(older).newer = index;
            self.entries.get_index_mut(newer).older = index;
            if self.newest == last {
                self.newest = index;
            }
        }
        self.entries.remove(key);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::new(self.capacity);
    }

    /// Makes an entry the newest.
    fn touch(&mut self, index: usize) {
        self.unlink(index);
        self.link(index);
    }

    /// Removes an entry from the list.
    fn unlink(&mut self, index: usize) {
        let &Node { newer, older, .. } = self.entries.get_index(index).1;
        self.connect(older, newer);
        if self.newest == index {
            self.newest = older;
        }
    }

    /// Inserts an entry into the list as the newest.
    fn link(&mut self, index: usize) {
        let oldest = self.entries.get_index(self.newest).1.newer;
        self.connect(self.newest, index);
        self.connect(index, oldest);
        self.newest = index;
    }

    fn connect(&mut self, older: usize, newer: usize) {
        self.entries.get_index_mut(older).newer = newer;
        self.entries.get_index_mut(newer).older = older;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::{CacheKey, LruMap};
    use crate::ids::UserId;

    fn user(number: u64) -> CacheKey {
        CacheKey { id: UserId::new(number).unwrap(), avatar_hr: false }
    }

    #[test]
    fn the_least_recently_used_entry_is_evicted_first() {
        let mut map = LruMap::new(2);
        map.insert(user(1), "a", |_| true);
        map.insert(user(2), "b", |_| true);
        assert_eq!(map.get(user(1)), Some(&"a"));
        map.insert(user(3), "c", |_| true);
        assert_eq!([1, 2, 3].map(|number| map.get(user(number)).is_some()), [true, false, true]);
        map.remove(user(1));
        map.insert(user(4), "d", |_| true);
        assert_eq!([3, 4].map(|number| map.get(user(number)).copied()), [Some("c"), Some("d")]);
        assert_eq!(map.len(), 2);
    }

    #[test]
    fn a_map_without_capacity_stays_empty() {
        let mut map = LruMap::new(0);
        map.insert(user(1), (), |()| true);
        assert_eq!((map.len(), map.get(user(1))), (0, None));
    }

    proptest! {
        #[test]
        fn behaves_as_a_list_reordered_by_use(
            capacity in 0_usize..5,
            steps in prop::collection::vec((0..4, 1_u64..8), 0..100),
        ) {
            let mut map = LruMap::new(capacity);
            // The newest last.
            let mut list: Vec<(u64, usize)> = Vec::new();
            for (step, (operation, number)) in steps.into_iter().enumerate() {
                let position = list.iter().position(|(other, _)| *other == number);
                match operation {
                    0 | 1 => {
                        let should_replace = operation == 0;
                        if should_replace || position.is_none() {
                            position.map(|index| list.remove(index));
                            list.push((number, step));
                        }
                        if list.len() > capacity {
                            list.remove(0);
                        }
                        map.insert(user(number), step, |_| should_replace);
                    }
                    2 => {
                        if let Some(index) = position {
                            let used = list.remove(index);
                            list.push(used);
                        }
                        prop_assert_eq!(map.get(user(number)), position.and(list.last()).map(|(_, value)| value));
                    }
                    _ => {
                        position.map(|index| list.remove(index));
                        map.remove(user(number));
                    }
                }
                prop_assert_eq!(map.len(), list.len());
                for (number, value) in &list {
                    prop_assert_eq!(map.entries.get(user(*number)).map(|node| &node.value), Some(value));
                }
            }
        }
    }
}
