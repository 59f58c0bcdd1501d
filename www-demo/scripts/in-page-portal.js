// The fake portal of b24-users/testing behind this page's `fetch`, with the control requests of the
// fake portal's server.
import { createFakePortal } from "b24-users/testing";

const CONTROL = "/__portal/";

/** Starts the portal and returns its address and token. */
export function startInPagePortal() {
  const fake = createFakePortal({ people: 5000 });
  const sendToNetwork = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : input;
    const { origin, pathname } = new URL(address, location.href);
    if (origin !== fake.origin) return sendToNetwork(input, init);
    if (!pathname.startsWith(CONTROL)) return fake.fetch(input, init);
    return control(fake, pathname.slice(CONTROL.length), JSON.parse(String(init?.body)));
  };
  return { origin: fake.origin, accessToken: fake.accessToken };
}

async function control(fake, path, order) {
  if (path === "faults") fake.setFaults(order);
  else if (path === "limits") fake.setLimits(order);
  else if (path === "tokens") return Response.json({ accessToken: fake.issueToken(order) });
  else return new Response(null, { status: 404 });
  return new Response(null, { status: 204 });
}
