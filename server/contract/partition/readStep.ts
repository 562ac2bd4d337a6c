/** Steps from outside. */
import type { ZoneLevel } from "../vocabulary.ts";
import {
  onlyMembers,
  orNull,
  readBoolean,
  readId,
  readLevel,
  readList,
  readObject,
  readPlace,
  readWhole,
  readWords,
  wrong,
} from "./reading.ts";
import { type Step, type StepKind, stepKinds } from "./steps.ts";

type Raw = Readonly<Record<string, unknown>>;
type Read<K extends StepKind> = (raw: Raw) => Omit<Extract<Step, { kind: K }>, "kind">;

const longestLine = 5_000;
const mostPieces = 20_000;
const mostZones = 2_000;

const zoneId = (value: unknown, member: string) => {
  const id = readWhole(value, member);
  return id === 0 ? wrong(member, id, "应为责任区编号（不为 0）", "should be a zone's id (not 0)") : id;
};
const zoneIds = (value: unknown, member: string) => readList(value, member, mostZones, zoneId);
const line = (value: unknown) => readList(value, "line", longestLine, readPlace);
const level = (raw: Raw): ZoneLevel => readLevel(raw.level, "level");

type Changes = Extract<Step, { kind: "zoneChange" }>["to"];
function changes(value: unknown): Changes {
  const raw = readObject(value, "to");
  onlyMembers(raw, ["code", "name", "unit", "person"], "to");
  return {
    ...(raw.code === undefined ? {} : { code: readWords(raw.code, "to.code", 50) }),
    ...(raw.name === undefined ? {} : { name: readWords(raw.name, "to.name") }),
    ...(raw.unit === undefined ? {} : { unit: orNull(readId)(raw.unit, "to.unit") }),
    ...(raw.person === undefined ? {} : { person: orNull(readWords)(raw.person, "to.person") }),
  };
}

function sharedZone(value: unknown, member: string) {
  const raw = readObject(value, member);
  onlyMembers(raw, ["id", "code", "name"], member);
  return {
    id: orNull(zoneId)(raw.id, `${member}.id`),
    code: readWords(raw.code, `${member}.code`, 50),
    name: readWords(raw.name, `${member}.name`),
  };
}
function sharedPiece(value: unknown, member: string): readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2)
    return wrong(member, value, "应为 [块, 责任区序号]", "should be [piece, index of a zone]");
  return [zoneId(value[0], `${member}[0]`), readWhole(value[1], `${member}[1]`, 0, mostZones)];
}
function move(value: unknown, member: string) {
  const raw = readObject(value, member);
  onlyMembers(raw, ["from", "to"], member);
  return { from: readPlace(raw.from, `${member}.from`), to: readPlace(raw.to, `${member}.to`) };
}

const readers: { readonly [K in StepKind]: { readonly members: readonly string[]; readonly read: Read<K> } } = {
  cut: {
    members: ["level", "zones", "line", "names"],
    read: (raw) => ({
      level: level(raw),
      zones: orNull(zoneIds)(raw.zones, "zones"),
      line: line(raw.line),
      names: readList(raw.names, "names", mostZones, (value, member) => readWords(value, member)),
    }),
  },
  merge: { members: ["level", "zones"], read: (raw) => ({ level: level(raw), zones: zoneIds(raw.zones, "zones") }) },
  dissolve: { members: ["faces"], read: (raw) => ({ faces: readList(raw.faces, "faces", mostPieces, readId) }) },
  assign: {
    members: ["level", "pieces", "to"],
    read: (raw) => ({
      level: level(raw),
      pieces: readList(raw.pieces, "pieces", mostPieces, zoneId),
      to: orNull(zoneId)(raw.to, "to"),
    }),
  },
  moveVertices: { members: ["moves"], read: (raw) => ({ moves: readList(raw.moves, "moves", longestLine, move) }) },
  addVertex: { members: ["at"], read: (raw) => ({ at: readPlace(raw.at, "at") }) },
  removeVertex: { members: ["at"], read: (raw) => ({ at: readPlace(raw.at, "at") }) },
  reroute: { members: ["line"], read: (raw) => ({ line: line(raw.line) }) },
  zoneAdd: {
    members: ["level", "parent", "code", "name"],
    read: (raw) => ({
      level: level(raw),
      parent: orNull(zoneId)(raw.parent, "parent"),
      code: readWords(raw.code, "code", 50),
      name: readWords(raw.name, "name"),
    }),
  },
  zoneChange: { members: ["zone", "to"], read: (raw) => ({ zone: zoneId(raw.zone, "zone"), to: changes(raw.to) }) },
  zoneRemove: { members: ["zone"], read: (raw) => ({ zone: zoneId(raw.zone, "zone") }) },
  lock: {
    members: ["zones", "locked"],
    read: (raw) => ({ zones: zoneIds(raw.zones, "zones"), locked: readBoolean(raw.locked, "locked") }),
  },
  share: {
    members: ["level", "parent", "zones", "pieces"],
    read: (raw) => ({
      level: level(raw),
      parent: orNull(zoneId)(raw.parent, "parent"),
      zones: readList(raw.zones, "zones", mostZones, sharedZone),
      pieces: readList(raw.pieces, "pieces", mostPieces, sharedPiece),
    }),
  },
};

/** A step, whole and with no other members. @throws PartitionError */
export function stepFrom(value: unknown): Step {
  const raw = readObject(value, "step");
  const { kind } = raw;
  if (typeof kind !== "string" || !Object.hasOwn(stepKinds, kind)) {
    const kinds = Object.keys(stepKinds);
    return wrong("kind", kind, `应为以下之一：${kinds.join("、")}`, `should be one of ${kinds.join(", ")}`);
  }
  const { members, read } = readers[kind as StepKind];
  onlyMembers(raw, ["kind", ...members]);
  return { kind, ...read(raw) } as Step;
}
