// The table in docs/matrix.md.
import { available, environments } from "./environments.mjs";

/** Where it is. */
export const PAGE = new URL("../../../docs/matrix.md", import.meta.url);

/** The page; `ranIn` tells in what an environment ran. */
export function pageOf(ranIn) {
  const row = (environment) => {
    const { title, packages = [] } = environment;
    return `| ${title} | ${packages.join(", ")} | ${ranIn(environment)} |`;
  };
  const unavailable = environments.filter(({ unavailable }) => unavailable !== undefined);
  return `# Where the package works

In each of these an empty application installed the packed tarball, with no plugin and no setting that the package would want for itself,
was built, opened or run, and got real users from the fake portal; where it was bundled, with exactly one copy of the WebAssembly
module. This page is written by \`cargo xtask matrix --bless\`, and only if all of them pass; \`tests/matrix/environments.json\` declares them.

| environment | packages | ran in |
| --- | --- | --- |
${available.map(row).join("\n")}

Not among them:

${unavailable.map(({ title, unavailable }) => `- **${title}**: ${unavailable}`).join("\n")}
`;
}

/** What of the page depends on the declarations alone. */
export function declaredPart(page) {
  return page.replace(/^(\| .* \| .* \|) .* \|$/gm, "$1");
}
