/** Tasks that run longer are split. */
const MAX_TASK_MS = 8;

/** Creates a function that yields to the event loop if the last yield was long ago. */
export function createYieldToMain(): () => Promise<void> {
  let lastYield = Date.now();
  return async () => {
    if (Date.now() - lastYield <= MAX_TASK_MS) return;
    await yieldToMain();
    lastYield = Date.now();
  };
}

/** Continues in a later task, after rendering and input; at once without `MessageChannel`. */
// Not `setTimeout`: browsers throttle it in hidden tabs, and tests replace it.
async function yieldToMain(): Promise<void> {
  if (typeof MessageChannel !== "function") return;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
