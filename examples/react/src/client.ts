import { initializeB24Frame } from "@bitrix24/b24jssdk";
import { type Client, createClient, fromB24Frame } from "b24-users";

/** A client of the portal that frames this page; with `npm run dev`, of a fake portal. */
export async function connect(): Promise<Client> {
  if (import.meta.env.DEV && window.parent === window) {
    const { createFakePortal } = await import("b24-users/testing");
    const fake = createFakePortal();
    return createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  }
  // The portal's page provides the token and its refresh.
  return createClient({ ...fromB24Frame(initializeB24Frame()) });
}
