/** What the settings come to: sample type in true size, the layout drawn small with its seams, and what is wrong, in words. */
import type { Box, Screen, WallLayout } from "../layout.ts";
import { pictures } from "../panels.ts";
import type { Settings } from "../settings.ts";
import { hanSize_px, inkHeight_mm } from "../typeSize.ts";
import { useLayout, useScreen } from "../useScreen.ts";
import { type Say, useSay } from "../useWall.ts";

const round = (n: number, to: number) => Math.round(n * to) / to;

export function Check({ settings }: { settings: Settings }) {
  const say = useSay();
  const screen = useScreen();
  const layout = useLayout(settings);
  const { width_mm } = settings;
  return (
    <section className="set-check" aria-labelledby="check">
      <h2 id="check">{say.t("wall.setCheck")}</h2>
      <p>
        {width_mm === null
          ? say.t("wall.setPixelsOnly", { ...screen })
          : say.t("wall.setPixels", { ...screen, mm: round(width_mm / screen.width, 1000) })}
        {" · "}
        <b>{say.t("wall.setRoot", { px: layout.root_px })}</b>
      </p>
      <Faults layout={layout} />
      {width_mm === null || width_mm <= 0 ? (
        <p>{say.t("wall.setUnmeasured")}</p>
      ) : (
        <Samples settings={settings} mm={width_mm / screen.width} />
      )}
      <h2>{say.t("wall.setLayout")}</h2>
      <Drawing layout={layout} screen={screen} />
    </section>
  );
}

function Faults({ layout }: { layout: WallLayout }) {
  const say = useSay();
  const faults = [...layout.faults, ...layout.notes];
  if (!faults.length)
    return (
      <p className="set-fits" role="status">
        ✓ {say.t("wall.setFits")}
      </p>
    );
  return (
    <ul className="set-faults" role="status">
      {faults.map((one) => (
        <li key={one.zh}>▲ {say.of(one)}</li>
      ))}
    </ul>
  );
}

/** Han characters in either language: they are what is hard to read. */
const sample = "问题超期 165";
/** No larger than a wall can show: what is beyond is a fault, and said above. */
const most_px = 400;

function Samples({ settings: { distance_m }, mm }: { settings: Settings; mm: number }) {
  const say = useSay();
  const sound = distance_m > 0 && mm > 0.01;
  if (!sound) return null;
  return (
    <>
      {([16, 20] as const).map((arc) => {
        const px = hanSize_px(distance_m, arc, mm);
        return (
          <figure key={arc} className="set-sample">
            <div style={{ fontSize: Math.min(px, most_px) }}>{sample}</div>
            <figcaption>{say.t("wall.setSample", { arc, px, mm: round(inkHeight_mm(distance_m, arc), 10) })}</figcaption>
          </figure>
        );
      })}
      <p>{say.t("wall.setSampleHint", { distance: distance_m })}</p>
    </>
  );
}

const drawn = (layout: WallLayout, say: Say): readonly (readonly [string, Box, string])[] => [
  ["map", layout.map, say.t("wall.boxMap")],
  ["title", layout.title, say.t("wall.boxTitle")],
  ["clock", layout.clock, say.t("wall.boxClock")],
  ["caption", layout.caption, say.t("wall.boxCaption")],
  ["scene", layout.scene, say.t("wall.boxScene")],
  ...(layout.trend ? [["trend", layout.trend, say.t("wall.boxTrend")] as const] : []),
  ...layout.figures.map((box, i) => [`figure ${i}`, box, String(i + 1)] as const),
  ...layout.alarms.map((box, i) => [`alarm ${i}`, box, say.t("wall.alarms")] as const),
];

function Drawing({ layout, screen: { width, height } }: { layout: WallLayout; screen: Screen }) {
  const say = useSay();
  const { columns, rows, bezel_px } = layout.seams;
  // So that a single pixel between two screens is seen, too.
  const thick = Math.max(bezel_px, width / 300);
  const lines = (whole: number, count: number) =>
    pictures(whole, count, bezel_px)
      .slice(1)
      .map(({ a }) => a - bezel_px / 2 - thick / 2);
  return (
    <svg className="set-drawing" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say.t("wall.setLayout")}>
      {drawn(layout, say).map(([name, { x, y, w, h }, word]) => (
        <g key={name} className={name.split(" ")[0]}>
          <rect x={x} y={y} width={w} height={h} />
          <text
            x={x + w / 2}
            y={y + (name === "scene" ? Math.min(h / 2, height / 14) : h / 2)}
            fontSize={Math.min(h * 0.5, w / Math.max(4, word.length), height / 16)}
          >
            {word}
          </text>
        </g>
      ))}
      {lines(width, columns).map((x) => (
        <rect key={`x${x}`} className="seam" x={x} y={0} width={thick} height={height} />
      ))}
      {lines(height, rows).map((y) => (
        <rect key={`y${y}`} className="seam" x={0} y={y} width={width} height={thick} />
      ))}
    </svg>
  );
}
