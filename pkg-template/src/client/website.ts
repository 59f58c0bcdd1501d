// A scheme, unless what stands before the colon is a host and what follows its port.
const SCHEME = /^(?!(?:localhost|[^:/]*\.[^:/]*):\d)[a-z][a-z\d+.-]*:/i;
// A domain: its last part is a word, in Punycode if need be. People type "-", "n/a" and "1.5" when they have no website.
const DOMAIN = /\.(?:[a-z]{2,}|xn--[a-z\d-]+)$/i;

export function websiteHref({ website }) {
  if (!website) return null;
  const text = website.trim();
  try {
    if (SCHEME.test(text)) {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    }
    const url = new URL(`https://${text.replace(/^\/\//, "")}`);
    // A user name makes it a mail address, a backslash a folder in the company.
    const isDomain = DOMAIN.test(url.hostname) && !url.username && !text.includes("\\");
    return isDomain ? url.href : null;
  } catch {
    return null;
  }
}
