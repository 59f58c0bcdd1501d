// The embedded portal, started by whoever runs the tests.
export const portal = JSON.parse(process.env.B24_PORTAL);

const LOG = `${portal.origin}/__portal/log`;

/** The requests that the portal got while `work` was done, and its outcome. */
export async function logged(work) {
  await fetch(LOG, { method: "DELETE" });
  const outcome = await work();
  return { outcome, log: await (await fetch(LOG)).json() };
}
