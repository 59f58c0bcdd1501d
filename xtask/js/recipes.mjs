// Usage: node recipes.mjs PACKAGE OUT
// Bundles the recipes that need a bundler, with the package that was built in the folder PACKAGE.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

const [packed, outdir] = process.argv.slice(2);

/** A plugin for Vue's single-file components with `<script setup>` and a template. */
const vue = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf8"), {
        filename: basename(path),
      });
      if (errors.length > 0) return { errors: errors.map(({ message }) => ({ text: message })) };
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true });
      return { contents: content, loader: "js" };
    });
  },
};

await build({
  entryPoints: { vue: "www-demo/recipes/vue/main.js", react: "www-demo/recipes/react/main.jsx" },
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  jsx: "automatic",
  logLevel: "warning",
  plugins: [vue],
  alias: Object.fromEntries(
    ["", "/vue", "/react"].map((entry) => [
      `b24-users${entry}`,
      `${packed}/dist${entry || "/index"}.js`,
    ]),
  ),
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
});
