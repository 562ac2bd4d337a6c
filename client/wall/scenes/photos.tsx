/** The scene "photos": what was mended, before and after, one place after another. */
import "../../look/wallScenes.css";
import { useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import type { Mended } from "../../../server/contract/types.ts";
import { askMended } from "../../api/wall.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { ask } from "../asking.ts";
import { layoutOf } from "../layout.ts";
import { Answered, Head, Instead, Item, Lines, spanText } from "../lists.tsx";
import type { SceneFile, WallPage } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay, useWall } from "../useWall.ts";
import { type Panes, panesOf } from "./panes.ts";
import { browserDarkroom, each_ms, free, type Pair, type Picture, play, type Slide } from "./slides.ts";
import { knownEmpty, textOf } from "./standing.ts";

export const photos: SceneFile = {
  query: () => "?status=closed",
  layers: ["zones1"],
  enter: (page, { filter }) => ask(page, "photos", textOf(filter), (signal) => askMended(filter, signal)),
  empty: ({ asked, now }) => knownEmpty<Mended>(asked.photos, now, ({ rows }) => rows.length === 0),
  Box,
};

/** The pair that comes next, so that the next round goes on where this one ended. */
const nextOf = new WeakMap<WallPage, number>();

/** The slide that is shown; null = the first is still on its way. */
function useSlides(pairs: readonly Pair[], scene_s: number): Slide | null {
  const page = useWall();
  const [slide, setSlide] = useState<Slide | null>(null);
  const key = pairs.map(({ before, after }) => `${before}-${after}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again, the same pairs go on
  useEffect(() => {
    const held: Slide[] = [];
    const first = (nextOf.get(page) ?? 0) % Math.max(1, pairs.length);
    const end = play(pairs, first, each_ms(scene_s, pairs.length), (one) => {
      nextOf.set(page, one.at + 1);
      setSlide(one);
      // The one before it is on the screen until this one is.
      if (held.push(one) > 2) free(held.shift() as Slide, browserDarkroom);
    });
    return () => {
      end();
      for (const one of held) free(one, browserDarkroom);
    };
  }, [page, key, scene_s]);
  return slide;
}

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  return (
    <Lines rows={rows} label={say.t("scenePhotos.title")}>
      <Answered<Mended> kind="photos" rows={rows}>
        {({ rows: pairs }, left) => <Told pairs={pairs} scene_s={shown.scene.seconds} rows={left} />}
      </Answered>
    </Lines>
  );
}

function Told({ pairs, scene_s, rows }: { pairs: readonly Pair[]; scene_s: number; rows: number }) {
  const say = useSay();
  const slide = useSlides(pairs, scene_s);
  if (!pairs.length) return <Instead kind="none" detail={say.t("scenePhotos.none")} lines={Math.min(4, rows)} />;
  if (!slide) return <Instead kind="asking" lines={Math.min(3, rows)} />;
  return (
    <>
      <Facts slide={slide} of={pairs.length} rows={rows} />
      <Pictures slide={slide} />
    </>
  );
}

const districtOf = (state: WallState) => state.district;

function Facts({ slide: { pair, at }, of, rows }: { slide: Slide; of: number; rows: number }) {
  const say = useSay();
  const district = usePart(districtOf);
  const category = district?.categories.find(({ code }) => code === pair.category)?.name[say.lang] ?? pair.category;
  const unit = district?.units.find(({ id }) => id === pair.unit);
  const long: [string, string][] = [
    [say.t("scenePhotos.place"), pair.place ?? say.t("scenePhotos.noPlace")],
    [say.t("scenePhotos.problem"), pair.title],
  ];
  const fact = (value: string) => <span className="photos-fact">{value}</span>;
  const quiet = (what: string) => <span className="quiet">{what}</span>;
  return (
    <>
      <Head title={category} />
      <Item main={quiet(say.t("scenePhotos.took"))} side={fact(spanText(unixOf(pair.closed) - unixOf(pair.found), say))} />
      {unit && <Item main={quiet(say.t("scenePhotos.unit"))} side={fact(unit.shortName || unit.name)} />}
      {long.slice(0, Math.max(0, Math.floor((rows - (unit ? 5 : 4)) / 2))).map(([what, value]) => (
        <Item key={what} main={quiet(what)} sub={fact(value)} />
      ))}
      <Item main={quiet(say.t("scenePhotos.which"))} side={fact(`${say.n(at + 1)} / ${say.n(of)}`)} />
    </>
  );
}

const settingsOf = (state: WallState) => state.settings;

/** Where the pictures lie, in the element that holds the map. */
function usePanes(holder: Element | null): Panes | null {
  const settings = usePart(settingsOf);
  const [screen, setScreen] = useState(() => ({ width: window.innerWidth, height: window.innerHeight }));
  useEffect(() => {
    const measure = () => setScreen({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, []);
  return useMemo(() => {
    if (!holder) return null;
    const { map, caption, root_px } = layoutOf(screen, settings);
    const above = Math.max(0, Math.min(map.h, caption.y - map.y));
    const panes = panesOf({ ...map, h: above }, screen, settings.seams, root_px);
    const at = holder.getBoundingClientRect();
    const moved = (box: Panes["before"]) => ({ ...box, x: box.x - Math.round(at.x), y: box.y - Math.round(at.y) });
    return panes && { before: moved(panes.before), after: moved(panes.after) };
  }, [holder, screen, settings]);
}

/** Both pictures over the map. */
function Pictures({ slide }: { slide: Slide }) {
  const say = useSay();
  const district = usePart(districtOf);
  const [holder] = useState(() => document.querySelector(".map-pane")?.parentElement ?? null);
  const panes = usePanes(holder);
  if (!holder || !panes) return null;
  const day = (time: string) => dayText(unixOf(time), district?.timeZone ?? "Asia/Shanghai");
  const { pair, before, after } = slide;
  const name = (what: string) => `${what} · ${pair.place ?? pair.title}`;
  return createPortal(
    <>
      <Pane box={panes.before} picture={before} word={say.t("scenePhotos.before")} day={day(pair.found)} name={name} kind="before" />
      <Pane box={panes.after} picture={after} word={say.t("scenePhotos.after")} day={day(pair.closed)} name={name} kind="after" />
    </>,
    holder,
  );
}

interface PaneProps {
  readonly box: Panes["before"];
  readonly picture: Picture;
  readonly kind: "before" | "after";
  readonly word: string;
  readonly day: string;
  readonly name: (what: string) => string;
}

function Pane({ box, picture, kind, word, day, name }: PaneProps) {
  const say = useSay();
  return (
    <figure className={`photo-pane ${kind}`} style={{ left: box.x, top: box.y, width: box.w, height: box.h }}>
      <figcaption>
        <b>{word}</b> <span>{day}</span>
      </figcaption>
      {"url" in picture ? (
        <img src={picture.url} alt={name(word)} decoding="sync" />
      ) : (
        <p role="alert">
          {say.t("scenePhotos.failed")}
          <span className="quiet">{say.of(picture.failure)}</span>
        </p>
      )}
    </figure>
  );
}
