// Declares wasm.js: the library's module, inline.

/** The bytes of b24.wasm. */
export const bytes: () => Uint8Array<ArrayBuffer>;
