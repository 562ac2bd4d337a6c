/** What leaves as a file, in one list; CSV and GeoJSON of problems stand beside the other questions about problems. */
import type { Route } from "../ask/route.ts";
import { exportAdd } from "./exportAdd.ts";
import { exportCancel } from "./exportCancel.ts";
import { exportFile } from "./exportFile.ts";
import { exportList } from "./exportList.ts";
import { exportOne } from "./exportOne.ts";
import { exportXlsx } from "./exportXlsx.ts";

export const exportRoutes: readonly Route[] = [exportXlsx, exportAdd, exportList, exportOne, exportCancel, exportFile];
