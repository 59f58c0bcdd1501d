import { lookup } from "../../lookup.js";

// Asked for at each visit, not when the application is built.
export const dynamic = "force-dynamic";

export default async function Page() {
  return <pre id="outcome">{JSON.stringify(await lookup())}</pre>;
}
