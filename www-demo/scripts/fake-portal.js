/**
 * The fake portal of the server of this page, by its address and credentials; on the documentation
 * site, whose server is static, one in this page. `null` if there is neither.
 */
export async function fakePortal() {
  try {
    const response = await fetch("portal.json");
    if (!response.ok) return null;
    const description = await response.json();
    if (!description.inPage) return description;
    const { startInPagePortal } = await import("./in-page-portal.js");
    return { ...description, ...startInPagePortal() };
  } catch {
    return null;
  }
}
