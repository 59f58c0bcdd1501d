import { byId, element } from "./dom.js";
import { isStreamed } from "./lookup.js";

const MAX_IDS = 4;
/** The same for every token, so that not even its length is shown. */
const MASK = '"••••••••"';

/**
 * Shows the code of a request, as in client.js and lookup.js.
 *
 * @param {{
 *   portal: string,
 *   frame: import("./form.js").Frame,
 *   ids: string[],
 *   chat?: string | null,
 *   fresh?: boolean,
 * }} request
 * @param {import("./scenarios.js").Scenario | null} scenario
 */
export function showSource({ portal, frame, ids, chat = null, fresh = false }, scenario = null) {
  const { auth, ...options } = scenario?.options?.(portal) ?? {};
  const extraOptions = Object.entries(options).map(
    ([name, value]) => `, ${name}: ${JSON.stringify(value)}`,
  );
  const isFramed = frame !== null && !auth;
  const credentials = isFramed
    ? "...fromB24Frame($b24)"
    : `portal: ${JSON.stringify(portal)}, auth: ${auth ? "{ getToken }" : MASK}`;
  const lines = [
    `import { createClient${isFramed ? ", fromB24Frame" : ""} } from "b24-users";`,
    `const b24 = createClient({ ${credentials}${extraOptions.join("")}, onEvent });`,
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
  const args = `[${shorten(ids).join(", ")}], { ${options} }`;
  if (!isStreamed(ids)) return [`const { users, missing } = await b24.getUsers(${args});`];
  return [
    `for await (const { users, missing } of b24.streamUsers(${args})) {`,
    "  await show(users);",
    "}",
  ];
}

function shorten(ids) {
  const shown = ids.slice(0, MAX_IDS).map((id) => JSON.stringify(id));
  return ids.length > MAX_IDS ? [...shown, "…"] : shown;
}
