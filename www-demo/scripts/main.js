// Imports dynamically, to report a missing package.
import { byId, element } from "./dom.js";

try {
  const { start } = await import("./demo.js");
  await start();
} catch (error) {
  byId("error").replaceChildren(
    element(
      "div",
      { class: "notice notice-error" },
      element("h3", {}, "The page could not start"),
      element(
        "p",
        {},
        "Is the package built? ",
        element("code", {}, "cargo xtask demo"),
        " builds and serves it.",
      ),
      element("p", { class: "muted" }, String(error)),
    ),
  );
}
