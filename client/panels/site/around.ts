/** A site's page asks one thing of the map: the open problems around it. */
import { emptyFilter, type Filter, type StatusWord } from "../../../server/contract/filter.ts";
import { readId } from "../../../server/contract/parameter.ts";
import { defaultNear } from "../../state/view.ts";
import { type App, changeView } from "../run/app.ts";

/** The site that an address names; null when it names none. */
export const siteOf = (path: string): number | null => readId(path.split("/")[2] ?? "") ?? null;

export const aroundFilter = (site: number, distance_m: number, status: readonly StatusWord[] = []): Filter => ({
  ...emptyFilter,
  status,
  geo: [{ op: "within", distance_m, of: [{ site }] }],
});

/** How far around the filter looks, when it looks around this site. */
export function distanceOf({ geo }: Pick<Filter, "geo">, site: number): number {
  const clause = geo.find((one) => "of" in one && one.op === "within" && one.of.some((anchor) => "site" in anchor && anchor.site === site));
  return clause && "of" in clause ? clause.distance_m : defaultNear.within_m;
}

/** The map shows what is open around the site, whatever else the address says. */
export function lookAround(app: App, site: number, distance_m?: number): void {
  const { view } = app.store.get();
  const filter = aroundFilter(site, distance_m ?? distanceOf(view.filter, site), ["open"]);
  const only = { near: null, hot: null, time: false, list: false, selected: null, panel: "ledger", layers: null } as const;
  changeView(app, { filter, ...only }, distance_m === undefined ? "replace" : "push");
}
