/**
 * Things that come and go, of which few are there at a time. Not in a `Set`: engines let each table that one has outgrown refer to the next,
 * so that when an early one has grown old, whatever was in a later one lives on until the whole heap is collected, users included.
 */
export function createRoll() {
  const entries = [];
  return {
    /** Takes a thing in; what it gives is for `leave`. */
    enter(thing) {
      const entry = { thing, place: entries.length };
      entries.push(entry);
      return entry;
    },

    /** Takes it out, if it is still there. */
    leave(entry) {
      if (entries[entry.place] !== entry) return;
      const last = entries.pop();
      if (last === entry) return;
      entries[entry.place] = last;
      last.place = entry.place;
    },

    /** Whether there is nothing in it. */
    isEmpty: () => entries.length === 0,

    /** Takes all out. */
    empty() {
      return entries.splice(0).map(({ thing }) => thing);
    },
  };
}
