import type { UserElementLabels } from "./element.js";
import type { Labels } from "./render.js";

/** The element's texts: those of the page, else the default ones. */
export function createLabels(labels: UserElementLabels = {}): Labels {
  const { error, errors = {} } = labels;
  const defaults: UserElementLabels["errors"] = {
    limit: "The portal is busy",
    network: "No connection",
    timeout: "No answer in time",
  };
  return {
    loading: labels.loading ?? "Loading…",
    missing: labels.missing ?? "Unknown user",
    error: ({ kind }) => errors[kind] ?? error ?? defaults[kind] ?? "Could not be loaded",
    retry: labels.retry ?? "Try again",
    online: labels.online ?? "online",
    absent: labels.absent ?? "on leave",
  };
}
