// Usage: node build.mjs <version>
// Bundles the compiled modules of target/npm/modules into target/npm/package/dist: per entry one ES
// module with shared chunks, one CommonJS file, and declarations for both.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

import * as licenses from "./licenses.mjs";

const MODULES = resolve("target/npm/modules");
const PACKAGE = resolve("target/npm/package");
const DIST = join(PACKAGE, "dist");

/** The entries by their names in the package. */
const CORE = {
  index: "index",
  slim: "slim",
  js: "no-wasm",
  workerd: "workerd",
  edge: "edge-light",
};
const ADD_ONS = { vue: "vue", react: "react", element: "element", persist: "persist" };
const TESTING = {
  "testing/index": "testing",
  "testing/workerd": "testing-workerd",
  "testing/edge": "testing-edge-light",
};
/** The entries for `require`. The others are for runtimes that have ES modules. */
const COMMONJS = ["index", "slim", "js", "vue", "react", "element", "persist", "testing/index"];
/** Generated text that nobody debugs. It would double the size of the source maps. */
const UNMAPPED = ["generated/wasm.js", "generated/module.js", "generated/testing/wasm.js"];

/** React's directive, which Rollup does not carry over. */
const USE_CLIENT = /^"use client";/;

/** The chunk of a module that several entries share. A plain page loads a file for each. */
function chunkOf(id) {
  const path = modulePath(id);
  if (/^components\/(user-store|store-context)\.js$/.test(path)) return "chunks/user-store";
  if (/^(runtime\/load-wasm|generated\/glue)\.js$/.test(path)) return "chunks/wasm-loader";
  if (/^testing\/|^generated\/testing\/glue\.js$/.test(path)) return "chunks/fake-portal";
  const isCore =
    /^(auth|client|host|shared)\/|^runtime\/(compile-base64|instance-guard|loader|wasm-error)\.js$|\/user-codec\./.test(
      path,
    );
  return isCore || path === "entries/shared-exports.js" ? "chunks/client" : undefined;
}

