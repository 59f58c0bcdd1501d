// A scheme, unless what stands before the colon is a host and what follows its port.
const SCHEME = /^(?!(?:localhost|[^:/]*\.[^:/]*):\d)[a-z][a-z\d+.-]*:/i;

export function websiteHref({ website }) {
  if (!website) return null;
  const text = website.trim();
  const hasScheme = SCHEME.test(text);
  try {
    const url = new URL(hasScheme ? text : `https://${text.replace(/^\/\//, "")}`);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    // People type "-" or "n/a" when they have no website.
    return isWeb && (hasScheme || url.hostname.includes(".")) ? url.href : null;
  } catch {
    return null;
  }
}
