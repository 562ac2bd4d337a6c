/** The same rows as ghost pins over the roads, once for each system they could be in. The legend beside it says the same in words. */
import { useEffect, useMemo, useRef, useState } from "react";
import { systemName } from "../../../server/contract/coordinates/systems.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { type Camera, closeUp, fitTo, moved, onScreen, type Size, scaleBar, shownLabels, zoomed } from "./camera.ts";
import type { Ghost, Known } from "./ghosts.ts";
import { type Ground, groundClasses, type Local } from "./ground.ts";
import { pinsPath, shapeOf } from "./look.ts";

interface Props {
  readonly ground: Ground;
  readonly ghosts: readonly Ghost[];
  /** The look of each; of those that share one, the first is drawn. */
  readonly looks: readonly number[];
  readonly known: Known;
  /** The system that is chosen; null = none yet. */
  readonly chosen: string | null;
  /** One that is pointed at in the legend. */
  readonly pointed: string | null;
}
const first: Size = { width: 560, height: 400 };
const em = 11.5;

/** Keys of the map: what each does to the camera. */
function keyed(camera: Camera, size: Size, key: string): Camera | null {
  const middle: Local = [size.width / 2, size.height / 2];
  const step = 60;
  if (key === "ArrowLeft") return moved(camera, step, 0);
  if (key === "ArrowRight") return moved(camera, -step, 0);
  if (key === "ArrowUp") return moved(camera, 0, step);
  if (key === "ArrowDown") return moved(camera, 0, -step);
  if (key === "+" || key === "=") return zoomed(camera, size, middle, 1.5);
  if (key === "-") return zoomed(camera, size, middle, 1 / 1.5);
  return null;
}

/** The picture's size in pixels, as it is laid out. */
function useSize(): [React.RefObject<HTMLDivElement | null>, Size] {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(first);
  useEffect(() => {
    const it = box.current;
    if (!it) return;
    const look = () => it.clientWidth > 0 && it.clientHeight > 0 && setSize({ width: it.clientWidth, height: it.clientHeight });
    look();
    const grown = new ResizeObserver(look);
    grown.observe(it);
    return () => grown.disconnect();
  }, []);
  return [box, size];
}

/** Wheel, drag, two fingers. */
function useHand(box: React.RefObject<HTMLDivElement | null>, size: Size, move: (change: (camera: Camera) => Camera) => void) {
  const latest = useRef({ size, move });
  latest.current = { size, move };
  const fingers = useRef(new Map<number, Local>());
  useEffect(() => {
    const it = box.current;
    if (!it) return;
    const at = (event: MouseEvent): Local => {
      const { left, top } = it.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current.move((camera) => zoomed(camera, latest.current.size, at(event), 2 ** (-event.deltaY / 300)));
    };
    it.addEventListener("wheel", wheel, { passive: false });
    return () => it.removeEventListener("wheel", wheel);
  }, [box]);
  return {
    onPointerDown: (event: React.PointerEvent) => {
      if (event.target instanceof Element && event.target.closest("button")) return;
      fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: React.PointerEvent) => {
      const from = fingers.current.get(event.pointerId);
      if (!from) return;
      const to: Local = [event.clientX, event.clientY];
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      fingers.current.set(event.pointerId, to);
      if (!other) return move((camera) => moved(camera, to[0] - from[0], to[1] - from[1]));
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const factor = Math.hypot(to[0] - other[0], to[1] - other[1]) / Math.max(1, Math.hypot(from[0] - other[0], from[1] - other[1]));
      move((camera) => zoomed(camera, size, [other[0] - left, other[1] - top], factor));
    },
    onPointerUp: (event: React.PointerEvent) => void fingers.current.delete(event.pointerId),
    onPointerCancel: (event: React.PointerEvent) => void fingers.current.delete(event.pointerId),
  };
}

