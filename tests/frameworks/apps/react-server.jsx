import { Writable } from "node:stream";

import { StrictMode, Suspense } from "react";
import { renderToPipeableStream } from "react-dom/server";

import { createClient } from "b24-users";
import { B24UsersProvider, dehydrate } from "b24-users/react";

import { People } from "./react-people.jsx";

/** The markup for `shown`, and the initial users of the page. */
export async function render(options, shown, initial, client = createClient(options)) {
  const app = (
    <StrictMode>
      <Suspense fallback={<p id="fallback">Loading all</p>}>
        <B24UsersProvider client={client} initial={initial}>
          <People shown={shown} />
        </B24UsersProvider>
      </Suspense>
    </StrictMode>
  );
  const markup = await markupOf(app);
  return { markup, initial: dehydrate(client) };
}

/** The markup of an application without the provider. */
export const renderWithoutProvider = (shown) => markupOf(<People shown={shown} />);

function markupOf(app) {
  return new Promise((resolve, reject) => {
    let text = "";
    const write = (chunk, _encoding, done) => {
      text += chunk;
      done();
    };
    const final = (done) => {
      resolve(text);
      done();
    };
    const { pipe } = renderToPipeableStream(app, {
      onAllReady: () => pipe(new Writable({ write, final })),
      onError: reject,
    });
  });
}
