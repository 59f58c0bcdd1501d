import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The application works under any path.
  base: "./",
  plugins: [vue()],
  test: { environment: "jsdom" },
});
