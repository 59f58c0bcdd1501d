import { createClient, fromB24Frame } from "b24-users";

const isLocal = ["localhost", "127.0.0.1"].includes(location.hostname);

/** A client of the portal that frames this page; on a developer's machine, of a fake portal. */
export async function connect() {
  if (isLocal && window.parent === window) {
    const { createFakePortal } = await import("b24-users/testing");
    const fake = createFakePortal();
    return createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  }
  // B24Js is the global object of @bitrix24/b24jssdk. The portal's page provides the token.
  return createClient({ ...fromB24Frame(B24Js.initializeB24Frame()) });
}
