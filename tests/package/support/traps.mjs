// Traps on demand in the published module: once armed, the next call of an exported function throws
// the error of the instruction `unreachable`. Import this file before the package creates its first
// instance. It has no imports, so that pages can load it, too.

const { instantiate } = WebAssembly;
let isArmed = false;

/** Makes the next call into the module trap. */
export function armTrap() {
  isArmed = true;
}

function trapping(call) {
  return (...args) => {
    if (isArmed) {
      isArmed = false;
      throw new WebAssembly.RuntimeError("unreachable");
    }
    return call(...args);
  };
}

WebAssembly.instantiate = async (/** @type {any} */ input, imports) => {
  const result = await instantiate(input, imports);
  const { instance, module } =
    result instanceof WebAssembly.Instance ? { instance: result, module: input } : result;
  const exports = {};
  for (const [name, value] of Object.entries(instance.exports)) {
    exports[name] = typeof value === "function" ? trapping(value) : value;
  }
  return /** @type {any} */ ({ instance: { exports }, module });
};
// All instances are created by the function above.
WebAssembly.instantiateStreaming = undefined;
