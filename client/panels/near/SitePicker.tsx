/** "These five": sites of a type by name, pinyin initials, what is in view or key; each with a box, a span by Shift, or all that are listed. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Anchor } from "../../../server/contract/geo.ts";
import type { SitesLayer } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { initials } from "../../state/initials.ts";
import type { NearQuestion } from "../../state/view.ts";
import { hover } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const sitesOf = (state: AppState) => state.data.sites;
const boundsOf = (state: AppState) => state.bounds;
/** A question takes no more values in one list. */
const mostAtOnce = 200;
const mostListed = 300;

interface Props {
  readonly near: NearQuestion;
  readonly set: (of: readonly Anchor[]) => void;
  readonly leave: () => void;
}
export interface Wanted {
  /** "" = of any type. */
  readonly type: SiteType | "";
  /** One or several names, parts of names or initials. */
  readonly text: string;
  readonly key: boolean;
  /** West, south, east, north; null = anywhere. */
  readonly view: readonly [number, number, number, number] | null;
}

/** Rows of the sites layer that are wanted, in the order of their names. */
export function wantedSites(sites: SitesLayer, { type, text, key, view }: Wanted): number[] {
  const parts = text
    .toLowerCase()
    .split(/[\s,，、;；]+/)
    .filter(Boolean);
  const at = type ? sites.types.indexOf(type) : -1;
  const named = (name: string) => {
    const [plain, short] = [name.toLowerCase(), initials(name)];
    return parts.some((part) => plain.includes(part) || short.startsWith(part));
  };
  const inside = (row: number) => {
    if (!view) return true;
    const [lon, lat] = [(sites.lon[row] ?? 0) / 1e6, (sites.lat[row] ?? 0) / 1e6];
    return lon >= view[0] && lon <= view[2] && lat >= view[1] && lat <= view[3];
  };
  const order = new Intl.Collator("zh-CN", { numeric: true });
  return sites.id
    .flatMap((_, row) => {
      const ok = (!type || sites.type[row] === at) && (!key || sites.key[row] === 1) && inside(row);
      return ok && (!parts.length || named(sites.name[row] ?? "")) ? [row] : [];
    })
    .sort((a, b) => order.compare(sites.name[a] ?? "", sites.name[b] ?? ""));
}

export function SitePicker(props: Props) {
  const say = useSay();
  const sites = usePart(sitesOf);
  if (!sites) return <p className="hint">{say.t("ledger.loading")}</p>;
  return <Picking {...props} sites={sites} />;
}

function firstType({ of }: NearQuestion, sites: SitesLayer): SiteType | "" {
  const [one] = of;
  if (one && "type" in one) return one.type;
  const row = one && "site" in one ? sites.id.indexOf(one.site) : -1;
  return (row < 0 ? "market" : sites.types[sites.type[row] ?? 0]) as SiteType;
}

function Picking({ near, set, leave, sites }: Props & { sites: SitesLayer }) {
  const say = useSay();
  const bounds = usePart(boundsOf);
  const [asked, want] = useState<Wanted>(() => ({ type: firstType(near, sites), text: "", key: false, view: null }));
  // "In view" follows the camera.
  const wanted = useMemo(() => (asked.view ? { ...asked, view: bounds } : asked), [asked, bounds]);
  const rows = useMemo(() => wantedSites(sites, wanted), [sites, wanted]);
  const chosen = useMemo(() => new Set(near.of.flatMap((anchor) => ("site" in anchor ? [anchor.site] : []))), [near.of]);
  const put = (ids: ReadonlySet<number>) => set(ids.size ? [...ids].map((site) => ({ site })) : [{ type: wanted.type || "market" }]);
  const left = mostAtOnce - chosen.size;
  const more = rows.map((row) => sites.id[row] as number).filter((id) => !chosen.has(id));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere inside closes; what is inside carries the roles
    <div
      className="site-picker"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        leave();
      }}
    >
      <Head sites={sites} wanted={wanted} want={(part) => want({ ...wanted, ...part })} />
      <div className="site-picker-which">
        <Which wanted={wanted} want={(part) => want({ ...wanted, ...part })} />
        <button
          type="button"
          className="button"
          disabled={!more.length || more.length > left}
          onClick={() => put(new Set([...chosen, ...more]))}
        >
          {say.t("near.pickAll", { n: say.n(rows.length) })}
        </button>
      </div>
      <SiteBoxes sites={sites} rows={rows} chosen={chosen} put={put} />
      {more.length > left && <p className="hint">{say.t("near.pickMost", { n: mostAtOnce, left: say.n(left) })}</p>}
      <div className="site-picker-end">
        <span className="quiet" role="status">
          {chosen.size ? say.t("near.pickCount", { n: say.n(chosen.size) }) : say.t("near.pickHint")}
        </span>
        {chosen.size > 0 && (
          <button type="button" className="link" onClick={() => put(new Set())}>
            {say.t("near.clear")}
          </button>
        )}
        <button type="button" className="button" onClick={leave}>
          {say.t("near.pickDone")}
        </button>
      </div>
    </div>
  );
}

