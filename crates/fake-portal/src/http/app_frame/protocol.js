// The protocol between an application in a frame and the portal's page: strings by `postMessage`.
//
//     to the portal        command:[parameters as JSON:]callback:sid
//     to the application   callback:result as JSON

/** Parses a message; `null` if invalid or of another application. Parameters may contain colons. */
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
