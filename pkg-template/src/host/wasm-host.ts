import { callSafely } from "../shared/safe-callback.js";
import type { Ref } from "../shared/weak-ref.js";
import type { CancelMethod, HostApi, UserStoreApi } from "../generated/bindings.js";
import type { ClientEvent } from "../generated/types.gen.js";
import type { InstanceGuard } from "../runtime/instance-guard.js";
import { discardBody } from "./discard-body.js";
import type { EarlyRequest } from "./early-request.js";
import { buildChunk, detachUser, materializeUsers } from "./materialize.js";
import { addRequest, localBucket, updateBucket } from "./rate-limit-store.js";
import { createYieldToMain } from "./yield-to-main.js";

/** The options that an instance of the module refers to, without retaining them. */
export interface HostOptions {
  readonly fetch?: unknown;
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
}

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
  store: UserStoreApi | undefined,
): HostApi {
  return {
    hasStore: store !== undefined,
    ...store,
    buildChunk,
    materializeUsers,
    detachUser,
    localBucket,
    addRequest,
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
