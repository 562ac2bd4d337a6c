/** The handbook's table: contents, a page as it prints, its people; gaps, roles and texts, editions; and the printing of it. */

import { handbookWords } from "../../look/words/handbook.ts";
import { learn } from "../../look/words.ts";
import { mayPlan, type PlannerState } from "../state.ts";
import { usePart, useSay } from "../usePlanner.ts";
import { readHandbook } from "./address.ts";
import { HandbookBook } from "./HandbookBook.tsx";
import { PrintView } from "./print/PrintView.tsx";
import "../../look/handbook.css";

learn(handbookWords);
const me = (state: PlannerState) => state.me;

export function Handbook() {
  const say = useSay();
  const may = mayPlan(usePart(me));
  const view = readHandbook(location.pathname, location.search);
  return view.print ? <PrintView say={say} print={view.print} /> : <HandbookBook say={say} may={may} first={view} />;
}
