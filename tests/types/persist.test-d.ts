// The persistent cache: its key, and what `createClient` takes.
import { createClient, type PersistentCache } from "b24-users";
import { type CacheKey, type PersistentCacheOptions, persistentCache } from "b24-users/persist";

import { expect, type Same } from "./expect.js";

const cache = persistentCache({ key: 4 });
expect<Same<typeof cache, PersistentCache>>();
createClient({ portal: "example.bitrix24.com", auth: "t", cache: { persist: cache, ttlMs: 1000 } });

persistentCache({ key: "a", maxAgeMs: 1000, max: 10, keepOtherKeys: true });
persistentCache({ key: null });
persistentCache({ key: () => undefined });
persistentCache({ key: async () => "a" });
persistentCache({ key: Promise.resolve(4) });
const options: PersistentCacheOptions = { key: () => Promise.resolve<CacheKey>(null) };
persistentCache(options);

// @ts-expect-error: the key is required
persistentCache({});
// @ts-expect-error: no key
persistentCache({ key: true });
// @ts-expect-error: not the result of persistentCache
createClient({ portal: "example.bitrix24.com", auth: "t", cache: { persist: true } });
