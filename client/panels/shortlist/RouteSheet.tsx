/** The route sheet: the way on a map and its stops in a table, as it will be on paper. */
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { sentence } from "../../../server/contract/sentence.ts";
import type { District } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { boundsAround } from "../../draw/frame.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { timeText } from "../../state/calendar.ts";
import { effectiveFilter } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { keepTab } from "../parts/keepTab.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import type { App } from "../run/app.ts";
import { lengthText, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import type { Listed } from "./useStops.ts";
import { totalOf } from "./walk.ts";

const districtOf = (state: AppState) => state.district;
const viewOf = (state: AppState) => state.view;
const clockOf = (state: AppState) => state.clock;
const meOf = (state: AppState) => state.me;

interface Props {
  readonly stops: readonly Listed[];
  readonly legs: readonly (number | null)[];
}

export function RouteSheet({ stops, legs, leave }: Props & { leave: () => void }) {
  const say = useSay();
  const sheet = useRef<HTMLDivElement>(null);
  const district = usePart(districtOf);
  const [settled, settle] = useState(false);
  useEffect(() => alone(sheet.current), []);
  if (!district) return null;
  // No dialog element: what lies in the top layer is not laid out in pages.
  return createPortal(
    <div className="sheet-veil">
      <div
        ref={sheet}
        className="route-sheet"
        role="dialog"
        aria-modal="true"
        aria-label={say.t("sheet.title")}
        tabIndex={-1}
        onKeyDown={(event) => {
          keepTab(event);
          if (event.key !== "Escape") return;
          event.preventDefault();
          leave();
        }}
      >
        <div className="sheet-acts">
          <button type="button" className="button primary" disabled={!settled} onClick={() => print()}>
            {say.t(settled ? "sheet.print" : "sheet.drawing")}
          </button>
          <button type="button" className="button" onClick={leave}>
            {say.t("app.close")}
          </button>
        </div>
        <article className="paper">
          <Head district={district} stops={stops} legs={legs} />
          <WayPicture stops={stops} settled={() => settle(true)} />
          <Table stops={stops} legs={legs} timeZone={district.timeZone} />
          <Foot district={district} />
        </article>
      </div>
    </div>,
    document.body,
  );
}

/** While the sheet is open the page under it is out of reach; then the focus goes back to where it was. */
function alone(sheet: HTMLElement | null): () => void {
  const opener = document.activeElement;
  const page = document.getElementById("page");
  if (page) page.inert = true;
  sheet?.focus();
  return () => {
    if (page) page.inert = false;
    if (opener instanceof HTMLElement) opener.focus();
  };
}

function Head({ district, stops, legs }: Props & { district: District }) {
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const clock = usePart(clockOf);
  const me = usePart(meOf);
  const time = timeText(clock, district.timeZone);
  return (
    <header>
      <h1>
        {say.of(district.name)} · {say.t("sheet.title")}
      </h1>
      <p>
        {say.t("shortlist.count", { n: say.n(stops.length) })} · {say.t("shortlist.total", { length: lengthText(totalOf(legs), say) })}（
        {say.t("shortlist.straight")}） · {say.t("sheet.made", { name: me?.person?.name ?? "—", time })}
        {district.madeUp && ` · ${say.t("app.madeUp")}`}
      </p>
      <p>{say.t("sheet.filter", { sentence: say.of(sentence(effectiveFilter(view), book)) })}</p>
    </header>
  );
}

function Foot({ district }: { district: District }) {
  const say = useSay();
  const lines = [
    district.attribution && say.t("app.attribution", { text: district.attribution }),
    district.mapApproval && say.t("app.approval", { text: district.mapApproval }),
    "WGS84",
  ];
  return <footer>{lines.filter(Boolean).join(" · ")}</footer>;
}

/** Layers that a way is found by; problems and sites would hide its numbers. */
const ground = new Set([
  "baseGround",
  "baseRoads",
  "basePlaces",
  "districtOutline",
  "streets",
  "backAlleys",
  "riverSegments",
  "zones1",
  "walk",
]);
/** CSS pixels: the width of the paper's text, a third of its height. */
const [width, height] = [1040, 470];

async function wayOf(app: App, stops: readonly Listed[]): Promise<string | null> {
  const { data, district, view, clock, walkFrom } = app.store.get();
  const places = stops.flatMap(({ at }) => (at ? [at] : []));
  const bounds = boundsAround(walkFrom ? [walkFrom, ...places] : places);
  if (!district || !bounds) return null;
  const { still } = await import("../../map/still.ts");
  const { problems: _, hot: __, ...ways } = data;
  const scene = {
    data: { ...ways, walk: { from: walkFrom, stops: places } },
    lang: view.lang,
    theme: "light",
    shown: ground,
    mask: null,
    clock,
    rings: [],
    drawn: [],
    hovered: null,
    selected: null,
  } as const;
  return still({ district, scene, bounds, width, height });
}

/** The way as a picture; a sheet without it can be printed all the same. */
function WayPicture({ stops, settled }: { stops: readonly Listed[]; settled: () => void }) {
  const app = useApp();
  const say = useSay();
  const [source, setSource] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet is of the moment it was opened
  useEffect(() => {
    let here = true;
    wayOf(app, stops)
      .then(
        (picture) => here && setSource(picture),
        (error) => here && setFailure(wordsOf(error)),
      )
      .finally(() => here && settled());
    return () => {
      here = false;
    };
  }, []);
  if (failure) return <p role="alert">{say.t("sheet.noMap", { reason: say.of(failure) })}</p>;
  return (
    <figure style={{ aspectRatio: `${width} / ${height}` }}>
      {source ? <img src={source} alt={say.t("sheet.mapAlt", { n: stops.length })} /> : <span className="spinner" aria-hidden="true" />}
    </figure>
  );
}

function Table({ stops, legs, timeZone }: Props & { timeZone: string }) {
  const say = useSay();
  return (
    <table>
      <thead>
        <tr>
          {(["number", "what", "status", "place", "unit", "deadline", "leg", "tick", "note"] as const).map((column) => (
            <th key={column} scope="col" className={`s-${column}`}>
              {say.t(`sheet.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stops.map(({ stop, row, name, note, unit, at }, i) => (
          <tr key={`${stop.kind}/${stop.id}`}>
            <td className="s-number">{i + 1}</td>
            <td>
              {name} <small>{row ? row.code : note}</small>
            </td>
            <td>{row && <StatusMark status={row.status} />}</td>
            <td>
              {row?.place}
              {at && (
                <small>
                  {at[0].toFixed(5)}, {at[1].toFixed(5)}
                </small>
              )}
            </td>
            <td>{unit}</td>
            <td>{row?.deadline && stamp(row.deadline, timeZone)}</td>
            <td className="s-leg">{legs[i] === null || legs[i] === undefined ? say.t("shortlist.first") : lengthText(legs[i], say)}</td>
            <td className="s-tick">
              <span className="box" />
            </td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
