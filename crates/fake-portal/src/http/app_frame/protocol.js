// The protocol of `postMessage` between an application in a frame and the portal's page: strings.
//
//     to the portal        command:[parameters as JSON:]callback:sid
//     to the application   callback:result as JSON

/**
 * Parses a message; `null` if it is invalid or from another application. The JSON of the parameters
 * may contain colons.
 */
export function parseMessage(data, sid) {
  if (typeof data !== "string") return null;
  const parts = data.split(":");
  if (parts.length < 3 || parts.at(-1) !== sid) return null;
  const json = parts.slice(1, -2).join(":");
  return { command: parts[0], parameters: json && JSON.parse(json), callback: parts.at(-2) };
}

/** Formats the response to a message. */
export function formatResponse({ callback }, result) {
  return `${callback}:${JSON.stringify(result)}`;
}
