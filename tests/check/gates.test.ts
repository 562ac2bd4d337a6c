/** Each gate of `npm run check` is seen to fail on a planted fault, and to pass without it. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gates } from "../../scripts/check/gates.ts";

const project = process.cwd();
let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "chuangtu-gates-"));
  const left = new Set(["node_modules", ".git", ".data", ".cache", ".build"].map((name) => join(project, name)));
  cpSync(project, tree, { recursive: true, filter: (from) => !left.has(from) });
  // The types built so far travel too, so that the compiler looks only at what is planted.
  const built = join(project, ".build", "types");
  if (existsSync(built)) cpSync(built, join(tree, ".build", "types"), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(tree, "node_modules"), "junction");
}, 120_000);
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const gate = (name: string) => {
  const found = gates.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`no gate ${name}`);
  return found;
};

/** Writes a file into the tree, looks, and takes it away again. */
function planted(path: string, text: string, name: string) {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    return gate(name).look(tree);
  } finally {
    rmSync(file);
  }
}

/** [gate, what is wrong, file, its text, words the gate must say] */
const faults: readonly (readonly [string, string, string, string, RegExp])[] = [
  ["format", "an any", "server/ask/planted.ts", "export const planted = (x: any) => x;\n", /noExplicitAny/],
  ["format", "a default export", "client/panels/planted.ts", "export default 1;\n", /noDefaultExport/],
  ["format", "a barrel", "server/ask/planted.ts", 'export * from "./route.ts";\n', /noBarrelFile|noReExportAll/],
  ["format", "bad format", "server/ask/planted.ts", "export   const a=1\n", /[Ff]ormat/],
  ["types", "a type error", "server/ask/planted.ts", 'export const planted: number = "text";\n', /TS2322/],
  ["types", "a wall climbed: state reads panels", "client/state/planted.ts", 'import "../panels/App.tsx";\n', /TS6307|TS6059/],
  ["types", "a slice reaching sideways", "server/sites/planted.ts", 'import "../problems/list.ts";\n', /TS6307|TS6059/],
  ["types", "the client reading the server's SQL", "client/api/planted.ts", 'import "../../server/db/sql.ts";\n', /TS6307|TS6059/],
  ["nothing unused", "a file nobody reads", "server/ask/planted.ts", "export const planted = 1;\n", /planted/],
  [
    "the house",
    "pg outside server/db",
    "server/problems/planted.ts",
    'import pg from "pg";\nexport const p = pg;\n',
    /pg and PGlite belong/,
  ],
  [
    "the house",
    "charts outside the figures",
    "client/panels/hot/planted.ts",
    'import { init } from "echarts/core";\nexport const p = init;\n',
    /charts belong to client\/panels\/figures/,
  ],
  ...(
    [
      ["a document made outside the briefs", "server/problems/planted.ts", "docx", /documents belong to server\/briefs/],
      ["a sheet written outside the files", "server/exports/planted.ts", "write-excel-file/node", /sheets are written in server\/files/],
      ["a GeoPackage opened by a slice", "server/exports/planted.ts", "sql.js", /GeoPackages belong/],
      ["a picture made by a slice", "server/problems/planted.ts", "sharp", /pictures belong to server\/photos/],
      ["a PDF outside the paper", "client/panels/briefs/planted.ts", "@cantoo/pdf-lib", /a map on paper/],
    ] as const
  ).map(([what, file, name, says]) => ["the house", what, file, `import * as p from "${name}";\nexport const q = p;\n`, says] as const),
  [
    "the house",
    "React in a layer",
    "client/layers/planted.ts",
    'import { useState } from "react";\nexport const u = useState;\n',
    /React belongs/,
  ],
  ["the house", "a second map maker", "client/panels/planted.ts", "export const m = new Map({ container: 1 });\n", /makes a map/],
  ["the house", "a file of 301 lines", "server/ask/planted.ts", "export {};\n".repeat(301), /301 lines/],
  ["the house", "a junk room", "server/ask/utils.ts", "export {};\n", /says nothing/],
  ["the house", "an outside address", "client/map/planted.ts", 'export const tiles = "https://tiles.example.org/";\n', /outside address/],
  ["the house", "SQL as text", "server/problems/planted.ts", 'export const q = (db: any) => db.query("select 1");\n', /use the sql tag/],
  ["the house", "something new at the top", "helpers.txt", "x\n", /top level/],
  ["the house", "a machine's path", "server/ask/planted.ts", `export const p = "${"/"}home/somebody/x";\n`, /path of one machine/],
];

describe("gates", () => {
  test.each(gates.map((one) => [one.name, one] as const))(
    "the tree as it is passes: %s",
    (_name, one) => {
      const { ok, output } = one.look(tree);
      expect(ok, output.slice(0, 4000)).toBe(true);
    },
    180_000,
  );

  test.each(faults)(
    "%s fails on %s",
    (name, _what, path, text, words) => {
      const { ok, output } = planted(path, text, name);
      expect(ok).toBe(false);
      expect(output).toMatch(words);
    },
    120_000,
  );
});
