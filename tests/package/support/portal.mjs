// The fake portal. The test runner starts it and passes its properties.
export const portal = JSON.parse(process.env.B24_PORTAL);

const LOG = `${portal.origin}/__portal/log`;

/** Runs `work` with a setting of the portal: `limits`, `faults` or `edition`. */
export async function configurePortal(setting, value, work) {
  const address = `${portal.origin}/__portal/${setting}`;
  const response = await fetch(address, { method: "PUT", body: JSON.stringify(value) });
  if (!response.ok) throw new Error(await response.text());
  try {
    return await work();
  } finally {
    await fetch(address, { method: "DELETE" });
  }
}

/** Runs `work` and returns its outcome with the portal's log of the requests. */
export async function recordRequests(work) {
  await fetch(LOG, { method: "DELETE" });
  const outcome = await work();
  return { outcome, log: await (await fetch(LOG)).json() };
}
