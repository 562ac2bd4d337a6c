/** Pages of the handbook as sheets of paper. Pure. */
import type { HandbookPage } from "../../../../server/contract/types.ts";
import type { Say } from "../../../look/say.ts";
import { paginate } from "./paginate.ts";
import type { SheetOf } from "./Sheet.tsx";
import { mapBoxes, type PageUnit, unitsOf } from "./units.ts";

/** With a smaller map when that saves a sheet. */
function laid(page: HandbookPage, say: Say): PageUnit[][] {
  const usual = paginate(unitsOf(page, say));
  if (usual.length === 1) return usual;
  const small = paginate(unitsOf(page, say, mapBoxes.small));
  return small.length < usual.length ? small : usual;
}

/** A page's sheets: one, and where it goes on as many as it needs. */
export const sheetsOf = (page: HandbookPage, say: Say): SheetOf[] => laid(page, say).map((units, part) => ({ page, units, part }));
