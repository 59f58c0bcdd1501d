// The fake portal, started by whoever runs the tests.
export const portal = JSON.parse(process.env.B24_PORTAL);

const LOG = `${portal.origin}/__portal/log`;

/** Orders something of the portal while `work` is done: `limits`, `faults`, `edition`. */
export async function ordered(what, order, work) {
  const address = `${portal.origin}/__portal/${what}`;
  const answer = await fetch(address, { method: "PUT", body: JSON.stringify(order) });
  if (!answer.ok) throw new Error(await answer.text());
  try {
    return await work();
  } finally {
    await fetch(address, { method: "DELETE" });
  }
}

/** The requests that the portal got while `work` was done, and its outcome. */
export async function logged(work) {
  await fetch(LOG, { method: "DELETE" });
  const outcome = await work();
  return { outcome, log: await (await fetch(LOG)).json() };
}
