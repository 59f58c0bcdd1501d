// The options of TypeDoc. Paths are relative to this folder.
import { readdirSync, readFileSync } from "node:fs";

import { ERROR_PAGE, writeErrorPage } from "./errors.mjs";

const PACKAGE = "../../target/npm/package";

const GUIDES = new URL("../guides/", import.meta.url);
const contents = readFileSync(new URL("README.md", GUIDES), "utf8");
/** The guides in the order of their table of contents. */
const guides = new Set([
  "README.md",
  ...Array.from(contents.matchAll(/\]\(([\w-]+\.md)\)/g), ([, file]) => file),
  ...readdirSync(GUIDES),
]);

writeErrorPage();

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "b24-users",
  locales: { en: { kind_plural_module: "API reference" } },
  entryPoints: ["index", "react", "vue", "element", "persist", "testing/index", "slim"].map(
    (entry) => `${PACKAGE}/dist/${entry}.d.ts`,
  ),
  tsconfig: "tsconfig.json",
  plugin: ["./plugin.mjs"],
  readme: "../../pkg-template/README.md",
  projectDocuments: [
    ...Array.from(guides, (file) => `../guides/${file}`),
    ERROR_PAGE,
    "../../examples/README.md",
    "../../examples/*/README.md",
    "../{architecture,benchmarks,matrix,robustness,size,spec-coverage}.md",
    "../../CHANGELOG.md",
    "../../{CONTRIBUTING,RELEASING,SECURITY}.md",
    "../decisions/README.md",
    "../decisions/0*.md",
  ],
  out: "../../target/docs",
  router: "site",
  customCss: "site.css",
  favicon: "../../www-demo/favicon.svg",
  headings: { readme: false, document: false },
  navigation: { includeGroups: true, includeCategories: false },
  groupOrder: ["Guides", "Examples", "API reference", "Project", "Decisions", "*"],
  sort: ["kind", "alphabetical-ignoring-documents"],
  sortEntryPoints: false,
  searchInDocuments: true,
  searchInComments: true,
  highlightLanguages: [
    ...["bash", "css", "html", "http", "javascript", "json", "jsx", "php", "sh", "toml"],
    ...["ts", "tsx", "typescript", "vue"],
  ],
  // GitHub draws these diagrams; here they are text.
  ignoredHighlightLanguages: ["mermaid"],
  excludeExternals: true,
  // A constructor of errors, which only the package calls.
  excludeProtected: true,
  preservedTypeAnnotationTags: ["@throws"],
  disableSources: true,
  disableGit: true,
  githubPages: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, notDocumented: true },
  // The texts of union types describe their members.
  requiredToBeDocumented: ["Variable", "Function", "Class", "Interface", "Method", "TypeAlias"],
  intentionallyNotDocumented: [
    "b24-users.Auth.__type.getToken",
    "b24-users.RestValue.__type.toJSON",
  ],
  intentionallyNotExported: ["Personal", "Work"],
  treatWarningsAsErrors: true,
};
