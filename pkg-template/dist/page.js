// What the module asks of us.
import { changeBucket } from "./bucket.js";
import { tellListener } from "./listener.js";
import { detachUser, openWindow, pickUsers } from "./windows.js";

/** `world` gives requests and tokens; `application` refers to the client's options; `mourn` has somebody told of the instance's end. */
export function createPage({ world, application, listening, mourn }) {
  return {
    openWindow,
    pickUsers,
    detachUser,
    changeBucket,
    listening,
    getToken: world.getToken,

    send(url, form) {
      const { answer, abort } = world.send(url, form);
      // Nobody waits any more when the instance has ended that asked.
      const stopMourning = mourn(abort);
      return {
        answer: untilRead(answer, stopMourning),
        abort() {
          stopMourning();
          abort();
        },
      };
    },

    tell(at, what) {
      tellListener(application.deref()?.onEvent, { at, ...what });
    },
  };
}

/** An answer that does `done` when its body has been read, or cannot be. */
async function untilRead(answered, done) {
  try {
    const { read, ...head } = await answered;
    if (!read) done();
    const next = async () => {
      try {
        const piece = await read();
        if (piece === undefined) done();
        return piece;
      } catch (failed) {
        done();
        throw failed;
      }
    };
    return { ...head, read: next };
  } catch (failed) {
    done();
    throw failed;
  }
}
