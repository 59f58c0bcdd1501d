// Bundles applications with the packed package and one copy of their framework.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const APPS = fileURLToPath(new URL("../apps/", import.meta.url));
const REACT_18 = fileURLToPath(new URL("../react-18/", import.meta.url));

/** Per framework: its install folder, and its applications for pages and for servers. */
export const FRAMEWORKS = {
  "Vue 3": { folder: ROOT, page: "vue-page.js", server: "vue-server.js" },
  "React 18": { folder: REACT_18, page: "react-page.jsx", server: "react-server.jsx" },
  "React 19": { folder: ROOT, page: "react-page.jsx", server: "react-server.jsx" },
};

/**
 * Bundles an application. `packages` is the project in which the packed package is installed.
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
      resolveIn(folder, /^(react|react-dom|vue)($|\/)/),
      resolveIn(packages, /^b24-users($|\/)/),
    ],
    // Frameworks print warnings in development mode only.
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

/** An esbuild plugin that resolves the matching packages in one folder, for all importers. */
function resolveIn(folder, filter) {
  return {
    name: `resolve in ${folder}`,
    setup(build) {
      build.onResolve({ filter }, ({ path, kind, pluginData }) => {
        if (pluginData === "resolved") return undefined;
        return build.resolve(path, { resolveDir: folder, kind, pluginData: "resolved" });
      });
    },
  };
}
