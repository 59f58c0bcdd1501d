import { createClient } from "b24-users";
import {
  createFakePortal,
  type FakeFault,
  type FakeLogEntry,
  type FakePerson,
  type FakePortal,
} from "b24-users/testing";

import { expect, type Same } from "./expect.js";

const fake = createFakePortal();
expect<Same<typeof fake, FakePortal>>();
expect<Same<typeof fake.log, FakeLogEntry[]>>();

// The fetch of the fake portal fits the option of clients, and can replace the global one.
createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
createClient({ auth: { webhook: fake.webhook }, fetch: fake.fetch });
createClient({
  portal: fake.origin,
  auth: { getToken: () => fake.issueToken({ expiresAfterUses: 1 }) },
  fetch: fake.fetch,
});
globalThis.fetch = fake.fetch;

const people: FakePerson[] = [{ id: 7, firstName: "Ann", phones: { workPhone: "+1" } }];
const faults: FakeFault[] = [
  { kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 1, method: "batch" },
  { kind: "delay", ms: 100, probability: 0.5 },
  { kind: "hang" },
];
createFakePortal({
  people,
  faults,
  limits: { burst: 50 },
  edition: { version: "2018" },
  now: Date.now,
  sleep: async () => {},
});
createFakePortal({ chats: { 12: [7, 8] } }).issueWebhook({ user: 7, scopes: ["user_brief"] });
fake.issueToken({ scopes: ["im"] });
expect<Same<typeof fake.oauth.clientId, string>>();
createFakePortal({ people: 20_000, seed: 2, origin: "https://b24.example" });
fake.setFaults([{ kind: "truncate", bytes: 5 }]);
fake.setFaults();

// @ts-expect-error A delay needs a duration.
fake.setFaults([{ kind: "delay" }]);
// @ts-expect-error People have ids.
createFakePortal({ people: [{ name: "Nobody" }] });
// @ts-expect-error Chats are lists of ids.
createFakePortal({ chats: { 12: 7 } });
// @ts-expect-error There is no such option.
createFakePortal({ peple: 5 });
