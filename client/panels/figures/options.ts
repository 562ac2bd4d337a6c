/** What each chart draws, as a value: from rows to ECharts' options. Pure. */
import type { BarSeriesOption, PieSeriesOption } from "echarts/charts";
import type { BrushComponentOption, GridComponentOption, TooltipComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import { statusColour, type Theme } from "../../look/palette.ts";
import { type Bar, barLabel } from "./days.ts";
import type { Row } from "./groups.ts";
import { inks } from "./inks.ts";

export type ChartOption = ComposeOption<
  BarSeriesOption | PieSeriesOption | GridComponentOption | TooltipComponentOption | BrushComponentOption
>;

/** What a chart is drawn for. */
export interface Look {
  readonly theme: Theme;
  /** The page's type size, px. */
  readonly size: number;
  readonly font: string;
  n(value: number): string;
}

const textOf = ({ theme, size, font }: Look) => ({ color: inks[theme].quiet, fontSize: size, fontFamily: font });

function tooltipOf(look: Look): TooltipComponentOption {
  const ink = inks[look.theme];
  const { size, font } = look;
  return {
    confine: true,
    // Drawn, not HTML: the page's policy allows no inline styles.
    renderMode: "richText",
    backgroundColor: ink.raised,
    borderColor: ink.line,
    textStyle: { color: ink.text, fontSize: size, fontFamily: font },
    transitionDuration: 0,
  };
}

interface Column {
  readonly label: string;
  readonly count: number;
  readonly chosen: boolean;
}

/** Columns over a line of names; chosen ones in the accent, the others muted while something is chosen. */
function columns(list: readonly Column[], look: Look, tick: (i: number) => string | null): ChartOption {
  const ink = inks[look.theme];
  const some = list.some((one) => one.chosen);
  const value = (one: Column) => (!some || one.chosen ? ink.accent : ink.muted);
  return {
    animation: false,
    textStyle: textOf(look),
    grid: { left: 4, right: 8, top: 10, bottom: 2, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: { ...tooltipOf(look), trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: ink.line, opacity: 0.6 } } },
    xAxis: {
      type: "category",
      data: list.map((one) => one.label),
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: {
        ...textOf(look),
        interval: (i: number) => tick(i) !== null,
        formatter: (_: string, i: number) => tick(i) ?? "",
        hideOverlap: true,
      },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { ...textOf(look), formatter: (value: number) => look.n(value) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        type: "bar",
        barCategoryGap: "18%",
        barMaxWidth: 28,
        data: list.map((one) => ({ value: one.count, itemStyle: { color: value(one) } })),
        cursor: "pointer",
      },
    ],
  } as ChartOption;
}

/** Days with a brush that lies over them. */
export function dayOption(bars: readonly Bar[], look: Look): ChartOption {
  const every = Math.max(1, Math.ceil(bars.length / 6));
  const year = bars[0]?.from.slice(0, 4) !== bars.at(-1)?.from.slice(0, 4);
  const tick = (i: number) => (i % every === 0 ? (bars[i]?.from.slice(year ? 2 : 5) ?? null) : null);
  const ink = inks[look.theme];
  return {
    ...columns(
      bars.map((bar) => ({ ...bar, label: barLabel(bar) })),
      look,
      tick,
    ),
    brush: {
      xAxisIndex: 0,
      toolbox: [],
      brushType: "lineX",
      brushMode: "single",
      transformable: false,
      throttleType: "debounce",
      throttleDelay: 100,
      brushStyle: { borderWidth: 1, color: ink.accent, opacity: 0.25, borderColor: ink.accent },
      // What is not brushed stays as it is: a brush never hides what it leaves out.
      outOfBrush: { colorAlpha: 1 },
    },
  } as ChartOption;
}

export function hourOption(rows: readonly Row[], look: Look): ChartOption {
  const list = rows.map((row) => ({ label: row.label.zh, count: row.count, chosen: row.chosen }));
  return columns(list, look, (i) => (i % 3 === 0 ? String(i) : null));
}

/** A ring of states in their statuses' colours, parted by the ground; what is not chosen steps back. */
export function statusOption(rows: readonly Row[], look: Look, name: (row: Row) => string): ChartOption {
  const ink = inks[look.theme];
  const some = rows.some((row) => row.chosen || row.covered);
  const data = rows
    .filter((row) => row.count > 0)
    .map((row) => ({
      id: row.key,
      name: name(row),
      value: row.count,
      itemStyle: { color: statusColour(look.theme, row.status ?? "handling"), opacity: !some || row.chosen || row.covered ? 1 : 0.3 },
    }));
  return {
    animation: false,
    textStyle: textOf(look),
    tooltip: { ...tooltipOf(look), trigger: "item", formatter: "{b}  {c}（{d}%）" },
    series: [
      {
        type: "pie",
        radius: ["58%", "94%"],
        label: { show: false },
        emphasis: { scale: false, itemStyle: { borderColor: ink.text } },
        itemStyle: { borderColor: ink.surface, borderWidth: 1.5 },
        data,
      },
    ],
  } as ChartOption;
}
