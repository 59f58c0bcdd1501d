// What can be ordered of the fake portal; real portals have nothing of the kind.

/** Lets things go wrong (`faults`) and sets `limits`; what is left out goes back to normal. */
export async function order(portal, { faults = [], limits = {} }) {
  await Promise.all([send(portal, "faults", "PUT", faults), send(portal, "limits", "PUT", limits)]);
}

/** A fresh access token, on these terms. */
export async function issueToken(portal, terms) {
  const response = await send(portal, "tokens", "POST", terms);
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
