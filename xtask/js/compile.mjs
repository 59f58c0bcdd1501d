// Usage: node compile.mjs <module.wasm>
// Fails if the engine refuses the module: optimizers have been known to exit with 0 and leave one that cannot be loaded.
import { readFile } from "node:fs/promises";

await WebAssembly.compile(await readFile(process.argv[2]));
