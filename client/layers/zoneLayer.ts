/** What the three zone levels share: areas with a border, and a name at each zone's own label point. */
import type { Feature } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { type Word, type ZoneLevel, zoneLevels } from "../../server/contract/vocabulary.ts";
import { type MapColours, mapColours } from "../look/basemap.ts";
import { areaText, lengthLimit } from "./describe.ts";
import { both, byZoom, label } from "./drawing.ts";
import { geometryOf, pointOf, rowOf } from "./geometry.ts";
import type { DescribeContext, DrawContext, LayerData, MapLayer } from "./layer.ts";

interface ZoneLook {
  readonly level: ZoneLevel;
  readonly on: boolean;
  readonly minZoom: number;
  readonly labelZoom: readonly [from: number, to: number];
  readonly ink: "zone1" | "zone2" | "zone3";
  readonly widths: Readonly<Record<number, number>>;
  readonly dash?: number[];
  readonly size: Readonly<Record<number, number>>;
  readonly spacing: number;
}

function* zones({ zones: rows }: LayerData, level: number, label: boolean): Generator<Feature> {
  if (!rows) return;
  for (let i = 0; i < rows.count; i++) {
    if (rows.level[i] !== level) continue;
    const geometry = label ? pointOf(rows, i) : geometryOf(rows, i);
    yield { type: "Feature", properties: { id: rows.id[i], name: rows.name[i] }, geometry };
  }
}

function specs(look: ZoneLook, context: DrawContext): LayerSpecification[] {
  const id = `zones${look.level}`;
  const ink = context.colours[look.ink];
  const text = label(context, context.colours.zoneText, byZoom(look.size, 1));
  const [from, to] = look.labelZoom;
  return [
    {
      id: `${id}-line`,
      type: "line",
      source: id,
      minzoom: look.minZoom,
      layout: { "line-join": "round" },
      paint: { "line-color": ink, "line-width": byZoom(look.widths, 1.3), ...(look.dash ? { "line-dasharray": look.dash } : {}) },
    },
    {
      id: `${id}-name`,
      type: "symbol",
      source: `${id}-names`,
      minzoom: from,
      maxzoom: to,
      layout: {
        ...text.layout,
        "text-letter-spacing": look.spacing,
        // A cluster often stands on the middle of a zone: then the name steps aside rather than vanish.
        "text-variable-anchor": ["center", "bottom", "top", "left", "right"],
        "text-radial-offset": 1.7,
      },
      paint: { ...text.paint, "text-opacity": 0.95 },
    },
  ];
}

/** A zone in words: name, level, who answers for it, how large. */
function describeZone(id: number, level: ZoneLevel, { data, units }: DescribeContext): Word[] | null {
  const rows = data.zones;
  const i = rows ? rowOf(rows.id, id) : undefined;
  if (!rows || i === undefined || rows.level[i] !== level) return null;
  const name = rows.name[i] as string;
  const kind = zoneLevels[level];
  const lines: Word[] = [
    { zh: name, en: name },
    { zh: `${kind.zh} ${rows.code[i]}`, en: `${kind.en} ${rows.code[i]}` },
  ];
  const unit = units.get(rows.unit[i] as number);
  if (unit) lines.push({ zh: `责任单位：${unit}`, en: `Unit: ${unit}` });
  const person = rows.person[i];
  if (person) lines.push({ zh: `责任人：${person}`, en: `Person: ${person}` });
  lines.push(areaText(rows.area_m2[i] as number));
  return lines.slice(0, lengthLimit);
}

export function zoneLayer(look: ZoneLook): MapLayer {
  const id = `zones${look.level}`;
  const title = zoneLevels[look.level];
  const ink: keyof MapColours = look.ink;
  return {
    id,
    group: "zones",
    title,
    legend: [
      {
        id,
        label: title,
        swatch: { kind: look.dash ? "dash" : "line", colour: both(mapColours.dark, mapColours.light, ink) },
        counts: { by: "zoneLevel", level: look.level },
      },
    ],
    needs: ["zones"],
    on: look.on,
    minZoom: look.minZoom,
    sources: [
      { id, needs: "zones", maxzoom: 14, features: (data) => zones(data, look.level, false) },
      { id: `${id}-names`, needs: "zones", features: (data) => zones(data, look.level, true) },
    ],
    specs: (context) => specs(look, context),
    picking: { from: [`${id}-name`, `${id}-line`], kind: "zone" },
    describe: (thing, context) => (thing.kind === "zone" ? describeZone(thing.id, look.level, context) : null),
  };
}
