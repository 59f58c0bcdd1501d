// Prints users by their ids: npm start 4 5 999
import { createClient, isB24Error, isPartialResultError } from "b24-users";

const ids = process.argv.slice(2);
const b24 = await connect();
try {
  print(await b24.getUsers(ids, { deadlineMs: 30_000 }));
} catch (error) {
  if (!isB24Error(error)) throw error;
  // The users that arrived before other requests failed.
  if (isPartialResultError(error)) print(error.result);
  // No message of the package contains the webhook's secret.
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  b24.close();
}

/** A client with the inbound webhook of the environment; without one, of a fake portal. */
async function connect() {
  const webhook = process.env.B24_WEBHOOK;
  if (webhook) return createClient({ auth: { webhook } });
  console.error("B24_WEBHOOK is not set: these are users of a fake portal");
  const { createFakePortal } = await import("b24-users/testing");
  const fake = createFakePortal();
  return createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
}

function print({ users, missing }) {
  for (const { id, name, workPosition } of users)
    console.log(`${id}\t${name}\t${workPosition ?? ""}`);
  for (const id of missing) console.log(`${id}\tunknown user`);
}
