import { lookup } from "../../../lookup.js";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await lookup());
}
