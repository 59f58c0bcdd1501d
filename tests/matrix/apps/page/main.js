// The first request of a page is sent by JavaScript, the second by the module, which builds it with
// gloo-net if `fetch` is native.
import { lookup } from "./lookup.js";
import { report } from "./report.js";

// gloo-net calls `Headers.prototype.set`.
let built = 0;
const { set } = Headers.prototype;
Headers.prototype.set = function (...header) {
  built += 1;
  return set.apply(this, header);
};
// The module must treat the wrapper as native.
const { set: wrapper } = Headers.prototype;
const { toString: nativeToString } = Function.prototype;
Function.prototype.toString = function () {
  return nativeToString.call(this === wrapper ? set : this);
};

async function twice() {
  await lookup();
  const outcome = await lookup();
  if (built !== 1) throw new Error(`gloo-net has built ${built} requests, not 1`);
  return outcome;
}

report(twice());