/** Reads the compiler's modules with their source maps. */
const compiledModules = {
  name: "compiled-modules",
  async load(id) {
    if (!id.startsWith(MODULES)) return null;
    const code = await readFile(id, "utf8");
    if (UNMAPPED.includes(modulePath(id))) return { code, map: { mappings: "" } };
    const map = await readFile(`${id}.map`, "utf8").catch(() => null);
    return { code: code.replace(USE_CLIENT, "").replace(/\/\/# sourceMappingURL=.*\s*$/, ""), map };
  },
};

/** Modules that the bundler of an application compiles. They are files of the package. */
const wasmFiles = {
  name: "wasm-files",
  resolveId(source) {
    const name = source.match(/\/(\w+\.wasm(\?module)?)$/)?.[1];
    return name ? { id: `./${name}`, external: true } : null;
  },
};

async function bundle(entries, output) {
  const build = await rollup({
    input: inputs(entries, ".js"),
    external: ["vue", "react"],
    plugins: [wasmFiles, compiledModules],
    treeshake: { moduleSideEffects: false },
    onwarn: fail,
  });
  await build.write({
    dir: DIST,
    generatedCode: { preset: "es2015", symbols: false },
    banner: ({ name }) => (name === "react" ? '"use client";' : ""),
    sourcemap: true,
    sourcemapPathTransform: toSourcePath,
    ...output,
  });
  await build.close();
}

/** The sources as if the package had them: the maps have their contents. */
function toSourcePath(path, map) {
  const source = path.replace(/^.*\/(pkg-template\/src|modules)\//, "");
  return relative(dirname(map), join(PACKAGE, "src", source));
}

function bundleModules(entries) {
  return bundle(entries, {
    format: "es",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    manualChunks: chunkOf,
    onlyExplicitManualChunks: true,
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
}

function bundleCommonJs([name, module]) {
  return bundle(
    { [name]: module },
    { format: "cjs", exports: "named", esModule: true, entryFileNames: "[name].cjs" },
  );
}

/** What `index.d.ts` declares is imported from there. */
const importFromIndex = {
  name: "import-from-index",
  resolveId(source, importer) {
    if (!importer || !source.startsWith(".")) return null;
    const path = modulePath(resolve(importer, "..", source));
    const isInIndex = /^(auth|client|generated|shared)\/|^entries\/index\.js$/.test(path);
    return isInIndex ? { id: "./index.js", external: true } : null;
  },
};

async function bundleDeclarations(entries, ...plugins) {
  const build = await rollup({
    input: inputs(entries, ".d.ts"),
    external: ["vue", "react"],
    plugins: [...plugins, dts({ tsconfig: "pkg-template/tsconfig.json" })],
    treeshake: { moduleSideEffects: false },
    onwarn: fail,
  });
  for (const [types, script] of Object.entries({ "d.ts": "js", "d.cts": "cjs" })) {
    const rename = (code) => code.replace(/(from '\.[^']*)\.js'/g, `$1.${script}'`);
    await build.write({
      dir: DIST,
      format: "es",
      entryFileNames: `[name].${types}`,
      chunkFileNames: `[name].${types}`,
      manualChunks: (id) => (/\/components\/user-/.test(id) ? "user-state" : undefined),
      onlyExplicitManualChunks: true,
      minifyInternalExports: false,
      hoistTransitiveImports: false,
      // TypeScript takes a declaration file's name for the module system of what it declares.
      plugins: [{ name: "file-names", renderChunk: rename }],
    });
  }
  await build.close();
}

/** Rollup's inputs: the compiled modules of the entries. */
function inputs(entries, extension) {
  const path = ([name, module]) => [name, join(MODULES, `entries/${module}${extension}`)];
  return Object.fromEntries(Object.entries(entries).map(path));
}

function modulePath(id) {
  return relative(MODULES, id);
}

function fail(warning) {
  throw new Error(warning.message);
}

/** The files that are not bundled, and those that the bindings generator and the decoder made. */
const COPIES = [
  ["pkg-template/README.md", `${PACKAGE}/README.md`],
  ["CHANGELOG.md", `${PACKAGE}/CHANGELOG.md`],
  ["LICENSE", `${PACKAGE}/LICENSE`],
  ["target/npm/bindings/b24-users/b24.wasm", `${DIST}/b24.wasm`],
  ["target/npm/bindings/b24-users/glue.js", `${MODULES}/generated/glue.js`],
  ["target/npm/bindings/b24-users/wasm.js", `${MODULES}/generated/wasm.js`],
  ["target/npm/bindings/b24-fake-portal-wasm/portal.wasm", `${DIST}/testing/portal.wasm`],
  ["target/npm/bindings/b24-fake-portal-wasm/glue.js", `${MODULES}/generated/testing/glue.js`],
  ["target/npm/bindings/b24-fake-portal-wasm/wasm.js", `${MODULES}/generated/testing/wasm.js`],
  ["target/npm/wasm2js/module.js", `${MODULES}/generated/module.js`],
];

/** Copies files, and writes the licences and package.json with the version. */
async function copyFiles(version) {
  await Promise.all(COPIES.map(([from, to]) => cp(from, to)));
  await writeFile(join(PACKAGE, licenses.FILE), licenses.render());
  const { name, ...template } = JSON.parse(await readFile("pkg-template/package.json", "utf8"));
  const manifest = { name, version, ...template };
  await writeJson(join(PACKAGE, "package.json"), manifest);
  await Promise.all(Object.entries(manifest.exports).map(writeStub));
}

/** A folder for tools that ignore `exports` and read `main`, `module` and `types` of an entry. */
async function writeStub([path, conditions]) {
  const name = path.slice("./".length);
  if (!name || /\.\w+$/.test(name)) return;
  const { import: module = conditions, require = module } = conditions;
  await writeJson(join(PACKAGE, name, "package.json"), {
    main: `.${require.default}`,
    module: `.${module.default}`,
    types: `.${module.types}`,
  });
}

async function writeJson(path, value) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

await rm(PACKAGE, { recursive: true, force: true });
await copyFiles(process.argv[2]);
await bundleModules({ ...CORE, ...ADD_ONS, ...TESTING });
for (const entry of Object.entries({ ...CORE, ...ADD_ONS, ...TESTING })) {
  if (COMMONJS.includes(entry[0])) await bundleCommonJs(entry);
}
// The compiler leaves out the declarations of generated modules.
const isDeclaration = (path) => !/\.\w+$/.test(path) || path.endsWith(".d.ts");
await cp("pkg-template/src/generated", `${MODULES}/generated`, {
  recursive: true,
  filter: isDeclaration,
});
// `b24-users/slim` has the declarations of the default entry and one of its own.
const slim = 'export * from "./index.js";\nexport { init } from "./slim.js";\n';
await writeFile(`${MODULES}/entries/slim-types.d.ts`, slim);
await bundleDeclarations({ index: "index" });
await bundleDeclarations({ slim: "slim-types", ...ADD_ONS }, importFromIndex);
await bundleDeclarations({ "testing/index": "testing" });
