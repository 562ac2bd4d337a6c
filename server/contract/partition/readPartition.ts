/** Partitions from text: every member of the right kind, every number of something that is there. Whether borders cross is for check.ts. */
import type { Position } from "../draw.ts";
import { same } from "./exact.ts";
import { limits } from "./limits.ts";
import type { Arc, Partition, PlanZone } from "./partition.ts";
import {
  onlyMembers,
  orNull,
  readBoolean,
  readDegrees,
  readId,
  readLevel,
  readList,
  readObject,
  readText,
  readWhole,
  wrong,
} from "./reading.ts";

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return readObject(JSON.parse(text), "plan");
  } catch (error) {
    if (error instanceof SyntaxError) return wrong("plan", text.slice(0, 100), "应为 JSON", "should be JSON");
    throw error;
  }
}

function readZone(value: unknown, member: string, depth: number): PlanZone {
  const raw = readObject(value, member);
  onlyMembers(raw, ["id", "level", "parent", "code", "name", "unit", "person", "locked"], member);
  const id = readWhole(raw.id, `${member}.id`);
  if (id === 0) wrong(`${member}.id`, id, "应不为 0", "should not be 0");
  return {
    id,
    level: readLevel(raw.level, `${member}.level`, depth),
    parent: orNull(readWhole)(raw.parent, `${member}.parent`),
    code: readText(raw.code, `${member}.code`),
    name: readText(raw.name, `${member}.name`),
    unit: orNull(readWhole)(raw.unit, `${member}.unit`),
    person: orNull(readText)(raw.person, `${member}.person`),
    locked: readBoolean(raw.locked, `${member}.locked`),
  };
}

function checkZones(list: readonly PlanZone[], zones: ReadonlyMap<number, PlanZone>, nextZone: number): void {
  const codes = new Set<string>();
  for (const [i, zone] of list.entries()) {
    const member = `zones[${i}]`;
    if (zones.get(zone.id) !== zone) wrong(`${member}.id`, zone.id, "编号不应重复", "ids should not repeat");
    if (i && (list[i - 1] as PlanZone).level > zone.level)
      wrong(`${member}.level`, zone.level, "应按级别排列", "should be in the order of levels");
    if (zone.id <= nextZone) wrong(`${member}.id`, zone.id, `应大于 next.zone（${nextZone}）`, `should be above next.zone (${nextZone})`);
    const key = `${zone.level} ${zone.code}`;
    if (codes.has(key)) wrong(`${member}.code`, zone.code, "同级编码不应重复", "codes of one level should not repeat");
    codes.add(key);
    if (zone.parent !== null && zones.get(zone.parent)?.level !== zone.level - 1)
      wrong(`${member}.parent`, zone.parent, "应为上一级的责任区", "should be a zone of the level above");
  }
}

function readFaces(value: unknown, depth: number, zones: ReadonlyMap<number, PlanZone>, nextFace: number): Map<number, number | null> {
  const faces = new Map<number, number | null>();
  let before = 0;
  readList(value, "faces", limits.faces, (item, member) => {
    if (!Array.isArray(item) || item.length !== 2) return wrong(member, item, "应为 [面, 责任区]", "should be [face, zone]");
    const face = readWhole(item[0], `${member}[0]`, before + 1, nextFace - 1);
    const zone = orNull(readWhole)(item[1], `${member}[1]`);
    if (zone !== null && zones.get(zone)?.level !== depth)
      wrong(`${member}[1]`, zone, `应为第 ${depth} 级的责任区`, `should be a zone of level ${depth}`);
    before = face;
    faces.set(face, zone);
  });
  return faces;
}

function readPoints(value: unknown, member: string): Position[] {
  if (!Array.isArray(value)) return wrong(member, value, "应为坐标列表", "should be a list of coordinates");
  if (value.length % 2 || value.length < 4)
    return wrong(member, value.length, "应为成对的坐标，至少两对", "should be pairs of coordinates, two at least");
  const points: Position[] = [];
  for (let i = 0; i < value.length; i += 2) {
    const place: Position = [readDegrees(value[i], `${member}[${i}]`, 180), readDegrees(value[i + 1], `${member}[${i + 1}]`, 90)];
    if (i && same(place, points[points.length - 1] as Position))
      wrong(`${member}[${i}]`, place, "相邻坐标不应相同", "neighbours should differ");
    points.push(place);
  }
  if (points.length < 4 && same(points[0] as Position, points[points.length - 1] as Position))
    wrong(member, points.length, "环至少要有三个顶点", "a ring should have three vertices");
  return points;
}

function readArcs(value: unknown, faces: ReadonlyMap<number, unknown>, nextArc: number): Map<number, Arc> {
  const arcs = new Map<number, Arc>();
  let before = 0;
  let positions = 0;
  readList(value, "arcs", limits.arcs, (item, member) => {
    if (!Array.isArray(item) || item.length !== 4)
      return wrong(member, item, "应为 [编号, 左, 右, 坐标]", "should be [id, left, right, coordinates]");
    const id = readWhole(item[0], `${member}[0]`, before + 1, nextArc - 1);
    const [left, right] = [readWhole(item[1], `${member}[1]`, 0), readWhole(item[2], `${member}[2]`, 0)];
    for (const [i, face] of [left, right].entries())
      if (face !== 0 && !faces.has(face)) wrong(`${member}[${i + 1}]`, face, "应为 faces 中的面，或 0", "should be one of faces, or 0");
    if (left === right) wrong(`${member}[2]`, right, "两侧应不同", "the two sides should differ");
    const points = readPoints(item[3], `${member}[3]`);
    positions += points.length;
    if (positions > limits.positions)
      wrong(member, positions, `坐标总数最多 ${limits.positions}`, `at most ${limits.positions} positions in all`);
    before = id;
    arcs.set(id, { id, points, left, right });
  });
  return arcs;
}

export function partitionFrom(text: string): Partition {
  const raw = parsed(text);
  onlyMembers(raw, ["depth", "next", "zones", "faces", "arcs"]);
  const depth = readLevel(raw.depth, "depth");
  const rawNext = readObject(raw.next, "next");
  onlyMembers(rawNext, ["arc", "face", "zone"], "next");
  const next = {
    arc: readId(rawNext.arc, "next.arc"),
    face: readId(rawNext.face, "next.face"),
    zone: readWhole(rawNext.zone, "next.zone", Number.MIN_SAFE_INTEGER, -1),
  };
  const list = readList(raw.zones, "zones", limits.zones, (value, member) => readZone(value, member, depth));
  const zones = new Map(list.map((zone) => [zone.id, zone]));
  checkZones(list, zones, next.zone);
  const faces = readFaces(raw.faces, depth, zones, next.face);
  const arcs = readArcs(raw.arcs, faces, next.arc);
  const bounded = new Set([...arcs.values()].flatMap((arc) => [arc.left, arc.right]));
  for (const face of faces.keys()) if (!bounded.has(face)) wrong("faces", face, "每个面都应有边界", "every face should have a border");
  return { depth, arcs, faces, zones, next };
}
