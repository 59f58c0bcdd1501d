import { isObject } from "./validate.js";
import { toError } from "./to-result.js";
import { reading, refuse, toFields } from "./form-params.js";

/** A client's methods that call any REST method. */
export const rawCalls = (begin, call) => ({
  async call(method, params = {}, options = {}) {
    const copy = begin("call", options);
    const fields = toFields("call: params", params);
    return call(copy, (core, told) => core.call(toName(method), fields, told));
  },

  async batch(commands, options = {}) {
    const copy = begin("batch", options);
    const list = toCommands(commands);
    const outcomes = await call(copy, (core, told) => core.batch(list, told));
    const having = (kind) => list.map(({ name }, index) => [name, outcomes[index][kind]]).filter(([, value]) => value);
    return {
      // Not by assignment: a name may be `__proto__`.
      results: Object.fromEntries(having("response")),
      errors: Object.fromEntries(having("error").map(([name, info]) => [name, toError(info)])),
    };
  },
});

function toCommands(commands) {
  return reading("batch: the commands", commands, () => {
    if (!isObject(commands) || Array.isArray(commands)) {
      throw refuse("batch: the commands must be an object of { method, params } by their names", commands);
    }
    return Object.entries(commands).map(([name, command]) => toCommand(name, command));
  });
}

function toCommand(name, command) {
  const place = `batch: the command ${JSON.stringify(name)}`;
  return reading(place, command, () => {
    if (!isObject(command)) throw refuse(`${place} must be { method, params }`, command);
    const { method, params = {} } = command;
    return { name, method: toName(method), fields: toFields(`batch: params of the command ${JSON.stringify(name)}`, params) };
  });
}

// What is no text is no method either.
function toName(method) {
  return typeof method === "string" ? method : "";
}
