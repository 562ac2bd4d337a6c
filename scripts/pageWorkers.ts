/** Builds the pages' workers after the pages: each must know the names of all files that its page may need. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";

interface PageWorker {
  /** client/<name>.html, at /<name>; its worker is client/<name>/sw.ts, built to <name>-worker.js. */
  readonly name: string;
  /** Files of the public folder that the page names. */
  readonly named: readonly string[];
  /** Files that are large and never needed there. */
  readonly left: RegExp | null;
}
const workers: readonly PageWorker[] = [
  {
    name: "field",
    named: ["favicon.svg", "field.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable-512.png"],
    // What draws rings over the map.
    left: /^assets\/overlay-/,
  },
  { name: "wall", named: ["favicon.svg"], left: null },
];

/** A built file: its text, and the files that it is known to need. */
export interface Built {
  readonly text: string;
  readonly needs: readonly string[];
  /** Needed wherever its name stands: a worker, a picture. */
  readonly byName: boolean;
}

/** Names of the built files that a page, or what it loads, needs: its scripts with those that come later, their styles and workers. */
export function neededBy(entry: string, built: ReadonlyMap<string, Built>, left: RegExp | null): string[] {
  const named = [...built].filter(([, { byName }]) => byName).map(([name]) => name);
  const found = new Set([entry]);
  for (const name of found) {
    const { text, needs } = built.get(name) ?? { text: "", needs: [] };
    const said = named.filter((other) => text.includes(other.split("/").at(-1) as string));
    for (const other of [...needs, ...said]) if (!left?.test(other)) found.add(other);
  }
  return [...found].sort();
}

type Output = Parameters<Extract<Plugin["writeBundle"], (...args: never[]) => unknown>>[1][string];
const builtOf = (file: Output): Built =>
  file.type === "asset"
    ? { text: Buffer.from(file.source).toString("latin1"), needs: [], byName: !/\.(map|html|css)$/.test(file.fileName) }
    : {
        text: file.code,
        needs: [...file.imports, ...file.dynamicImports, ...(file.viteMetadata?.importedCss ?? [])],
        byName: false,
      };

/** A name for a set of files: another one whenever one of them changes. */
function versionOf(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}

type Bundle = Readonly<Record<string, Output>>;

async function buildWorker(client: string, folder: string, bundle: Bundle, { name, named, left }: PageWorker): Promise<void> {
  const built = new Map(Object.values(bundle).map((file) => [file.fileName, builtOf(file)]));
  const entry = Object.values(bundle).find(
    (file) => file.type === "chunk" && file.isEntry && file.facadeModuleId?.endsWith(`${name}.html`),
  );
  if (!entry) throw new Error(`The page "${name}" has no entry.`);
  const files = [...neededBy(entry.fileName, built, left), ...named];
  await build({
    configFile: false,
    root: client,
    publicDir: false,
    logLevel: "warn",
    define: {
      __files__: JSON.stringify([`/${name}`, ...files.map((file) => `/${file}`)]),
      __version__: JSON.stringify(versionOf(folder, [`${name}.html`, ...files])),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "chrome110",
      rollupOptions: { input: join(client, name, "sw.ts"), output: { format: "iife", entryFileNames: `${name}-worker.js` } },
    },
  });
}

/** @param client folder of the pages' sources @param folder where they are built */
export function pageWorkers(client: string, folder: string): Plugin {
  return {
    name: "page-workers",
    apply: "build",
    enforce: "post",
    async writeBundle(_options, bundle) {
      for (const worker of workers) await buildWorker(client, folder, bundle, worker);
    },
  };
}
