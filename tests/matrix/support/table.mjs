// The table in docs/matrix.md.
import { available, environments } from "./environments.mjs";

/** The URL of the page. */
export const PAGE = new URL("../../../docs/matrix.md", import.meta.url);

/** The text of the page. `ranIn` returns the runtime of an environment. */
export function pageOf(ranIn) {
  const row = (environment) => {
    const { title, packages = [] } = environment;
    return `| ${title} | ${packages.join(", ")} | ${ranIn(environment)} |`;
  };
  const unavailable = environments.filter(({ unavailable }) => unavailable !== undefined);
  return `# Where the package works

In each environment, an empty application with the packed tarball, without plugins or settings for
the package, was built, opened or run, and loaded users from the fake portal; a bundle had exactly
one copy of the WebAssembly module. \`cargo xtask matrix --bless\` writes this page if all
environments pass; \`tests/matrix/environments.json\` declares them.

| environment | packages | ran in |
| --- | --- | --- |
${available.map(row).join("\n")}

Not tested:

${unavailable.map(listItem).join("\n")}
`;
}

/** A list item, wrapped at 100 columns. */
function listItem({ title, unavailable }) {
  return `- **${title}**: ${unavailable}`.match(/\S.{0,97}(?= |$)/g).join("\n  ");
}

/** The page without the runtimes, which depend on the test run. */
export function declaredPart(page) {
  return page.replace(/^(\| .* \| .* \|) .* \|$/gm, "$1");
}
