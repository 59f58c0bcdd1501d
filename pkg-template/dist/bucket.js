// How many requests of ours are in a portal's bucket: shared by all clients of the page and, where there are locks and a store, by all
// tabs of the application.
const memory = new Map();

/** Changes the bucket of `portal` by `change(level, at)`, which gives both anew; never rejects. */
export async function changeBucket(portal, change) {
  const key = `b24-users:${portal}`;
  const step = () => {
    const store = sharedStore();
    const [level, at] = change(...read(store, key));
    write(store, key, [level, at]);
  };
  try {
    if (sharedStore() && globalThis.navigator?.locks) await navigator.locks.request(key, step);
    else step();
  } catch {
    // The client goes on as if nothing were known of the portal.
  }
}

/** The store of the page; Node has one of that name that it warns of, and pages of opaque origin may not even look at theirs. */
function sharedStore() {
  try {
    return globalThis.document && globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function read(store, key) {
  try {
    const [level, at] = JSON.parse(store?.getItem(key) ?? null) ?? memory.get(key) ?? [0, 0];
    return [Number(level), Number(at)];
  } catch {
    return memory.get(key) ?? [0, 0];
  }
}

function write(store, key, bucket) {
  memory.set(key, bucket);
  try {
    store?.setItem(key, JSON.stringify(bucket));
  } catch {
    // A full store: this page still knows.
  }
}
