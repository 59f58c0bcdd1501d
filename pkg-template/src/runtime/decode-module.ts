import { compileBase64 } from "./compile-base64.js";

/** The exports of the decoder, the crate `wasm-text`. */
interface Decoder {
  readonly memory: WebAssembly.Memory;
  /** Offset of the text in the memory. */
  text_ptr(): number;
  /** Offset of the decoded module in the memory. */
  module_ptr(): number;
  /** Decodes the text and returns the module's length in bytes. */
  decode(): number;
}

/**
 * Decodes the text of a WebAssembly module to its bytes. Another module in base64, the decoder,
 * does the work: JavaScript that runs only once would take several times as long. The bytes are a
 * view of the decoder's memory.
 */
export function decodeModule(decoderBase64: string, text: string): Uint8Array<ArrayBuffer> {
  const { exports } = new WebAssembly.Instance(compileBase64(decoderBase64));
  const decoder = exports as unknown as Decoder;
  const { buffer } = decoder.memory;
  new TextEncoder().encodeInto(text, new Uint8Array(buffer, decoder.text_ptr()));
  return new Uint8Array(buffer, decoder.module_ptr(), decoder.decode());
}
