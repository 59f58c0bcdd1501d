// What an application in a frame and the portal's page around it say to each other: texts by `postMessage`.
//
//     to the portal        command:[parameters as JSON:]callback:sid
//     to the application   callback:answer as JSON

/** The parts of a message, `null` if it is none, or of another application. Parameters may have colons in them. */
export function parse(data, sid) {
  if (typeof data !== "string") return null;
  const parts = data.split(":");
  if (parts.length < 3 || parts.at(-1) !== sid) return null;
  const given = parts.slice(1, -2).join(":");
  return { command: parts[0], parameters: given && JSON.parse(given), callback: parts.at(-2) };
}

/** The answer to a message. */
export function answer({ callback }, value) {
  return `${callback}:${JSON.stringify(value)}`;
}
