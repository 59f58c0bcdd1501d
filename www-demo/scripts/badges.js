import { element } from "./dom.js";

// The first match wins: portals mark every external user as extranet.
/** @type {[matches: (user: import("b24-users").User) => boolean, label: string, kind: string][]} */
const BADGES = [
  [(user) => user.bot, "Bot", "bot"],
  [(user) => user.connector, "Connector", "outside"],
  [(user) => user.type === "guest", "Guest", "outside"],
  [(user) => user.type === "collaber", "Collaber", "outside"],
  [(user) => user.network, "Network", "outside"],
  [(user) => user.externalAuthId === "email", "By e-mail", "outside"],
  [(user) => user.extranet, "Extranet", "outside"],
];

/** The badges of a user; ordinary active employees have none. */
export function badges(user) {
  const match = BADGES.find(([matches]) => matches(user));
  const badges = match ? [badge(match[1], match[2])] : [];
  return user.active ? badges : [...badges, badge("Dismissed", "dismissed")];
}

function badge(text, kind) {
  return element("span", { class: `badge badge-${kind}` }, text);
}
