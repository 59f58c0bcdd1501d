import { reading, refuse, toFields } from "./form-params.js";
import { stream } from "./stream.js";

/** A client's methods that list users' ids. */
export const lists = (begin, call) => ({
  listUserIds(filter = {}, options = {}) {
    const copy = begin("listUserIds", options);
    const fields = toConditions(filter);
    return stream(call, copy, (core, told) => core.listUserIds(fields, told));
  },

  searchUserIds(query, options = {}) {
    const copy = begin("searchUserIds", options);
    if (typeof query !== "string") throw refuse("searchUserIds: the query must be a string", query);
    return stream(call, copy, (core, told) => core.searchUserIds(query, told));
  },
});

/** The conditions of a filter, as fields. */
function toConditions(filter) {
  const fields = toFields("listUserIds: filter", filter, true);
  // As parameters they would be left out, and more users come than were asked for.
  const isSent = (name) => fields.some((field, at) => at % 2 === 0 && (field === name || field.startsWith(`${name}[`)));
  for (const name of reading("listUserIds: filter", filter, () => Object.keys(filter))) {
    if (!isSent(name)) throw refuse(`listUserIds: filter.${name} must have a value`);
  }
  return fields;
}
