// What axe finds: nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { LOOKS, wear } from "./looks.mjs";

const AXE = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export const ACCESSIBILITY = [
  ["axe: before anything is asked", (world) => examine(world, () => {})],
  ["axe: people, remarks and a waterfall of all kinds", (world) => examine(world, askPoisoned)],
  ["axe: a chat's people and the own status", (world) => examine(world, askChat)],
  ["axe: an error", (world) => examine(world, askWithExpiredToken)],
];

async function askPoisoned(demo) {
  await demo.mood("Poisoned records");
  await demo.ask();
  await demo.happenings();
  await demo.notice("Not fetched");
}

async function askChat(demo) {
  await demo.preset("A chat");
  await demo.ask();
  await demo.ownStatus("Away");
}

async function askWithExpiredToken(demo, portal) {
  await demo.token.fill(portal.expiredToken);
  await demo.ask();
}

/** Brings the page into a state and looks at it in all looks. */
async function examine({ demo, portal }, bring) {
  await demo.open();
  await bring(demo, portal);
  // Over the debugger's connection, which the page's policy does not concern.
  await demo.page.evaluate(AXE);
  for (const [, width, colorScheme] of LOOKS) {
    await wear(demo.page, width, colorScheme);
    const { violations, passes } = await demo.page.evaluate(() => globalThis.axe.run());
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("; ")}`,
    );
    assert.deepEqual(found, [], `at ${width} pixels, ${colorScheme}`);
    assert(
      passes.some(({ id }) => id === "color-contrast"),
      "axe did not look at colours",
    );
  }
}
