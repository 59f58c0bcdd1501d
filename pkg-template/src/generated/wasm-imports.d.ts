// Modules that are compiled at build time: Cloudflare Workers by the name, Vercel by `?module`.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
