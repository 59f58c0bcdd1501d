/**
 * Where a client has what the components' store has to know of it, which may be of another copy of the package: `ttlMs`, how long it
 * remembers users, and `watch(listener)`, which has a listener told of the ids that are forgotten (all without any), and whether the
 * client is closed.
 */
export const MEMORY = Symbol.for("b24-users.memory");
