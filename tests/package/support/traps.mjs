// Traps on demand, in the module as it is published: once armed, the next call of a function that
// an instance exports throws what engines throw at the instruction `unreachable`. Import it before
// the package makes its first instance. It imports nothing, so that pages can load it too.

const { instantiate } = WebAssembly;
let isArmed = false;

/** The next entry into the module is a trap. */
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
  const made = await instantiate(input, imports);
  const { instance, module } =
    made instanceof WebAssembly.Instance ? { instance: made, module: input } : made;
  const exports = {};
  for (const [name, value] of Object.entries(instance.exports)) {
    exports[name] = typeof value === "function" ? trapping(value) : value;
  }
  return /** @type {any} */ ({ instance: { exports }, module });
};
// Only the function above makes instances.
WebAssembly.instantiateStreaming = undefined;
