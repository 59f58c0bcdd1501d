/** What the embedded portal was asked for, as it says. */
export class PortalLog {
  #address;

  constructor(origin) {
    this.#address = `${origin}/__portal/log`;
  }

  async clear() {
    await fetch(this.#address, { method: "DELETE" });
  }

  async entries() {
    return (await fetch(this.#address)).json();
  }
}
