// The declared environments.
import { readFileSync } from "node:fs";

/** All environments. tests/matrix/README.md describes the fields. */
export const environments = JSON.parse(
  readFileSync(new URL("../environments.json", import.meta.url), "utf8"),
);

/** The environments that can be tested. */
export const available = environments.filter(({ unavailable }) => unavailable === undefined);

/** The selected environments: "fast", "all", or names separated by spaces. */
export function chosen(selection) {
  if (selection === "all") return available;
  if (selection === "fast") return available.filter(({ fast }) => fast);
  return selection.split(" ").map((name) => {
    const found = available.find((environment) => environment.name === name);
    if (!found)
      throw new Error(
        `there is no environment "${name}"; there are ${available.map(({ name }) => name).join(", ")}`,
      );
    return found;
  });
}
