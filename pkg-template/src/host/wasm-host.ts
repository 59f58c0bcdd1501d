// What the module asks of us.
import { changeBucket } from "./rate-limit-store.js";
import { discard } from "./discard-body.js";
import { tellListener } from "../client/safe-callback.js";
import { turns } from "./yield-to-main.js";
import { detachUser, openWindow, pickUsers } from "./materialize.js";

const WAYS = {
  abort: async (controller) => controller.abort(),
  cancel: async (reader) => reader.cancel(),
  discard,
};

/**
 * The functions that the module calls. `world` has tokens and the early request. `application`
 * refers weakly to the client's options. `mourn` registers a listener for a trap.
 */
export function createPage({ world, application, listening, mourn }) {
  return {
    openWindow,
    pickUsers,
    detachUser,
    changeBucket,
    listening,
    yielding: turns,
    getToken: world.getToken,
    takeEarlyRequest: world.takeEarlyRequest,

    get ownFetch() {
      const options = application.deref();
      return options ? options.fetch : null;
    },

    endLater(target, way) {
      // It is foreign, and may throw.
      const end = () => WAYS[way](target).catch(() => {});
      const stopMourning = mourn(end);
      return (isDone) => {
        stopMourning();
        if (!isDone) end();
      };
    },

    tell(at, what) {
      tellListener(application.deref()?.onEvent, { at, ...what });
    },
  };
}
