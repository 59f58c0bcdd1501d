/** An item's entry in a list; identifies it for `remove`. */
export interface Slot<T> {
  readonly item: T;
  index: number;
}

/** An unordered list of items, each of which can be removed in constant time. */
export interface SlotList<T> {
  /** Adds an item. */
  add(item: T): Slot<T>;
  /** Removes an item, if it is still in the list. */
  remove(slot: Slot<T>): void;
  isEmpty(): boolean;
  /** Removes all items and returns them. */
  drain(): T[];
}

/**
 * Creates a list for few items that come and go. Not a `Set`: engines link each table that a set
 * has outgrown to the next one, so an old table retains the items of later ones, users included,
 * until a full garbage collection.
 */
export function createSlotList<T>(): SlotList<T> {
  const slots: Slot<T>[] = [];
  return {
    add(item) {
      const slot = { item, index: slots.length };
      slots.push(slot);
      return slot;
    },

    remove(slot) {
      if (slots[slot.index] !== slot) return;
      const last = slots.pop() as Slot<T>;
      if (last === slot) return;
      slots[slot.index] = last;
      last.index = slot.index;
    },

    isEmpty: () => slots.length === 0,

    drain: () => slots.splice(0).map(({ item }) => item),
  };
}
