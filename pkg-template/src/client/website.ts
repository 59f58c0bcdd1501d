import type { User } from "../generated/types.gen.js";

// A scheme, unless the part before the colon is a host and the part after it a port.
const SCHEME = /^(?!(?:localhost|[^:/]*\.[^:/]*):\d)[a-z][a-z\d+.-]*:/i;
// A top-level domain, or one in Punycode: users also type "-", "n/a" and "1.5".
const DOMAIN = /\.(?:[a-z]{2,}|xn--[a-z\d-]+)$/i;

/**
 * The absolute http(s) URL of a user's website, for a link; `null` if the field is empty or no such
 * URL. Users type that field freely.
 *
 * @example
 * ```js
 * websiteHref({ website: "example.com" }); // "https://example.com/"
 * ```
 */
export function websiteHref(user: Pick<User, "website">): string | null {
  const { website } = user;
  if (!website) return null;
  const text = website.trim();
  try {
    if (SCHEME.test(text)) {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    }
    const url = new URL(`https://${text.replace(/^\/\//, "")}`);
    // With a user name it is an e-mail address, with a backslash a network folder.
    const isDomain = DOMAIN.test(url.hostname) && !url.username && !text.includes("\\");
    return isDomain ? url.href : null;
  } catch {
    return null;
  }
}
