// axe finds no violations.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { VIEWPORTS, setViewport } from "./viewports.mjs";

const AXE = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export const ACCESSIBILITY = [
  ["axe: the page of a link", (context) => runAxe(context, () => {})],
  ["axe: the first look", (context) => runAxe(context, (demo) => demo.openFirstLook())],
  [
    "axe: users, disclosures and all kinds of waterfall rows",
    (context) => runAxe(context, requestPoisonedRecords),
  ],
  ["axe: the members of a chat and the own status", (context) => runAxe(context, requestChat)],
  ["axe: an error", (context) => runAxe(context, requestWithExpiredToken)],
];

async function requestPoisonedRecords(demo) {
  await demo.scenario("Poisoned records");
  await demo.submit();
  await demo.events();
  await demo.notice("Not fetched");
}

async function requestChat(demo) {
  await demo.preset("A chat");
  await demo.submit();
  await demo.ownStatus("Away");
}

async function requestWithExpiredToken(demo, portal) {
  await demo.token.fill(portal.expiredToken);
  await demo.submit();
}

/** Brings the page into a state with `prepare` and runs axe in all viewports. */
async function runAxe({ demo, portal }, prepare) {
  await demo.open();
  await prepare(demo, portal);
  // Evaluated over the debugger's connection, which bypasses the page's policy.
  await demo.page.evaluate(AXE);
  for (const [, width, colorScheme] of VIEWPORTS) {
    await setViewport(demo.page, width, colorScheme);
    const { violations, passes } = await demo.page.evaluate(() => globalThis.axe.run());
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("; ")}`,
    );
    assert.deepEqual(found, [], `at ${width} pixels, ${colorScheme}`);
    assert(
      passes.some(({ id }) => id === "color-contrast"),
      "axe did not check the contrast of colours",
    );
  }
}
