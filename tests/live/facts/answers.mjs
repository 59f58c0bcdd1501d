import { must, mustBe, mustFail, resultOf, shape } from "../judge.mjs";

const METHOD = "im.user.list.get";

/** Parameters and responses of `im.user.list.get`, and the envelope of every response. */
export const answers = {
  async "params.names"({ post, id }) {
    mustBe(
      await post(METHOD, ["id[]", id], ["result_type", "ARRAY"], ["start", 50], ["nonsense", 1]),
      [id],
    );
  },
  async "params.RESULT_TYPE"({ post, id }) {
    mustBe(await post(METHOD, ["ID[]", id], ["RESULT_TYPE", "ArRaY"]), [id]);
    const other = resultOf(await post(METHOD, ["ID[]", id], ["RESULT_TYPE", "list"]));
    must(other?.[id]?.id === id, "an object by id", shape(other));
  },
  async "params.RESULT_TYPE-list"({ post, id }) {
    const { status, body } = await post(METHOD, ["ID[]", id], ["RESULT_TYPE[]", "array"]);
    must(status === 500 && body === undefined, "500 and a page", `${status} with ${shape(body)}`);
  },
  async "answer.object"({ post, id }) {
    const result = resultOf(await post(METHOD, ["ID[]", id]));
    must(!Array.isArray(result) && result?.[id]?.id === id, "an object by id", shape(result));
  },
  async "answer.list"({ list, id, other }) {
    mustBe(await list(["ID[]", other], ["ID[]", id]), [other, id]);
  },
  async "answer.order"({ post, id, other }) {
    const [first, second] = [Math.max(id, other), Math.min(id, other)];
    const { text } = await post(METHOD, ["ID[]", first], ["ID[]", second]);
    must(
      text.indexOf(`"${first}":{`) < text.indexOf(`"${second}":{`),
      "keys in the requested order",
      "another order",
    );
  },
  async "answer.unknown"({ post, list, id, missingId }) {
    mustBe(await list(["ID[]", missingId], ["ID[]", id]), [null, id]);
    const result = resultOf(await post(METHOD, ["ID[]", missingId]));
    must(result?.[missingId] === null, "null under its key", shape(result));
  },
  async "answer.pages"({ list, id }) {
    const { body } = await list(["ID[]", id], ["ID[]", id]);
    must(!("total" in body) && !("next" in body), "neither total nor next", shape(body));
  },
  async "answer.invalid-format"({ list }) {
    mustFail(await list(["ID", "4"]), 400, "INVALID_FORMAT");
  },
  async "text.escapes"({ list, id }) {
    const { text } = await list(["ID[]", id]);
    must(!/[<>&']/.test(text), "< > & ' escaped", "one of them as it is");
    must(!/[^\\]\//.test(text), "every slash as \\/", "a slash as it is");
  },
  async "single.id"({ post, missingId }) {
    mustFail(await post("im.user.get", ["ID", 0]), 400, "ID_EMPTY");
    mustFail(await post("im.user.get", ["ID", missingId]), 400, "USER_NOT_EXISTS");
  },
};
