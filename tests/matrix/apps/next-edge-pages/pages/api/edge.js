import { lookup } from "../../lookup.js";

export const config = { runtime: "edge" };

export default async function handler() {
  return Response.json(await lookup());
}
