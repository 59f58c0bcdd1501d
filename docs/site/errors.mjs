// The page of error codes, made from the table in the package's README: one heading per code.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const README = new URL("../../pkg-template/README.md", import.meta.url);
const PAGE = new URL("../../target/site/guides/errors.md", import.meta.url);

/** The path of the page. */
export const ERROR_PAGE = fileURLToPath(PAGE);

/** The error codes of the table, each with its kind and the other cells of its row. */
export function readErrorCodes() {
  const [table = ""] = readFileSync(README, "utf8").match(/^\| `code` .*\n(?:\|.*\n)+/m) ?? [];
  const rows = table.split("\n").slice(2, -1);
  const codes = rows.flatMap((row) => {
    const [first, ...cells] = row.split("|").slice(1, -1);
    // "`a`, `b` (`kind`); `c` (`other kind`)"
    return [...first.matchAll(/([^()]+)\(([^)]+)\)/g)].flatMap(([, names, kind]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, code]) => ({ code, kind, cells })),
    );
  });
  if (codes.length === 0) throw new Error("The README's table of error codes is not found");
  return codes;
}

/** Writes the page. */
export function writeErrorPage() {
  const sections = readErrorCodes().map(
    ({ code, kind, cells: [what, done, remedy] }) => `
## ${code}

- *Kind:* ${kind}
- *What happened:* ${what.trim()}
- *What the package has done:* ${done.trim()}
- *What you do:* ${remedy.trim()}
`,
  );
  const page = `# Error codes

[When something goes wrong](#when-something-goes-wrong) shows how to catch errors, and the codes in
one table.
${sections.join("")}`;
  mkdirSync(new URL(".", PAGE), { recursive: true });
  const readme = "../../../pkg-template/README.md";
  writeFileSync(
    PAGE,
    page.replaceAll("](#", `](${readme}#`).replaceAll("](../docs", "](../../../docs"),
  );
}
