import { element } from "./dom.js";

/** One line with a title and the gist, which opens to tell the rest over what is below it. */
export function remark(kind, title, gist, ...rest) {
  const id = `remark-${kind}`;
  return element(
    // Of one name, so that only one is open.
    "details",
    { class: `remark remark-${kind}`, name: "remark" },
    element(
      "summary",
      {},
      element("h3", { id }, title),
      gist && element("span", { class: "gist", dir: "auto" }, gist),
    ),
    // It may have to be scrolled, by keys too.
    element("section", { class: "remark-rest", "aria-labelledby": id, tabindex: 0 }, ...rest),
  );
}

// What lies over other things goes away when these are turned to.
document.addEventListener("keydown", ({ key }) => key === "Escape" && close(openRemark()));
document.addEventListener("pointerdown", ({ target }) => {
  const remark = openRemark();
  if (!remark?.contains(target)) close(remark);
});

function openRemark() {
  return document.querySelector(".remark[open]");
}

function close(remark) {
  if (!remark) return;
  if (remark.contains(document.activeElement)) remark.querySelector("summary").focus();
  remark.open = false;
}
