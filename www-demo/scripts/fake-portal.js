/**
 * The address and the tokens of the project's fake portal; `null` if the page is served without
 * one.
 */
export async function fakePortal() {
  try {
    const response = await fetch("/portal.json");
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
