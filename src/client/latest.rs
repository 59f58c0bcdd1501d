use super::board::{UserMap, Wanted};

/// So many entries at most: the ones used last.
#[derive(Debug)]
pub(super) struct Latest<V> {
    most: usize,
    entries: UserMap<(V, u64)>,
    /// Who was used, in that order, each time with the number of the use. Only the last of each counts, and none before `oldest`.
    uses: Vec<(Wanted, u64)>,
    oldest: usize,
    last_use: u64,
}

impl<V> Latest<V> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, entries: UserMap::default(), uses: Vec::new(), oldest: 0, last_use: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Uses an entry.
    pub(super) fn get(&mut self, wanted: Wanted) -> Option<&V> {
        let number = self.note_use(wanted);
        let (value, used) = self.entries.get_mut(wanted)?;
        *used = number;
        Some(value)
    }

    /// An entry, without using it.
    pub(super) fn peek(&self, wanted: Wanted) -> Option<&V> {
        self.entries.get(wanted).map(|(value, _)| value)
    }

    /// Puts an entry in, which uses it, and drops the one that was not used for the longest if there is no room for both.
    pub(super) fn put(&mut self, wanted: Wanted, value: V) {
        let number = self.note_use(wanted);
        self.entries.insert(wanted, (value, number));
        while self.entries.len() > self.most {
            let Some(&(oldest, number)) = self.uses.get(self.oldest) else { break };
            self.oldest += 1;
            if self.is_last_use(oldest, number) {
                self.entries.remove(oldest);
            }
        }
    }

    pub(super) fn remove(&mut self, wanted: Wanted) {
        self.entries.remove(wanted);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::new(self.most);
    }

    fn note_use(&mut self, wanted: Wanted) -> u64 {
        self.last_use += 1;
        // Twice as many as there are entries, so that forgetting costs each use no more than one step.
        if self.uses.len() > 2 * self.entries.len() + 16 {
            let uses = std::mem::take(&mut self.uses);
            for &(wanted, number) in &uses[self.oldest..] {
                if self.is_last_use(wanted, number) {
                    self.uses.push((wanted, number));
                }
            }
            self.oldest = 0;
        }
        self.uses.push((wanted, self.last_use));
        self.last_use
    }

    fn is_last_use(&self, wanted: Wanted, number: u64) -> bool {
        self.entries.get(wanted).is_some_and(|(_, used)| *used == number)
    }
}

#[cfg(test)]
mod tests {
    use super::{Latest, Wanted};
    use crate::ids::UserId;

    fn user(number: u64) -> Wanted {
        Wanted { id: UserId::new(number).unwrap(), avatar_hr: false }
    }

    #[test]
    fn what_was_not_used_for_the_longest_goes_first() {
        let mut latest = Latest::new(2);
        latest.put(user(1), "a");
        latest.put(user(2), "b");
        assert_eq!(latest.get(user(1)), Some(&"a"));
        latest.put(user(3), "c");
        assert_eq!([1, 2, 3].map(|number| latest.get(user(number)).is_some()), [true, false, true]);
        latest.remove(user(1));
        latest.put(user(4), "d");
        assert_eq!([3, 4].map(|number| latest.get(user(number)).copied()), [Some("c"), Some("d")]);
        assert_eq!(latest.len(), 2);
    }

    #[test]
    fn uses_are_forgotten_and_the_order_is_not() {
        let mut latest = Latest::new(3);
        for number in 1..=3 {
            latest.put(user(number), number);
        }
        for _ in 0..1000 {
            latest.get(user(3));
            latest.get(user(1));
            latest.get(user(9));
        }
        assert!(latest.uses.len() < 30);
        latest.put(user(4), 4);
        assert_eq!([1, 2, 3, 4].map(|number| latest.get(user(number)).is_some()), [true, false, true, true]);
    }

    #[test]
    fn none_may_be_kept() {
        let mut latest = Latest::new(0);
        latest.put(user(1), ());
        assert_eq!((latest.len(), latest.get(user(1))), (0, None));
    }
}
