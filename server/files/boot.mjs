// A worker thread does not inherit the loader of TypeScript on every Node that we support, so it is registered here.
if (!process.features.typescript) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import("./worker.ts");
