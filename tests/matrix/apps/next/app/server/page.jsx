import { lookup } from "../../lookup.js";

// Rendered per request, not at build time.
export const dynamic = "force-dynamic";

export default async function Page() {
  return <pre id="outcome">{JSON.stringify(await lookup())}</pre>;
}
