/** Routes of imports by hand. Part of the one list in server/http/fileRoutes.ts. */
import type { Route } from "../../ask/route.ts";
import { importAdd } from "./importAdd.ts";
import { importDrop } from "./importDrop.ts";
import { importLoad } from "./importLoad.ts";
import { importMapping } from "./importMapping.ts";
import { importPart } from "./importPart.ts";
import { importRefused } from "./importRefused.ts";
import { importStop } from "./importStop.ts";
import { importOne, imports } from "./imports.ts";
import { importTry } from "./importTry.ts";
import { importUndo } from "./importUndo.ts";

export const importRoutes: readonly Route[] = [
  imports,
  importAdd,
  importMapping,
  importOne,
  importPart,
  importTry,
  importLoad,
  importStop,
  importUndo,
  importDrop,
  importRefused,
];
