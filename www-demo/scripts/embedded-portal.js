/** Where the project's embedded portal is and what opens it, or `null` if the page is served without one. */
export async function embeddedPortal() {
  try {
    const response = await fetch("/portal.json");
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
