use super::lookup_results::{CacheKey, UserMap};

/// So many entries at most: the ones used last.
#[derive(Debug)]
pub(crate) struct LruMap<V> {
    most: usize,
    entries: UserMap<Node<V>>,
    /// The place of the one that was used last; 0 if there are none, which is where the first comes.
    newest: usize,
}

/// An entry among the others, by when they were used: a ring, in which behind the newest the oldest comes.
#[derive(Debug)]
struct Node<V> {
    value: V,
    newer: usize,
    older: usize,
}

impl<V> LruMap<V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, entries: UserMap::default(), newest: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Uses an entry.
    pub(crate) fn get(&mut self, wanted: CacheKey) -> Option<&V> {
        let place = self.entries.index_of(wanted)?;
        self.renew(place);
        Some(&self.entries.get_index(place).1.value)
    }

    /// Puts an entry in, which uses it, unless there is one that does not give way. Drops the one that was not used for the longest if
    /// there is no room for both.
    pub(crate) fn put(&mut self, wanted: CacheKey, value: V, gives_way: impl Fn(&V) -> bool) {
        if let Some(place) = self.entries.index_of(wanted) {
            if gives_way(&self.entries.get_index(place).1.value) {
                self.entries.get_index_mut(place).value = value;
                self.renew(place);
            }
            return;
        }
        // A ring of its own, which that of the first is.
        let place = self.entries.len();
        self.entries.insert_new(wanted, Node { value, newer: place, older: place });
        self.link(place);
        if self.entries.len() > self.most {
            let oldest = self.entries.get_index(self.newest).1.newer;
            self.remove(self.entries.get_index(oldest).0);
        }
    }

    /// Shows all entries, to be changed.
    pub(crate) fn each(&mut self, show: &mut dyn FnMut(&mut V)) {
        for place in 0..self.entries.len() {
            show(&mut self.entries.get_index_mut(place).value);
        }
    }

    pub(crate) fn remove(&mut self, wanted: CacheKey) {
        let Some(place) = self.entries.index_of(wanted) else { return };
        self.unlink(place);
        // The last is about to take its place.
        let last = self.entries.len() - 1;
        if place < last {
            let &Node { newer, older, .. } = self.entries.get_index(last).1;
            self.entries.get_index_mut(older).newer = place;
            self.entries.get_index_mut(newer).older = place;
            if self.newest == last {
                self.newest = place;
            }
        }
        self.entries.remove(wanted);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.most);
    }

    /// Makes an entry the newest.
    fn renew(&mut self, place: usize) {
        self.unlink(place);
        self.link(place);
    }

    /// Takes an entry out of the ring.
    fn unlink(&mut self, place: usize) {
        let &Node { newer, older, .. } = self.entries.get_index(place).1;
        self.tie(older, newer);
        if self.newest == place {
            self.newest = older;
        }
    }

    /// Puts an entry into the ring, as the newest.
    fn link(&mut self, place: usize) {
        let oldest = self.entries.get_index(self.newest).1.newer;
        self.tie(self.newest, place);
        self.tie(place, oldest);
        self.newest = place;
    }

    /// Has one entry follow another.
    fn tie(&mut self, older: usize, newer: usize) {
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
    fn what_was_not_used_for_the_longest_goes_first() {
        let mut latest = LruMap::new(2);
        latest.put(user(1), "a", |_| true);
        latest.put(user(2), "b", |_| true);
        assert_eq!(latest.get(user(1)), Some(&"a"));
        latest.put(user(3), "c", |_| true);
        assert_eq!([1, 2, 3].map(|number| latest.get(user(number)).is_some()), [true, false, true]);
        latest.remove(user(1));
        latest.put(user(4), "d", |_| true);
        assert_eq!([3, 4].map(|number| latest.get(user(number)).copied()), [Some("c"), Some("d")]);
        assert_eq!(latest.len(), 2);
    }

    #[test]
    fn none_may_be_kept() {
        let mut latest = LruMap::new(0);
        latest.put(user(1), (), |()| true);
        assert_eq!((latest.len(), latest.get(user(1))), (0, None));
    }

    proptest! {
        #[test]
        fn it_is_a_list_that_uses_reorder(
            most in 0_usize..5,
            steps in prop::collection::vec((0..4, 1_u64..8), 0..100),
        ) {
            let mut latest = LruMap::new(most);
            // The newest last.
            let mut list: Vec<(u64, usize)> = Vec::new();
            for (step, (what, number)) in steps.into_iter().enumerate() {
                let known = list.iter().position(|(known, _)| *known == number);
                match what {
                    0 | 1 => {
                        let gives_way = what == 0;
                        if gives_way || known.is_none() {
                            known.map(|place| list.remove(place));
                            list.push((number, step));
                        }
                        if list.len() > most {
                            list.remove(0);
                        }
                        latest.put(user(number), step, |_| gives_way);
                    }
                    2 => {
                        if let Some(place) = known {
                            let used = list.remove(place);
                            list.push(used);
                        }
                        prop_assert_eq!(latest.get(user(number)), known.and(list.last()).map(|(_, value)| value));
                    }
                    _ => {
                        known.map(|place| list.remove(place));
                        latest.remove(user(number));
                    }
                }
                prop_assert_eq!(latest.len(), list.len());
                for (number, value) in &list {
                    prop_assert_eq!(latest.entries.get(user(*number)).map(|link| &link.value), Some(value));
                }
            }
        }
    }
}
