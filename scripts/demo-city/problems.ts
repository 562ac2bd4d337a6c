/** The problems of 24 months, in order of time, with their events: a stream, so that a million takes no more memory than a thousand. */
import type { ProblemSource, ProblemState } from "../../server/contract/vocabulary.ts";
import { after, asOf, day, isContinuous, minutesOf, month, weekday } from "./clock.ts";
import type { Find } from "./finds.ts";
import { finder } from "./finds.ts";
import type { Pt } from "./geo.ts";
import { add, at, dist } from "./geo.ts";
import type { Act, Facts } from "./history.ts";
import { foldOf, liveOf, statesOf } from "./history.ts";
import type { Category } from "./kinds.ts";
import { readCategories } from "./kinds.ts";
import { Rng, streamOf } from "./rng.ts";
import type { Staff } from "./staff.ts";
import { staffOf } from "./staff.ts";
import { draw24months, minuteOf, sourceOn } from "./when.ts";
import type { World } from "./world.ts";

export interface Problem {
  readonly id: string;
  readonly find: Find;
  readonly category: Category;
  readonly source: ProblemSource;
  readonly foundAt: number;
  readonly night: boolean;
  readonly acts: readonly Act[];
  /** The stream its words are drawn from. */
  readonly rng: Rng;
}

/** Share of all problems that are still open at the snapshot. */
const openShare = 0.075;

/** What an open problem should look like: its state, and where its deadline stands. */
interface Want {
  readonly state: ProblemState;
  readonly due: "overdue" | "near" | "later" | null;
}

const wants: readonly (readonly [Want, number])[] = [
  [{ state: "reported", due: null }, 9],
  [{ state: "verifying", due: null }, 5],
  [{ state: "filed", due: null }, 5],
  [{ state: "returned", due: null }, 4],
  [{ state: "suspended", due: null }, 7],
  [{ state: "handed_back", due: null }, 8],
  [{ state: "rechecking", due: null }, 5],
  [{ state: "dispatched", due: "later" }, 8],
  [{ state: "dispatched", due: "near" }, 3],
  [{ state: "dispatched", due: "overdue" }, 1.2],
  [{ state: "handling", due: "later" }, 23],
  [{ state: "handling", due: "near" }, 7],
  [{ state: "handling", due: "overdue" }, 7],
  [{ state: "rework", due: "later" }, 3],
  [{ state: "rework", due: "near" }, 1],
  [{ state: "rework", due: "overdue" }, 1.2],
];

interface Maker {
  readonly world: World;
  readonly find: (rng: Rng, month: number) => Find;
  readonly categories: ReadonlyMap<string, Category>;
  readonly staff: Staff;
}

/** `count` problems by time found; ids P0000001 … in that order. */
export function* makeProblems(world: World, count: number): Generator<Problem> {
  const maker: Maker = { world, find: finder(world), categories: readCategories(), staff: staffOf(world) };
  const open = Math.round(count * openShare);
  const rng = streamOf(world.seed, "problems");
  const plan: { at: number; stream: number; want: Want | null }[] = [];
  for (let i = 0; i < open; i++) {
    const want = at(wants, rng.weighted(wants.map(([, w]) => w)))[0];
    const stream = rng.u32();
    plan.push({ at: drawOpen(maker, stream, want).facts.foundAt, stream, want });
  }
  const days = draw24months(rng);
  for (let i = open; i < count; i++) plan.push({ at: days(rng), stream: rng.u32(), want: null });
  plan.sort((p, q) => p.at - q.at || p.stream - q.stream);
  const past: Past[] = [];
  let n = 0;
  for (const { at: when, stream, want } of plan) {
    const drawn = want ? drawOpen(maker, stream, want) : drawClosed(maker, stream, when, past);
    n++;
    yield { id: `P${String(n).padStart(7, "0")}`, ...drawn, ...drawn.facts, category: drawn.category, night: isNight(drawn.facts.foundAt) };
    remember(past, drawn);
  }
}

interface Drawn {
  readonly find: Find;
  readonly category: Category;
  readonly facts: Facts;
  readonly acts: Act[];
  readonly rng: Rng;
}

/** What was closed lately, for problems that come back at the same place. */
interface Past {
  readonly find: Find;
  readonly category: Category;
  readonly closedAt: number;
}

function remember(past: Past[], { find, category, acts }: Drawn): void {
  const { state, last } = foldOf(acts);
  if (state !== "closed") return;
  past.push({ find, category, closedAt: last });
  if (past.length > 4000) past.splice(0, 1000);
}

const isNight = (minute: number): boolean => minute % day >= 18 * 60 + 40 || minute % day < 360;

