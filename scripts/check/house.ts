/** Rules of the house that neither the compiler nor the linter can hold. Each returns the faults it finds, as sentences. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}
type Rule = (files: readonly SourceFile[]) => string[];

const notOurs = new Set(["node_modules", ".git", ".build", ".data", ".cache"]);
const isCode = (path: string) => /\.(ts|tsx|mjs)$/.test(path);

/** Every text file of ours under a root. */
export function sourceFiles(root: string): SourceFile[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").some((part) => notOurs.has(part)))
    .filter((path) => isCode(path) || /\.(json|md|sql|css|html|svg)$/.test(path) || !path.includes("/"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

const topLevel = new Set(
  ["client", "server", "data", "scripts", "tests", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"].concat([
    "README.md",
    "README.zh-CN.md",
    "LICENSE",
    "biome.json",
    "knip.json",
  ]),
);

/** Which files may import a module: a pattern of modules, a pattern of paths, and why. */
const doors: readonly { readonly module: RegExp; readonly allowed: RegExp; readonly why: string }[] = [
  {
    module: /^(pg|pg-copy-streams|@electric-sql\/.*)$/,
    allowed: /^(server\/db|tests\/(server|bench|support))\/|^scripts\/cluster(\.ts$|\/)/,
    why: "pg and PGlite belong to server/db",
  },
  {
    module: /^(react|react-dom)(\/|$)/,
    allowed: /^(client\/(panels|wall|field|planner)\/|client\/map\/MapPane\.tsx$|client\/(main|field)\.tsx$|tests\/)/,
    why: "React belongs to panels, wall, field, planner, MapPane and the two mains",
  },
  { module: /^@deck\.gl\//, allowed: /^client\/(map|layers)\//, why: "deck.gl belongs to map and layers" },
  { module: /^aws4fetch$/, allowed: /^(server\/photos|tests)\//, why: "the photos' store belongs to server/photos" },
  {
    module: /^sharp$/,
    allowed: /^(server\/(photos|briefs)|tests)\//,
    why: "pictures belong to server/photos, a document's map to server/briefs",
  },
  { module: /^(docx|easy-template-x)$/, allowed: /^(server\/briefs|tests)\//, why: "documents belong to server/briefs" },
  { module: /^write-excel-file(\/|$)/, allowed: /^(server\/files|tests)\//, why: "sheets are written in server/files" },
  { module: /^(read-excel-file|@tmcw\/togeojson)(\/|$)/, allowed: /^(client\/files|tests)\//, why: "files are read in client/files" },
  {
    module: /^sql\.js(\/|$)/,
    allowed: /^(server\/files|client\/files|tests)\//,
    why: "GeoPackages belong to server/files and client/files",
  },
  { module: /^@cantoo\/pdf-lib$/, allowed: /^(client\/panels\/paper|tests)\//, why: "a map on paper is made in client/panels/paper" },
  { module: /^idb$/, allowed: /^client\/field\//, why: "what waits on the phone belongs to client/field" },
  { module: /^echarts(\/|$)/, allowed: /^client\/panels\/figures\//, why: "charts belong to client/panels/figures" },
  { module: /^supercluster$/, allowed: /^client\/cluster\/|^tests\//, why: "supercluster belongs to client/cluster" },
];

const imports = (text: string): string[] =>
  [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b(?!\s+type)[^;"']*?["']([^"']+)["']/g),
    ...text.matchAll(/\bimport\(\s*["']([^"']+)["']/g),
  ].map((m) => m[1] as string);

/** Nothing beside the agreed entries at the top. */
const rootIsFixed: Rule = (files) => {
  const tops = new Set(files.map((file) => file.path.split("/")[0] as string));
  return [...tops].filter((top) => !top.startsWith(".") && !topLevel.has(top)).map((top) => `${top}: not one of the top level's entries`);
};

/** Modules with one door. */
const modulesHaveDoors: Rule = (files) =>
  files
    .filter((file) => isCode(file.path))
    .flatMap((file) =>
      imports(file.text).flatMap((name) =>
        doors
          .filter((door) => door.module.test(name) && !door.allowed.test(file.path))
          .map((door) => `${file.path}: imports ${name}; ${door.why}`),
      ),
    );

/** What is made in one place: the map, and the overlay that it fetches when the first ring is asked for. */
const makers: readonly { readonly made: RegExp; readonly file: string }[] = [
  { made: /new\s+(?:maplibregl\.)?(?:Map|MapLibre)\(\s*\{/, file: "client/map/createMap.ts" },
  { made: /new\s+MapLibreOverlay\b/, file: "client/map/overlay.ts" },
];
const oneMapMaker: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith("client/") && isCode(file.path))
    .flatMap((file) =>
      makers
        .filter((maker) => maker.made.test(file.text) && maker.file !== file.path)
        .map((maker) => `${file.path}: makes a map; only ${maker.file} does`),
    );

/** A file is one idea: 300 lines at most. */
const filesAreShort: Rule = (files) =>
  files
    .filter((file) => isCode(file.path) && !file.path.startsWith("tests/") && file.text.split("\n").length > 301)
    .map((file) => `${file.path}: ${file.text.split("\n").length - 1} lines; 300 at most`);

/** No rooms without an idea. */
const noJunkRooms: Rule = (files) =>
  files
    .filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\.tsx?|\/)/.test(file.path))
    .map((file) => `${file.path}: says nothing about what it holds`);

/** The page asks nothing outside its own server. */
const nothingOutside: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith("client/") && !file.path.endsWith(".svg"))
    .flatMap((file) =>
      [...file.text.matchAll(/["'`(]https?:\/\/(?!www\.w3\.org)[^"'`)\s]*/g)].map(
        (m) => `${file.path}: names an outside address, ${m[0].slice(1, 60)}`,
      ),
    );

/** SQL is made by the tag alone. */
const sqlByTag: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith("server/") && !file.path.startsWith("server/db/") && isCode(file.path))
    .filter((file) => /\.(query|script)\(\s*["'`]/.test(file.text))
    .map((file) => `${file.path}: passes text to query; use the sql tag`);

/** No folder of one machine in what everybody gets. */
const noMachinePaths: Rule = (files) =>
  files
    .filter((file) => file.path !== "scripts/check/house.ts" && file.path !== "package-lock.json")
    .filter((file) => /(^|["'`\s(])\/(work|root|home|Users)\/[A-Za-z]/.test(file.text))
    .map((file) => `${file.path}: holds a path of one machine`);

const rules: readonly Rule[] = [
  rootIsFixed,
  modulesHaveDoors,
  oneMapMaker,
  filesAreShort,
  noJunkRooms,
  nothingOutside,
  sqlByTag,
  noMachinePaths,
];

/** All faults of a tree against the house's rules. */
export const houseFaults = (root: string): string[] => {
  const files = sourceFiles(root);
  return rules.flatMap((rule) => rule(files));
};
