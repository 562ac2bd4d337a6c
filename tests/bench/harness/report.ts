/** What was measured, as Markdown: questions against the best by hand, kept answers against Fastify, growth, the suites. */
import { isOver, table as linesTable } from "../measure.ts";
import { type Figure, isMissed, type Machine, type Part } from "./figure.ts";

/** From one size to a larger one: how many times as long the same answer may take. */
const grown: Readonly<Record<Part["engine"], { readonly from: string; readonly to: string; readonly most?: number }>> = {
  postgres: { from: "100k", to: "1m", most: 1.3 },
  embedded: { from: "100k", to: "300k" },
};
/** Answers are as large within this part: the places are drawn anew for each size. */
const alike = 0.1;

const engineWord = { postgres: "PostgreSQL", embedded: "embedded" } as const;
const order = ["5k", "10k", "100k", "300k", "1m", "5m"];
const bySize = (a: { size: string }, b: { size: string }): number => order.indexOf(a.size) - order.indexOf(b.size);

const rate = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
const ms = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
const bytes = (value: number): string =>
  value < 10_000 ? `${Math.round(value)} B` : value < 1e6 ? `${Math.round(value / 1e3)} kB` : `${(value / 1e6).toFixed(1)} MB`;
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");

const verdict = (figure: Figure): string =>
  figure.least === undefined ? "" : `≥ ${Number(figure.least.toFixed(2))}: ${isMissed(figure) ? "**missed**" : "held"}`;

function figureRow(part: Part, figure: Figure): string[] {
  const { ours, against, beside } = figure;
  const others = beside?.map((other) => `${other.name} ${rate(other.rate)}`).join("; ") ?? "";
  return [
    part.size,
    figure.what,
    rate(figure.hits),
    bytes(figure.bytes),
    rate(ours.rate),
    `${ms(ours.p50)} / ${ms(ours.p95)} / ${ms(ours.p99)}`,
    `${against.name}: ${rate(against.rate)}`,
    figure.ratio.toFixed(2),
    verdict(figure),
    others,
  ];
}
const figureHeads = [
  "size",
  "what",
  "hits",
  "an answer",
  "answers/s",
  "p50 / p95 / p99 ms",
  "against, per second",
  "ratio",
  "to reach",
  "beside, per second",
];

interface Growth {
  readonly what: string;
  readonly times: readonly { readonly size: string; readonly figure: Figure }[];
  /** Time an answer takes at the larger size, as a multiple. */
  readonly ratio: number | undefined;
  readonly missed: boolean;
}

export function growthOf(parts: readonly Part[], engine: Part["engine"]): Growth[] {
  const steady = parts.filter((part) => part.engine === engine && part.figures.some((figure) => figure.steady));
  const { from, to, most = Number.POSITIVE_INFINITY } = grown[engine];
  return [...new Set(steady.map(({ name }) => name))].map((name) => {
    const times = steady
      .filter((part) => part.name === name)
      .sort(bySize)
      .map(({ size, figures }) => ({ size, figure: figures[0] as Figure }));
    const at = (size: string) => times.find((one) => one.size === size)?.figure;
    const [small, large] = [at(from), at(to)];
    const same = small && large && Math.abs(small.hits - large.hits) <= alike * small.hits;
    const ratio = same ? small.ours.rate / large.ours.rate : undefined;
    return { what: times[0]?.figure.what ?? name, times, ratio, missed: ratio !== undefined && ratio > most };
  });
}

function growthTable(parts: readonly Part[], engine: Part["engine"]): string {
  const all = growthOf(parts, engine);
  const sizes = order.filter((size) => all.some(({ times }) => times.some((one) => one.size === size)));
  const { from, to, most } = grown[engine];
  const rows = all.map(({ what, times, ratio, missed }) => [
    what,
    ...sizes.map((size) => {
      const figure = times.find((one) => one.size === size)?.figure;
      return figure ? `${ms(figure.ours.p50)} (${rate(figure.hits)} hits)` : "";
    }),
    ratio === undefined ? "" : `${ratio.toFixed(2)} ×${missed ? " **missed**" : ""}`,
  ]);
  return tableOf(["p50 ms at", ...sizes, `${from} → ${to}${most === undefined ? "" : `, ≤ ${most} ×`}`], rows);
}

