import { callSafely } from "../client/safe-callback.js";
import type { Ref } from "../client/weak-ref.js";
import type { ClientEvent } from "../generated/types.gen.js";
import type { InstanceGuard } from "../runtime/instance-guard.js";
import { discardBody } from "./discard-body.js";
import type { EarlyRequest } from "./early-request.js";
import { buildChunk, copyUsers, detachUser } from "./materialize.js";
import { updateBucket } from "./rate-limit-store.js";
import { createYielder } from "./yield-to-main.js";

/** The options that an instance of the module refers to, without retaining them. */
export interface HostOptions {
  readonly fetch?: unknown;
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** The functions that the module calls, under the names of src/bindings/host_api.rs. */
export interface Host {
  readonly openWindow: typeof buildChunk;
  readonly pickUsers: typeof copyUsers;
  readonly detachUser: typeof detachUser;
  readonly changeBucket: typeof updateBucket;
  /** Whether the application listens to events. */
  readonly listening: boolean;
  readonly yielding: typeof createYielder;
  readonly getToken: EarlyRequest["getToken"];
  readonly takeEarlyRequest: EarlyRequest["takeEarlyRequest"];
  /** The application's `fetch`: `undefined` without one, `null` once the options are collected. */
  readonly ownFetch: unknown;
  /**
   * Ends a part of a request if the instance traps, or when the returned function is called with
   * `false`. Called with `true`, that function only removes the listener.
   */
  endLater(target: unknown, action: EndAction): (isDone: boolean) => void;
  /** Reports an event. */
  tell(at: number, event: object): void;
}

/** What to end: a controller, the reader of a stream, or a response, which may be yet to arrive. */
type EndAction = "abort" | "cancel" | "discard";

// The targets are foreign, and may throw.
const END_ACTIONS: Record<EndAction, (target: unknown) => Promise<void>> = {
  abort: async (controller) => (controller as AbortController).abort(),
  cancel: async (reader) => (reader as ReadableStreamDefaultReader).cancel(),
  discard: discardBody,
};

/** Creates the host of a client's instance. `onTrap` registers a listener for a trap. */
export function createHost(
  earlyRequest: EarlyRequest,
  optionsRef: Ref<HostOptions>,
  onTrap: InstanceGuard["onTrap"],
): Host {
  return {
    openWindow: buildChunk,
    pickUsers: copyUsers,
    detachUser,
    changeBucket: updateBucket,
    listening: optionsRef.deref()?.onEvent !== undefined,
    yielding: createYielder,
    getToken: earlyRequest.getToken,
    takeEarlyRequest: earlyRequest.takeEarlyRequest,

    get ownFetch() {
      const options = optionsRef.deref();
      return options ? options.fetch : null;
    },

    endLater(target, action) {
      const end = () => {
        END_ACTIONS[action](target).catch(() => {});
      };
      const removeListener = onTrap(end);
      return (isDone) => {
        removeListener();
        if (!isDone) end();
      };
    },

    tell(at, event) {
      callSafely(optionsRef.deref()?.onEvent, { at, ...event } as ClientEvent);
    },
  };
}
