/** New numbers for the things of a district that moves into another database: a whole stretch a kind, in the old order. */
import { formatIds, parseIds } from "../contract/ids.ts";
import type { Kind, Members, Rule } from "./ids.ts";

export interface Stretch {
  /** The least and the greatest number that rows have; greater than `most` when there is none. */
  readonly least: number;
  readonly most: number;
  /** What the least becomes. The stretch is one longer than the numbers there are: its last is nobody's. */
  readonly first: number;
}

export class Numbers {
  readonly #stretches: ReadonlyMap<Kind, Stretch>;
  readonly district: number;

  constructor(stretches: ReadonlyMap<Kind, Stretch>, district: number) {
    this.#stretches = stretches;
    this.district = district;
  }

  /** A thing that is gone, or was another district's, is nobody from now on: never somebody else. What is no number of a row (0, or a draft's) stays. */
  of(kind: Kind, old: number): number {
    if (old <= 0) return old;
    const { least, most, first } = this.#stretch(kind);
    return old >= least && old <= most ? old - least + first : first + Math.max(0, most - least + 1);
  }

  /** All up to `old` stays all up to it: 0 where nothing is that old. */
  upTo(kind: Kind, old: number): number {
    const { least, most, first } = this.#stretch(kind);
    return old < least ? 0 : Math.min(old, most) - least + first;
  }

  #stretch(kind: Kind): Stretch {
    const stretch = this.#stretches.get(kind);
    if (!stretch) throw new Error(`No numbers are kept for ${kind}.`);
    return stretch;
  }
}

const thing: Readonly<Record<string, Kind>> = { problem: "problem", site: "site", zone: "zone", shape: "named_shape", unit: "unit" };

/** "zone/12", wherever it stands in a text, its slash escaped or not. */
export const keysIn = (numbers: Numbers, text: string): string =>
  text.replace(
    /(?:\b|(?<=%[23][0-9A-F]))(problem|site|zone|shape|unit)(\/|%2F)(\d{1,15})\b/gi,
    (_, word: string, slash: string, id: string) => `${word}${slash}${numbers.of(thing[word.toLowerCase()] as Kind, Number(id))}`,
  );

const listed: Readonly<Record<string, Kind>> = { unit: "unit", person: "person" };

/** A page's query (?unit=7&geo=within:50:site/12#map=…), or a clause of one. */
export function queryIn(numbers: Numbers, text: string): string {
  return text
    .split(/([?&#])/)
    .map((part) => {
      const [, name = "", value = ""] = /^(unit|person|problem)=(.*)$/s.exec(part) ?? [];
      if (name === "problem" && /^[\d.]+$/.test(value)) return `problem=${problemsIn(numbers, value)}`;
      const kind = listed[name];
      if (kind && /^\d+((,|%2C)\d+)*$/i.test(value))
        return `${name}=${value
          .split(/,|%2C/i)
          .map((id) => numbers.of(kind, Number(id)))
          .join(",")}`;
      return keysIn(numbers, part);
    })
    .join("");
}

/** Ids as the first and what is added each time. Unreadable ones ask for nothing, and go on doing so. */
function problemsIn(numbers: Numbers, text: string): string {
  try {
    return formatIds(parseIds("problem", text).map((id) => numbers.of("problem", id)));
  } catch {
    return text;
  }
}

/** Whose eyes something was made for (`seenKey` of server/ask/caller.ts): "all", or z12u:3.4p5. */
export const seenIn = (numbers: Numbers, text: string): string =>
  text.replace(/^z(\d*)u(:[\d.]*)?p(\d*)$/, (_, zone: string, units: string | undefined, person: string) => {
    const of = (kind: Kind) => (id: string) => (id === "" ? "" : String(numbers.of(kind, Number(id))));
    const list = units === undefined ? "" : `:${units.slice(1).split(".").map(of("unit")).join(".")}`;
    return `z${of("zone")(zone)}u${list}p${of("person")(person)}`;
  });

const texts: Readonly<Record<string, (numbers: Numbers, text: string) => string>> = { query: queryIn, key: keysIn, seen: seenIn };

/** A value of JSON: numbers of the rule's kind, texts that name some; members by their rules, at whatever depth. */
export function within(numbers: Numbers, rule: Rule | null, value: unknown, members: Members = {}): unknown {
  if (Array.isArray(value)) return value.map((one) => within(numbers, rule, one, members));
  if (typeof value === "number") return typeof rule === "string" && !(rule in texts) ? numbers.of(rule, value) : value;
  if (typeof value === "string") return typeof rule === "string" && rule in texts ? texts[rule]?.(numbers, value) : value;
  if (value === null || typeof value !== "object") return value;
  const known = typeof rule === "object" && rule ? { ...members, ...rule } : members;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, within(numbers, known[name] ?? known["*"] ?? null, one, known)]),
  );
}