const machineText = ({ processor, cores, memory_GB, system, node, fastify }: Machine): string =>
  `${processor}, ${cores} cores, ${memory_GB} GB; ${system}; Node ${node}, Fastify ${fastify}`;
const unique = (list: readonly string[]): string[] => [...new Set(list)];

function head(parts: readonly Part[]): string {
  const days = unique(parts.map(({ at }) => at.slice(0, 10)));
  const lines = [
    `- Measured: ${days.join(", ")}. Machine: ${unique(parts.map(({ machine }) => machineText(machine))).join("; ")}.`,
    `- Database: ${unique(parts.map(({ database }) => database).filter(Boolean)).join("; ")}.`,
    `- Commands: ${unique(parts.map(({ command }) => `\`${command}\``)).join(", ")}.`,
    `- By hand: ${unique(parts.flatMap(({ rawBy }) => rawBy ?? [])).join("; ") || "–"}, on the same database and cores, with as many clients. Ratios are of rates; runs are taken in turn, the one in the middle counts.`,
    "- Every count was checked against the rows, over HTTP and by hand, before it was timed. Requests of one run differ from each other.",
  ];
  return lines.join("\n");
}

export function report(parts: readonly Part[], engine: Part["engine"]): string {
  const mine = parts.filter((part) => part.engine === engine).sort(bySize);
  const figures = mine.flatMap((part) => part.figures.map((figure) => ({ part, figure })));
  const table = (list: typeof figures): string =>
    tableOf(
      figureHeads,
      list.map(({ part, figure }) => figureRow(part, figure)),
    );
  const [asked, kept] = [
    figures.filter(({ figure }) => figure.against.name.startsWith("by hand")),
    figures.filter(({ figure }) => !figure.against.name.startsWith("by hand")),
  ];
  const lines = mine.flatMap((part) => part.lines);
  const faults = mine.filter(({ fault }) => fault !== undefined);
  const sections = [
    `# ${engineWord[engine]}`,
    head(mine),
    ...(faults.length
      ? ["## Not measured", faults.map(({ name, size, fault }) => `- ${name} ${size}: ${fault?.split("\n")[0]}`).join("\n")]
      : []),
    ...(asked.length ? ["## Over HTTP against the best by hand", table(asked)] : []),
    ...(kept.length ? ["## Kept answers against Fastify itself", table(kept)] : []),
    ...(growthOf(mine, engine).length ? ["## Growth: the same answer among more", growthTable(mine, engine)] : []),
    ...(lines.length ? ["## Suites", linesTable(lines)] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** What missed its limit or could not be measured, a line each. */
export function missed(parts: readonly Part[], engine: Part["engine"]): string[] {
  const mine = parts.filter((part) => part.engine === engine);
  return [
    ...mine.flatMap(({ name, size, fault }) => (fault === undefined ? [] : [`${name} ${size}: ${fault}`])),
    ...mine.flatMap(({ size, figures }) =>
      figures.filter(isMissed).map(({ what, ratio, least }) => `${what}, ${size}: ${ratio.toFixed(2)} of ${least?.toFixed(2)}`),
    ),
    ...growthOf(mine, engine)
      .filter((one) => one.missed)
      .map(({ what, ratio }) => `${what}: ${ratio?.toFixed(2)} × as long among more`),
    ...mine.flatMap(({ lines }) => lines.filter(isOver).map(({ what, ratio }) => `${what}: ${ratio?.value.toFixed(2)} × ${ratio?.to}`)),
  ];
}
