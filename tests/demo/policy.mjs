import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy in a page's markup, and the source expression that its import map
 * requires.
 */
export function policyOf(html) {
  const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1];
  const importMap = html.match(/<script type="importmap">([^<]*)<\/script>/)?.[1];
  if (!policy || !importMap) throw new Error("the page has no policy or no import map");
  return {
    policy,
    requiredSource: `'sha256-${createHash("sha256").update(importMap).digest("base64")}'`,
  };
}
