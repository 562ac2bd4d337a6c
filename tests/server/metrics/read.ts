/** The text format 0.0.4, read strictly: whatever a scraper would refuse, or take for something else, throws. */

export interface ReadFamily {
  readonly kind: string;
  readonly help: string;
  /** By the line's name and labels, as written. */
  readonly values: ReadonlyMap<string, number>;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const pair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,|$)/gy;

function labelsOf(text: string): Map<string, string> {
  const labels = new Map<string, string>();
  pair.lastIndex = 0;
  for (let at = 0; at < text.length; at = pair.lastIndex) {
    const found = pair.exec(text);
    if (!found) throw new Error(`no label at ${at} of ${text}`);
    const [, name = "", value = "", more] = found;
    if (labels.has(name) || (more === "," && pair.lastIndex === text.length)) throw new Error(`labels: ${text}`);
    labels.set(
      name,
      value.replace(/\\(.)/g, (_all, one: string) => (one === "n" ? "\n" : one)),
    );
  }
  return labels;
}

function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  if (text !== "NaN" && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
}

interface Open {
  kind: string;
  help: string;
  values: Map<string, number>;
  samples: { name: string; labels: Map<string, string>; value: number }[];
}

function closeHistogram(name: string, { samples }: Open): void {
  const series = new Map<string, typeof samples>();
  for (const one of samples) {
    const { le: _le, ...rest } = Object.fromEntries(one.labels);
    const key = JSON.stringify(rest);
    series.set(key, [...(series.get(key) ?? []), one]);
  }
  for (const [key, list] of series) {
    const buckets = list
      .filter((one) => one.name === `${name}_bucket`)
      .map(({ labels, value }) => [numberOf(labels.get("le") ?? ""), value]);
    const count = list.find((one) => one.name === `${name}_count`)?.value;
    if (list.filter((one) => one.name === `${name}_sum`).length !== 1) throw new Error(`${name}${key}: no sum`);
    if (buckets.at(-1)?.[0] !== Number.POSITIVE_INFINITY) throw new Error(`${name}${key}: no +Inf`);
    if (buckets.at(-1)?.[1] !== count) throw new Error(`${name}${key}: +Inf is not the count`);
    buckets.reduce((before, next) => {
      if ((next[0] as number) <= (before[0] as number) || (next[1] as number) < (before[1] as number))
        throw new Error(`${name}${key}: buckets are not cumulative`);
      return next;
    });
  }
}

/** @throws Error that says what is wrong */
export function readExposition(text: string): Map<string, ReadFamily> {
  if (text !== "" && !text.endsWith("\n")) throw new Error("The last line has no end.");
  const families = new Map<string, Open>();
  let last = "";
  const open = (name: string): Open => {
    const known = families.get(name);
    if (known && last !== name) throw new Error(`${name} is in two places`);
    const family = known ?? { kind: "", help: "", values: new Map(), samples: [] };
    families.set(name, family);
    last = name;
    return family;
  };
  for (const one of text.split("\n").slice(0, -1)) {
    const said = /^# (HELP|TYPE) (\S+) (.*)$/.exec(one);
    if (said) {
      const [, what, name = "", rest = ""] = said;
      const family = open(name);
      if (family.samples.length > 0 || (what === "HELP" ? family.help : family.kind)) throw new Error(`${one}: too late, or twice`);
      if (what === "TYPE" && !/^(counter|gauge|histogram)$/.test(rest)) throw new Error(one);
      if (!/^(?:[^\\]|\\\\|\\n)*$/.test(rest)) throw new Error(`${one}: an escape that is none`);
      if (what === "HELP") family.help = rest.replace(/\\(.)/g, (_all, letter: string) => (letter === "n" ? "\n" : letter));
      else family.kind = rest;
      continue;
    }
    const sample = line.exec(one);
    if (!sample) throw new Error(`no sample: ${one}`);
    const [, name = "", labels = "", value = ""] = sample;
    const base = families.get(last)?.kind === "histogram" ? name.replace(/_(bucket|sum|count)$/, "") : name;
    if (base !== last) throw new Error(`${name} has no TYPE before it`);
    const family = open(base);
    const key = one.slice(0, one.lastIndexOf(" "));
    if (family.values.has(key)) throw new Error(`${key} is there twice`);
    family.values.set(key, numberOf(value));
    family.samples.push({ name, labels: labelsOf(labels), value: numberOf(value) });
  }
  for (const [name, family] of families) {
    if (!family.kind || family.samples.length === 0) throw new Error(`${name} is empty`);
    if (family.kind === "histogram") closeHistogram(name, family);
  }
  return families;
}
