/** The wall's page: boxes where the layout says, over one map. */
import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import { hourReader } from "../state/calendar.ts";
import { AlarmCards } from "./boxes/AlarmCards.tsx";
import { Banner } from "./boxes/Banner.tsx";
import { Calm } from "./boxes/Calm.tsx";
import { Caption } from "./boxes/Caption.tsx";
import { Clock } from "./boxes/Clock.tsx";
import { Figures } from "./boxes/Figures.tsx";
import { Guard } from "./boxes/Guard.tsx";
import { Message } from "./boxes/Message.tsx";
import { NoAlarm } from "./boxes/NoAlarm.tsx";
import { place } from "./boxes/place.ts";
import { Title } from "./boxes/Title.tsx";
import { Trend } from "./boxes/Trend.tsx";
import { LastPicture } from "./LastPicture.tsx";
import type { Box, WallLayout } from "./layout.ts";
import { lightAt, shiftAt } from "./rest.ts";
import { scenes } from "./scenes.ts";
import type { WallState } from "./state.ts";
import { mapScale } from "./typeSize.ts";
import { useLayout, useLook } from "./useScreen.ts";
import { usePart, useWall } from "./useWall.ts";
import { WallMap } from "./WallMap.tsx";

const part = {
  settings: (s: WallState) => s.settings,
  phase: (s: WallState) => s.phase,
  shown: (s: WallState) => s.shown,
  zone: (s: WallState) => s.district?.timeZone ?? "Asia/Shanghai",
  hour: (s: WallState) => Math.floor(s.now / 3600),
  /** Alarms that wait for a decision. */
  alarms: ({ alarms }: WallState) =>
    "value" in alarms ? alarms.value.rows.filter((one) => one.acknowledged === null && one.ended === null).length : 0,
};

export function Wall() {
  const settings = usePart(part.settings);
  const phase = usePart(part.phase);
  const layout = useLayout(settings);
  useLook(settings, layout.root_px);
  return (
    <Resting>
      {phase === "ready" ? (
        <Picture layout={layout} />
      ) : (
        <>
          <LastPicture />
          <Calm phase={phase} box={layout.message} />
        </>
      )}
    </Resting>
  );
}

/** The whole, a little to the side each hour, and dimmer at night. */
function Resting({ children }: { children: React.ReactNode }) {
  const hour = usePart(part.hour);
  const timeZone = usePart(part.zone);
  const { dim } = usePart(part.settings);
  const hourOf = useMemo(() => hourReader(timeZone), [timeZone]);
  const { x, y } = shiftAt(hour * 3600);
  const light = hour ? lightAt(hourOf(hour * 3600), dim) : 1;
  return (
    <>
      <div className="wall" style={{ transform: `translate(${x}px, ${y}px)` }}>
        {children}
      </div>
      {light < 1 && <div className="wall-night" style={{ opacity: 1 - light }} />}
    </>
  );
}

/** What the map is told through the stylesheet: how much larger it draws, and what part of it is covered. */
function mapStyle({ map, caption, foot, banner, root_px }: WallLayout): CSSProperties {
  const told = {
    "--map-scale": mapScale(root_px),
    "--map-clear-bottom": `${map.y + map.h - caption.y + 8}px`,
    "--map-clear-side": `${Math.round(root_px * 1.6)}px`,
    "--map-clear-top": `${banner.y - map.y + Math.round(root_px)}px`,
    "--foot-left": `${foot.x - map.x}px`,
    "--foot-right": `${map.x + map.w - foot.x - foot.w}px`,
    "--foot-height": `${foot.h}px`,
  };
  return { ...place(map), ...told };
}

/** A map of another size shows what the scene shows: from its own view, or the whole district. */
function useFraming({ map: { w, h } }: WallLayout): void {
  const { store, map } = useWall();
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is what it follows
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    // After the map has measured itself.
    const soon = setTimeout(() => {
      const { district, shown, tour } = store.get();
      if (district && tour.mode !== "left") map.current?.goTo(shown?.camera ?? { bounds: district.bounds });
    }, 400);
    return () => clearTimeout(soon);
  }, [w, h]);
}

function Picture({ layout }: { layout: WallLayout }) {
  useFraming(layout);
  return (
    <>
      <div className="wall-map" style={mapStyle(layout)}>
        <WallMap />
      </div>
      <Title box={layout.title} />
      <Clock box={layout.clock} />
      <Guard name="caption">
        <Caption box={layout.caption} />
      </Guard>
      <Guard name="figures">
        <Figures boxes={layout.figures} />
      </Guard>
      {layout.trend && (
        <Guard name="trend">
          <Trend box={layout.trend} />
        </Guard>
      )}
      <Right layout={layout} />
      <Banner box={layout.banner} settings={layout.faults} notes={layout.notes} />
      <Message box={layout.message} />
    </>
  );
}

const over = (card: Box, scene: Box) => card.y >= scene.y && card.y < scene.y + scene.h;

/** The scene's box and the alarms'. Over a scene they take its foot, as much as they are; it keeps to the lines that are left. */
function Right({ layout: { scene, alarms, root_px } }: { layout: WallLayout }) {
  const standing = usePart(part.alarms);
  const lying = alarms.filter((card) => over(card, scene));
  const cards = lying.length ? lying.slice(Math.max(0, lying.length - standing)) : alarms;
  const covered = standing > 0 ? lying[lying.length - Math.min(standing, lying.length)] : undefined;
  const left = covered ? { ...scene, h: covered.y - scene.y - Math.ceil(root_px * 0.3) } : scene;
  return (
    <>
      <SceneBox box={left} root_px={root_px} />
      {!lying.length && <NoAlarm boxes={alarms} />}
      <Guard name="alarms">
        <AlarmCards boxes={cards} />
      </Guard>
    </>
  );
}

/** A line of a scene's box, and what its frame takes, in rem. */
const line = { each: 1.5, frame: 0.5 } as const;

function SceneBox({ box, root_px }: { box: Box; root_px: number }) {
  const shown = usePart(part.shown);
  if (!shown) return null;
  const { kind } = shown.scene;
  const { Box } = scenes[kind];
  const rows = Math.floor((box.h / root_px - line.frame) / line.each);
  return (
    <section className="wall-scene" style={place(box)} data-scene={kind}>
      <Guard key={`${shown.index} ${kind}`} name={kind}>
        <Box rows={rows} shown={shown} />
      </Guard>
    </section>
  );
}
