import { lookup } from "./lookup.js";

export default {
  async fetch() {
    return Response.json(await lookup());
  },
};
