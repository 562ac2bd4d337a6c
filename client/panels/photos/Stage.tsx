/** One picture, as large as there is room; enlarged by wheel, double click or keys, moved by dragging or arrows. */
import { useRef } from "react";
import { useSay } from "../useApp.ts";
import type { Zoom } from "./useZoom.ts";

interface Props {
  readonly zoom: Zoom;
  readonly children: React.ReactNode;
}

export function Stage({ zoom, children }: Props) {
  const say = useSay();
  const from = useRef<{ x: number; y: number } | null>(null);
  const middle = ({ currentTarget, clientX, clientY }: React.MouseEvent) => {
    const box = currentTarget.getBoundingClientRect();
    return [clientX - box.left - box.width / 2, clientY - box.top - box.height / 2] as const;
  };
  return (
    <section
      className={zoom.scale > 1 ? "photo-stage zoomed" : "photo-stage"}
      aria-label={say.t("photos.stage")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the keys that enlarge and move what it shows
      tabIndex={0}
      onWheel={(event) => zoom.by(event.deltaY < 0 ? 1.25 : 0.8, ...middle(event))}
      onDoubleClick={(event) => (zoom.scale > 1 ? zoom.reset() : zoom.by(2.5, ...middle(event)))}
      onPointerDown={(event) => {
        if (zoom.scale === 1 || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        if (!from.current) return;
        zoom.pan(event.clientX - from.current.x, event.clientY - from.current.y);
        from.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    >
      <div className="photo-zoomed" style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}>
        {children}
      </div>
    </section>
  );
}

export function ZoomButtons({ zoom }: { zoom: Zoom }) {
  const say = useSay();
  return (
    <div className="photo-buttons">
      <button
        type="button"
        className="button"
        aria-label={say.t("photos.zoomOut")}
        title={say.t("photos.zoomOut")}
        onClick={() => zoom.by(0.8)}
      >
        −
      </button>
      <output>{Math.round(zoom.scale * 100)}%</output>
      <button
        type="button"
        className="button"
        aria-label={say.t("photos.zoomIn")}
        title={say.t("photos.zoomIn")}
        onClick={() => zoom.by(1.25)}
      >
        +
      </button>
      <button type="button" className="button" disabled={zoom.scale === 1} onClick={zoom.reset}>
        {say.t("photos.zoomNone")}
      </button>
    </div>
  );
}
