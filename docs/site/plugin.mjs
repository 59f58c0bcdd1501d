// Names and groups of the pages, the sources of the examples, and the link to the demo.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

import {
  Comment,
  Converter,
  DocumentReflection,
  IndexEvent,
  JSX,
  KindRouter,
  ReflectionKind,
} from "typedoc";

import { ERROR_PAGE, readErrorCodes } from "./errors.mjs";

/** The entries by their files: their names, and what they are for. */
const ENTRIES = {
  index: ["b24-users", "The client: users by their ids, and any other REST method."],
  slim: [
    "b24-users/slim",
    "The client for pages that serve `b24-users/b24.wasm` as a file. It exports `init`, and everything that `b24-users` exports.",
  ],
  react: ["b24-users/react", "Hooks for React 18 or newer, and the provider of their client."],
  vue: ["b24-users/vue", "Composables for Vue 3.3 or newer, and the plugin with their client."],
  element: ["b24-users/element", "`<b24-user>`, a custom element that shows a user."],
  persist: ["b24-users/persist", "A cache of users that survives the page."],
  testing: ["b24-users/testing", "A fake portal in memory, for tests of applications."],
};

/** Documents about the project, not about the use of the package. */
const UNSEARCHABLE = /[\\/](decisions[\\/][\w-]+|CHANGELOG|spec-coverage)\.md$/;

/** Addresses of documents that follow their files, not their titles. */
class SiteRouter extends KindRouter {
  /** The addresses of search results that are parts of pages. */
  partUrls = new Map();

  getFullUrl(target) {
    return this.partUrls.get(target) ?? super.getFullUrl(target);
  }

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
    const [name, purpose] = ENTRIES[reflection.name];
    reflection.name = name;
    reflection.comment = new Comment([{ kind: "text", text: purpose }]);
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
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const classes = project.getReflectionsByKind(ReflectionKind.Class);
    for (const { comment } of Object.values(project.reflections)) {
      for (const tag of comment?.blockTags ?? []) nameThrownClass(tag, classes);
    }
  });
  app.renderer.defineRouter("site", SiteRouter);
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event) => prepareIndex(event, app.renderer.router));
  app.renderer.hooks.on("sidebar.begin", (context) =>
    JSX.createElement(
      "p",
      { class: "site-demo" },
      JSX.createElement("a", { href: context.relativeURL("demo/index.html") }, "Try the demo"),
    ),
  );
}

/** Puts the class of `@throws {Class}` before the text, as a link if the package has the class. */
function nameThrownClass(tag, classes) {
  const text = tag.typeAnnotation?.replace(/[{}]/g, "");
  if (!text) return;
  const target = classes.find(({ name }) => name === text);
  const name = target
    ? { kind: "inline-tag", tag: "@link", text, target }
    : { kind: "code", text: `\`${text}\`` };
  tag.content.unshift(name, { kind: "text", text: ": " });
  delete tag.typeAnnotation;
}

/** Adds the start page and the error codes to the search, and removes unwanted results. */
function prepareIndex(event, router) {
  const { project } = event.searchResults[0];
  const pathOf = (result) => project.files.getReflectionPath(result) ?? "";
  for (let index = event.searchResults.length - 1; index >= 0; index -= 1) {
    const result = event.searchResults[index];
    const isUnsearchable = result.isDocument() && UNSEARCHABLE.test(pathOf(result));
    // `__type` is the name of types without one.
    if (isUnsearchable || result.name === "__type") event.removeResult(index);
  }
  const add = (name, parent, text, url) => {
    const result = new DocumentReflection(name, parent, [{ kind: "text", text }], {});
    router.partUrls.set(result, url);
    event.searchFields.length = event.searchResults.push(result);
    return result;
  };
  const [introduction, ...sections] = project.readme
    .map(({ text }) => text)
    .join("")
    .split(/^## /m);
  const start = add("Start", project, introduction, "index.html");
  for (const section of sections) {
    const [heading] = section.split("\n");
    const anchor = heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-");
    add(heading, start, section, `index.html#${anchor}`);
  }
  const errorPage = event.searchResults.find((result) => pathOf(result) === ERROR_PAGE);
  for (const { code, cells } of readErrorCodes()) {
    const url = `${router.getFullUrl(errorPage)}#${code.toLowerCase()}`;
    add(code, errorPage, cells.join("\n"), url);
  }
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
