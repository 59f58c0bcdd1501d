// The first request of a page is sent by JavaScript, the second by the module, which builds it with
// gloo-net where `fetch` is the browser's own.
import { lookup } from "./lookup.js";
import { report } from "./report.js";

// gloo-net sets the header of a form on a `Headers`.
let built = 0;
const { set } = Headers.prototype;
Headers.prototype.set = function (...header) {
  built += 1;
  return set.apply(this, header);
};
// The module is to take it for the browser's own.
const { set: watching } = Headers.prototype;
const { toString: nativeToString } = Function.prototype;
Function.prototype.toString = function () {
  return nativeToString.call(this === watching ? set : this);
};

async function twice() {
  await lookup();
  const outcome = await lookup();
  if (built !== 1) throw new Error(`gloo-net has built ${built} requests, not 1`);
  return outcome;
}

report(twice());
