// Runs third-party programs, which may hang, leave child processes behind, or prompt for input.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const QUIET = {
  CI: "1",
  NO_COLOR: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  DENO_NO_UPDATE_CHECK: "1",
};

/**
 * Runs a command line in a folder, with the programs of its npm packages on PATH, and returns its
 * output.
 */
export async function run(line, folder, signal) {
  const program = start(line, folder, signal);
  const code = await program.ended;
  if (signal?.aborted) throw new Error(`${line}: stopped by the time limit\n${program.printed()}`);
  if (code !== 0) throw new Error(`${line}: ended with ${code}\n${program.printed()}`);
  return program.stdout();
}

/** Starts a server on a free port, `{port}` in its command line, and waits until it responds. */
export async function serveBy(line, folder, signal) {
  const port = await freePort();
  const program = start(line.replaceAll("{port}", port), folder, signal);
  const origin = `http://127.0.0.1:${port}`;
  let hasEnded = false;
  program.ended.then(() => (hasEnded = true));
  for (;;) {
    if (hasEnded || signal?.aborted) throw new Error(`${line}: no server\n${program.printed()}`);
    try {
      await fetch(origin, { signal: AbortSignal.timeout(60_000) });
      return { origin, printed: program.printed, close: program.stop };
    } catch {
      await sleep(100);
    }
  }
}

function start(line, folder, signal) {
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...QUIET,
    PATH: [join(folder, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  };
  // A new process group, so that child processes can be killed, too.
  const child = spawn(line, {
    cwd: folder,
    env,
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out = [];
  const all = [];
  child.stdout.on("data", (data) => {
    out.push(data);
    all.push(data);
  });
  child.stderr.on("data", (data) => all.push(data));
  const kill = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // The process has already ended.
    }
  };
  signal?.addEventListener("abort", kill, { once: true });
  const ended = new Promise((resolve) => child.once("close", resolve)).finally(() =>
    signal?.removeEventListener("abort", kill),
  );
  return {
    ended,
    stdout: () => Buffer.concat(out).toString(),
    printed: () => Buffer.concat(all).toString().split("\n").slice(-60).join("\n"),
    async stop() {
      kill();
      await ended;
    },
  };
}

/** A free port. */
export async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
