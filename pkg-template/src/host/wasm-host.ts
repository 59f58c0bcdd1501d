import { callSafely } from "../client/safe-callback.js";
import type { Ref } from "../client/weak-ref.js";
import type { ClientEvent } from "../generated/types.gen.js";
import type { InstanceGuard } from "../runtime/instance-guard.js";
import { discardBody } from "./discard-body.js";
import type { EarlyRequest } from "./early-request.js";
import { buildChunk, materializeUsers, detachUser } from "./materialize.js";
import { updateBucket } from "./rate-limit-store.js";
import { createYieldToMain } from "./yield-to-main.js";

/** The options that an instance of the module refers to, without retaining them. */
export interface HostOptions {
  readonly fetch?: unknown;
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** The functions that the module calls, under the names of src/bindings/host_api.rs. */
export interface Host {
  readonly buildChunk: typeof buildChunk;
  readonly materializeUsers: typeof materializeUsers;
  readonly detachUser: typeof detachUser;
  readonly updateBucket: typeof updateBucket;
  /** Whether the application listens to events. */
  readonly hasListener: boolean;
  readonly createYieldToMain: typeof createYieldToMain;
  readonly getToken: EarlyRequest["getToken"];
  readonly takeEarlyRequest: EarlyRequest["takeEarlyRequest"];
  /** The application's `fetch`: `undefined` without one, `null` once the options are collected. */
  readonly customFetch: unknown;
  /**
   * Registers `target` for cancellation when the instance traps. The returned function ends the
   * registration; called with `false`, it also cancels `target`.
   */
  registerCancel(target: unknown, method: CancelMethod): (isDone: boolean) => void;
  /** Reports an event. */
  emit(at: number, event: object): void;
}

/** `abort` of a controller, `cancel` of a reader, `discard` of a response, also a pending one. */
type CancelMethod = "abort" | "cancel" | "discard";

// The targets are foreign, and may throw.
const CANCEL: Record<CancelMethod, (target: unknown) => Promise<void>> = {
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
    buildChunk,
    materializeUsers,
    detachUser,
    updateBucket,
    hasListener: optionsRef.deref()?.onEvent !== undefined,
    createYieldToMain,
    getToken: earlyRequest.getToken,
    takeEarlyRequest: earlyRequest.takeEarlyRequest,

    get customFetch() {
      const options = optionsRef.deref();
      return options ? options.fetch : null;
    },

    registerCancel(target, method) {
      const cancel = () => {
        CANCEL[method](target).catch(() => {});
      };
      const removeListener = onTrap(cancel);
      return (isDone) => {
        removeListener();
        if (!isDone) cancel();
      };
    },

    emit(at, event) {
      callSafely(optionsRef.deref()?.onEvent, { at, ...event } as ClientEvent);
    },
  };
}
