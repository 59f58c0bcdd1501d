import { compile } from "./compile.js";

/**
 * The bytes of a module that was written as text, which a module of its own reads: it runs but once, and in JavaScript, as slow as that
 * begins, would take several times as long. The bytes are in that one's memory, and go with it.
 */
export function unpack(unpacker, text) {
  const it = new WebAssembly.Instance(compile(unpacker)).exports;
  const { buffer } = it.memory;
  new TextEncoder().encodeInto(text, new Uint8Array(buffer, it.text()));
  return new Uint8Array(buffer, it.module(), it.unpack());
}
