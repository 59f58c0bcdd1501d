// Requests over the network.
import { expect, test } from "vitest";

import { lookup } from "./lookup.js";

test("users are loaded over the network", async () => {
  expect(await lookup()).toEqual({ users: ["Emily Smith", "John Johnson"], missing: [999] });
});
