// Declares wasm.js: the fake portal's module, inline.

/** The bytes of portal.wasm in base64. */
declare const base64: string;
export default base64;
