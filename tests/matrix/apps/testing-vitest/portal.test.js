// The same over the network.
import { expect, test } from "vitest";

import { lookup } from "./lookup.js";

test("real requests", async () => {
  expect(await lookup()).toEqual({ users: ["Emily Smith", "John Johnson"], missing: [999] });
});