export function GhostMap({ ground, ghosts, looks, known, chosen, pointed }: Props) {
  const say = useSay();
  const [box, size] = useSize();
  const [held, setHeld] = useState<Camera | null>(null);
  const [whole, setWhole] = useState(false);
  const showAll = () => {
    setWhole(true);
    setHeld(null);
  };
  const places = useMemo(
    () => ghosts.map(({ places: all }) => all.map((place) => place && ground.local(place[0], place[1]))),
    [ghosts, ground],
  );
  const fitted = useMemo(() => {
    // Only what comes near the district is looked at: the others would make it a dot.
    const near = ghosts.flatMap((ghost, i) => (ghost.near > 0.3 ? (places[i] ?? []) : []));
    const told = near.filter((place) => place !== null);
    return fitTo(told.length ? told : ground.sites, size);
  }, [ghosts, places, ground, size]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are looked at anew
  useEffect(() => setHeld(null), [ghosts.length, ground]);
  const camera = held ?? (whole ? fitted : closeUp(fitted, places.flat()));
  const hand = useHand(box, size, (change) => setHeld((before) => change(before ?? camera)));
  const middle: Local = [size.width / 2, size.height / 2];
  const press = (event: React.KeyboardEvent) => {
    if (event.key === "0") showAll();
    const next = keyed(camera, size, event.key);
    if (!next) return;
    event.preventDefault();
    setHeld(next);
  };
  const bar = scaleBar(camera, 110);
  return (
    <div ref={box} className="ghost-map" {...hand}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys */}
      <svg role="application" tabIndex={0} aria-label={say.t("bring.map")} width={size.width} height={size.height} onKeyDown={press}>
        <Roads ground={ground} camera={camera} size={size} />
        <Pins {...{ ground, ghosts, looks, places, known, chosen, pointed, camera, size }} />
        {shownLabels(ground.labels, camera, size, em).map(({ name, rank, at: [x, y] }) => (
          <text key={name} x={x} y={y} data-rank={rank}>
            {name}
          </text>
        ))}
        <g className="ghost-scale" transform={`translate(12 ${size.height - 14})`}>
          <path d={`M0 -5V0H${bar.px.toFixed(1)}V-5`} />
          <text x={bar.px / 2} y={-8}>
            {bar.metres >= 1000 ? `${bar.metres / 1000} km` : `${bar.metres} m`}
          </text>
        </g>
      </svg>
      <div className="ghost-tools">
        <button
          type="button"
          className="icon-button"
          aria-label={say.t("bring.nearer")}
          onClick={() => setHeld(zoomed(camera, size, middle, 1.6))}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          className="icon-button letter"
          aria-label={say.t("bring.farther")}
          onClick={() => setHeld(zoomed(camera, size, middle, 1 / 1.6))}
        >
          −
        </button>
        <button type="button" className="icon-button" aria-label={say.t("bring.fit")} title={say.t("bring.fit")} onClick={showAll}>
          <Icon name="view" />
        </button>
      </div>
    </div>
  );
}

function Roads({ ground, camera, size }: { ground: Ground; camera: Camera; size: Size }) {
  const shift = `translate(${size.width / 2} ${size.height / 2}) scale(${camera.scale}) translate(${-camera.x} ${-camera.y})`;
  const sites = useMemo(() => ground.sites.map(([x, y]) => `M${x.toFixed(0)} ${y.toFixed(0)}h0`).join(""), [ground]);
  return (
    <g transform={shift} data-near={camera.scale > 0.06}>
      {groundClasses.map((name) => (
        <path key={name} className={`ground-${name}`} d={ground.paths[name]} />
      ))}
      <path className="ground-sites" d={sites} />
    </g>
  );
}

interface PinsProps extends Props {
  readonly places: readonly (readonly (Local | null)[])[];
  readonly camera: Camera;
  readonly size: Size;
}
function Pins({ ground, ghosts, looks, places, known, chosen, pointed, camera, size }: PinsProps) {
  const say = useSay();
  const drawn = ghosts.map(({ crs }, i) => ({ crs, i })).filter(({ crs, i }) => crs === chosen || looks.indexOf(looks[i] ?? 0) === i);
  const order = drawn.sort((a, b) => Number(a.crs === chosen) - Number(b.crs === chosen));
  const lines = (places[ghosts.findIndex(({ crs }) => crs === chosen)] ?? []).flatMap((place, i) => {
    const site = known[i];
    if (!place || !site) return [];
    const [[x, y], [toX, toY]] = [onScreen(camera, size, place), onScreen(camera, size, ground.local(site[0], site[1]))];
    return [`M${x.toFixed(1)} ${y.toFixed(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}`];
  });
  return (
    <>
      <path className="ghost-ways" d={lines.join("")} />
      {order.map(({ crs, i }) => {
        const told = (places[i] ?? []).flatMap((place) => (place ? [onScreen(camera, size, place)] : []));
        const seen = told.filter(([x, y]) => x > -9 && y > -9 && x < size.width + 9 && y < size.height + 9);
        const strong = crs === chosen || crs === pointed;
        return (
          <path
            key={crs}
            className="ghost-pins"
            data-ghost={(looks[i] ?? 0) % 6}
            data-crs={crs}
            data-chosen={crs === chosen || undefined}
            data-faint={(chosen !== null || pointed !== null) && !strong ? true : undefined}
            d={pinsPath(shapeOf(looks[i] ?? 0), seen, strong ? 5 : 4)}
          >
            <title>{say.of(systemName(crs))}</title>
          </path>
        );
      })}
    </>
  );
}
