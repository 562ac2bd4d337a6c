/** Figures as Prometheus reads them: its text format, version 0.0.4. */

export const expositionMedia = "text/plain; version=0.0.4; charset=utf-8";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** Of a histogram: which of its lines. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly labels?: Labels;
  readonly value: number;
}

/** All samples of one name. Base units: seconds, bytes. */
export interface Family {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
}

const nameRule = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelRule = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const labelText = (name: string, value: string): string => {
  if (!labelRule.test(name)) throw new Error(`${name} is no name of a label.`);
  return `${name}="${escaped(value).replaceAll('"', '\\"')}"`;
};
const figure = (value: number): string => {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
};

function line(name: string, { suffix, labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => labelText(label, text));
  return `${name}${suffix ?? ""}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${figure(value)}\n`;
}

/** One family's lines; none when it has no samples. @throws Error when a name is not one */
function familyText({ name, kind, help, samples }: Family): string {
  if (!nameRule.test(name)) throw new Error(`${name} is no name of a metric.`);
  if (samples.length === 0) return "";
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${kind}\n${samples.map((sample) => line(name, sample)).join("")}`;
}

/** @throws Error when a name is not one, or there twice */
export function exposition(families: readonly Family[]): string {
  const names = new Set(families.map(({ name }) => name));
  if (names.size !== families.length) throw new Error("A metric is there twice.");
  return families.map(familyText).join("");
}

export const gauge = (name: string, help: string, samples: readonly Sample[] | number): Family => ({
  name,
  kind: "gauge",
  help,
  samples: typeof samples === "number" ? [{ value: samples }] : samples,
});

export const counter = (name: string, help: string, samples: readonly Sample[] | number): Family => ({
  ...gauge(name, help, samples),
  kind: "counter",
});

/** What was measured of one combination of labels. */
export class Buckets {
  readonly #bounds: readonly number[];
  /** Not cumulative: one more than there are bounds, the last for what is above all of them. */
  readonly #counts: number[];
  #sum = 0;

  /** @param bounds ascending, finite */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const at = this.#bounds.findIndex((bound) => value <= bound);
    const index = at < 0 ? this.#bounds.length : at;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  /** Each bucket holds those below it, too; the last, +Inf, holds all. */
  samples(labels: Labels): Sample[] {
    let below = 0;
    const buckets = this.#counts.map((count, i): Sample => {
      below += count;
      return { suffix: "_bucket", labels: { ...labels, le: figure(this.#bounds[i] ?? Number.POSITIVE_INFINITY) }, value: below };
    });
    return [...buckets, { suffix: "_sum", labels, value: this.#sum }, { suffix: "_count", labels, value: below }];
  }
}
