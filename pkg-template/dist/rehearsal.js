// Engines compile the functions of a module when they are first called. While the first request is under way there is time for that: a
// client that is nobody's reads an answer that came from nowhere.
import { createPage } from "./page.js";
import { nextTask } from "./turns.js";

const DATE = "2026-01-01T00:00:00+03:00";
// As portals write them, with what takes a way of its own: text beyond ASCII, escapes, and absence of all kinds.
const USER = `{"id":1,"active":true,"name":"Я","first_name":"Я","last_name":"","work_position":"a","color":"#df532d","avatar":"https:\\/\\/b.invalid\\/a",
"avatar_hr":"","gender":"F","birthday":"01-02","extranet":false,"network":false,"bot":false,"connector":false,"external_auth_id":"default","status":"online",
"idle":false,"last_activity_date":"${DATE}","mobile_last_date":false,"desktop_last_date":"${DATE}","absent":false,"departments":[1],
"phones":{"work_phone":"1"},"bot_data":null,"type":"user","website":"","email":"a@b.invalid"}`;
const ANSWER = `{"result":{"1":${USER},"2":null},"time":{"duration":0.1,"operating":0}}`;

/** Has an instance read that answer once what is under way waits for its own. Whatever becomes of it, nobody notices. */
export async function rehearse({ Client, watch }) {
  try {
    await nextTask();
    if (watch.ended) return;
    const pieces = [new TextEncoder().encode(ANSWER)];
    const answer = Promise.resolve({ status: 200, redirected: false, read: async () => pieces.pop() });
    const world = { send: () => ({ answer, abort() {} }) };
    const page = createPage({ world, application: { deref() {} }, listening: false, mourn: watch.mourn });
    const client = new Client({ portal: "b.invalid", token: { accessToken: "a" }, limits: {}, cache: {} }, {
      ...page,
      changeBucket: async (_portal, change) => change(0, 0),
      openWindow: harmless(page.openWindow),
      pickUsers: harmless(page.pickUsers),
    });
    await client.ask("getUsers", [1, 2], { progress() {} });
  } catch {
    // The first call finds out for itself.
  }
}

// What is thrown in there would be the end of the instance.
const harmless = (work) => (...given) => {
  try {
    return work(...given);
  } catch {
    return [];
  }
};
