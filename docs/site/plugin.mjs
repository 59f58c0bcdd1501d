// Names and groups of the pages, the sources of the examples, and the link to the demo.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

import { Converter, JSX, KindRouter, ReflectionKind } from "typedoc";

/** The entries by their files. */
const ENTRIES = {
  index: "b24-users",
  slim: "b24-users/slim",
  react: "b24-users/react",
  vue: "b24-users/vue",
  element: "b24-users/element",
  persist: "b24-users/persist",
  testing: "b24-users/testing",
};

/** Addresses of documents that follow their files, not their titles. */
class SiteRouter extends KindRouter {
  getIdealBaseName(reflection) {
    if (!reflection.isDocument()) return super.getIdealBaseName(reflection);
    const path = reflection.project.files.getReflectionPath(reflection);
    const file = basename(path, ".md");
    const folder = groupOf(path).toLowerCase();
    if (file !== "README") return `${folder}/${file.toLowerCase()}`;
    const parent = basename(dirname(path));
    return `${folder}/${parent === folder ? "index" : parent}`;
  }
}

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
    if (reflection.kind !== ReflectionKind.Module) return;
    reflection.name = ENTRIES[reflection.name] ?? reflection.name;
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, page) => {
    const path = page.project.files.getReflectionPath(page);
    page.name = readFileSync(path, "utf8")
      .match(/^# (.+)$/m)[1]
      .replaceAll("`", "");
    page.frontmatter.group ??= groupOf(path);
    // As on GitHub, a link to a folder leads to its README.
    if (basename(path) === "README.md") {
      page.project.files.registerReflectionPath(dirname(path), page);
    }
    if (basename(dirname(dirname(path))) === "examples") {
      page.content.push(...sourcesOf(dirname(path)));
    }
  });
  app.renderer.defineRouter("site", SiteRouter);
  app.renderer.hooks.on("sidebar.begin", (context) =>
    JSX.createElement(
      "p",
      { class: "site-demo" },
      JSX.createElement("a", { href: context.relativeURL("demo/index.html") }, "Try the demo"),
    ),
  );
}

function groupOf(path) {
  const folder = basename(dirname(path));
  if (folder === "guides") return "Guides";
  if (folder === "decisions") return "Decisions";
  return path.includes("/examples/") ? "Examples" : "Project";
}

/** The files of an example, as Markdown. */
function sourcesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "README.md")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|dist)[\\/]/.test(path))
    .sort();
  return files.flatMap((path) => [
    { kind: "text", text: `\n\n## ${relative(folder, path)}\n\n` },
    {
      kind: "code",
      text: `\`\`\`${extname(path).slice(1)}\n${readFileSync(path, "utf8")}\`\`\`\n`,
    },
  ]);
}
