/** A small picture of the zones that are imported, and where they were mended. The list beside it says the same in words. */
import { useMemo } from "react";
import type { Mend } from "../../../server/contract/types.ts";
import { useSay } from "../usePlanner.ts";
import type { Chosen } from "./layer.ts";

type Place = readonly [number, number];
/** Longest side in units of the picture. */
const side = 320;

function ringsOf(geometry: { readonly type: string; readonly coordinates: unknown } | null): readonly (readonly Place[])[] {
  if (geometry?.type === "Polygon") return geometry.coordinates as readonly (readonly Place[])[];
  if (geometry?.type === "MultiPolygon") return (geometry.coordinates as readonly (readonly (readonly Place[])[])[]).flat();
  return [];
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly path: string;
  at(lon: number, lat: number): Place;
}

/** Borders of the highest level, thinned to what a small picture shows; true to scale at its own latitude. */
function pictureOf(rings: readonly (readonly Place[])[]): Picture | null {
  if (rings.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (const [x, y] of ring) [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [w, h] = [(east - west) * squeeze || 1, north - south || 1];
  const scale = side / Math.max(w, h);
  const at = (lon: number, lat: number): Place => [(lon - west) * squeeze * scale, (north - lat) * scale];
  const path = rings.map((ring) => `M${thinned(ring, at).join("L")}Z`).join("");
  return { width: w * scale, height: h * scale, path, at };
}

function thinned(ring: readonly Place[], at: (lon: number, lat: number) => Place): string[] {
  const kept: string[] = [];
  let last: Place = [Infinity, Infinity];
  for (const [lon, lat] of ring) {
    const place = at(lon, lat);
    if (Math.abs(place[0] - last[0]) + Math.abs(place[1] - last[1]) < 1.5) continue;
    kept.push(`${place[0].toFixed(1)} ${place[1].toFixed(1)}`);
    last = place;
  }
  return kept;
}

export function MendMap({ mends, chosen }: { mends: readonly Mend[]; chosen: readonly Chosen[] }) {
  const say = useSay();
  const picture = useMemo(() => {
    const top = chosen.find(({ level }) => level === 1);
    return pictureOf(top?.layer.features.flatMap(({ geometry }) => ringsOf(geometry)) ?? []);
  }, [chosen]);
  if (!picture) return null;
  const places = mends.filter((mend) => mend.lon !== null && mend.lat !== null);
  return (
    <svg
      className="import-map"
      role="img"
      aria-label={say.t("import.map", { n: places.length })}
      viewBox={`-6 -6 ${picture.width + 12} ${picture.height + 12}`}
    >
      <path d={picture.path} />
      {places.map((mend) => {
        const [x, y] = picture.at(mend.lon as number, mend.lat as number);
        return <circle key={`${mend.kind} ${mend.zones.join()} ${mend.lon} ${mend.lat}`} cx={x} cy={y} r={4} data-kind={mend.kind} />;
      })}
    </svg>
  );
}
