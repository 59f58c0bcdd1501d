import { byId, element } from "./dom.js";
import { isStreamed } from "./lookup.js";

const MOST_IDS = 4;
/** The same for every token, so that it does not even tell the length. */
const MASK = '"••••••••"';

/** Shows the code that a request takes; it is what client.js and lookup.js do. */
export function showSource({ portal, frame, ids, chat = null, fresh = false }, mood = null) {
  const { auth, ...options } = mood?.options?.(portal) ?? {};
  const given = Object.entries(options).map(
    ([name, value]) => `, ${name}: ${JSON.stringify(value)}`,
  );
  const isFramed = frame !== null && !auth;
  const wayIn = isFramed
    ? "...fromB24Frame($b24)"
    : `portal: ${JSON.stringify(portal)}, auth: ${auth ? "{ getToken }" : MASK}`;
  const lines = [
    `import { createClient${isFramed ? ", fromB24Frame" : ""} } from "b24-users";`,
    `const b24 = createClient({ ${wayIn}${given.join("")}, onEvent });`,
    ...call(
      chat,
      ids,
      `${fresh ? "fresh: true, " : ""}${chat ? "" : 'invalid: "report", '}signal, onProgress`,
    ),
  ];
  byId("source").replaceChildren(
    ...lines.map((line) => element("span", { class: "code-line" }, `${line}\n`)),
  );
}

function call(chat, ids, options) {
  if (chat)
    return [
      `const { users, missing } = await b24.getChatUsers(${JSON.stringify(chat)}, { ${options} });`,
    ];
  const given = `[${shorten(ids).join(", ")}], { ${options} }`;
  if (!isStreamed(ids)) return [`const { users, missing } = await b24.getUsers(${given});`];
  return [
    `for await (const { users, missing } of b24.streamUsers(${given})) {`,
    "  await show(users);",
    "}",
  ];
}

function shorten(ids) {
  const shown = ids.slice(0, MOST_IDS).map((id) => JSON.stringify(id));
  return ids.length > MOST_IDS ? [...shown, "…"] : shown;
}
