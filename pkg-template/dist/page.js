// What the module asks of us.
import { changeBucket } from "./bucket.js";
import { discard } from "./discard.js";
import { tellListener } from "./listener.js";
import { turns } from "./turns.js";
import { detachUser, openWindow, pickUsers } from "./windows.js";

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
