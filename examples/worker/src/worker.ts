// Counts users by position. Requests, decoding and counting do not block the page.
import { B24Error, type Client, createClient, type Token, type TokenRequest } from "b24-users";

import type { ToPage, ToWorker } from "./messages";

let client: Promise<Client> | undefined;
let receiveToken: ((token: Token | null) => void) | undefined;

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "token") receiveToken?.(data.token);
  else void count(data.ids, data.useFakePortal);
});

async function count(ids: number[], useFakePortal: boolean) {
  client ??= connect(useFakePortal);
  const positions = new Map<string, number>();
  let users = 0;
  let missing = 0;
  try {
    for await (const chunk of (await client).streamUsers(ids)) {
      users += chunk.users.length;
      missing += chunk.missing.length;
      for (const { workPosition } of chunk.users) {
        const name = workPosition ?? "none";
        positions.set(name, (positions.get(name) ?? 0) + 1);
      }
      send({ type: "progress", users, missing });
    }
    const sorted = [...positions].sort(([, one], [, other]) => other - one);
    send({ type: "done", users, missing, positions: sorted });
  } catch (error) {
    if (!(error instanceof B24Error)) throw error;
    // `postMessage` would drop the fields of the error itself.
    send({ type: "error", error: error.toJSON() });
  }
}

async function connect(useFakePortal: boolean): Promise<Client> {
  if (import.meta.env.DEV && useFakePortal) {
    const { createFakePortal } = await import("b24-users/testing");
    const fake = createFakePortal({ people: 5000 });
    return createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  }
  return createClient({ auth: { getToken } });
}

/** The token of the portal's page, which the page around this worker requests. */
async function getToken(request: TokenRequest): Promise<Token> {
  const received = new Promise<Token | null>((resolve) => {
    receiveToken = resolve;
  });
  send({ type: "token", request });
  const token = await received;
  if (!token) throw new Error("the portal's page provides no token");
  return token;
}

function send(message: ToPage) {
  postMessage(message);
}
