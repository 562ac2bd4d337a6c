/** One condition of where, opened from its chip: by numbers here, by hand on the map meanwhile. */
import "./learnt.ts";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Shape } from "../../../server/contract/draw.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import { area_m2, length_m } from "../../../server/contract/partition/drawn.ts";
import { boxShape } from "../../draw/edit.ts";
import type { AppState } from "../../state/app.ts";
import { keepable, placesOf } from "../../state/named.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { type App, goTo, setFilter } from "../run/app.ts";
import { takeEdit, withClause } from "../run/drawing.ts";
import { areaText, lengthText } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { DistanceField } from "./DistanceField.tsx";
import { Either } from "./Either.tsx";
import { extentOf } from "./extent.ts";
import { KeepShape } from "./KeepShape.tsx";
import { PlaceList } from "./PlaceList.tsx";
import { clauseText } from "./places.ts";
import { Vertices } from "./Vertices.tsx";

const filterOf = (state: AppState) => state.preview ?? state.view.filter;
const hasMap = (state: AppState) => state.bounds !== null;

const leave = (app: App) => app.store.set({ editing: null, preview: null });

/** What can be edited by its vertices: the clause's first drawing, or its view. */
function shapeOf(clause: GeoClause): Shape | null {
  const place = placesOf(clause).find((one) => "draw" in one || "view" in one);
  if (!place) return null;
  return "draw" in place ? place.draw : "view" in place ? boxShape(place.view) : null;
}

const sizeText = ({ kind, points }: Shape, say: Say): string =>
  kind === "point" ? "" : kind === "line" ? lengthText(length_m(points), say) : areaText(area_m2(points), say);

export function ClauseEditor({ index }: { index: number }) {
  const app = useApp();
  const clause = usePart(filterOf).geo[index];
  return clause ? <Editor index={index} clause={clause} close={() => leave(app)} /> : null;
}

/** Under its chip, inside the window; it follows when the bar grows. */
function usePlace(box: React.RefObject<HTMLDivElement | null>, index: number): void {
  useLayoutEffect(() => {
    const place = () => {
      const it = box.current;
      const chip = document.querySelector(`[data-clause="${index}"]`)?.getBoundingClientRect();
      if (!it || !chip) return;
      it.style.left = `${Math.max(8, Math.min(chip.left, innerWidth - it.offsetWidth - 8))}px`;
      it.style.top = `${chip.bottom + 4}px`;
      it.style.setProperty("--room", `${Math.max(160, innerHeight - chip.bottom - 16)}px`);
    };
    place();
    const grown = new ResizeObserver(place);
    const bar = document.querySelector(".filter-bar");
    for (const one of [box.current, bar]) if (one) grown.observe(one);
    addEventListener("resize", place);
    return () => {
      removeEventListener("resize", place);
      grown.disconnect();
    };
  }, [box, index]);
}

/** Closed by a press elsewhere on the page; the map belongs to it, and so does its own chip. */
function useElsewhere(box: React.RefObject<HTMLDivElement | null>, close: () => void): void {
  useEffect(() => {
    const away = ({ target }: Event) => {
      if (!(target instanceof Element) || box.current?.contains(target) || target.closest(".map-area, [data-clause], .bar-end")) return;
      close();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  });
}

interface EditorProps {
  readonly index: number;
  readonly clause: GeoClause;
  readonly close: () => void;
}

function Editor({ index, clause, close }: EditorProps) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const box = useRef<HTMLDivElement>(null);
  usePlace(box, index);
  useElsewhere(box, close);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("input, button")?.focus();
    // Whoever came by the keyboard goes on from the chip.
    return () => document.querySelector<HTMLElement>(`[data-clause="${index}"] button`)?.focus({ preventScroll: true });
  }, [index]);
  const set = (next: GeoClause) => {
    const { filter } = app.store.get().view;
    setFilter(app, withClause(filter, index, next));
  };
  const text = clauseText(clause, book, say);
  return (
    <div
      ref={box}
      className="popover clause-editor"
      role="dialog"
      aria-label={say.t("filter.edit", { text })}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h3>{text}</h3>
        <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <How clause={clause} set={set} />
      <PlaceList clause={clause} set={set} />
      <Drawn clause={clause} />
      <End index={index} clause={clause} />
    </div>
  );
}

/** Within or beyond how far, or inside or outside. */
function How({ clause, set }: { clause: GeoClause; set: (clause: GeoClause) => void }) {
  const say = useSay();
  if ("areas" in clause) {
    return (
      <Either
        label={say.t("where.insideOrOutside")}
        value={clause.op}
        options={[
          ["inside", say.t("where.inside")],
          ["outside", say.t("where.outside")],
        ]}
        set={(op) => set({ ...clause, op })}
      />
    );
  }
  return (
    <>
      <Either
        label={say.t("where.withinOrBeyond")}
        value={clause.op}
        options={[
          ["within", say.t("where.within")],
          ["beyond", say.t("where.beyond")],
        ]}
        set={(op) => set({ ...clause, op })}
      />
      <DistanceField value={clause.distance_m} set={(distance_m) => set({ ...clause, distance_m })} />
    </>
  );
}

function Drawn({ clause }: { clause: GeoClause }) {
  const app = useApp();
  const say = useSay();
  const map = usePart(hasMap);
  const shape = shapeOf(clause);
  return (
    <>
      {map && shape && shape.kind !== "point" && <p className="hint">{say.t("where.dragShape")}</p>}
      {map && "of" in clause && <p className="hint">{say.t("where.dragDistance")}</p>}
      {shape && (
        <>
          <Vertices
            shape={shape}
            set={(next) => takeEdit(app, { shape: next, distance_m: "of" in clause ? clause.distance_m : null }, true)}
          />
          {shape.kind !== "point" && <p className="quiet">{sizeText(shape, say)}</p>}
        </>
      )}
    </>
  );
}

const dataOf = (state: AppState) => state.data;
const shapesOf = (state: AppState) => state.shapes;

function End({ index, clause }: { index: number; clause: GeoClause }) {
  const app = useApp();
  const say = useSay();
  const map = usePart(hasMap);
  const data = usePart(dataOf);
  const shapes = usePart(shapesOf);
  const bounds = map ? extentOf(clause, data, shapes) : null;
  const definition = keepable(clause);
  const remove = () => {
    const { filter } = app.store.get().view;
    setFilter(app, { ...filter, geo: filter.geo.filter((_, i) => i !== index) });
  };
  return (
    <footer>
      {bounds && (
        <button type="button" className="button" onClick={() => goTo(app, { bounds })}>
          {say.t("where.zoomTo")}
        </button>
      )}
      {definition && <KeepShape key={definition} definition={definition} />}
      <button type="button" className="button" onClick={remove}>
        {say.t("where.removeClause")}
      </button>
    </footer>
  );
}
