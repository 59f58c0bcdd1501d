use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::UserId;

/// A map by user ids. Nobody but the portal chooses the ids in it, so that it needs no defence against chosen ones.
pub type IdMap<V> = HashMap<UserId, V, BuildHasherDefault<IdHasher>>;

/// A set of user ids.
pub type IdSet = HashSet<UserId, BuildHasherDefault<IdHasher>>;

/// Spreads numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

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
