// The control interface of the fake portal. Real portals have none.

/**
 * Sets the `faults` and `limits` of the portal; an omitted one is reset to its default.
 *
 * @param {string | null} portal
 * @param {{ faults?: object[], limits?: object }} settings
 */
export async function configurePortal(portal, { faults = [], limits = {} }) {
  await Promise.all([send(portal, "faults", "PUT", faults), send(portal, "limits", "PUT", limits)]);
}

/** A new access token with these properties. */
export async function issueToken(portal, properties) {
  const response = await send(portal, "tokens", "POST", properties);
  return (await response.json()).accessToken;
}

async function send(portal, path, method, body) {
  const response = await fetch(`${portal}/__portal/${path}`, {
    method,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response;
}
