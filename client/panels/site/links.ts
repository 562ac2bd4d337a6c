/** Addresses of the desk that show what a figure of the page counts. Pure. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { AppState } from "../../state/app.ts";
import { dayEnd } from "../../state/calendar.ts";
import { defaultView, formatView, type Thing, type View } from "../../state/view.ts";
import { usePart } from "../useApp.ts";

const deskPath = (filter: Filter, look: Pick<View, "lang" | "theme" | "size">, selected: Thing | null): string =>
  `/${formatView({ ...defaultView, ...look, filter, selected, panel: selected ? "card" : "ledger" })}`;

const langOf = (state: AppState) => state.view.lang;
const themeOf = (state: AppState) => state.view.theme;
const sizeOf = (state: AppState) => state.view.size;

/** Makes links to the desk in the reader's own language and look. */
export function useDesk(): (filter: Filter, selected?: Thing) => string {
  const look = { lang: usePart(langOf), theme: usePart(themeOf), size: usePart(sizeOf) };
  return (filter, selected) => deskPath(filter, look, selected ?? null);
}

/** The filter as of the end of a day there, for what was open then. @param day yyyy-MM-dd */
export const atEndOf = (filter: Filter, day: string, timeZone: string): Filter => ({
  ...filter,
  // A moment before the next day begins.
  at: new Date((dayEnd(day, timeZone) - 1) * 1000).toISOString().replace(".000", ""),
});
