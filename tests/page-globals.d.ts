// Properties that the pages of the tests define on `window`.
import type { Client, ClientOptions } from "b24-users";
import type { defineUserElement } from "b24-users/element";
import type { InitialUsers } from "b24-users/vue";

interface StartOptions {
  options: ClientOptions;
  persistKey?: string | number;
  shown: object;
  initial?: InitialUsers;
  isHydrated?: boolean;
}

declare global {
  interface Window {
    // tests/frameworks: the applications of component-page.mjs and the pages of element-page.mjs.
    client: Client;
    start(options: StartOptions): void;
    show(shown: object): void;
    navigate(shown: object, initial?: InitialUsers): void;
    end(): void;
    root: import("react-dom/client").Root;
    mismatches: [id: string, shown: string][];
    statuses: Set<string>;
    events: [userId: string, status: string][];
    define(options: ClientOptions, settings?: object): void;
    defineUserElement: typeof defineUserElement;

    // tests/package/persist.test.mjs
    isLoaded: boolean;
    requests: number[][] & { responses: number };
    states: unknown[][];
    tokenRequests: number;
    getNames(ids: number[]): Promise<string[]>;
    shown(): unknown[][];
    release(): void;

    // tests/demo/large-lists.mjs
    largestInsertion: number;

    // tests/package/support/bx24.js
    BX24: import("b24-users").BX24Like & { getDomain(): string };

    // tests/bench/page.mjs and compare.mjs
    measureReading(sizes: number[]): ReturnType<typeof import("./bench/measure.mjs").measure>;
    measureEndToEnd(
      portal: object,
      latency: number,
    ): ReturnType<typeof import("./bench/end-to-end.mjs").endToEnd>;
    measureLongTasks(count: number): ReturnType<typeof import("./bench/long-tasks.mjs").longTasks>;
    compare(
      sizes: number[],
      rounds: number,
    ): ReturnType<typeof import("./bench/paired-reading.mjs").pairedReading>;

    // tests/soak/in-chromium.mjs
    isReady: boolean;
    moduleMemory: WebAssembly.Memory;
    run(seed: number, ms: number, rounds?: number): Promise<void>;
    tally: ReturnType<typeof import("./soak/churn.mjs").newTally>;
    strays: string[];
  }
}
