use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::UserId;

/// What tells entries of a map apart: a number of its own.
pub trait Key: Copy {
    /// The number.
    fn number(self) -> u64;
}

impl Key for UserId {
    fn number(self) -> u64 {
        self.get()
    }
}

/// Places by numbers. Nobody but the portal chooses the numbers, so that it needs no defence against chosen ones.
///
/// The one hash table behind all maps: one for each sort of entries would be a part of the module.
pub(super) type Places = HashMap<u64, usize, BuildHasherDefault<IdHasher>>;

/// A map by keys that have numbers, in the order in which they came as long as none is removed.
#[derive(Clone, Debug)]
pub struct KeyMap<K, V> {
    places: Places,
    entries: Vec<(K, V)>,
}

impl<K, V> Default for KeyMap<K, V> {
    fn default() -> Self {
        Self { places: Places::default(), entries: Vec::new() }
    }
}

impl<K: Key, V> KeyMap<K, V> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, key: K) -> Option<usize> {
        self.places.get(&key.number()).copied()
    }

    /// What it has for this one.
    #[must_use]
    pub fn get(&self, key: K) -> Option<&V> {
        Some(&self.entries[self.place(key)?].1)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let place = self.place(key)?;
        Some(&mut self.entries[place].1)
    }

    /// Puts one in, in place of what it has for it; tells whether that was nothing.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        if let Some(known) = self.get_mut(key) {
            *known = value;
            return false;
        }
        self.places.insert(key.number(), self.entries.len());
        self.entries.push((key, value));
        true
    }

    /// Takes one out. The last takes its place.
    pub fn remove(&mut self, key: K) -> Option<V> {
        let place = self.places.remove(&key.number())?;
        let (_, value) = self.entries.swap_remove(place);
        if let Some((moved, _)) = self.entries.get(place) {
            self.places.insert(moved.number(), place);
        }
        Some(value)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.entries.iter()
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Spreads numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u64(&mut self, number: u64) {
        let spread = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // Where words have 32 bits, the upper half is cut off.
        self.0 = spread ^ (spread >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::KeyMap;
    use crate::ids::UserId;

    fn id(number: u64) -> UserId {
        UserId::new(number).unwrap()
    }

    #[test]
    fn what_is_put_in_is_found_until_it_is_taken_out() {
        let mut map = KeyMap::default();
        assert!((1..=9).all(|number| map.insert(id(number), number)));
        assert!(!map.insert(id(4), 40));
        assert_eq!((map.len(), map.get(id(4)), map.get(id(10))), (9, Some(&40), None));
        assert_eq!((map.remove(id(1)), map.remove(id(9)), map.remove(id(1))), (Some(1), Some(9), None));
        for number in 1..=9 {
            let expected = [Some(number * if number == 4 { 10 } else { 1 }), None];
            assert_eq!(map.get(id(number)).copied(), expected[usize::from(number == 1 || number == 9)]);
        }
        assert_eq!(map.iter().count(), 7);
    }
}
