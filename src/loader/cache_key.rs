use crate::ids::{IntegerKey, KeyMap, UserId};

/// The key of a user in the cache. Users with larger pictures are separate entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    pub(crate) id: UserId,
    pub(crate) avatar_hr: bool,
}

/// A map by cache key.
pub(crate) type CacheKeyMap<V> = KeyMap<CacheKey, V>;

impl IntegerKey for CacheKey {
    fn to_u64(self) -> u64 {
        // An id has 53 bits.
        self.id.to_u64() << 1 | u64::from(self.avatar_hr)
    }

    fn from_u64(number: u64) -> Self {
        Self { id: UserId::from_u64(number >> 1), avatar_hr: number & 1 == 1 }
    }
}
