/** Cuts along a line. */
import type { Position } from "../draw.ts";
import { divideZones } from "./divide.ts";
import { twiceArea } from "./exact.ts";
import { finderOf } from "./find.ts";
import { chainsOf, insertChains } from "./insert.ts";
import { crossesItself, isClosed, noded, selfCrossing, tidied } from "./noding.ts";
import { outside, type Partition } from "./partition.ts";
import { crossesBorder, crossingOf } from "./planar.ts";
import { runsOf } from "./runs.ts";
import type { Outcome, Step } from "./steps.ts";
import { refused, Work } from "./work.ts";

type Cut = Extract<Step, { kind: "cut" }>;

/** The line without places that are one, an area clockwise: then its inside is on the right, which becomes new. */
function readyLine(line: readonly Position[]): Position[] {
  const places = tidied(line);
  return isClosed(places) && twiceArea(places.slice(1)) > 0 ? places.reverse() : places;
}

function missing(partition: Partition, { level, zones }: Cut): Outcome | null {
  if (level > partition.depth)
    return refused("wrongLevel", {
      zh: `本区的责任区只有 ${partition.depth} 级`,
      en: `This district has zones of ${partition.depth} levels only`,
    });
  for (const id of zones ?? []) {
    const zone = partition.zones.get(id);
    if (!zone) return refused("noZone", { zh: "要切分的责任区已不存在", en: "A zone to be split is not there any more" });
    if (zone.level !== level)
      return refused("wrongLevel", {
        zh: `「${zone.name}」不是第 ${level} 级的责任区`,
        en: `“${zone.name}” is not a zone of level ${level}`,
      });
  }
  return null;
}

export function cut(partition: Partition, step: Cut): Outcome {
  const fault = missing(partition, step);
  if (fault) return fault;
  const line = readyLine(step.line);
  if (line.length < 2)
    return refused(
      "tooShort",
      { zh: "线太短：至少要有两个不同的点", en: "The line is too short: it takes two places" },
      step.line[0] ?? null,
    );
  const knot = selfCrossing(line);
  if (knot) return refused("crossesItself", crossesItself, knot);
  const work = new Work(partition);
  const finder = finderOf(partition);
  const pieces = noded(work.table, line, (at) => finder.faceAt(at));
  if (!pieces)
    return refused("tooMany", { zh: "线穿过的边界太多：请分几段画", en: "The line meets too many borders: draw it in parts" }, line[0]);
  const runs = runsOf(work, pieces, step.level, step.zones);
  if (!runs.length)
    return endsNowhere(
      line,
      pieces.every(({ left, right }) => left === outside && right === outside),
    );
  const fresh = insertChains(
    work,
    runs.flatMap((run) => chainsOf(run.pieces)),
  );
  const at = fresh ? crossingOf(work.table, fresh) : (line[0] as Position);
  if (at) return refused("crossesBorder", crossesBorder, at);
  divideZones(work, runs, step.names);
  if (!work.isChanged) return endsNowhere(line, false);
  return { done: work.done() };
}

function endsNowhere(line: readonly Position[], beyond: boolean): Outcome {
  const at = line[line.length - 1] ?? null;
  if (beyond)
    return refused("endsNowhere", { zh: "线在区界以外：它不切分任何责任区", en: "The line is beyond the district: it cuts no zone" }, at);
  return refused(
    "endsNowhere",
    {
      zh: "线没有切开任何责任区：请从边界画到边界，或画成闭合的区域",
      en: "The line cuts no zone: draw it from border to border, or close it to an area",
    },
    at,
  );
}
