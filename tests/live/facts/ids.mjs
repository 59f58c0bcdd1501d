import { mustBe, mustFail } from "../judge.mjs";

const INVALID_LISTS = ["4", "4,5", "", "[]", "[4,5"];
const MANY = 1_200;

/** Forms of ids. `id` and `other` are existing users. */
export const ids = {
  async "ids.list"({ list, id, other }) {
    mustBe(await list(["ID[]", id], ["ID[]", other]), [id, other]);
    mustBe(await list(["ID[0]", id], ["ID[1]", other]), [id, other]);
  },
  async "ids.text"({ list, id, other }) {
    for (const text of [
      `[${id},${other}]`,
      `['${id}','${other}']`,
      `[${id},,${other}]`,
      `[${id},${other},]`,
      `[${id},${other}]garbage`,
    ]) {
      mustBe(await list(["ID", text]), [id, other]);
    }
  },
  async "ids.map"({ list, id, other }) {
    mustBe(await list(["ID", `{"a":${id},"b":${other}}`]), [id, other]);
    mustBe(await list(["ID[a]", id], ["ID[b]", other]), [id, other]);
  },
  async "ids.none"({ list }) {
    mustFail(await list(), 400, "INVALID_FORMAT");
    for (const text of INVALID_LISTS) mustFail(await list(["ID", text]), 400, "INVALID_FORMAT");
  },
  async "ids.dropped"({ json, id }) {
    for (const dropped of [[0, -1], ["abc"], [null, false], ["U4"]]) {
      mustBe(await json("im.user.list.get", { RESULT_TYPE: "array", ID: [...dropped, id] }), [id]);
    }
  },
  async "ids.all-dropped"({ list }) {
    for (const invalid of ["abc", "0"])
      mustFail(await list(["ID[]", invalid]), 400, "INVALID_FORMAT");
  },
  async "ids.intval"({ list, id }) {
    for (const text of [`${id}abc`, `${id}.9`, `  ${id} `, `+${id}`, `${id}e0`])
      mustBe(await list(["ID[]", text]), [id]);
  },
  async "ids.nested"({ json }) {
    for (const nested of [[true], [[4, 5]], [{ id: 4 }]]) {
      const response = await json("im.user.list.get", { RESULT_TYPE: "array", ID: nested });
      // User 1 may have been deleted.
      mustBe(response, [response.body?.result?.[0] === null ? null : 1]);
    }
  },
  async "ids.too-large"({ list }) {
    mustBe(await list(["ID[]", "99999999999999999999"]), [null]);
  },
  async "ids.duplicates"({ list, id, other }) {
    mustBe(await list(["ID", `[${other},${id},${other},"${other}"]`]), [other, id]);
  },
  async "ids.max-input-vars"({ list, id, missingId }) {
    const absent = Array.from({ length: MANY }, (_, index) => ["ID[]", missingId + index]);
    const { body } = await list(...absent, ["ID[]", id]);
    mustBe({ status: 200, body: { result: body.result.filter(Boolean) } }, []);
  },
};
