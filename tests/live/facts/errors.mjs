import { must, mustFail, shape, Unseen } from "../judge.mjs";

const METHOD = "im.user.list.get";
const FORM = "application/x-www-form-urlencoded";

/** Errors that can be caused without harm, CORS, and the parsing of bodies. */
export const errors = {
  async "error.NO_AUTH_FOUND"({ bare, send, id }) {
    if (!bare) throw new Unseen("a webhook's address is its credential");
    mustFail(
      await send(METHOD, { method: "POST", body: new URLSearchParams({ ID: `[${id}]` }) }),
      401,
      "NO_AUTH_FOUND",
    );
  },
  async "error.ERROR_METHOD_NOT_FOUND"({ post }) {
    mustFail(await post("im.user.list.nonsense"), 404, "ERROR_METHOD_NOT_FOUND");
  },
  async "envelope.error"({ list }) {
    const { body } = await list(["ID", "4"]);
    must(
      "error_description" in body && !("result" in body) && !("time" in body),
      "neither result nor time",
      shape(body),
    );
  },
  async "body.json"({ json, id }) {
    const { body } = await json(METHOD, { RESULT_TYPE: "array", ID: [id] });
    must(body?.result?.[0]?.id === id, `user ${id}`, shape(body));
  },
  async "body.query"({ get, id }) {
    const { body } = await get(METHOD, ["RESULT_TYPE", "array"], ["ID[]", id]);
    must(body?.result?.[0]?.id === id, `user ${id}`, shape(body));
  },
  async "body.other"({ auth, send, id }) {
    const body = new URLSearchParams({ ...auth, RESULT_TYPE: "array", ID: `[${id}]` }).toString();
    const response = await send(METHOD, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body,
    });
    must(response.body?.result?.[0]?.id === id, `user ${id}`, shape(response.body));
  },
  async "body.verb"({ auth, send, id }) {
    const body = new URLSearchParams({ ...auth, ID: `[${id}]` }).toString();
    const response = await send(METHOD, { method: "PUT", headers: { "content-type": FORM }, body });
    must(
      response.status >= 400 && "error" in (response.body ?? {}),
      "an error, as the body is not read",
      `${response.status}`,
    );
  },
  async "cors.headers"({ list, id }) {
    for (const { headers } of [await list(["ID[]", id]), await list(["ID", "4"])]) {
      const allowed = ["allow-origin", "allow-headers"].map((name) =>
        headers.get(`access-control-${name}`),
      );
      must(
        allowed.join("; ") === "*; origin, content-type, accept",
        "*; origin, content-type, accept",
        allowed.join("; "),
      );
    }
  },
  async "cors.options"({ send }) {
    const { status, text } = await send(METHOD, { method: "OPTIONS" });
    must(
      status === 200 && text === "",
      "200 without a body",
      `${status} with ${text.length} characters`,
    );
  },
};
