import { must, resultOf, shape, Unseen } from "../judge.mjs";

async function page({ post }, ...fields) {
  const response = await post("user.get", ...fields);
  if (response.body?.error === "insufficient_scope") throw new Unseen("the scope user is missing");
  return { result: resultOf(response), ...response.body };
}

/** Pages of `user.get`. */
export const lists = {
  async "lists.pages"(portal) {
    const { result, next, total } = await page(portal);
    must(Number.isInteger(total), "a total", shape(total));
    must(
      result.length === Math.min(50, total),
      "fifty of a page, or all",
      `${result.length} of ${total}`,
    );
    must(
      total > 50 ? next === 50 : next === undefined,
      "next if there is another page",
      shape(next),
    );
  },
  async "lists.empty"(portal) {
    const { result, ...rest } = await page(portal, ["FILTER[ID]", portal.missingId]);
    must(
      !result.length && !("total" in rest) && !("next" in rest),
      "neither total nor next",
      shape(rest),
    );
  },
  async "lists.minus-one"(portal) {
    const { next, total } = await page(portal, ["start", -1]);
    must(total === 0 && next === undefined, "a total of 0 and no next", `${total} and ${next}`);
  },
  async "lists.ids"(portal) {
    const { result } = await page(portal);
    must(
      result.every(({ ID }) => typeof ID === "string" && /^\d+$/.test(ID)),
      "digits as text",
      shape(result.map(({ ID }) => ID)),
    );
  },
  async "lists.filter"(portal) {
    for (const key of ["ID", "id"]) {
      const { result } = await page(portal, [`FILTER[${key}]`, portal.id]);
      must(
        result.length === 1 && result[0].ID === String(portal.id),
        `user ${portal.id} alone`,
        `${result.length} users`,
      );
    }
  },
};
