/** Builds the field page's worker after the pages: it must know the names of all files that the field page may need. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";

/** Files of the public folder that the field page names. */
const shared = ["favicon.svg", "field.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable-512.png"];
/** Never needed in the field, and large: what draws rings over the map. */
const left = /^assets\/overlay-/;

/** A built file: its text, and the files that it is known to need. */
export interface Built {
  readonly text: string;
  readonly needs: readonly string[];
  /** Needed wherever its name stands: a worker, a picture. */
  readonly byName: boolean;
}

/** Names of the built files that the field page, or what it loads, needs: its scripts with those that come later, their styles and workers. */
export function neededBy(entry: string, built: ReadonlyMap<string, Built>): string[] {
  const named = [...built].filter(([, { byName }]) => byName).map(([name]) => name);
  const found = new Set([entry]);
  for (const name of found) {
    const { text, needs } = built.get(name) ?? { text: "", needs: [] };
    const said = named.filter((other) => text.includes(other.split("/").at(-1) as string));
    for (const other of [...needs, ...said]) if (!left.test(other)) found.add(other);
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

/** @param client folder of the pages' sources @param folder where they are built */
export function fieldWorker(client: string, folder: string): Plugin {
  return {
    name: "field-worker",
    apply: "build",
    enforce: "post",
    async writeBundle(_options, bundle) {
      const built = new Map(Object.values(bundle).map((file) => [file.fileName, builtOf(file)]));
      const entry = Object.values(bundle).find(
        (file) => file.type === "chunk" && file.isEntry && file.facadeModuleId?.endsWith("field.html"),
      );
      if (!entry) throw new Error("The field page has no entry.");
      const files = [...neededBy(entry.fileName, built), ...shared];
      await build({
        configFile: false,
        root: client,
        publicDir: false,
        logLevel: "warn",
        define: {
          __files__: JSON.stringify(["/field", ...files.map((file) => `/${file}`)]),
          __version__: JSON.stringify(versionOf(folder, ["field.html", ...files])),
        },
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: "chrome110",
          rollupOptions: { input: join(client, "field", "sw.ts"), output: { format: "iife", entryFileNames: "field-worker.js" } },
        },
      });
    },
  };
}
