/** The stops in their order, each with how far it is from the one before; moved by buttons, or by dragging. */
import { useRef, useState } from "react";
import type { AppState } from "../../state/app.ts";
import { movedStop, withoutStop } from "../../state/shortlist.ts";
import { Icon } from "../parts/Icon.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { goToPlace, hover, select } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { setStops } from "./list.ts";
import type { Listed } from "./useStops.ts";

const selectedOf = (state: AppState) => state.view.selected;

interface Props {
  readonly stops: readonly Listed[];
  readonly legs: readonly (number | null)[];
}

export function StopList({ stops, legs }: Props) {
  const app = useApp();
  const say = useSay();
  const [said, setSaid] = useState("");
  const [over, setOver] = useState<number | null>(null);
  const dragged = useRef<number | null>(null);
  const move = (from: number, to: number) => {
    const name = stops[from]?.name ?? "";
    setStops(app, movedStop(app.store.get().shortlist, from, to));
    setSaid(say.t("shortlist.moved", { name, n: to + 1 }));
  };
  const drop = (to: number) => {
    if (dragged.current !== null && dragged.current !== to) move(dragged.current, to);
    dragged.current = null;
    setOver(null);
  };
  return (
    <>
      <ol className="stops">
        {stops.map((listed, i) => (
          <li
            key={`${listed.stop.kind}/${listed.stop.id}`}
            className={over === i ? "over" : undefined}
            draggable
            title={say.t("shortlist.drag")}
            onDragStart={() => {
              dragged.current = i;
            }}
            onDragOver={(event) => {
              if (dragged.current === null) return;
              event.preventDefault();
              if (over !== i) setOver(i);
            }}
            onDragEnd={() => setOver(null)}
            onDrop={() => drop(i)}
          >
            <StopRow listed={listed} n={i + 1} leg={legs[i] ?? null} last={i === stops.length - 1} move={move} />
          </li>
        ))}
      </ol>
      <output className="sr" aria-live="polite">
        {said}
      </output>
    </>
  );
}

interface RowProps {
  readonly listed: Listed;
  readonly n: number;
  readonly leg: number | null;
  readonly last: boolean;
  readonly move: (from: number, to: number) => void;
}

function StopRow({ listed, n, leg, last, move }: RowProps) {
  const app = useApp();
  const say = useSay();
  const { stop, name, note, at, row, gone } = listed;
  const selected = usePart(selectedOf);
  const chosen = selected?.kind === stop.kind && selected.id === stop.id;
  const away = leg === null ? null : say.t(n === 1 ? "shortlist.legStart" : "shortlist.leg", { length: lengthText(leg, say) });
  const enter = () => at && hover(app, stop);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only lights it on the map; focus does the same
    <div className={chosen ? "stop chosen" : "stop"} onMouseEnter={enter} onMouseLeave={() => hover(app, null)}>
      <span className="stop-number">{n}</span>
      <button
        type="button"
        className="stop-name"
        disabled={gone}
        onFocus={enter}
        onClick={() => select(app, stop, false)}
        onDoubleClick={() => at && goToPlace(app, at[0], at[1])}
      >
        <span>
          {row && <StatusMark status={row.status} />} {name}
        </span>
        <small>{[gone ? say.t("shortlist.gone") : note, away].filter(Boolean).join(" · ")}</small>
      </button>
      <MoveButtons name={name} n={n} last={last} move={move} />
      <button
        type="button"
        className="icon-button"
        aria-label={say.t("shortlist.remove", { name })}
        title={say.t("shortlist.remove", { name })}
        onClick={() => setStops(app, withoutStop(app.store.get().shortlist, stop))}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function MoveButtons({ name, n, last, move }: Pick<RowProps, "n" | "last" | "move"> & { name: string }) {
  const say = useSay();
  const box = useRef<HTMLSpanElement>(null);
  const step = (by: 1 | -1) => {
    move(n - 1, n - 1 + by);
    // The row has moved in the document, which takes the focus from it.
    requestAnimationFrame(() => {
      const [up, down] = box.current?.querySelectorAll("button") ?? [];
      (by < 0 ? (up?.disabled ? down : up) : down?.disabled ? up : down)?.focus();
    });
  };
  return (
    <span ref={box} className="moves">
      <button
        type="button"
        className="icon-button"
        disabled={n === 1}
        aria-label={say.t("shortlist.up", { name })}
        title={say.t("shortlist.up", { name })}
        onClick={() => step(-1)}
      >
        <span className="upwards">
          <Icon name="down" />
        </span>
      </button>
      <button
        type="button"
        className="icon-button"
        disabled={last}
        aria-label={say.t("shortlist.down", { name })}
        title={say.t("shortlist.down", { name })}
        onClick={() => step(1)}
      >
        <Icon name="down" />
      </button>
    </span>
  );
}
