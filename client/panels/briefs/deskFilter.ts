/** What of a pasted address of the desk a document can be narrowed to. Pure. */
import { formatFilter } from "../../../server/contract/filter.ts";
import { effectiveFilter, readView } from "../../state/view.ts";

/** The filter as a URL's parameters, without its times: those are the document's own. null: no address of the desk, or one that asks nothing. */
export function deskFilter(text: string): string | null {
  const search = /\?[^#]*/.exec(text.trim())?.[0];
  if (!search) return null;
  const { view, faults } = readView(search, "");
  const timeless = { ...effectiveFilter(view), at: null, found: null, closed: null, during: null };
  const query = String(new URLSearchParams(formatFilter(timeless) as [string, string][]));
  return faults.length || !query ? null : query;
}
