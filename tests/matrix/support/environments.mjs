// The environments, as they are declared.
import { readFileSync } from "node:fs";

/** All of them. What the fields mean is in the README beside the file. */
export const environments = JSON.parse(
  readFileSync(new URL("../environments.json", import.meta.url), "utf8"),
);

/** Those that can be had here. */
export const available = environments.filter(({ unavailable }) => unavailable === undefined);

/** Those that `wish` names: "fast", "all", or names with spaces between. */
export function chosen(wish) {
  if (wish === "all") return available;
  if (wish === "fast") return available.filter(({ fast }) => fast);
  return wish.split(" ").map((name) => {
    const found = available.find((environment) => environment.name === name);
    if (!found)
      throw new Error(
        `there is no environment "${name}"; there are ${available.map(({ name }) => name).join(", ")}`,
      );
    return found;
  });
}
