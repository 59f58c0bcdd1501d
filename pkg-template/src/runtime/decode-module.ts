import { compile } from "./compile-base64.js";

/**
 * Decodes the text of a WebAssembly module to its bytes. Another module, `unpacker`, decodes it:
 * JavaScript that runs only once would take several times as long. The bytes are in the memory of
 * that module and share its lifetime.
 */
export function unpack(unpacker, text) {
  const decoder = new WebAssembly.Instance(compile(unpacker)).exports;
  const { buffer } = decoder.memory;
  new TextEncoder().encodeInto(text, new Uint8Array(buffer, decoder.text_ptr()));
  return new Uint8Array(buffer, decoder.module_ptr(), decoder.decode());
}