/** A problem found about `when` that was closed or rejected before the snapshot; one in eleven comes back where one was closed. */
function drawClosed(maker: Maker, stream: number, when: number, past: readonly Past[]): Drawn {
  const rng = new Rng(stream, 7);
  for (let tries = 0; ; tries++) {
    const back =
      tries < 2 && past.length > 50 && rng.chance(0.09) ? at(past, past.length - 1 - rng.int(Math.min(past.length, 1500))) : null;
    const repeat = back && back.closedAt < when - 720 ? back : null;
    const find = repeat ? { ...repeat.find, p: nearby(maker, repeat.find.p, rng) } : maker.find(rng, month(when));
    const category = maker.categories.get(find.code);
    if (!category) throw new Error(`no category ${find.code}`);
    // Very late finds could not be closed in time: after some tries, the time itself is moved back.
    const facts = factsOf(category, minuteOf(when - (tries > 12 ? day * (tries - 12) : 0), category, rng), rng);
    const acts = liveOf(facts, maker.staff.cast(rng, facts.source, find, category.code), rng);
    const { last, state } = foldOf(acts);
    if (last <= asOf && (state === "closed" || state === "rejected")) return { find, category, facts, acts, rng };
  }
}

function nearby(maker: Maker, p: Pt, rng: Rng): Pt {
  const q = add(p, [rng.bell() * 12, rng.bell() * 12]);
  return dist(p, q) < 45 && maker.world.places.block(q) !== null ? q : p;
}

/** A problem that stands at the snapshot as wanted. */
function drawOpen(maker: Maker, stream: number, want: Want): Drawn {
  const rng = new Rng(stream, 11);
  for (;;) {
    const find = maker.find(rng, month(asOf));
    const category = maker.categories.get(find.code);
    if (!category) throw new Error(`no category ${find.code}`);
    if (want.state === "suspended" && !(category.limit.unit === "d" && category.limit.value >= 3)) continue;
    for (let tries = 0; tries < 14; tries++) {
      const facts = factsOf(category, minuteOf(asOf - ageOf(want, category, rng), category, rng), rng);
      const whole = liveOf(facts, maker.staff.cast(rng, facts.source, find, category.code), rng, want.state);
      const acts = cut(whole, want, rng, maker.staff);
      if (acts && fits(acts, want)) return { find, category, facts, acts, rng };
    }
  }
}

/** How long ago such a problem was found, minutes. */
function ageOf(want: Want, { limit }: Category, rng: Rng): number {
  const length = after(asOf - 6 * day, minutesOf(limit), isContinuous(limit)) - (asOf - 6 * day);
  switch (want.state) {
    case "reported":
      return rng.range(3, 900);
    case "verifying":
      return rng.range(20, 1300);
    case "filed":
      return rng.range(30, 1700);
    case "returned":
      return rng.range(60, 4 * day);
    case "suspended":
      return length + rng.range(3, 40) * day + rng.exp(25 * day);
    case "handed_back":
    case "rechecking":
      return length * rng.range(0.2, 1) + rng.range(0, 3 * day);
    default:
      return want.due === "overdue" ? length + rng.exp(4.5 * day) : rng.range(0, length + 3.2 * day);
  }
}

/** The life up to the first time it is in the wanted state; an overdue one may have been supervised. */
function cut(whole: readonly Act[], want: Want, rng: Rng, staff: Staff): Act[] | null {
  const end = statesOf(whole).indexOf(want.state);
  if (end < 0) return null;
  const acts = whole.slice(0, end + 1);
  const { deadline } = foldOf(acts);
  if (want.due === "overdue" && deadline !== null && deadline < asOf - 300 && rng.chance(0.35)) {
    const at_ = Math.round(rng.range(Math.max(deadline, at(acts, end).at) + 60, asOf));
    if (at_ < asOf) acts.push(staff.supervision(at_, rng));
  }
  return acts;
}

function fits(acts: readonly Act[], want: Want): boolean {
  const { deadline, from, last } = foldOf(acts);
  if (last > asOf - 1) return false;
  if (want.due === null) return true;
  if (deadline === null) return false;
  const left = deadline - asOf;
  const near = left <= Math.min(day, (deadline - from) / 4);
  return want.due === "overdue" ? left < 0 : want.due === "near" ? left >= 0 && near : left >= 0 && !near;
}

const easyOnes = new Set(["1101", "1103", "1112", "1301", "1303", "1401", "1404", "1405", "1204", "1205", "1702", "1106", "1202", "1206"]);

function factsOf(category: Category, foundAt: number, rng: Rng): Facts {
  const share = (foundAt - (asOf - 730 * day)) / (730 * day);
  return {
    foundAt,
    limit: category.limit,
    source: sourceOn(foundAt, rng),
    easy: easyOnes.has(category.code),
    onTime: 0.895 + 0.05 * share - (weekday(foundAt) === 5 ? 0.01 : 0),
  };
}
