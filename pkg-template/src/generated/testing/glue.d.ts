/** A fake portal, for the package's JavaScript. */
export class FakePortal {
  free(): void;
  [Symbol.dispose](): void;
  /** The portal's addresses and credentials. */
  connectionInfo(): any;
  /** Handles a request that arrives at `now`. Returns the outcome and the body. */
  handle(now: number, method: string, target: string, headers: string, body: Uint8Array): Array<any>;
  /** Creates a portal from settings in JSON. */
  constructor(settings: string);
}

export function initSync(module: { module: BufferSource | WebAssembly.Module }): unknown;
