import { element } from "./dom.js";

// The first that fits: portals call everybody extranet who is no employee.
const KINDS = [
  [(user) => user.bot, "Bot", "bot"],
  [(user) => user.connector, "Connector", "outside"],
  [(user) => user.type === "guest", "Guest", "outside"],
  [(user) => user.type === "collaber", "Collaber", "outside"],
  [(user) => user.network, "Network", "outside"],
  [(user) => user.externalAuthId === "email", "By e-mail", "outside"],
  [(user) => user.extranet, "Extranet", "outside"],
];

/** What sets a user apart from other employees. */
export function badges(user) {
  const kind = KINDS.find(([fits]) => fits(user));
  return [kind && badge(kind[1], kind[2]), !user.active && badge("Dismissed", "dismissed")].filter(
    Boolean,
  );
}

function badge(text, kind) {
  return element("span", { class: `badge badge-${kind}` }, text);
}
