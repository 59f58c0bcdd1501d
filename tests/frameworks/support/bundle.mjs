// Applications as their authors bundle them: with the packed package, and one copy of their
// framework.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const APPS = fileURLToPath(new URL("../apps/", import.meta.url));
const REACT_18 = fileURLToPath(new URL("../react-18/", import.meta.url));

/**
 * The frameworks by name: where each is installed, and its applications for pages and for servers.
 */
export const FRAMEWORKS = {
  "Vue 3": { folder: ROOT, page: "vue-page.js", server: "vue-server.js" },
  "React 18": { folder: REACT_18, page: "react-page.jsx", server: "react-server.jsx" },
  "React 19": { folder: ROOT, page: "react-page.jsx", server: "react-server.jsx" },
};

/**
 * The bundle of an application; `packages` is the project where the packed package is installed.
 */
export async function bundle(app, { folder = ROOT, packages, ...options }) {
  const { outputFiles } = await build({
    entryPoints: [join(APPS, app)],
    bundle: true,
    format: "esm",
    jsx: "automatic",
    write: false,
    logLevel: "error",
    plugins: [
      foundIn(folder, /^(react|react-dom|vue)($|\/)/),
      foundIn(packages, /^b24-users($|\/)/),
    ],
    // What frameworks have to complain about they tell during development.
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
    },
    ...options,
  });
  return outputFiles[0].text;
}

/** An esbuild plugin by which these packages are looked for in one folder, whoever imports them. */
function foundIn(folder, filter) {
  return {
    name: `found in ${folder}`,
    setup(build) {
      build.onResolve({ filter }, ({ path, kind, pluginData }) => {
        if (pluginData === "found") return undefined;
        return build.resolve(path, { resolveDir: folder, kind, pluginData: "found" });
      });
    },
  };
}
