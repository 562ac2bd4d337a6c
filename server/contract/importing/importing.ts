/** Rows that an office has in a file become sites or problems: what they can become, what each field is, and how a file is read. Pure. */
import type { Word } from "../vocabulary.ts";

export const importTargets = {
  sites: { zh: "点位", en: "Sites" },
  problems: { zh: "问题", en: "Problems" },
} as const satisfies Record<string, Word>;
export type ImportTarget = keyof typeof importTargets;

export const importStates = {
  staged: { zh: "已上传", en: "Uploaded" },
  trying: { zh: "正在试算", en: "Trying" },
  tried: { zh: "已试算", en: "Tried" },
  loading: { zh: "正在导入", en: "Importing" },
  done: { zh: "已导入", en: "Imported" },
  undone: { zh: "已撤销", en: "Undone" },
  failed: { zh: "失败", en: "Failed" },
} as const satisfies Record<string, Word>;
export type ImportState = keyof typeof importStates;

/** A file of more rows is to be cut; more columns are not a table. */
export const mostImportRows = 100_000;
export const mostImportColumns = 200;
/** Rows travel in parts of so many at most. */
export const mostPartRows = 5_000;
/** A cell is cut nowhere: a longer one is refused with its row. */
export const longestCell = 10_000;
/** Where a file has shapes instead of columns of coordinates: a column of this name holds them as WKT. */
export const geometryColumn = "@geometry";

interface ImportField {
  readonly name: Word;
  readonly needed?: true;
  readonly kind: "text" | "time" | "siteType" | "category" | "source" | "state" | "flag";
}

/** What a column can be. A row without a number of its own is known again by what stands in it, so that the same file twice doubles nothing. */
export const importFields = {
  sites: {
    externalId: { name: { zh: "编号", en: "Number" }, kind: "text" },
    name: { name: { zh: "名称", en: "Name" }, kind: "text", needed: true },
    siteType: { name: { zh: "点位类型", en: "Site type" }, kind: "siteType", needed: true },
    address: { name: { zh: "地址", en: "Address" }, kind: "text" },
    unit: { name: { zh: "责任单位", en: "Responsible unit" }, kind: "text" },
    person: { name: { zh: "责任人", en: "Responsible person" }, kind: "text" },
    key: { name: { zh: "重点点位", en: "Key site" }, kind: "flag" },
  },
  problems: {
    externalId: { name: { zh: "编号", en: "Number" }, kind: "text" },
    category: { name: { zh: "类别", en: "Category" }, kind: "category", needed: true },
    foundAt: { name: { zh: "发现时间", en: "Found" }, kind: "time", needed: true },
    title: { name: { zh: "标题", en: "Title" }, kind: "text" },
    description: { name: { zh: "问题描述", en: "Description" }, kind: "text" },
    place: { name: { zh: "地点", en: "Place" }, kind: "text" },
    site: { name: { zh: "点位", en: "Site" }, kind: "text" },
    source: { name: { zh: "来源", en: "Source" }, kind: "source" },
    unit: { name: { zh: "责任单位", en: "Responsible unit" }, kind: "text" },
    person: { name: { zh: "责任人", en: "Responsible person" }, kind: "text" },
    deadlineAt: { name: { zh: "截止时间", en: "Deadline" }, kind: "time" },
    closedAt: { name: { zh: "销号时间", en: "Closed" }, kind: "time" },
  },
} as const satisfies Record<ImportTarget, Record<string, ImportField>>;
export type SiteField = keyof (typeof importFields)["sites"];
export type ProblemField = keyof (typeof importFields)["problems"];
export type ImportFieldName = SiteField | ProblemField;

/** Where a field's value comes from: a column, its words translated where they are not ours; or one value for all rows. */
export type ImportSource = { readonly column: string; readonly words?: Readonly<Record<string, string>> } | { readonly value: string };

/** Where a row lies. `xy`: two columns; `text`: both in one ("119.02,33.6", degrees and minutes, WKT); `address`: words, found by /api/locate. */
export type ImportPlace =
  | { readonly kind: "xy"; readonly x: string; readonly y: string }
  | { readonly kind: "text"; readonly column: string }
  | { readonly kind: "address"; readonly column: string };

/** How a file is read. Always whole, always stated: nothing is guessed by the server. */
export interface ImportSpec {
  readonly into: ImportTarget;
  /** A code of server/contract/coordinates/systems.ts; of `address` it is not used. */
  readonly crs: string;
  readonly place: ImportPlace;
  readonly fields: Readonly<Partial<Record<ImportFieldName, ImportSource>>>;
  /** Days written with numbers only: which comes first. Null: the file has the year first, or none. */
  readonly dateOrder: "ymd" | "dmy" | "mdy" | null;
  /** A site that is there already (same number, or same type and name within 200 m) is left alone, or takes the file's values. Problems are always left alone. */
  readonly existing: "skip" | "update";
}

/** What is said of one row: 1 = the first below the headings. */
export interface ImportNote {
  readonly row: number;
  /** The field, or "place". */
  readonly field: string;
  readonly value: string;
  readonly reason: Word;
}

/** How far a batch lies from the sites its rows name, by each system it could have been written in; metres, the least first. */
export interface ImportShift {
  /** Rows that name a site we know. */
  readonly compared: number;
  readonly systems: readonly { readonly crs: string; readonly median_m: number }[];
}
/** A batch whose median is farther from its own sites than this, while another system brings it within a third, is warned of. */
export const suspiciousShift_m = 150;
