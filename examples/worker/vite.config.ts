import { defineConfig } from "vite";

export default defineConfig({
  // The application works under any path.
  base: "./",
  worker: { format: "es" },
});
