/** The legend is the switch: every layer of the map's stack with its symbols, counts and an on/off box, by group. */
import { lazy, Suspense, useMemo, useState } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import { everyPoint } from "../../layers/everyPoint.ts";
import { type LayerGroup, type LegendEntry, layerGroups, type MapLayer, type Swatch } from "../../layers/layer.ts";
import { problems as problemSymbols } from "../../layers/problems.ts";
import { shownAtFirst, stack } from "../../map/stack.ts";
import type { AppState, LayerName } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import { changeView } from "../run/app.ts";
import { loadLayer } from "../run/boot.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { countOf, type LegendCounts, legendCounts, type StatusCounts } from "./legendCounts.ts";

/** Asks the server, where the columns hold only a part. */
const AskedCounts = lazy(() => untilLoaded(() => import("./AskedCounts.ts")).then((file) => ({ default: file.AskedCounts })));

const layersOf = (state: AppState) => state.view.layers;
const dataOf = (state: AppState) => state.data;
const maskOf = (state: AppState) => state.mask;
const failuresOf = (state: AppState) => state.layerFailures;
const themeOf = (state: AppState) => state.view.theme;

/** From what one looks for to what it lies on. */
const groupOrder: readonly LayerGroup[] = ["problems", "heat", "sites", "zones", "base", "analysis"];

export const useShown = (): ReadonlySet<string> => {
  const layers = usePart(layersOf);
  return useMemo(() => (layers ? new Set(layers) : shownAtFirst), [layers]);
};

/** The same problems drawn in two ways: the one that is switched on takes the other's place. */
const stead: Readonly<Record<string, string>> = { [everyPoint.id]: problemSymbols.id, [problemSymbols.id]: everyPoint.id };

export function LayerList() {
  const app = useApp();
  const say = useSay();
  const shown = useShown();
  const [data, problems, mask, clock] = [usePart(dataOf), usePart(shownProblems), usePart(maskOf), usePart(shownClock)];
  const far = usePart(beyond);
  const [asked, setAsked] = useState<StatusCounts>(null);
  const counts = useMemo(
    () => legendCounts({ data: { ...data, ...(problems && { problems }) }, mask, clock }, far ? asked : undefined),
    [data, problems, mask, clock, far, asked],
  );
  const custom = usePart(layersOf) !== null;
  const set = (id: string, on: boolean) => {
    const instead = on ? stead[id] : undefined;
    const ids = stack.filter((layer) => layer.id !== instead && (layer.id === id ? on : shown.has(layer.id))).map((layer) => layer.id);
    const isDefault = ids.length === shownAtFirst.size && ids.every((one) => shownAtFirst.has(one));
    changeView(app, { layers: isDefault ? null : ids });
  };
  return (
    <div className="layers">
      {far && (
        <Suspense fallback={null}>
          <AskedCounts tell={setAsked} />
        </Suspense>
      )}
      {groupOrder.map((group) => (
        <fieldset key={group} className="layer-group">
          <legend>{say.of(layerGroups[group])}</legend>
          {stack
            .filter((layer) => layer.group === group)
            .map((layer) => (
              <LayerItem key={layer.id} layer={layer} on={shown.has(layer.id)} counts={counts} set={set} />
            ))}
        </fieldset>
      ))}
      <Failures />
      {custom && (
        <button type="button" className="link" onClick={() => changeView(app, { layers: null })}>
          {say.t("layers.reset")}
        </button>
      )}
    </div>
  );
}

interface ItemProps {
  readonly layer: MapLayer;
  readonly on: boolean;
  readonly counts: LegendCounts;
  readonly set: (id: string, on: boolean) => void;
}