interface WantedProps {
  readonly wanted: Wanted;
  readonly want: (part: Partial<Wanted>) => void;
}

/** Of which type, and by what name. */
function Head({ sites, wanted, want }: WantedProps & { sites: SitesLayer }) {
  const say = useSay();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const types = (Object.keys(siteTypes) as SiteType[]).filter((one) => sites.types.includes(one));
  return (
    <div className="site-picker-head">
      <select
        className="field"
        aria-label={say.t("near.pickType")}
        value={wanted.type}
        onChange={({ target }) => want({ type: target.value as SiteType | "" })}
      >
        {types.map((one) => (
          <option key={one} value={one}>
            {say.of(siteTypes[one])}
          </option>
        ))}
        <option value="">{say.t("near.pickAny")}</option>
      </select>
      <input
        ref={first}
        className="field"
        type="search"
        aria-label={say.t("near.pickFind")}
        placeholder={say.t("near.pickFind")}
        value={wanted.text}
        onChange={({ target }) => want({ text: target.value })}
      />
    </div>
  );
}

/** Only what is in view now, only key sites. */
function Which({ wanted, want }: WantedProps) {
  const say = useSay();
  const bounds = usePart(boundsOf);
  return (
    <>
      {bounds && (
        <label className="choice">
          <input type="checkbox" checked={wanted.view !== null} onChange={({ target }) => want({ view: target.checked ? bounds : null })} />{" "}
          {say.t("near.pickView")}
        </label>
      )}
      <label className="choice">
        <input type="checkbox" checked={wanted.key} onChange={({ target }) => want({ key: target.checked })} /> {say.t("near.pickKey")}
      </label>
    </>
  );
}

interface BoxesProps {
  readonly sites: SitesLayer;
  readonly rows: readonly number[];
  readonly chosen: ReadonlySet<number>;
  readonly put: (ids: ReadonlySet<number>) => void;
}

function SiteBoxes({ sites, rows, chosen, put }: BoxesProps) {
  const app = useApp();
  const say = useSay();
  const last = useRef<number | null>(null);
  const ids = rows.slice(0, mostListed).map((row) => sites.id[row] as number);
  if (!ids.length) return <p className="hint">{say.t("near.pickNone")}</p>;
  /** With Shift, all from the one clicked before to this one. */
  const toggle = (at: number, on: boolean, span: boolean) => {
    const from = span && last.current !== null ? last.current : at;
    const next = new Set(chosen);
    for (const id of ids.slice(Math.min(from, at), Math.max(from, at) + 1))
      if (!on) next.delete(id);
      else if (next.size < mostAtOnce) next.add(id);
    last.current = at;
    put(next);
  };
  return (
    <ul className="site-boxes">
      {ids.map((id, at) => {
        const row = rows[at] as number;
        return (
          <li key={id} onMouseEnter={() => hover(app, { kind: "site", id })} onMouseLeave={() => hover(app, null)}>
            <label className="choice">
              <input
                type="checkbox"
                checked={chosen.has(id)}
                onChange={(event) => toggle(at, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)}
              />
              <span className="clip">{sites.name[row]}</span>
              {sites.key[row] === 1 && <small>{say.t("card.key")}</small>}
            </label>
          </li>
        );
      })}
      {rows.length > ids.length && <li className="hint">{say.t("near.pickMore", { n: say.n(rows.length - ids.length) })}</li>}
    </ul>
  );
}
