/** What the page may load: itself alone. The map's worker is our own file, or a blob of it; pictures are drawn on canvases. */
const self = ["'self'"];

export const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: self,
    // A GeoPackage is read in the page's own worker by SQLite, which is WebAssembly: that may be compiled, text as code still may not.
    scriptSrc: [...self, "'wasm-unsafe-eval'"],
    workerSrc: [...self, "blob:"],
    childSrc: [...self, "blob:"],
    // The map reads pictures it made itself through blob addresses.
    connectSrc: [...self, "blob:"],
    imgSrc: [...self, "data:", "blob:"],
    styleSrc: self,
    fontSrc: [...self, "data:"],
    objectSrc: ["'none'"],
    baseUri: self,
    formAction: self,
    frameAncestors: self,
  },
};