/** A layer with one symbol is one line; one with several has them under its name while it is on. */
function LayerItem({ layer, on, counts, set }: ItemProps) {
  const say = useSay();
  const [first] = layer.legend;
  const single = layer.legend.length === 1 && first && first.swatch.kind !== "ramp" ? first.swatch : null;
  const own = layer.legend.map((entry) => countOf(entry.counts, counts));
  const all = own.some((n) => n !== null) ? own.reduce((sum: number, n) => sum + (n ?? 0), 0) : null;
  return (
    <div className={on ? "layer" : "layer off"}>
      <label className="layer-head">
        <input type="checkbox" checked={on} onChange={(event) => set(layer.id, event.target.checked)} />
        {single && <Drawing swatch={single} />}
        <span className="layer-title">{say.of(layer.title)}</span>
        {all !== null && <span className="layer-count">{say.n(all)}</span>}
      </label>
      {on && !single && layer.legend.map((entry) => <Entry key={entry.id} entry={entry} count={countOf(entry.counts, counts)} />)}
    </div>
  );
}

function Entry({ entry, count }: { entry: LegendEntry; count: number | null }) {
  const say = useSay();
  if (entry.swatch.kind === "ramp") return <Ramp swatch={entry.swatch} label={say.of(entry.label)} />;
  return (
    <div className={count === 0 ? "entry none" : "entry"}>
      <Drawing swatch={entry.swatch} />
      <span className="layer-title">{say.of(entry.label)}</span>
      {count !== null && <span className="layer-count">{say.n(count)}</span>}
    </div>
  );
}

/** A line's sample; under it a casing, so that a white road shows on a white page. */
const line = "M1 17 9 8l6 6 8-8";

function Drawing({ swatch }: { swatch: Exclude<Swatch, { kind: "ramp" }> }) {
  const theme = usePart(themeOf);
  const say = useSay();
  const at = (colours: Readonly<Record<"dark" | "light", string>>) => colours[theme];
  return (
    <svg className="symbol" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {swatch.kind === "fill" && <rect x="2" y="4" width="20" height="16" rx="2" fill={at(swatch.colour)} stroke="var(--line-strong)" />}
      {swatch.kind === "line" && (
        <>
          <path d={line} fill="none" stroke="var(--line)" strokeWidth="6" />
          <path d={line} fill="none" stroke={at(swatch.colour)} strokeWidth="3.5" />
        </>
      )}
      {swatch.kind === "dash" && <path d="M1 12h22" stroke={at(swatch.colour)} strokeWidth="3.5" strokeDasharray="6 3" />}
      {swatch.kind === "path" && <path d={swatch.d} fill={at(swatch.colour)} />}
      {swatch.kind === "letter" && (
        <>
          <rect x="1" y="1" width="22" height="22" rx="6" fill={at(swatch.ground)} />
          <text x="12" y="17.5" textAnchor="middle" fontSize="15" fontWeight="600" fill={at(swatch.ink)}>
            {say.of(swatch.letter)}
          </text>
        </>
      )}
    </svg>
  );
}

function Ramp({ swatch, label }: { swatch: Extract<Swatch, { kind: "ramp" }>; label: string }) {
  const say = useSay();
  return (
    <figure className="ramp">
      <div className="ramp-bar" aria-hidden="true">
        {swatch.colours.map((colour) => (
          <span key={colour} style={{ background: colour }} />
        ))}
      </div>
      <div className="ramp-numbers">
        {swatch.breaks.map((from) => (
          <span key={from}>{from}</span>
        ))}
      </div>
      <figcaption>
        {label} · {say.of(swatch.unit)}
      </figcaption>
    </figure>
  );
}

/** Layers that did not load, each with its reason and another try. */
function Failures() {
  const app = useApp();
  const say = useSay();
  const failures = usePart(failuresOf);
  return Object.entries(failures).map(([name, reason]) => (
    <p key={name} className="inline-failure" role="alert">
      {say.t("boot.layerFailed", { layer: say.t(`layerName.${name as LayerName}`), reason: say.of(reason) })}
      <button type="button" className="link" onClick={() => void loadLayer(app, name as LayerName)}>
        {say.t("app.retry")}
      </button>
    </p>
  ));
}
